// SPDX-License-Identifier: Apache-2.0
// The line under the form that says what happens, and the buttons that must
// not be pressed twice.

/** @param {string} text @param {boolean} [isError] */
export function say(text, isError = false) {
  const line = document.getElementById("status");
  line.textContent = text;
  line.classList.toggle("error", isError);
}

/**
 * Runs the work of a form with its buttons off, and says what went wrong.
 * @param {HTMLFormElement} form @param {string} text @param {() => Promise<void>} work
 */
export async function during(form, text, work) {
  const buttons = form.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  say(text);
  try {
    await work();
  } catch (error) {
    say(error.message, true);
    for (const button of buttons) button.disabled = false;
  }
}
