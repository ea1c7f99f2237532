// SPDX-License-Identifier: Apache-2.0
// A person signs up, out and in again with passkeys.

import assert from "node:assert/strict";

import { useSite } from "./suite.mjs";
import { PASSWORD } from "./visitor.mjs";

const site = useSite();
const { test, visit } = site;

async function signInByButton(visitor) {
  await visitor.openSignInQuietly();
  await visitor.click("Sign in with a passkey");
}

test("sign up, sign out, sign in by autofill", async (visitor) => {
  await visitor.signUpWithPasskey("alice");
  assert.equal(await visitor.session(), "alice");
  assert.equal((await visitor.passkeys()).length, 1);
  await visitor.tell("setAutomaticPresenceSimulation", { enabled: false });
  await visitor.signOut();
  assert.equal(await visitor.session(), null);
  // With presence the conditional request answers at once.
  await visitor.tell("setAutomaticPresenceSimulation", { enabled: true });
  await visitor.open("/", "commit");
  await visitor.arriveAt("/account");
  assert.equal(await visitor.session(), "alice");
  // The session was asked for once while nobody was signed in.
  assert.deepEqual(visitor.complaints.filter((text) => !text.includes("401")), []);
});

test("sign in by button", async (visitor) => {
  await visitor.signUpWithPasskey("bob");
  await visitor.context.clearCookies();
  await visitor.openSignInQuietly();
  assert.equal(await visitor.session(), null);
  await visitor.click("Sign in with a passkey");
  await visitor.arriveAt("/account");
  assert.equal(await visitor.session(), "bob");
});

test("who used a passkey here sees that way first, others the password", async (visitor) => {
  const first = () => visitor.page.locator("#ways button.primary").textContent();
  await visitor.open("/");
  assert.match(await first(), /with password/);
  await visitor.signUpWithPasskey("carol");
  await visitor.tell("setAutomaticPresenceSimulation", { enabled: false });
  await visitor.signOut();
  assert.match(await first(), /with a passkey/);
  // What is kept says nothing about accounts.
  const kept = await visitor.page.evaluate(() => ({ ...localStorage }));
  assert.deepEqual(kept, { "passkey-used": "yes" });
});

test("the passkey button is reached first by keyboard where it comes first", async (visitor) => {
  await visitor.signUpWithPasskey("keyboard");
  await visitor.context.clearCookies();
  await visitor.openSignInQuietly();
  await visitor.page.keyboard.press("Tab");
  assert.equal(await visitor.page.evaluate(() => document.activeElement.id), "passkey");
  await visitor.page.keyboard.press("Enter");
  await visitor.arriveAt("/account");
});

// The passkey is on a phone or key; this device has a lock of its own.
async function comeFromElsewhere(visitor, name) {
  const elsewhere = visitor.authenticatorId;
  await visitor.signUpWithPasskey(name);
  await visitor.addAuthenticator();
  visitor.here = visitor.authenticatorId;
  visitor.authenticatorId = elsewhere;
  await visitor.context.clearCookies();
  await signInByButton(visitor);
}

test("who came by a phone is offered a passkey on this device, and may decline", async (visitor) => {
  await comeFromElsewhere(visitor, "fred");
  await visitor.arriveAt("/welcome#this-device");
  await visitor.page.getByRole("heading", { name: "Use this device next time" }).waitFor();
  await visitor.page.getByRole("link", { name: "Not now" }).click();
  await visitor.arriveAt("/account");
  await visitor.page.getByText("Used in this session").waitFor();
  // Once: the next time it is not asked again.
  await visitor.context.clearCookies();
  await signInByButton(visitor);
  await visitor.arriveAt("/account");
}, { transport: "usb" });

test("who came by a phone accepts a passkey on this device", async (visitor) => {
  await comeFromElsewhere(visitor, "greg");
  await visitor.arriveAt("/welcome#this-device");
  await visitor.tell("removeVirtualAuthenticator"); // the phone is put away
  visitor.authenticatorId = visitor.here;
  await visitor.click("Create a passkey");
  await visitor.arriveAt("/account");
  assert.equal((await visitor.passkeys()).length, 1);
  assert.equal(await visitor.page.locator(".passkey").count(), 2);
}, { transport: "usb" });

test("signing out ends the session", async (visitor) => {
  await visitor.signUpWithPasskey("dave");
  const [{ value }] = (await visitor.context.cookies()).filter((cookie) => cookie.name === "__Host-sid");
  await visitor.tell("setAutomaticPresenceSimulation", { enabled: false });
  await visitor.signOut();
  assert.equal(await visitor.session(), null);
  await visitor.open("/account");
  assert.equal(new URL(visitor.page.url()).pathname, "/");
  // Not even who kept the cookie comes back.
  const answer = await fetch(`${visitor.origin}/api/auth/session`, { headers: { Cookie: `__Host-sid=${value}` } });
  assert.equal(answer.status, 401);
});

test("a cancelled dialog leaves a quiet hint and a page that works", async (visitor) => {
  await visitor.signUpWithPasskey("erin");
  await visitor.context.clearCookies();
  await visitor.tell("setUserVerified", { isUserVerified: false });
  await signInByButton(visitor);
  await visitor.says("You can try again");
  assert.doesNotMatch(await visitor.status().getAttribute("class"), /error/);
  assert.equal(await visitor.session(), null);
  await visitor.tell("setUserVerified", { isUserVerified: true });
  await visitor.click("Sign in with a passkey");
  await visitor.arriveAt("/account");
});

