// SPDX-License-Identifier: Apache-2.0
// A person signs up, out and in again in a real browser.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Server } from "./server.mjs";
import { launchBrowser, Visitor } from "./visitor.mjs";

const SHOTS = process.env.TEST_SCREENSHOTS;
const TIMEOUT = { timeout: 60_000 };

let server;
let browser;

before(async () => {
  server = await Server.start();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await server?.discard();
});

async function shot(visitor, name) {
  if (SHOTS) await visitor.page.screenshot({ path: `${SHOTS}/${name}.png` });
}

async function withVisitor(options, act) {
  const visitor = await Visitor.arrive(browser, server.origin, options);
  try {
    await act(visitor);
  } finally {
    await visitor.leave();
  }
}

// Presence off: the autofill request stays pending, as it does for people. It
// does not resume when presence comes back; only a new request sees that.
async function openSignInQuietly(visitor) {
  await visitor.tell("setAutomaticPresenceSimulation", { enabled: false });
  await visitor.open("/");
  await visitor.requestPending();
  await visitor.tell("setAutomaticPresenceSimulation", { enabled: true });
}

test("sign up, sign out, sign in by autofill", TIMEOUT, () =>
  withVisitor({}, async (visitor) => {
    await visitor.open("/sign-up");
    await shot(visitor, "sign-up");
    await visitor.signUp("alice");
    await visitor.arriveAt("/account");
    assert.equal(await visitor.session(), "alice");
    assert.equal((await visitor.passkeys()).length, 1);
    await shot(visitor, "account");

    await visitor.tell("setAutomaticPresenceSimulation", { enabled: false });
    await visitor.signOut();
    assert.equal(await visitor.session(), null);

    // With presence the conditional request answers at once.
    await visitor.tell("setAutomaticPresenceSimulation", { enabled: true });
    await visitor.open("/", "commit");
    await visitor.arriveAt("/account");
    assert.equal(await visitor.session(), "alice");
    // The session was asked for once while nobody was signed in.
    assert.deepEqual(
      visitor.complaints.filter((text) => !text.includes("401")),
      [],
    );
  }));

test("sign in by button", TIMEOUT, () =>
  withVisitor({}, async (visitor) => {
    await visitor.signUp("bob");
    await visitor.arriveAt("/account");
    await visitor.context.clearCookies();
    await openSignInQuietly(visitor);
    assert.equal(await visitor.session(), null);
    await shot(visitor, "sign-in");
    await visitor.page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await visitor.arriveAt("/account");
    assert.equal(await visitor.session(), "bob");
  }));

test("sign in with a name", TIMEOUT, () =>
  withVisitor({}, async (visitor) => {
    await visitor.signUp("carol");
    await visitor.arriveAt("/account");
    await visitor.context.clearCookies();
    await openSignInQuietly(visitor);
    await visitor.page.getByLabel("Username").fill("carol");
    await visitor.page.getByRole("button", { name: "Continue" }).click();
    await visitor.arriveAt("/account");
    assert.equal(await visitor.session(), "carol");
  }));

test("signing out ends the session", TIMEOUT, () =>
  withVisitor({}, async (visitor) => {
    await visitor.signUp("dave");
    await visitor.arriveAt("/account");
    await visitor.tell("setAutomaticPresenceSimulation", { enabled: false });
    await visitor.signOut();
    assert.equal(await visitor.session(), null);
    await visitor.open("/account");
    assert.notEqual(new URL(visitor.page.url()).pathname, "/account");
  }));

test("another authenticator does not sign in", TIMEOUT, () =>
  withVisitor({}, async (owner) => {
    await owner.signUp("erin");
    await owner.arriveAt("/account");
    await withVisitor({}, async (stranger) => {
      await stranger.open("/");
      await stranger.page.getByLabel("Username").fill("erin");
      await stranger.page.getByRole("button", { name: "Continue" }).click();
      await stranger.status().filter({ hasText: /\S+ \S+/ }).waitFor();
      await stranger.page
        .getByRole("button", { name: "Continue" })
        .and(stranger.page.locator(":enabled"))
        .waitFor();
      assert.equal(await stranger.session(), null);
      assert.notEqual(await stranger.status().textContent(), "");
      await shot(stranger, "refused");
    });
  }));

test("a passkey whose account is gone does not sign in", TIMEOUT, () =>
  withVisitor({}, async (visitor) => {
    await visitor.signUp("frank");
    await visitor.arriveAt("/account");
    const [passkey] = await visitor.passkeys();
    await visitor.context.clearCookies();
    await visitor.tell("clearCredentials");
    const otherId = Buffer.from(passkey.credentialId, "base64");
    otherId[0] ^= 1;
    await visitor.tell("addCredential", {
      credential: { ...passkey, credentialId: otherId.toString("base64") },
    });
    await openSignInQuietly(visitor);
    await visitor.page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await visitor.status().filter({ hasText: "not known here" }).waitFor();
    assert.equal(await visitor.session(), null);
  }));

test("refused user verification does not sign in", TIMEOUT, () =>
  withVisitor({}, async (visitor) => {
    await visitor.signUp("grace");
    await visitor.arriveAt("/account");
    await visitor.context.clearCookies();
    await visitor.tell("setUserVerified", { isUserVerified: false });
    await openSignInQuietly(visitor);
    await visitor.page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await visitor.page
      .locator("#passkey:enabled")
      .waitFor();
    assert.equal(await visitor.session(), null);
    assert.equal(new URL(visitor.page.url()).pathname, "/");
  }));

test("an assertion without user verification is refused", TIMEOUT, () =>
  withVisitor({}, async (visitor) => {
    await visitor.signUp("heidi");
    await visitor.arriveAt("/account");
    await visitor.context.clearCookies();
    await visitor.tell("setResponseOverrideBits", { isBadUV: true });
    await openSignInQuietly(visitor);
    await visitor.page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await visitor.status().filter({ hasText: "cannot be used here" }).waitFor();
    assert.equal(await visitor.session(), null);
  }));

test("a bogus signature is refused", TIMEOUT, () =>
  withVisitor({}, async (visitor) => {
    await visitor.signUp("ivan");
    await visitor.arriveAt("/account");
    await visitor.context.clearCookies();
    await visitor.tell("setResponseOverrideBits", { isBogusSignature: true });
    await openSignInQuietly(visitor);
    await visitor.page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await visitor.status().filter({ hasText: "could not be checked" }).waitFor();
    assert.equal(await visitor.session(), null);
  }));

test("a taken name is said to be taken", TIMEOUT, () =>
  withVisitor({}, async (visitor) => {
    await visitor.signUp("judy");
    await visitor.arriveAt("/account");
    await visitor.context.clearCookies();
    await visitor.signUp("judy");
    await visitor.status().filter({ hasText: "taken" }).waitFor();
    assert.equal(await visitor.session(), null);
    assert.equal((await visitor.passkeys()).length, 1);
  }));

test("sessions and passkeys survive a restart", TIMEOUT, () =>
  withVisitor({}, async (visitor) => {
    await visitor.signUp("kevin");
    await visitor.arriveAt("/account");
    await server.restart();
    await visitor.open("/account");
    assert.equal(await visitor.session(), "kevin");
    await visitor.context.clearCookies();
    await openSignInQuietly(visitor);
    await visitor.page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await visitor.arriveAt("/account");
    assert.equal(await visitor.session(), "kevin");
  }));
