// SPDX-License-Identifier: Apache-2.0
// Passwords, recovery codes, and what happens when somebody gets them wrong.

import assert from "node:assert/strict";

import { useSite } from "./suite.mjs";
import { PASSWORD } from "./visitor.mjs";

const { test, visit } = useSite();

async function tryPassword(visitor, name, password) {
  await visitor.open("/sign-up");
  await visitor.fill("Username", name);
  await visitor.fill("New password", password);
  await visitor.click("Create account with password");
}

test("sign up, sign out, sign in with a password", async (visitor) => {
  await visitor.signUpWithPassword("alice");
  assert.equal(await visitor.session(), "alice");
  await visitor.open("/account");
  await visitor.signOut();
  assert.equal(await visitor.session(), null);
  await visitor.signInWithPassword("Alice "); // capitals and spaces do not matter
  await visitor.arriveAt("/welcome");
  assert.equal(await visitor.session(), "alice");
});

test("a wrong password is refused, with the same words as an unknown name", async (visitor) => {
  await visitor.signUpWithPassword("bob");
  await visitor.context.clearCookies();
  await visitor.signInWithPassword("bob", "orange engine marmalade dust");
  await visitor.says("The name or the password is not right");
  assert.equal(await visitor.page.getByLabel("Username").inputValue(), "bob");
  assert.equal(await visitor.page.getByLabel("Password", { exact: true }).inputValue(), "");
  const known = await visitor.problem().textContent();
  await visitor.signInWithPassword("nobody-at-all", PASSWORD);
  await visitor.says("The name or the password is not right");
  assert.equal(await visitor.problem().textContent(), known);
  assert.equal(await visitor.session(), null);
});

test("the address of a refused form leads back to the page", async (visitor) => {
  await visitor.signInWithPassword("nobody", "a wrong pair of words");
  await visitor.says("not right");
  assert.equal(new URL(visitor.page.url()).pathname, "/sign-in");
  await visitor.open("/sign-in");
  assert.equal(new URL(visitor.page.url()).pathname, "/");
  await visitor.page.getByRole("heading", { name: "Sign in" }).waitFor();
});

test("too many tries must wait, and a passkey need not", async (visitor) => {
  await visitor.signUpWithPasskey("carol");
  await visitor.context.clearCookies();
  await visit({}, async (guesser) => {
    for (let tries = 0; tries < 10; tries++) {
      await guesser.signInWithPassword("carol", `wrong guess number ${tries}`);
      await guesser.says("not right");
    }
    await guesser.signInWithPassword("carol", "yet another wrong guess");
    await guesser.says(/Too many tries. Please wait 1 minute/);
  });
  await visitor.openSignInQuietly();
  await visitor.click("Sign in with a passkey");
  await visitor.arriveAt("/account");
  assert.equal(await visitor.session(), "carol");
});

test("a short password is refused kindly", async (visitor) => {
  await tryPassword(visitor, "dave", "fourteen chars");
  await visitor.says("at least 15 characters");
  assert.equal(await visitor.page.getByLabel("Username").inputValue(), "dave");
  assert.equal(await visitor.session(), null);
});

test("a common password is refused", async (visitor) => {
  await tryPassword(visitor, "erin", "password1234567890");
  await visitor.says(/everybody uses|along the keyboard/);
});

test("a repetitive password is refused", async (visitor) => {
  await tryPassword(visitor, "erin", "abcabcabcabcabcabc");
  await visitor.says("repeats itself");
});

test("a password made of the name is refused", async (visitor) => {
  await tryPassword(visitor, "bartholomew", "bartholomew1234");
  await visitor.says(/your name|everybody uses/);
});

test("a password may have any letters and spaces", async (visitor) => {
  const password = "Größe, 長い合言葉 и пробелы";
  await visitor.signUpWithPassword("frida", password);
  await visitor.context.clearCookies();
  await visitor.signInWithPassword("frida", password);
  await visitor.arriveAt("/welcome");
});

test("a taken name is refused", async (visitor) => {
  await visitor.signUpWithPassword("grace");
  await visitor.context.clearCookies();
  await tryPassword(visitor, "GRACE", PASSWORD);
  await visitor.says("taken");
  assert.equal(await visitor.session(), null);
});

