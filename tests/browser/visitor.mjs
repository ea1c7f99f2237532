// SPDX-License-Identifier: Apache-2.0
// A person with a browser and a virtual authenticator.

import { chromium } from "playwright-core";
import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const CANDIDATES = [
  process.env.TEST_BROWSER,
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
];

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const OUTER_TIMEOUT_MS = 15_000;

export const PASSWORD = "violet engine marmalade dust";

const REQUEST_UNDER_WAY_MS = 300;

// Runs in the page before its own scripts.
function countRequests() {
  const { credentials } = navigator;
  const get = credentials?.get.bind(credentials);
  window.requestsForTests = 0;
  if (!get) return;
  credentials.get = (options) => {
    window.requestsForTests++;
    return get(options);
  };
}

export function launchBrowser() {
  const executablePath = CANDIDATES.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error("no Chromium; set TEST_BROWSER");
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}

export class Visitor {
  // A new context: no cookies, no passkeys.
  static async arrive(browser, origin, { context, ...options } = {}) {
    const visitor = new Visitor();
    visitor.origin = origin;
    visitor.context = await browser.newContext(context);
    visitor.page = await visitor.context.newPage();
    visitor.page.setDefaultTimeout(OUTER_TIMEOUT_MS);
    visitor.complaints = [];
    visitor.page.on("pageerror", (error) => visitor.complaints.push(String(error)));
    visitor.page.on("console", (message) => {
      if (message.type() === "error") visitor.complaints.push(message.text());
    });
    await visitor.page.addInitScript(countRequests);
    visitor.cdp = await visitor.context.newCDPSession(visitor.page);
    await visitor.cdp.send("WebAuthn.enable");
    await visitor.addAuthenticator(options);
    return visitor;
  }

  async addAuthenticator(options = {}) {
    const { authenticatorId } = await this.cdp.send(
      "WebAuthn.addVirtualAuthenticator",
      {
        options: {
          protocol: "ctap2",
          ctap2Version: "ctap2_1",
          transport: "internal",
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
          ...options,
        },
      },
    );
    this.authenticatorId = authenticatorId;
  }

  tell(command, parameters = {}) {
    return this.cdp.send(`WebAuthn.${command}`, {
      authenticatorId: this.authenticatorId,
      ...parameters,
    });
  }

  async passkeys() {
    return (await this.tell("getCredentials")).credentials;
  }

  // A page that leaves by itself when its scripts run is never "load"ed.
  open(path, waitUntil = "load") {
    return this.page.goto(this.origin + path, { waitUntil });
  }

  click(name) {
    return this.page.getByRole("button", { name, exact: true }).click();
  }

  fill(label, text) {
    return this.page.getByLabel(label, { exact: true }).fill(text);
  }

  // Opens what a summary hides.
  reveal(summary) {
    return this.page.locator("summary", { hasText: summary }).first().click();
  }

  async signUp(name) {
    await this.open("/sign-up");
    await this.fill("Username", name);
    await this.click("Create a passkey");
  }

  // An account with one passkey, signed in.
  async signUpWithPasskey(name) {
    await this.signUp(name);
    await this.arriveAt("/account");
  }

  // An account with a password, signed in, at the offer of a passkey.
  async signUpWithPassword(name, password = PASSWORD) {
    await this.open("/sign-up");
    await this.fill("Username", name);
    await this.fill("New password", password);
    await this.click("Create account with password");
    await this.arriveAt("/welcome");
  }

  async signInWithPassword(name, password = PASSWORD) {
    await this.open("/");
    await this.fill("Username", name);
    await this.fill("Password", password);
    await this.click("Sign in with password");
  }

  // With a fresh check: sets or changes the password on the account page.
  async setPassword(password = PASSWORD) {
    const change = this.page.locator("summary", { hasText: /^(Set a|Change) password$/ });
    await change.click();
    await this.fill("New password", password);
    await Promise.all([this.page.waitForEvent("load"), this.click("Save password")]);
  }

  // Makes recovery codes and reads them.
  async makeCodes() {
    await this.click("Make new codes");
    await this.page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
    return this.page.locator("#codes code").allTextContents();
  }

  async arriveAt(path) {
    await this.page.waitForURL(this.origin + path);
  }

  async signOut() {
    await this.page.locator("#sign-out button").click();
    await this.arriveAt("/");
  }

  // Presence off: the autofill request stays pending, as it does for people.
  // It does not resume when presence comes back; only a new request sees that.
  async openSignInQuietly() {
    await this.tell("setAutomaticPresenceSimulation", { enabled: false });
    await this.open("/");
    await this.requestPending();
    await this.tell("setAutomaticPresenceSimulation", { enabled: true });
  }

  problem() {
    return this.page.getByRole("alert");
  }

  async says(text) {
    const lines = this.problem().or(this.status());
    try {
      await lines.filter({ hasText: text }).first().waitFor();
    } catch (error) {
      throw new Error(`says ${JSON.stringify(await lines.allTextContents())}, not ${text}`, { cause: error });
    }
  }

  // Waits until the page has asked the browser for a passkey, and until the
  // browser has passed that on to the authenticator.
  async requestPending() {
    await this.page.waitForFunction(() => window.requestsForTests > 0);
    await pause(REQUEST_UNDER_WAY_MS);
  }

  // The account page tells the device which passkeys it accepts: afterwards
  // the device forgets no other one.
  deviceTold() {
    return this.page.waitForLoadState("networkidle");
  }

  // What GET /api/auth/session tells, asked by the page.
  session() {
    return this.page.evaluate(async () => {
      const response = await fetch("/api/auth/session");
      return response.ok ? (await response.json()).user.name : null;
    });
  }

  status() {
    return this.page.getByRole("status");
  }

  leave() {
    return this.context.close();
  }
}