test("a cancelled sign-up makes no account", async (visitor) => {
  await visitor.tell("setUserVerified", { isUserVerified: false });
  await visitor.signUp("nobody");
  await visitor.says("No passkey was used");
  await visitor.tell("setUserVerified", { isUserVerified: true });
  await visitor.signUpWithPasskey("nobody");
});

test("an unknown passkey is refused, and taken off the device", async (visitor) => {
  await visitor.signUpWithPasskey("frank");
  await visitor.deviceTold();
  const [passkey] = await visitor.passkeys();
  await visitor.context.clearCookies();
  await visitor.tell("clearCredentials");
  const otherId = Buffer.from(passkey.credentialId, "base64");
  otherId[0] ^= 1;
  await visitor.tell("addCredential", {
    credential: { ...passkey, credentialId: otherId.toString("base64") },
  });
  await signInByButton(visitor);
  await visitor.says("removed from your account");
  assert.equal(await visitor.session(), null);
  assert.deepEqual(await visitor.passkeys(), []);
});

test("an assertion without user verification is refused", async (visitor) => {
  await visitor.signUpWithPasskey("heidi");
  await visitor.context.clearCookies();
  await visitor.tell("setResponseOverrideBits", { isBadUV: true });
  await signInByButton(visitor);
  await visitor.says("cannot be used here");
  assert.equal(await visitor.session(), null);
  assert.equal((await visitor.passkeys()).length, 1);
});

test("a bogus signature is refused", async (visitor) => {
  await visitor.signUpWithPasskey("ivan");
  await visitor.context.clearCookies();
  await visitor.tell("setResponseOverrideBits", { isBogusSignature: true });
  await signInByButton(visitor);
  await visitor.says("could not be checked");
  assert.equal(await visitor.session(), null);
});

test("a taken name is said to be taken", async (visitor) => {
  await visitor.signUpWithPasskey("judy");
  await visitor.context.clearCookies();
  await visitor.signUp("judy");
  await visitor.says("taken");
  assert.equal(await visitor.session(), null);
  assert.equal((await visitor.passkeys()).length, 1);
});

test("a passkey sign-up without a name asks for one", async (visitor) => {
  await visitor.signUp("  ");
  await visitor.says("choose a username");
  assert.equal(await visitor.page.evaluate(() => document.activeElement.id), "username");
});

test("sessions and passkeys survive a restart", async (visitor) => {
  await visitor.signUpWithPasskey("kevin");
  await site.server.restart();
  await visitor.open("/account");
  assert.equal(await visitor.session(), "kevin");
  await visitor.context.clearCookies();
  await signInByButton(visitor);
  await visitor.arriveAt("/account");
  assert.equal(await visitor.session(), "kevin");
});

test("immediate mode: who has a passkey signs in from the sign-up page", async (visitor) => {
  await visitor.signUpWithPasskey("liam");
  await visitor.context.clearCookies();
  await visitor.open("/sign-up");
  await visitor.page.waitForFunction(() =>
    PublicKeyCredential.getClientCapabilities().then((can) => can.immediateGet),
  );
  await visitor.page.getByRole("link", { name: "Sign in" }).click();
  await visitor.arriveAt("/account");
  assert.equal(await visitor.session(), "liam");
});

test("immediate mode: who has none gets to the sign-in page", async (visitor) => {
  await visitor.open("/sign-up");
  await visitor.page.getByRole("link", { name: "Sign in" }).click();
  await visitor.arriveAt("/");
});

test("a passkey that is synced to another device signs in there", async (owner) => {
  await owner.signUpWithPasskey("mia");
  const [passkey] = await owner.passkeys();
  await visit({}, async (other) => {
    await other.tell("addCredential", { credential: passkey });
    await signInByButton(other);
    await other.arriveAt("/account");
    assert.equal(await other.session(), "mia");
  });
});

test("the offer after a password: accept it, and sign in with one click", async (visitor) => {
  await visitor.signUpWithPassword("nina");
  await visitor.click("Create a passkey");
  await visitor.arriveAt("/account");
  assert.equal((await visitor.passkeys()).length, 1);
  await visitor.tell("setAutomaticPresenceSimulation", { enabled: false });
  await visitor.signOut();
  await visitor.requestPending();
  await visitor.tell("setAutomaticPresenceSimulation", { enabled: true });
  await visitor.click("Sign in with a passkey");
  await visitor.arriveAt("/account");
  assert.equal(await visitor.session(), "nina");
});

test("the offer can be declined, and is not made again on this device", async (visitor) => {
  await visitor.signUpWithPassword("oscar");
  await visitor.page.getByRole("link", { name: "Not now" }).click();
  await visitor.arriveAt("/account");
  await visitor.signOut();
  await visitor.signInWithPassword("oscar");
  await visitor.arriveAt("/account");
});

test("conditional create: the browser makes a passkey after a password", async (visitor) => {
  // The virtual authenticator knows no conditional create; the rest is real.
  await visitor.page.addInitScript(() => {
    const { getClientCapabilities } = PublicKeyCredential;
    PublicKeyCredential.getClientCapabilities = async () => ({
      ...(await getClientCapabilities.call(PublicKeyCredential)),
      conditionalCreate: true,
    });
    const create = navigator.credentials.create.bind(navigator.credentials);
    navigator.credentials.create = ({ mediation, ...options }) => {
      sessionStorage.mediation = mediation;
      return create(options);
    };
  });
  await visitor.open("/sign-up");
  await visitor.fill("Username", "paula");
  await visitor.fill("New password", PASSWORD);
  await visitor.click("Create account with password");
  await visitor.arriveAt("/account");
  assert.equal((await visitor.passkeys()).length, 1);
  assert.equal(await visitor.page.evaluate(() => sessionStorage.mediation), "conditional");
});