test("a name that cannot be one is refused", async (visitor) => {
  await tryPassword(visitor, "no spaces", PASSWORD);
  await visitor.says("letters, digits");
});

test("a password can be looked at", async (visitor) => {
  await visitor.open("/");
  const field = visitor.page.getByLabel("Password", { exact: true });
  await field.fill("abc");
  await visitor.click("Show");
  assert.equal(await field.getAttribute("type"), "text");
  const toggle = visitor.page.getByRole("button", { name: "Hide" });
  assert.equal(await toggle.getAttribute("aria-pressed"), "true");
  await toggle.click();
  assert.equal(await field.getAttribute("type"), "password");
});

test("change the password: the old one and the other sessions are gone", async (visitor) => {
  await visitor.signUpWithPassword("heidi");
  await visit({}, async (other) => {
    await other.signInWithPassword("heidi");
    await other.arriveAt("/welcome");
    await visitor.open("/account");
    await visitor.setPassword("another four word secret");
    assert.equal(await visitor.session(), "heidi");
    assert.equal(await other.session(), null);
    await other.signInWithPassword("heidi");
    await other.says("not right");
    await other.signInWithPassword("heidi", "another four word secret");
    await other.arriveAt("/welcome");
  });
});

test("recovery codes: make them, use one, not twice", async (visitor) => {
  await visitor.signUpWithPassword("ivan");
  await visitor.open("/account");
  const codes = await visitor.makeCodes();
  assert.equal(codes.length, 10);
  await visitor.context.clearCookies();
  await visitor.open("/");
  await visitor.page.getByRole("link", { name: "Use a recovery code" }).click();
  await visitor.fill("Username", "ivan");
  await visitor.fill("Recovery code", codes[3].toUpperCase().replaceAll("-", " "));
  await visitor.click("Sign in with the code");
  await visitor.arriveAt("/account");
  assert.equal(await visitor.session(), "ivan");
  await visitor.page.getByText("You have 9 unused recovery codes.").waitFor();
  await visitor.context.clearCookies();
  await visitor.open("/recover");
  await visitor.fill("Username", "ivan");
  await visitor.fill("Recovery code", codes[3]);
  await visitor.click("Sign in with the code");
  await visitor.says("used before");
  assert.equal(await visitor.session(), null);
});

test("new codes put an end to the old ones", async (visitor) => {
  await visitor.signUpWithPassword("judy");
  await visitor.open("/account");
  const old = await visitor.makeCodes();
  await visitor.page.getByRole("link", { name: "I have saved them" }).click();
  await visitor.makeCodes();
  await visitor.context.clearCookies();
  await visitor.open("/recover");
  await visitor.fill("Username", "judy");
  await visitor.fill("Recovery code", old[0]);
  await visitor.click("Sign in with the code");
  await visitor.says("do not belong together");
});

test("codes can be downloaded as a text file", async (visitor) => {
  await visitor.signUpWithPassword("kate");
  await visitor.open("/account");
  const codes = await visitor.makeCodes();
  const [download] = await Promise.all([visitor.page.waitForEvent("download"), visitor.click("Download")]);
  assert.equal(download.suggestedFilename(), "recovery-codes.txt");
  let text = "";
  for await (const chunk of await download.createReadStream()) text += chunk;
  for (const code of codes) assert.ok(text.includes(code));
  // They were shown once: going back does not show them again.
  await visitor.open("/account");
  assert.equal(await visitor.page.locator("#codes").count(), 0);
  assert.deepEqual(visitor.complaints, []);
});

test("an account with only a password can confirm with it", async (visitor) => {
  await visitor.signUpWithPassword("liam");
  await visitor.open("/confirm");
  await visitor.fill("Password", "a wrong pair of words");
  await visitor.click("Confirm");
  await visitor.says("not right");
  await visitor.fill("Password", PASSWORD);
  await visitor.click("Confirm");
  await visitor.arriveAt("/account?confirmed");
});

test("a second sign-in form in another tab does no harm", async (visitor) => {
  await visitor.open("/");
  const other = await visitor.context.newPage();
  await visitor.signUpWithPassword("mallory");
  await other.goto(`${visitor.origin}/sign-up`);
  assert.equal(new URL(other.url()).pathname, "/account");
});
