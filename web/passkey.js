// SPDX-License-Identifier: Apache-2.0
/**
 * The browser's half of signing in with passkeys. No dependencies.
 *
 *   import { loginWithPasskey } from "/passkey.js";
 *   const user = await loginWithPasskey();
 *
 * Everything that fails throws a PasskeyError: `code` is for programs and
 * never changes, `message` is a sentence for people.
 *
 * @typedef {{name: string, displayName: string}} User
 * @typedef {{basePath?: string, fetch?: typeof fetch}} Options
 *   basePath: where the server's interface is; default "/api/auth"
 */

/** Sentences for the codes that arise here; others come from the server. */
const SENTENCES = {
  cancelled: "No passkey was used. It was cancelled, or it took too long.",
  not_supported: "This browser cannot use passkeys here.",
  already_registered: "This device already has a passkey for this account.",
  unknown_credential: "This site does not know that passkey.",
  not_secure: "Passkeys do not work at this address.",
  no_verification: "This device cannot check that it is you. Set up a screen lock or a PIN.",
  network: "The server cannot be reached. Check your connection and try again.",
  failed: "That did not work. Please try again.",
};

/** What the browser throws, by name. */
const BROWSER_ERRORS = {
  NotAllowedError: "cancelled",
  AbortError: "cancelled",
  InvalidStateError: "already_registered",
  NotSupportedError: "not_supported",
  SecurityError: "not_secure",
  ConstraintError: "no_verification",
};

export class PasskeyError extends Error {
  /** @param {string} code @param {string} [message] @param {unknown} [cause] */
  constructor(code, message, cause) {
    super(message || SENTENCES[code] || SENTENCES.failed, { cause });
    this.name = "PasskeyError";
    this.code = code;
  }
}

/** The autofill request that waits for the user to choose a passkey. */
let waiting = null;

/** Ends it: browsers allow one request at a time. */
async function stopWaiting() {
  const { controller, done } = waiting || {};
  waiting = null;
  controller?.abort();
  await done;
}

/** @returns {boolean} can this browser use passkeys at all? */
export function supportsPasskeys() {
  return typeof globalThis.PublicKeyCredential === "function" && !!navigator.credentials?.get;
}

/** @returns {Promise<boolean>} has this device a screen lock that can hold passkeys? */
export async function hasPlatformAuth() {
  try {
    return supportsPasskeys() && (await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable());
  } catch {
    return false;
  }
}

/**
 * Creates a passkey, and with it an account, or adds one to the account that
 * is signed in.
 * @param {{username?: string, displayName?: string} & Options} [options]
 * @returns {Promise<User>}
 */
export async function registerPasskey({ username, displayName, ...options } = {}) {
  demandSupport();
  await stopWaiting();
  const json = await post("register/options", { username, displayName }, options);
  const credential = await ask(() => navigator.credentials.create({ publicKey: creationOptions(json) }));
  return (await post("register/verify", responseJSON(credential), options)).user;
}

/**
 * Signs in. Without a username the user chooses among all passkeys.
 * @param {{username?: string} & Options} [options]
 * @returns {Promise<User>}
 */
export async function loginWithPasskey({ username, ...options } = {}) {
  demandSupport();
  await stopWaiting();
  const json = await post("login/options", { username }, options);
  const credential = await ask(() => navigator.credentials.get({ publicKey: requestOptions(json) }));
  return (await post("login/verify", responseJSON(credential), options)).user;
}

/**
 * Offers passkeys in the autofill list of a field with
 * autocomplete="username webauthn". Call it when the page loads. Resolves
 * with null if the browser has no such thing, the user chose another way, or
 * another request took its place.
 * @param {Options} [options]
 * @returns {Promise<User | null>}
 */
