// SPDX-License-Identifier: Apache-2.0
// passkey.js in Node, with a software authenticator that others wrote.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import emulator from "nid-webauthn-emulator";

import * as passkey from "../../web/passkey/passkey.js";
import { Server } from "./server.mjs";

const { AuthenticatorEmulator, WebAuthnEmulator } = emulator;
const folder = new URL("../../web/passkey/", import.meta.url);

let server;
let client;

// Debian's Node 18 has no getSetCookie and joins the lines.
const cookieLines = (headers) =>
  headers.getSetCookie?.() ?? headers.get("set-cookie")?.split(/, (?=__Host-)/) ?? [];

// A browser without a browser: cookies, navigator.credentials, signals.
class Client {
  constructor(origin, emulatorOptions) {
    this.origin = origin;
    this.cookies = new Map();
    this.signals = [];
    this.emulator = new WebAuthnEmulator(new AuthenticatorEmulator(emulatorOptions));
    this.options = { basePath: `${origin}/api`, fetch: (...request) => this.fetch(...request) };
  }

  async fetch(address, { headers, ...request }) {
    const Cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(address, { ...request, headers: { ...headers, Cookie, Origin: this.origin } });
    for (const line of cookieLines(response.headers)) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (/max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  // A credential as older browsers make it: without toJSON.
  bare(credential) {
    if (!this.isOld) return credential;
    const { id, rawId, type, authenticatorAttachment, response } = credential;
    const getClientExtensionResults = () => credential.getClientExtensionResults();
    return { id, rawId, type, authenticatorAttachment, response, getClientExtensionResults };
  }

  install() {
    const note = (kind) => async (what) => void this.signals.push([kind, what]);
    globalThis.PublicKeyCredential = class {};
    Object.assign(globalThis.PublicKeyCredential, {
      signalUnknownCredential: note("unknown"),
      signalAllAcceptedCredentials: note("accepted"),
      signalCurrentUserDetails: note("user"),
    });
    Object.defineProperty(globalThis, "navigator", {
      configurable: true,
      value: {
        credentials: {
          create: async (options) => this.bare(this.emulator.create(this.origin, options)),
          get: async (options) => this.bare(this.emulator.get(this.origin, options)),
        },
      },
    });
  }
}

before(async () => {
  server = await Server.start();
});
after(() => server?.discard());

function newClient(options) {
  client = new Client(server.origin, options);
  client.install();
  return client.options;
}

for (const algorithm of ["ES256", "EdDSA"])
  test(`sign up and in with ${algorithm}`, async () => {
    const options = newClient({ algorithmIdentifiers: [algorithm] });
    const username = `node-${algorithm.toLowerCase()}`;
    assert.deepEqual(await passkey.registerPasskey({ username, ...options }), {
      name: username,
      displayName: username,
    });
    client.cookies.clear();
    assert.equal((await passkey.loginWithPasskey(options)).name, username);
    client.cookies.clear();
    assert.equal((await passkey.loginWithPasskey({ username, ...options })).name, username);
  });

test("a browser that cannot turn credentials into JSON", async () => {
  const options = newClient();
  client.isOld = true;
  await passkey.registerPasskey({ username: "old", ...options });
  client.cookies.clear();
  assert.equal((await passkey.loginWithPasskey(options)).name, "old");
});

test("list, rename, confirm, signal", async () => {
  const options = newClient();
  await passkey.registerPasskey({ username: "lister", displayName: "Lister", ...options });
  const [first] = await passkey.listPasskeys(options);
  await passkey.renamePasskey(first.id, "Node", options);
  assert.equal((await passkey.listPasskeys(options))[0].label, "Node");
  await passkey.confirmWithPasskey(options);
  await passkey.signalPasskeys(options);
  const [[, accepted], [, user]] = client.signals;
  assert.deepEqual(accepted.allAcceptedCredentialIds, [first.id]);
  assert.equal(accepted.rpId, "localhost");
  assert.equal(user.displayName, "Lister");
  assert.equal(user.userId, accepted.userId);
});

test("a passkey is deleted, though the device cannot be told", async () => {
  const options = newClient();
  options.fetch = (address, { method }) => (method === "DELETE" ? new Response(null, { status: 204 }) : lost());
  await passkey.deletePasskey("AAAA", options);
  await assert.rejects(passkey.signalPasskeys(options), (error) => error.code === "network");
});

test("errors have a code and a sentence", async () => {
  const options = newClient();
  await passkey.registerPasskey({ username: "errors", ...options });
  const [{ id }] = await passkey.listPasskeys(options);
  const failsWith = (code) => (error) =>
    error instanceof passkey.PasskeyError && error.code === code && / /.test(error.message);
  await assert.rejects(passkey.deletePasskey(id, options), failsWith("last_way_in"));
  await assert.rejects(passkey.renamePasskey("AAAA", "x", options), failsWith("not_found"));
  client.cookies.clear();
  await assert.rejects(passkey.listPasskeys(options), failsWith("not_signed_in"));
  await assert.rejects(passkey.registerPasskey({ username: "errors", ...options }), failsWith("name_taken"));
  const unreachable = { ...options, basePath: "http://localhost:1/api" };
  await assert.rejects(passkey.loginWithPasskey(unreachable), failsWith("network"));
  delete globalThis.PublicKeyCredential;
  await assert.rejects(passkey.loginWithPasskey(options), failsWith("not_supported"));
  assert.equal(await passkey.signInWithAutofill(options), null);
  assert.equal(await passkey.upgradeToPasskey(options), null);
  assert.equal(await passkey.hasPlatformAuth(), false);
});

test("an unknown passkey is signalled", async () => {
  const options = newClient();
  await passkey.registerPasskey({ username: "unknown", ...options });
  const { fetch } = options;
  // Another server would know nothing of it; this one is made to look for another id.
  options.fetch = (address, request) =>
    fetch(address, {
      ...request,
      body: request.body?.replace(/"(id|rawId)":"(.)/g, (_, name, c) => `"${name}":"${c === "A" ? "B" : "A"}`),
    });
  client.cookies.clear();
  await assert.rejects(passkey.loginWithPasskey(options), (error) => error.code === "unknown_credential");
  assert.equal(client.signals[0][0], "unknown");
  assert.equal(client.signals[0][1].rpId, "localhost");
});

// Answers to the passkey that was just made, from the server and from what may stand in front of it.
const problem = (status, code) => new Response(JSON.stringify({ code, title: "No." }), { status });
const page = (status) => new Response("<html>", { status });
const cut = () =>
  new Response(new ReadableStream({
    start(body) {
      body.enqueue(new TextEncoder().encode('{"us'));
      body.error(new TypeError("lost"));
    },
  }));
const lost = () => {
  throw new TypeError("lost");
};

for (const [name, answer, code, signals] of [
  ["refused", () => problem(403, "user_not_verified"), "user_not_verified", 1],
  ["the name was taken meanwhile", () => problem(409, "name_taken"), "name_taken", 1],
  ["sent twice by the browser", () => problem(409, "ceremony_spent"), "ceremony_spent", 0],
  ["known already", () => problem(409, "credential_registered"), "credential_registered", 0],
  ["the server is busy", () => problem(503, "unavailable"), "unavailable", 0],
  ["a proxy had no answer", () => page(502), "network", 0],
  ["a proxy waited too long", () => page(504), "network", 0],
  ["a proxy refused", () => page(403), "network", 0],
  ["a problem of somebody else", () => problem(403), "network", 0],
  ["the answer was cut", cut, "network", 0],
  ["no answer", lost, "network", 0],
])
  test(`a new passkey, ${name}: ${signals ? "it goes" : "it stays"}`, async () => {
    const options = newClient();
    const { fetch } = options;
    options.fetch = (address, request) => (address.endsWith("/verify") ? answer() : fetch(address, request));
    await assert.rejects(passkey.registerPasskey({ username: "kept", ...options }), (error) => error.code === code);
    assert.equal(client.signals.length, signals);
  });

test("the package: small, without dependencies, every export typed", async () => {
  const source = await readFile(new URL("passkey.js", folder), "utf8");
  const types = await readFile(new URL("passkey.d.ts", folder), "utf8");
  const manifest = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
  assert.ok(Buffer.byteLength(source) <= 10_240, `${Buffer.byteLength(source)} bytes`);
  assert.equal(manifest.name, "passkey.js");
  assert.equal(manifest.dependencies, undefined);
  const typed = [...types.matchAll(/^export (?:declare )?(?:async )?(?:function|class|const) (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual(typed.sort(), Object.keys(passkey).sort());
});
