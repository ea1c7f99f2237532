// SPDX-License-Identifier: Apache-2.0
// Offers a passkey to who came with a password: once, and never in the way.
import { declineOffer, during, hasDeclinedOffer, rememberPasskey, say, sentence, show } from "./form.js";
import { registerPasskey, supportsPasskeys, upgradeToPasskey } from "./passkey.js";

function enter() {
  rememberPasskey();
  say(sentence("script.passkey_created"));
  location.assign("/account");
}

async function offer() {
  if (await upgradeToPasskey()) enter();
}

if (!supportsPasskeys() || hasDeclinedOffer()) {
  location.replace("/account");
} else {
  show("create").addEventListener("click", () =>
    during(async () => {
      await registerPasskey();
      enter();
    }),
  );
  document.getElementById("later").addEventListener("click", declineOffer);
  offer();
}
