// SPDX-License-Identifier: Apache-2.0
// One-time links of the administrator, where nobody else may sign up.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { check, LOOKS } from "./axe.mjs";
import { binary } from "./server.mjs";
import { useSite } from "./suite.mjs";
import { PASSWORD } from "./visitor.mjs";

const site = useSite(["--sign-up", "invite"]);
const { test, visit } = site;

// What the administrator types, and the path of the link that comes back.
async function link(...command) {
  const { directory, origin } = site.server;
  const flags = ["--json", "--state-dir", directory, "--origins", origin];
  const { stdout } = await promisify(execFile)(binary, ["user", ...command, ...flags]);
  return new URL(JSON.parse(stdout).url).pathname;
}

test("without an invitation nobody signs up", async (visitor) => {
  await visitor.open("/");
  assert.equal(await visitor.page.getByRole("link", { name: "Create an account" }).isVisible(), false);
  const answer = await visitor.open("/sign-up");
  assert.equal(answer.status(), 403);
  await visitor.page.getByRole("heading", { name: "Sign-up is closed" }).waitFor();
});

test("an invitation, accepted with a password", async (visitor) => {
  const path = await link("invite", "alice");
  await visitor.open(path);
  await visitor.click("Accept the invitation");
  await visitor.arriveAt("/sign-up");
  assert.equal(await visitor.page.getByLabel("Username").inputValue(), "alice");
  await visitor.fill("New password", PASSWORD);
  await visitor.click("Create account with password");
  await visitor.arriveAt("/welcome");
  assert.equal(await visitor.session(), "alice");
  await visit({}, async (other) => {
    await other.open(path);
    await other.page.getByRole("heading", { name: "This link does not work" }).waitFor();
  });
});

test("an invitation, accepted with a passkey, is good for one account", async (visitor) => {
  await visitor.open(await link("invite"));
  await visitor.click("Accept the invitation");
  await visitor.arriveAt("/sign-up");
  await visitor.fill("Username", "bob");
  await visitor.click("Create a passkey");
  await visitor.arriveAt("/account");
  await visitor.tell("setAutomaticPresenceSimulation", { enabled: false });
  await visitor.signOut();
  const answer = await visitor.open("/sign-up");
  assert.equal(answer.status(), 403);
});

test("an invitation that another browser opened is of no use", async (thief) => {
  const path = await link("invite");
  await visit({}, async (guest) => {
    await guest.open(path);
    await guest.click("Accept the invitation");
    await guest.arriveAt("/sign-up");
    await thief.open(path);
    await thief.page.getByRole("button", { name: "Accept the invitation" }).click();
    await thief.page.getByRole("heading", { name: "This link does not work" }).waitFor();
    await guest.fill("Username", "guest");
    await guest.fill("New password", PASSWORD);
    await guest.click("Create account with password");
    await guest.arriveAt("/welcome");
  });
});

test("a link leads back into an account, once", async (visitor) => {
  await visitor.open(await link("invite"));
  await visitor.click("Accept the invitation");
  await visitor.fill("Username", "carol");
  await visitor.fill("New password", PASSWORD);
  await visitor.click("Create account with password");
  await visitor.arriveAt("/welcome");
  const path = await link("recover", "carol");
  await visit({}, async (other) => {
    await other.open(path);
    await other.click("Sign in");
    await other.arriveAt("/account");
    assert.equal(await other.session(), "carol");
    await other.setPassword("a new secret of four words");
    await other.page.getByText("Signed in by a one-time link").waitFor();
    await other.context.clearCookies();
    await other.open(path);
    await other.page.getByRole("heading", { name: "This link does not work" }).waitFor();
  });
});

for (const [look, context] of Object.entries(LOOKS)) {
  test(`no findings where links lead: ${look}`, async (visitor) => {
    await visitor.open("/sign-up");
    await check(visitor, look, "sign-up-closed");
    await visitor.open(await link("invite"));
    await check(visitor, look, "link-invite");
    await visitor.click("Accept the invitation");
    await visitor.fill("Username", `dora-${look}`);
    await visitor.fill("New password", PASSWORD);
    await visitor.click("Create account with password");
    await visitor.arriveAt("/welcome");
    const path = await link("recover", `dora-${look}`);
    await visit({ context }, async (other) => {
      await other.open(path);
      await check(other, look, "link-recover");
    });
  }, { context });
}
