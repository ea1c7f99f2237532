// SPDX-License-Identifier: Apache-2.0
import { registerPasskey, supportsPasskeys } from "./passkey.js";
import { during, say } from "./status.js";

const form = document.getElementById("sign-up");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const username = form.elements.username.value.trim();
  const displayName = form.elements.displayName.value.trim() || username;
  during(form, "Follow the instructions of your browser.", async () => {
    await registerPasskey({ username, displayName });
    say("Your account is ready.");
    location.assign("/account");
  });
});

if (!supportsPasskeys()) {
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  say("This browser cannot use passkeys. Try a newer one, or another device.", true);
}
