// SPDX-License-Identifier: Apache-2.0
import { during, rememberPasskey, sayProblem, show } from "./form.js";
import { confirmWithPasskey, registerPasskey, signalPasskeys, supportsPasskeys } from "./passkey.js";

/** Adds a passkey; who was here too long confirms with one first. */
async function add(options) {
  try {
    await registerPasskey(options);
  } catch (error) {
    if (error.code !== "fresh_sign_in_required") throw error;
    if (!document.querySelector(".passkey")) {
      location.assign("/confirm");
      return;
    }
    await confirmWithPasskey();
    await registerPasskey(options);
  }
  rememberPasskey();
  location.reload();
}

/** Every change comes back to this page, so this is the place to tell. */
async function tellDevice() {
  try {
    await signalPasskeys();
  } catch (error) {
    if (error.code !== "not_signed_in") sayProblem(error);
  }
}

if (supportsPasskeys()) {
  show("add-ways");
  document.getElementById("add").addEventListener("click", () => during(() => add({})));
  document
    .getElementById("add-key")
    .addEventListener("click", () => during(() => add({ hints: ["security-key"] })));
  tellDevice();
}

// The server writes UTC; people live elsewhere.
const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
for (const time of document.querySelectorAll("time")) {
  const at = new Date(time.dateTime);
  if (!Number.isNaN(at.getTime())) time.textContent = format.format(at);
}
