// SPDX-License-Identifier: Apache-2.0
import { during, rememberPasskey, say, sentence, show } from "./form.js";
import { canDo, loginWithPasskey, PasskeyError, registerPasskey, supportsPasskeys } from "./passkey.js";

const form = document.getElementById("sign-up");

function enter(text) {
  rememberPasskey();
  say(sentence(text));
  location.assign("/account");
}

async function signUp() {
  const { username, display_name } = form.elements;
  const name = username.value.trim();
  if (!name) {
    say(sentence("problem.name_missing"), true);
    username.focus();
    return;
  }
  await during(async () => {
    await registerPasskey({ username: name, displayName: display_name.value.trim() || name });
    enter("script.account_ready");
  });
}

/** Who has a passkey on this device need not see the other page at all. */
async function signInAtOnce(event) {
  event.preventDefault();
  try {
    await loginWithPasskey({ immediate: true });
    enter("script.signed_in");
  } catch (error) {
    if (!(error instanceof PasskeyError)) throw error;
    location.assign("/");
  }
}

if (supportsPasskeys()) {
  show("passkey-way");
  show("or");
  document.getElementById("with-password").className = "secondary";
  document.getElementById("passkey").addEventListener("click", signUp);
  if (await canDo("immediateGet")) document.getElementById("to-sign-in").addEventListener("click", signInAtOnce);
}
