// SPDX-License-Identifier: Apache-2.0
// What somebody does on the account page.

import assert from "node:assert/strict";

import { useSite } from "./suite.mjs";
import { PASSWORD } from "./visitor.mjs";

const { test, visit } = useSite();

const rows = (visitor) => visitor.page.locator(".passkey");

// An account with two ways in: the session that a password begins is no
// strong one, because the account has a passkey.
async function comeBackWithPassword(visitor, name) {
  await visitor.signUpWithPasskey(name);
  await visitor.setPassword();
  await visitor.tell("setAutomaticPresenceSimulation", { enabled: false });
  await visitor.signOut();
  await visitor.signInWithPassword(name);
  await visitor.arriveAt("/account");
  await visitor.tell("setAutomaticPresenceSimulation", { enabled: true });
}

test("the page says what there is", async (visitor) => {
  await visitor.signUpWithPasskey("alice");
  const { page } = visitor;
  await page.getByText("There is only one way into your account.").waitFor();
  await page.getByText("You have no password.").waitFor();
  await page.getByText("You have no recovery codes.").waitFor();
  assert.match(await rows(visitor).textContent(), /Only on this device/);
  await page.getByText("Account created with a passkey").waitFor();
  await page.getByText("Chrome on Linux").waitFor();
  await page.getByText("This session", { exact: true }).waitFor();
});

test("a synced passkey is said to be synced", async (visitor) => {
  await visitor.signUpWithPasskey("betty");
  assert.match(await rows(visitor).textContent(), /Synced to your other devices/);
}, { defaultBackupEligibility: true, defaultBackupState: true });

test("rename a passkey", async (visitor) => {
  await visitor.signUpWithPasskey("bob");
  await visitor.reveal("Rename or delete");
  await visitor.fill("Name of this passkey", "<Bob's> laptop & phone");
  await visitor.click("Rename");
  await rows(visitor).getByText("<Bob's> laptop & phone").first().waitFor();
  assert.deepEqual(visitor.complaints, []);
});

test("add a second passkey", async (visitor) => {
  await visitor.signUpWithPassword("carol");
  await visitor.open("/account");
  await visitor.click("Create a passkey");
  await rows(visitor).first().waitFor();
  const [first] = await visitor.passkeys();
  // Another device: this one has a passkey of the account already.
  await visitor.tell("removeVirtualAuthenticator");
  await visitor.addAuthenticator({ transport: "usb" });
  await visitor.click("Add a security key");
  await rows(visitor).nth(1).waitFor();
  const [second] = await visitor.passkeys();
  assert.notEqual(first.credentialId, second.credentialId);
  await visitor.page.getByText("Passkey added").first().waitFor();
});

test("a device that has a passkey already makes no second one", async (visitor) => {
  await visitor.signUpWithPasskey("dave");
  await visitor.click("Create a passkey");
  await visitor.says("already has a passkey");
  assert.equal((await visitor.passkeys()).length, 1);
});

test("delete a passkey: the device forgets it too", async (visitor) => {
  await visitor.signUpWithPasskey("erin");
  await visitor.setPassword();
  await visitor.reveal("Rename or delete");
  const [, deleted] = await Promise.all([
    visitor.click("Delete passkey"),
    new Promise((resolve) => visitor.cdp.once("WebAuthn.credentialDeleted", resolve)),
  ]);
  assert.ok(deleted.credentialId);
  assert.equal(await rows(visitor).count(), 0);
  assert.deepEqual(await visitor.passkeys(), []);
  await visitor.page.getByText("Passkey deleted").waitFor();
});

test("the last way in is not deleted", async (visitor) => {
  await visitor.signUpWithPasskey("frank");
  await visitor.reveal("Rename or delete");
  await visitor.click("Delete passkey");
  await visitor.says("last way into your account");
  assert.equal(await rows(visitor).count(), 1);
  assert.equal((await visitor.passkeys()).length, 1);
});

