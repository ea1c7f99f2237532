// SPDX-License-Identifier: Apache-2.0
import { loginWithPasskey, signInWithAutofill, supportsPasskeys } from "./passkey.js";
import { during, say } from "./status.js";

const form = document.getElementById("sign-in");
const username = document.getElementById("username");

function enter() {
  say("You are signed in.");
  location.assign("/account");
}

async function offerAutofill() {
  try {
    if (await signInWithAutofill()) enter();
  } catch (error) {
    say(error.message, true);
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  // The first button asks for any passkey, the second for those of a name.
  const byName = event.submitter?.id === "continue" || document.activeElement === username;
  if (byName && !username.value.trim()) {
    say("Type your username first.", true);
    username.focus();
    return;
  }
  const options = byName ? { username: username.value.trim() } : {};
  during(form, "Follow the instructions of your browser.", async () => {
    try {
      await loginWithPasskey(options);
    } catch (error) {
      offerAutofill();
      throw error;
    }
    enter();
  });
});

if (supportsPasskeys()) {
  offerAutofill();
} else {
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  say("This browser cannot use passkeys. Try a newer one, or another device.", true);
}
