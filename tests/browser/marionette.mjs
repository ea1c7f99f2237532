// SPDX-License-Identifier: Apache-2.0
// Firefox by its own remote protocol, Marionette: "<length>:[0, id, command,
// parameters]" one way, "<length>:[1, id, error, result]" the other.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const CANDIDATES = [process.env.TEST_FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox"];

export const firefoxPath = CANDIDATES.find((path) => path && existsSync(path));

const PREFERENCES = {
  "security.webauth.webauthn_enable_softtoken": true,
  "security.webauth.webauthn_enable_usbtoken": false,
  // Nothing of it shall call home from a test.
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.systemAddon.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
  "toolkit.telemetry.reportingpolicy.firstRun": false,
};

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

export class Firefox {
  static async start() {
    const firefox = new Firefox();
    firefox.directory = await mkdtemp(join(tmpdir(), "passkeyd-firefox-"));
    const port = await freePort();
    const preferences = { ...PREFERENCES, "marionette.port": port };
    const lines = Object.entries(preferences).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
    );
    await writeFile(join(firefox.directory, "user.js"), lines.join(""));
    firefox.process = spawn(
      firefoxPath,
      ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote",
        "--profile", firefox.directory, "about:blank"],
      { stdio: "ignore", env: { ...process.env, HOME: firefox.directory, MOZ_CRASHREPORTER_DISABLE: "1" } },
    );
    await firefox.connect(port);
    await firefox.send("WebDriver:NewSession", { timeouts: { script: 8000, pageLoad: 15000 } });
    return firefox;
  }

  async connect(port) {
    for (let tries = 0; tries < 300 && !this.socket; tries++) {
      const socket = connect(port, "127.0.0.1");
      const isOpen = await new Promise((resolve) => {
        socket.once("connect", () => resolve(true));
        socket.once("error", () => resolve(false));
      });
      if (isOpen) this.socket = socket;
      else await pause(100);
    }
    if (!this.socket) throw new Error("Firefox does not answer");
    this.waiting = new Map();
    this.lastId = 0;
    const greeting = new Promise((resolve) => (this.greet = resolve));
    let bytes = Buffer.alloc(0);
    this.socket.on("data", (data) => (bytes = this.read(Buffer.concat([bytes, data]))));
    await greeting;
  }

  // Takes whole messages off the front.
  read(bytes) {
    for (;;) {
      const colon = bytes.indexOf(":");
      const end = colon + 1 + Number(bytes.subarray(0, Math.max(colon, 0)));
      if (colon < 0 || bytes.length < end) return bytes;
      const message = JSON.parse(bytes.subarray(colon + 1, end));
      bytes = bytes.subarray(end);
      if (!Array.isArray(message)) this.greet();
      else this.settle(message);
    }
  }

  settle([, id, error, result]) {
    const { resolve, reject } = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) reject(new Error(`${error.error}: ${error.message}`));
    else resolve(result);
  }

  send(command, parameters = {}) {
    const id = ++this.lastId;
    const text = JSON.stringify([0, id, command, parameters]);
    this.socket.write(`${Buffer.byteLength(text)}:${text}`);
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  open(url) {
    return this.send("WebDriver:Navigate", { url });
  }

  async run(script, ...args) {
    return (await this.send("WebDriver:ExecuteScript", { script, args, sandbox: null })).value;
  }

  // In the browser's own context, where its WebAuthn service is.
  async runInside(script) {
    await this.send("Marionette:SetContext", { value: "chrome" });
    try {
      const wrapped = `const done = arguments[arguments.length - 1];
        (async () => { ${script} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const answer = await this.send("WebDriver:ExecuteAsyncScript", {
        script: wrapped, args: [], newSandbox: true, sandbox: "system",
      });
      if (answer.value.error) throw new Error(answer.value.error);
      return answer.value.value;
    } finally {
      await this.send("Marionette:SetContext", { value: "content" });
    }
  }

  async find(selector) {
    const { value } = await this.send("WebDriver:FindElement", { using: "css selector", value: selector });
    return Object.values(value)[0];
  }

  async click(selector) {
    await this.send("WebDriver:ElementClick", { id: await this.find(selector) });
  }

  async type(selector, text) {
    await this.send("WebDriver:ElementSendKeys", { id: await this.find(selector), text });
  }

  // Waits until a script returns something true.
  async until(script, ...args) {
    for (let tries = 0; tries < 100; tries++) {
      const value = await this.run(script, ...args).catch(() => null);
      if (value) return value;
      await pause(60);
    }
    throw new Error(`not true in time: ${script}; at ${await this.run("return location.href + ' ' + document.body.innerText")}`);
  }

  arriveAt(path) {
    return this.until("return location.pathname === arguments[0] && document.readyState === 'complete'", path);
  }

  addAuthenticator() {
    return this.send("WebAuthn:AddVirtualAuthenticator", {
      protocol: "ctap2_1", transport: "internal", hasResidentKey: true,
      hasUserVerification: true, isUserConsenting: true, isUserVerified: true,
    });
  }

  async stop() {
    const ended = once(this.process, "exit");
    await this.send("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => {});
    this.socket.destroy();
    const timer = setTimeout(() => this.process.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(timer);
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