export async function signInWithAutofill(options = {}) {
  if (!supportsPasskeys() || !(await hasAutofill())) return null;
  await stopWaiting();
  const controller = new AbortController();
  const { signal } = controller;
  const request = waitForAutofill(signal, options);
  waiting = { controller, done: request.then(ignore, ignore) };
  const credential = await request;
  if (!credential || signal.aborted) return null;
  waiting = null;
  return (await post("login/verify", responseJSON(credential), options)).user;
}

/** Asks again before a challenge expires: a page may stay open for hours. */
async function waitForAutofill(signal, options) {
  while (!signal.aborted) {
    const round = new AbortController();
    const stop = () => round.abort();
    let expired = false;
    let timer;
    signal.addEventListener("abort", stop);
    try {
      const json = await post("login/options", {}, { ...options, signal });
      timer = setTimeout(() => stop((expired = true)), 0.8 * (json.timeout || 300000));
      const publicKey = requestOptions(json);
      return await navigator.credentials.get({ publicKey, mediation: "conditional", signal: round.signal });
    } catch (error) {
      if (error instanceof PasskeyError && !signal.aborted) throw error;
      if (!expired) return null; // nobody asked for it, so nobody needs to hear of it
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
  }
  return null;
}

async function hasAutofill() {
  try {
    return await PublicKeyCredential.isConditionalMediationAvailable();
  } catch {
    return false; // an older browser
  }
}

function ignore() {}

function demandSupport() {
  if (!supportsPasskeys()) throw new PasskeyError("not_supported");
}

/** Runs a request of the browser and gives its failures our names. */
async function ask(request) {
  let credential;
  try {
    credential = await request();
  } catch (error) {
    throw new PasskeyError(BROWSER_ERRORS[error?.name] || "failed", "", error);
  }
  if (!credential) throw new PasskeyError("cancelled");
  return credential;
}

/** Posts JSON; the answer is JSON, or a problem with code and title. */
async function post(path, body, { basePath = "/api/auth", fetch = globalThis.fetch, signal } = {}) {
  let response, answer;
  try {
    response = await fetch(`${basePath}/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      credentials: "same-origin",
      body: JSON.stringify(body),
      signal,
    });
    answer = await response.json();
  } catch (error) {
    if (signal?.aborted) throw new PasskeyError("cancelled", "", error);
    throw new PasskeyError(response ? "failed" : "network", "", error);
  }
  if (!response.ok) throw new PasskeyError(answer?.code || "failed", answer?.title);
  return answer;
}

// Between JSON and the objects of the browser, for those that cannot.

function creationOptions(json) {
  if (PublicKeyCredential.parseCreationOptionsFromJSON) return PublicKeyCredential.parseCreationOptionsFromJSON(json);
  return {
    ...json,
    challenge: decode(json.challenge),
    user: { ...json.user, id: decode(json.user.id) },
    excludeCredentials: descriptors(json.excludeCredentials),
  };
}

function requestOptions(json) {
  if (PublicKeyCredential.parseRequestOptionsFromJSON) return PublicKeyCredential.parseRequestOptionsFromJSON(json);
  return { ...json, challenge: decode(json.challenge), allowCredentials: descriptors(json.allowCredentials) };
}

function descriptors(list = []) {
  return list.map((item) => ({ ...item, id: decode(item.id) }));
}

/** RegistrationResponseJSON or AuthenticationResponseJSON. */
function responseJSON(credential) {
  const json = credential.toJSON ? credential.toJSON() : convert(credential);
  // What PRF gives is a secret of this browser: it is never sent.
  const { prf, ...results } = json.clientExtensionResults || {};
  if (prf && "enabled" in prf) results.prf = { enabled: prf.enabled };
  return { ...json, clientExtensionResults: results };
}

function convert(credential) {
  const { response } = credential;
  const out = { clientDataJSON: encode(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) out[name] = encode(response[name]);
  }
  if (response.getTransports) out.transports = response.getTransports();
  const { credProps } = credential.getClientExtensionResults();
  return {
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    response: out,
    clientExtensionResults: credProps ? { credProps } : {},
  };
}

function encode(buffer) {
  const text = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function decode(text) {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
}
