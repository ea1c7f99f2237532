// SPDX-License-Identifier: Apache-2.0
// What all pages with forms share: the line that says what happens, buttons
// that must not be pressed twice, and the look at a password.

import sentences from "./sentences.js";

const texts = sentences[document.documentElement.lang] ?? sentences.en;

/** Scripts keep this one fact about the device, and nothing about accounts. */
const PASSKEY_USED = "passkey-used";
const OFFER_DECLINED = "passkey-offer-declined";

/** @param {string} key @returns {string} the text of lang/*.txt */
export function sentence(key) {
  return texts[key] ?? key;
}

/** The sentence for a failure: ours if the code is known, else the server's. */
export function sentenceOf(error) {
  return texts[`problem.${error.code}`] ?? error.message;
}

/** @param {string} text @param {boolean} [isError] */
export function say(text, isError = false) {
  const line = document.getElementById("status");
  line.textContent = text;
  line.classList.toggle("error", isError);
}

/** Says what failed: quietly if somebody only changed their mind. */
export function sayProblem(error) {
  say(sentenceOf(error), error.code !== "cancelled");
}

/**
 * Runs work with all buttons off; afterwards the focus is where it was.
 * Returns true if the work was done.
 * @param {() => Promise<void>} work
 */
export async function during(work, text = sentence("script.follow")) {
  const focused = document.activeElement;
  const buttons = [...document.querySelectorAll("button:enabled")];
  for (const button of buttons) button.disabled = true;
  say(text);
  try {
    await work();
    return true;
  } catch (error) {
    sayProblem(error);
    for (const button of buttons) button.disabled = false;
    focused?.focus();
    return false;
  }
}

export function show(id, isShown = true) {
  const element = document.getElementById(id);
  if (element) element.hidden = !isShown;
  return element;
}

function remember(name) {
  try {
    localStorage.setItem(name, "yes");
  } catch {
    // A browser that keeps nothing: the page looks as it does to a newcomer.
  }
}

function remembers(name) {
  try {
    return localStorage.getItem(name) === "yes";
  } catch {
    return false;
  }
}

export const rememberPasskey = () => remember(PASSKEY_USED);
export const hasUsedPasskey = () => remembers(PASSKEY_USED);
export const declineOffer = () => remember(OFFER_DECLINED);
export const hasDeclinedOffer = () => remembers(OFFER_DECLINED);

for (const toggle of document.querySelectorAll(".toggle")) {
  const field = document.getElementById(toggle.getAttribute("aria-controls"));
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    const isShown = field.type === "password";
    field.type = isShown ? "text" : "password";
    toggle.setAttribute("aria-pressed", String(isShown));
    toggle.textContent = sentence(isShown ? "script.hide" : "script.show");
  });
  // A browser offers to save what is in a password field only.
  field.form.addEventListener("submit", () => (field.type = "password"));
}
