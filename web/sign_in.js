// SPDX-License-Identifier: Apache-2.0
import { during, hasUsedPasskey, rememberPasskey, say, sayProblem, sentence, show } from "./form.js";
import { loginWithPasskey, signInWithAutofill, supportsPasskeys } from "./passkey.js";

const button = document.getElementById("passkey");

function enter() {
  rememberPasskey();
  say(sentence("script.signed_in"));
  location.assign("/account");
}

async function offerAutofill() {
  try {
    if (await signInWithAutofill()) enter();
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
      await loginWithPasskey();
      enter();
    });
    if (!isDone) offerAutofill();
  });
  offerAutofill();
}
