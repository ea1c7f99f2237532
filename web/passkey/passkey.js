// SPDX-License-Identifier: Apache-2.0
/**
 * The browser's half of signing in with passkeys. No dependencies. README.md
 * shows how to use it, passkey.d.ts has the types.
 *
 * Whatever fails throws a PasskeyError: `code` is for programs and never
 * changes, `message` is a sentence for people.
 */

/** Sentences for the codes that arise here; others come from the server. */
const SENTENCES = {
  cancelled: "No passkey was used. It was cancelled, or it took too long.",
  not_supported: "This browser cannot use passkeys here.",
  already_registered: "This device already has a passkey for this account.",
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

export function supportsPasskeys() {
  return typeof globalThis.PublicKeyCredential === "function" && !!navigator.credentials?.get;
}

/** Can this browser do it? Names as in getClientCapabilities: "conditionalCreate". */
export async function canDo(capability) {
  try {
    if (capability === "conditionalGet") return await PublicKeyCredential.isConditionalMediationAvailable();
    if (capability === "userVerifyingPlatformAuthenticator")
      return await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
    return (await PublicKeyCredential.getClientCapabilities())[capability] === true;
  } catch {
    return false; // an older browser
  }
}

/** Has this device a screen lock that can hold passkeys? */
export const hasPlatformAuth = () => canDo("userVerifyingPlatformAuthenticator");

/** Creates a passkey: with an account, or for the account that is signed in. */
export async function registerPasskey({ username, displayName, hints, mediation, ...options } = {}) {
  await prepare();
  const json = await post("auth/register/options", { username, displayName }, options);
  const request = { publicKey: creationOptions(withHints(json, hints)), mediation };
  const credential = await ask(() => navigator.credentials.create(request));
  try {
    return (await post("auth/register/verify", responseJSON(credential), options)).user;
  } catch (error) {
    if (error.code !== "network") await signal("Unknown", { rpId: json.rp.id, credentialId: credential.id });
    throw error;
  }
}

/**
 * Right after a sign-in with a password: the browser makes a passkey without
 * asking, if it can and may. Null if it did not; nobody needs to hear why.
 */
export async function upgradeToPasskey(options = {}) {
  if (!supportsPasskeys() || !(await canDo("conditionalCreate"))) return null;
  try {
    return await registerPasskey({ ...options, mediation: "conditional" });
  } catch {
    return null;
  }
}

/**
 * Signs in; without a username the user chooses among all passkeys. With
 * `immediate` the browser shows only what is on this device, or throws
 * "cancelled" at once; see canDo("immediateGet").
 */
export async function loginWithPasskey({ username, hints, immediate, ...options } = {}) {
  await prepare();
  const json = withHints(await post("auth/login/options", { username }, options), hints);
  const request = { publicKey: requestOptions(json) };
  if (immediate) request.uiMode = "immediate";
  return finishLogin(await ask(() => navigator.credentials.get(request)), json, options);
}

/**
 * Offers passkeys in the autofill list of a field with
 * autocomplete="username webauthn". Call it when the page loads. Null if the
 * browser has no such thing, the user chose another way, or another request
 * took its place.
 */
export async function signInWithAutofill(options = {}) {
  if (!supportsPasskeys() || !(await canDo("conditionalGet"))) return null;
  await stopWaiting();
  const controller = new AbortController();
  const request = waitForAutofill(controller.signal, options);
  waiting = { controller, done: request.then(ignore, ignore) };
  const found = await request;
  if (!found || controller.signal.aborted) return null;
  waiting = null;
  return finishLogin(found.credential, found.json, options);
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
      const json = await post("auth/login/options", {}, { ...options, signal });
      timer = setTimeout(() => stop((expired = true)), 0.8 * (json.timeout || 300000));
      const publicKey = requestOptions(json);
      const request = { publicKey, mediation: "conditional", signal: round.signal };
      return { credential: await navigator.credentials.get(request), json };
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

/** A passkey that the server does not know is of no use on the device. */
async function finishLogin(credential, { rpId }, options) {
  try {
    return (await post("auth/login/verify", responseJSON(credential), options)).user;
  } catch (error) {
    if (error.code === "unknown_credential") await signal("Unknown", { rpId, credentialId: credential.id });
    throw error;
  }
}

/** Shows that it is still you, before a way to sign in is changed. */
export async function confirmWithPasskey(options = {}) {
  await prepare();
  const publicKey = requestOptions(await post("auth/confirm/options", {}, options));
  const credential = await ask(() => navigator.credentials.get({ publicKey }));
  await post("auth/confirm/verify", responseJSON(credential), options);
}

export async function listPasskeys(options) {
  return (await call("GET", "account/passkeys", undefined, options)).passkeys;
}

export async function renamePasskey(id, label, options) {
  await call("PATCH", `account/passkeys/${id}`, { label }, options);
}

export async function deletePasskey(id, options) {
  await call("DELETE", `account/passkeys/${id}`, undefined, options);
  await signalPasskeys(options);
}

/**
 * Tells the device which passkeys of the signed-in user are still good, and
 * what the user is called. Call it after a sign-in and after every change.
 */
export async function signalPasskeys(options) {
  if (!supportsPasskeys() || !PublicKeyCredential.signalAllAcceptedCredentials) return;
  const json = await call("GET", "account/signals", undefined, options);
  const { rpId, userId, name, displayName, allAcceptedCredentialIds } = json;
  await signal("AllAccepted", { rpId, userId, allAcceptedCredentialIds });
  await signal("CurrentUser", { rpId, userId, name, displayName });
}

const SIGNALS = {
  Unknown: "signalUnknownCredential",
  AllAccepted: "signalAllAcceptedCredentials",
  CurrentUser: "signalCurrentUserDetails",
};

/** Signals are a courtesy: where they fail, nothing else does. */
async function signal(kind, what) {
  try {
    await PublicKeyCredential[SIGNALS[kind]]?.(what);
  } catch {
    // The browser knows these signals, but not with these values.
  }
}

function ignore() {}

async function prepare() {
  if (!supportsPasskeys()) throw new PasskeyError("not_supported");
  await stopWaiting();
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

const post = (path, body, options) => call("POST", path, body, options);

/** Sends JSON; the answer is JSON, empty, or a problem with code and title. */
async function call(method, path, body, { basePath = "/api", fetch = globalThis.fetch, signal } = {}) {
  let response, answer;
  try {
    response = await fetch(`${basePath}/${path}`, {
      method,
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      credentials: "same-origin",
      body: body && JSON.stringify(body),
      signal,
    });
    answer = response.status === 204 ? null : await response.json();
  } catch (error) {
    if (signal?.aborted) throw new PasskeyError("cancelled", "", error);
    throw new PasskeyError(response ? "failed" : "network", "", error);
  }
  if (!response.ok) throw new PasskeyError(answer?.code || "failed", answer?.title);
  return answer;
}

// Between JSON and the objects of the browser, for those that cannot.

function withHints(json, hints) {
  return hints ? { ...json, hints } : json;
}

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
