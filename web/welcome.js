// SPDX-License-Identifier: Apache-2.0
// Offers a passkey to who came with a password, or with one that is on another
// device: once, and never in the way.
import { declineOffer, during, hasDeclinedOffer, rememberPasskey, say, sentence, show } from "./form.js";
import { registerPasskey, supportsPasskeys, upgradeToPasskey } from "./passkey.js";

function enter() {
  rememberPasskey();
  say(sentence("script.passkey_created"));
  location.assign("/account");
}

/** The browser may make one by itself after a password, and only then. */
async function upgrade() {
  if (await upgradeToPasskey()) enter();
}

function speakOfThisDevice() {
  document.querySelector("h1").textContent = sentence("script.this_device");
  document.querySelector(".lead").textContent = sentence("script.this_device_text");
}

const isFromElsewhere = location.hash === "#this-device";

if (!supportsPasskeys() || hasDeclinedOffer()) {
  location.replace("/account");
} else {
  show("create").addEventListener("click", () =>
    during(async () => {
      await registerPasskey({ hints: ["client-device"] });
      enter();
    }),
  );
  document.getElementById("later").addEventListener("click", declineOffer);
  if (isFromElsewhere) speakOfThisDevice();
  else upgrade();
}
