// SPDX-License-Identifier: Apache-2.0
import { during, hasDeclinedOffer, hasUsedPasskey, rememberPasskey, say, sayProblem, sentence, show } from "./form.js";
import { hasPlatformAuth, loginWithPasskey, signInWithAutofill, supportsPasskeys } from "./passkey.js";

const button = document.getElementById("passkey");

/** Who came by a phone or a key is offered a passkey on this device. */
async function isFromElsewhere({ authenticatorAttachment }) {
  return authenticatorAttachment === "cross-platform" && !hasDeclinedOffer() && (await hasPlatformAuth());
}

async function enter(user) {
  rememberPasskey();
  say(sentence("script.signed_in"));
  location.assign((await isFromElsewhere(user)) ? "/welcome#this-device" : "/account");
}

async function offerAutofill() {
  try {
    const user = await signInWithAutofill();
    if (user) await enter(user);
  } catch (error) {
    sayProblem(error);
  }
}

/** Who came with a passkey before sees it first; the password is below. */
function putPasskeyFirst() {
  const ways = document.getElementById("ways");
  const form = document.getElementById("sign-in");
  ways.append(document.getElementById("passkey-way"), document.getElementById("or"), form);
  button.className = "primary";
  form.querySelector("[type=submit]").className = "secondary";
}

if (supportsPasskeys()) {
  if (hasUsedPasskey()) putPasskeyFirst();
  show("passkey-way");
  show("or");
  button.addEventListener("click", async () => {
    const isDone = await during(async () => {
      await enter(await loginWithPasskey());
    });
    if (!isDone) offerAutofill();
  });
  offerAutofill();
}
