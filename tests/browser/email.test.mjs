// SPDX-License-Identifier: Apache-2.0
// A mail address: given, confirmed, and the way back in.

import assert from "node:assert/strict";
import { after } from "node:test";

import { check, LOOKS } from "./axe.mjs";
import { MailServer } from "./mail_server.mjs";
import { useSite } from "./suite.mjs";

const post = await MailServer.start();
after(() => post.stop());

const { test, visit } = useSite(["--smtp-url", post.url, "--mail-from", "site@example.org"]);

async function giveAddress(visitor, name) {
  await visitor.signUpWithPassword(name);
  await visitor.open("/account");
  await visitor.fill("E-mail address", `${name}@example.org`);
  await visitor.click("Save address");
  await visitor.page.getByText("Waiting to be confirmed").waitFor();
  return post.nextLink();
}

test("an address is confirmed by the link, and leads back in", async (visitor) => {
  const path = await giveAddress(visitor, "alice");
  await visitor.open(path);
  await visitor.click("Confirm");
  await visitor.arriveAt("/account");
  await visitor.page.getByText("Confirmed. You are told of changes there.").waitFor();
  await visit({}, async (other) => {
    await other.open("/recover");
    await other.fill("E-mail address", "alice@example.org");
    await other.click("Mail me a link");
    await other.page.getByText("a link is on its way").waitFor();
    await other.open(await post.nextLink());
    await other.click("Sign in");
    await other.arriveAt("/account");
    assert.equal(await other.session(), "alice");
  });
});

test("another browser cannot confirm an address", async (visitor) => {
  const path = await giveAddress(visitor, "betty");
  await visit({}, async (other) => {
    await other.open(path);
    await other.click("Confirm");
    await other.page.getByRole("alert").or(other.page.getByRole("heading", { name: "This link does not work" })).first().waitFor();
    assert.equal(await other.session(), null);
  });
  await visitor.open("/account");
  await visitor.page.getByText("Waiting to be confirmed").waitFor();
});

for (const [look, context] of Object.entries(LOOKS)) {
  test(`no findings on the page of the link: ${look}`, async (visitor) => {
    await visitor.open(await giveAddress(visitor, `carol-${look}`));
    await check(visitor, look, "link-email");
  }, { context });
}