test("the last way in is not deleted, if it is the password", async (visitor) => {
  await visitor.signUpWithPassword("fred");
  await visitor.open("/account");
  await visitor.page.locator("summary", { hasText: "Remove password" }).click();
  await visitor.click("Remove the password");
  await visitor.says("once you have a passkey and unused recovery codes");
});

test("remove the password beside a passkey and codes", async (visitor) => {
  await visitor.signUpWithPasskey("grace");
  await visitor.setPassword();
  await visitor.makeCodes();
  await visitor.open("/account");
  await visitor.page.locator("summary", { hasText: "Remove password" }).click();
  await visitor.click("Remove the password");
  await visitor.page.getByText("You have no password.").waitFor();
  await visitor.page.getByText("Password removed").waitFor();
});

test("a password set is refused like any other if it is a bad one", async (visitor) => {
  await visitor.signUpWithPasskey("gina");
  await visitor.setPassword("too short");
  await visitor.says("at least 15 characters");
  await visitor.page.getByText("You have no password.").waitFor();
});

test("a session without a strong check must confirm before a change", async (visitor) => {
  await comeBackWithPassword(visitor, "heidi");
  await visitor.page.getByText("confirm first that it is you").waitFor();
  await visitor.reveal("Rename or delete");
  await visitor.click("Delete passkey");
  await visitor.arriveAt("/confirm");
  assert.equal(await visitor.page.getByLabel("Password", { exact: true }).count(), 0);
  await visitor.click("Confirm with your passkey");
  await visitor.arriveAt("/account?confirmed");
  await visitor.page.getByText("Thank you, it is you.").waitFor();
  assert.equal(await visitor.page.getByText("confirm first that it is you").count(), 0);
  assert.equal(await rows(visitor).count(), 1);
  await visitor.page.getByText("Confirmed with a passkey").waitFor();
});

test("a confirmation that is cancelled changes nothing", async (visitor) => {
  await comeBackWithPassword(visitor, "henry");
  await visitor.open("/confirm");
  await visitor.tell("setUserVerified", { isUserVerified: false });
  await visitor.click("Confirm with your passkey");
  await visitor.says("No passkey was used");
  await visitor.open("/account");
  await visitor.page.getByText("confirm first that it is you").waitFor();
});

test("making codes needs a confirmation too", async (visitor) => {
  await comeBackWithPassword(visitor, "hanna");
  await visitor.click("Make new codes");
  await visitor.arriveAt("/confirm");
});

test("adding a passkey confirms with the old one on the way", async (visitor) => {
  await comeBackWithPassword(visitor, "hugo");
  await visitor.page.evaluate(() => {
    const create = navigator.credentials.create.bind(navigator.credentials);
    // As if this were another device: nothing on it is excluded.
    navigator.credentials.create = ({ publicKey }) => create({ publicKey: { ...publicKey, excludeCredentials: [] } });
  });
  await visitor.click("Create a passkey");
  await rows(visitor).nth(1).waitFor();
  await visitor.page.getByText("Confirmed with a passkey").waitFor();
});

test("end another session", async (visitor) => {
  await visitor.signUpWithPassword("ivan");
  await visit({}, async (other) => {
    await other.signInWithPassword("ivan");
    await other.arriveAt("/welcome");
    await visitor.open("/account");
    await visitor.page.getByRole("button", { name: /^Sign out Chrome on Linux$/ }).click();
    await visitor.page.getByText("A session was signed out").waitFor();
    assert.equal(await other.session(), null);
    await other.open("/account");
    assert.equal(new URL(other.page.url()).pathname, "/");
    assert.equal(await visitor.session(), "ivan");
  });
});

test("end all other sessions", async (visitor) => {
  await visitor.signUpWithPassword("judy");
  await visit({}, async (second) => {
    await second.signInWithPassword("judy");
    await second.arriveAt("/welcome");
    await visit({}, async (third) => {
      await third.signInWithPassword("judy");
      await third.arriveAt("/welcome");
      await visitor.open("/account");
      await visitor.click("Sign out everywhere else");
      await visitor.page.getByText("All other sessions were signed out").waitFor();
      assert.equal(await second.session(), null);
      assert.equal(await third.session(), null);
      assert.equal(await visitor.session(), "judy");
    });
  });
});

