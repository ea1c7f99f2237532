// SPDX-License-Identifier: Apache-2.0
// The same pages in Firefox, which is another implementation of WebAuthn.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { AXE } from "./axe.mjs";
import { Firefox, firefoxPath } from "./marionette.mjs";
import { Server } from "./server.mjs";
import { PASSWORD } from "./visitor.mjs";

const LIMIT = { timeout: 60_000, skip: firefoxPath ? false : "no Firefox; set TEST_FIREFOX" };

let server;
let firefox;

before(async () => {
  if (!firefoxPath) return;
  server = await Server.start();
  firefox = await Firefox.start();
  await firefox.addAuthenticator();
});

after(async () => {
  await firefox?.stop();
  await server?.discard();
});

const open = (path) => firefox.open(server.origin + path);
const noFindings = async () => {
  await firefox.run(AXE);
  const faults = await firefox.send("WebDriver:ExecuteAsyncScript", {
    script: `const done = arguments[0]; axe.run(document, { resultTypes: ["violations"] })
      .then(({ violations }) => done(violations.map(({ id }) => id)))`,
    args: [], sandbox: null,
  });
  assert.deepEqual(faults.value, []);
};

test("Firefox: sign up with a password, decline the offer, sign out and in", LIMIT, async () => {
  await open("/sign-up");
  await firefox.type("#username", "fox");
  await firefox.type("#password", PASSWORD);
  await firefox.click("#with-password");
  await firefox.arriveAt("/welcome");
  await firefox.click("#later");
  await firefox.arriveAt("/account");
  await noFindings();
  await firefox.click("#sign-out button");
  await firefox.arriveAt("/");
  await noFindings();
  await firefox.type("#username", "fox");
  await firefox.type("#password", PASSWORD);
  await firefox.click("#sign-in [type=submit]");
  await firefox.arriveAt("/account");
});

test("Firefox: add a passkey, sign in by button", LIMIT, async () => {
  await firefox.until("return !document.getElementById('add-ways').hidden");
  await firefox.click("#add");
  await firefox.until("return document.querySelectorAll('.passkey').length === 1");
  await firefox.click("#sign-out button");
  await firefox.arriveAt("/");
  await firefox.until("return document.querySelector('#ways button.primary').id === 'passkey'");
  await firefox.click("#passkey");
  await firefox.arriveAt("/account");
});

test("Firefox: sign in by autofill", LIMIT, async () => {
  await firefox.click("#sign-out button");
  await firefox.arriveAt("/");
  let name;
  for (let tries = 0; tries < 50 && !name; tries++) {
    name = await firefox.runInside(`
      const service = Cc["@mozilla.org/webauthn/service;1"].getService(Ci.nsIWebAuthnService);
      const { browsingContext, contentPrincipal } = gBrowser.selectedBrowser;
      const id = service.hasPendingConditionalGet(browsingContext.id, contentPrincipal.originNoSuffix);
      if (!id) return null;
      // Newer versions call back; Firefox 140 returns the list.
      const entries = await new Promise((resolve, reject) => {
        const list = service.getAutoFillEntries(id, {
          QueryInterface: Ci.nsIWebAuthnAutoFillEntriesCallback &&
            ChromeUtils.generateQI(["nsIWebAuthnAutoFillEntriesCallback"]), resolve, reject,
        });
        if (list) resolve(list);
      });
      service.selectAutoFillEntry(id, entries[0].credentialId);
      return entries[0].userName;`);
    if (!name) await pause(100);
  }
  assert.ok(name); // the soft token calls everybody "Test User"
  await firefox.arriveAt("/account");
});

test("Firefox: sign up with a passkey", LIMIT, async () => {
  await firefox.click("#sign-out button");
  await firefox.arriveAt("/");
  await open("/sign-up");
  await firefox.until("return !document.getElementById('passkey-way').hidden");
  await firefox.type("#username", "vixen");
  await firefox.click("#passkey");
  await firefox.arriveAt("/account");
  assert.match(await firefox.run("return document.querySelector('h1').textContent"), /vixen/);
});
