// SPDX-License-Identifier: Apache-2.0
// Browsers without JavaScript, and people without a mouse.

import assert from "node:assert/strict";

import { useSite } from "./suite.mjs";
import { PASSWORD } from "./visitor.mjs";

const { test } = useSite();

const NO_SCRIPTS = { context: { javaScriptEnabled: false } };

test("the whole password path without scripts", async (visitor) => {
  const { page } = visitor;
  await visitor.signUpWithPassword("alice");
  assert.equal(await page.getByRole("button", { name: "Create a passkey" }).count(), 0);
  await page.getByRole("link", { name: "Not now" }).click();
  await visitor.arriveAt("/account");

  const codes = await visitor.makeCodes();
  assert.equal(codes.length, 10);
  assert.equal(await page.getByRole("button", { name: "Download" }).count(), 0);
  await page.getByRole("link", { name: "I have saved them" }).click();
  await visitor.setPassword("another four word secret");
  await page.getByText("Password set", { exact: true }).waitFor();
  await visitor.signOut();

  await visitor.signInWithPassword("alice");
  await visitor.says("not right");
  await visitor.signInWithPassword("alice", "another four word secret");
  await visitor.arriveAt("/welcome");
  assert.match(await page.content(), /<noscript>.*Passkeys need JavaScript/);
  await visitor.open("/account");
  await visitor.signOut();

  await page.getByRole("link", { name: "Use a recovery code" }).click();
  await visitor.fill("Username", "alice");
  await visitor.fill("Recovery code", codes[0]);
  await visitor.click("Sign in with the code");
  await visitor.arriveAt("/account");
  await visitor.click("Sign out everywhere else");
  await visitor.reveal("Delete this account");
  await visitor.fill("Type your username to confirm", "alice");
  await visitor.click("Delete my account for ever");
  await visitor.arriveAt("/");
}, NO_SCRIPTS);

test("without scripts no button is shown that would do nothing", async (visitor) => {
  const { page } = visitor;
  const names = async () => (await page.getByRole("button").allTextContents()).map((text) => text.trim());
  await visitor.open("/");
  assert.deepEqual(await names(), ["Sign in with password"]);
  await visitor.open("/sign-up");
  assert.deepEqual(await names(), ["Create account with password"]);
  await visitor.signUpWithPassword("bob");
  assert.deepEqual(await names(), []);
  await visitor.open("/account");
  for (const button of await page.getByRole("button").all())
    assert.equal(await button.getAttribute("type"), "submit");
}, NO_SCRIPTS);

test("a browser without passkeys has the password, and hears nothing else", async (visitor) => {
  await visitor.page.addInitScript(() => delete window.PublicKeyCredential);
  await visitor.open("/");
  assert.equal(await visitor.page.getByRole("button", { name: "passkey" }).count(), 0);
  await visitor.open("/sign-up");
  await visitor.fill("Username", "carol");
  await visitor.fill("New password", PASSWORD);
  await visitor.click("Create account with password");
  await visitor.arriveAt("/account"); // no offer that could not be taken
  assert.deepEqual(visitor.complaints, []);
});

// Tabs to what has this name and presses a key there.
async function press(page, name, key) {
  for (let steps = 0; steps < 40; steps++) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const at = document.activeElement;
      return at.labels?.[0]?.textContent.trim() || at.textContent.trim();
    });
    if (found.startsWith(name)) {
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
      assert.notEqual(outline, "none", `${name} shows no focus`);
      await page.keyboard.type(key.length > 1 && key !== "Enter" ? key : "");
      if (key === "Enter") await page.keyboard.press("Enter");
      return;
    }
  }
  throw new Error(`the keyboard does not reach ${name}`);
}

test("by keyboard alone: sign up, make codes, sign out, sign in", async (visitor) => {
  const { page } = visitor;
  await visitor.open("/sign-up");
  await press(page, "Username", "dora");
  await press(page, "New password", PASSWORD);
  await page.keyboard.press("Enter");
  await visitor.arriveAt("/welcome");
  await press(page, "Not now", "Enter");
  await visitor.arriveAt("/account");
  await press(page, "Make new codes", "Enter");
  await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
  await press(page, "I have saved them", "Enter");
  await visitor.arriveAt("/account");
  await press(page, "Sign out", "Enter");
  await visitor.arriveAt("/");
  await press(page, "Username", "dora");
  await press(page, "Password", PASSWORD);
  await page.keyboard.press("Enter");
  await visitor.arriveAt("/account");
  assert.equal(await visitor.session(), "dora");
});

test("after a problem the focus is where it was", async (visitor) => {
  await visitor.open("/");
  const button = visitor.page.getByRole("button", { name: "Sign in with a passkey" });
  await button.focus();
  await visitor.page.keyboard.press("Enter");
  await visitor.says("No passkey was used");
  assert.equal(await visitor.page.evaluate(() => document.activeElement.id), "passkey");
});