test("few codes left are worth a reminder", async (visitor) => {
  await visitor.signUpWithPassword("kate");
  await visitor.open("/account");
  const codes = await visitor.makeCodes();
  for (const code of codes.slice(0, 8)) {
    await visitor.context.clearCookies();
    await visitor.open("/recover");
    await visitor.fill("Username", "kate");
    await visitor.fill("Recovery code", code);
    await visitor.click("Sign in with the code");
    await visitor.arriveAt("/account");
  }
  await visitor.page.getByText("You have 2 unused recovery codes.").waitFor();
  await visitor.page.getByText("few recovery codes left").waitFor();
});

test("delete the account: it is gone, and the name is free", async (visitor) => {
  await visitor.signUpWithPassword("liam");
  await visitor.open("/account");
  await visitor.reveal("Delete this account");
  await visitor.fill("Type your username to confirm", "wrong");
  await visitor.click("Delete my account for ever");
  await visitor.says("nothing was deleted");
  await visitor.reveal("Delete this account");
  await visitor.fill("Type your username to confirm", "liam");
  await visitor.click("Delete my account for ever");
  await visitor.arriveAt("/");
  assert.equal(await visitor.session(), null);
  await visitor.signInWithPassword("liam");
  await visitor.says("not right");
  await visitor.signUpWithPassword("liam");
});

test("a passkey of a deleted account is taken off the device", async (visitor) => {
  await visitor.signUpWithPasskey("mia");
  await visitor.reveal("Delete this account");
  await visitor.fill("Type your username to confirm", "mia");
  await visitor.tell("setAutomaticPresenceSimulation", { enabled: false });
  await visitor.click("Delete my account for ever");
  await visitor.arriveAt("/");
  await visitor.requestPending();
  await visitor.tell("setAutomaticPresenceSimulation", { enabled: true });
  await visitor.click("Sign in with a passkey");
  await visitor.says("removed from your account");
  assert.deepEqual(await visitor.passkeys(), []);
});

test("a wrong password leaves a notice", async (visitor) => {
  await visitor.signUpWithPassword("nina");
  await visit({}, async (guesser) => {
    await guesser.signInWithPassword("nina", "a bold and wrong guess");
    await guesser.says("not right");
  });
  // The answer does not wait until the failure is written down.
  const deadline = Date.now() + 5000;
  do {
    await visitor.open("/account");
  } while (!(await visitor.page.getByText("Somebody typed a wrong password").isVisible()) && Date.now() < deadline);
  await visitor.page.getByText("Somebody typed a wrong password").waitFor({ timeout: 1000 });
});

test("the name that the device shows follows the account", async (visitor) => {
  await visitor.signUpWithPasskey("olga");
  const [passkey] = await visitor.passkeys();
  await visitor.tell("removeCredential", { credentialId: passkey.credentialId });
  await visitor.tell("addCredential", { credential: { ...passkey, userName: "old-name", userDisplayName: "Old" } });
  await visitor.page.reload();
  const deadline = Date.now() + 5000;
  let found;
  do [found] = await visitor.passkeys();
  while (found.userName !== "olga" && Date.now() < deadline);
  assert.equal(found.userName, "olga");
});

test("German readers get German", async (visitor) => {
  await visitor.open("/");
  assert.equal(await visitor.page.locator("html").getAttribute("lang"), "de");
  await visitor.page.getByRole("heading", { name: "Anmelden" }).waitFor();
  await visitor.fill("Benutzername", "niemand");
  await visitor.fill("Passwort", PASSWORD);
  await visitor.click("Mit Passwort anmelden");
  await visitor.says("Name oder Passwort stimmen nicht.");
  await visitor.tell("setUserVerified", { isUserVerified: false });
  await visitor.open("/sign-up");
  await visitor.fill("Benutzername", "jemand");
  await visitor.click("Passkey erstellen");
  await visitor.says("Es wurde kein Passkey benutzt.");
}, { context: { locale: "de-DE" } });
