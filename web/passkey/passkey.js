// SPDX-License-Identifier: Apache-2.0
// The browser's half of signing in with passkeys; passkey.d.ts says more.

/** Sentences for the codes that arise here; others come from the server. */
const SENTENCES = {
  cancelled: "No passkey was used.",
  not_supported: "This browser cannot use passkeys here.",
  already_registered: "This device already has a passkey for this account.",
  not_secure: "Passkeys do not work at this address.",
  no_verification: "This device cannot check that it is you.",
  network: "The server cannot be reached.",
  failed: "That did not work.",
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

/** The request that the user has not noticed yet: autofill, or an upgrade. */
let waiting = null;

/** Ends it: browsers allow one request at a time. */
async function stopWaiting() {
  const { controller, done } = waiting || {};
  waiting = null;
  controller?.abort();
  await done;
}

async function wait(request) {
  await stopWaiting();
  const controller = new AbortController();
  const promise = request(controller.signal);
  waiting = { controller, done: promise.catch(() => {}) };
  return promise;
}

async function prepare() {
  if (!supportsPasskeys()) throw new PasskeyError("not_supported");
  await stopWaiting();
}

export function supportsPasskeys() {
  return typeof globalThis.PublicKeyCredential === "function" && !!navigator.credentials?.get;
}

export async function hasPlatformAuth() {
  return answers(() => PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable());
}

export async function canDo(capability) {
  return answers(async () => (await PublicKeyCredential.getClientCapabilities())[capability]);
}

/** Older browsers lack such questions: no. */
async function answers(question) {
  try {
    return (await question()) === true;
  } catch {
    return false;
  }
}

export async function registerPasskey(options) {
  await prepare();
  return register(options, {});
}

async function register({ username, displayName, hints, ...options } = {}, how) {
  const json = await post("auth/register/options", { username, displayName }, options);
  const publicKey = creationOptions(withHints(json, hints));
  const credential = await ask(() => navigator.credentials.create({ publicKey, ...how }));
  try {
    return (await post("auth/register/verify", responseJSON(credential), options)).user;
  } catch (error) {
    if (refused(error)) await signal("UnknownCredential", { rpId: json.rp.id, credentialId: credential.id });
    throw error;
  }
}

/** After other failures, as a proxy's 504, the server may have the passkey. */
function refused({ code, cause }) {
  return cause?.status < 500 && !["network", "ceremony_spent", "credential_registered"].includes(code);
}

export async function upgradeToPasskey(options = {}) {
  if (!supportsPasskeys() || !(await canDo("conditionalCreate"))) return null;
  try {
    return await wait((signal) => register(options, { mediation: "conditional", signal }));
  } catch {
    return null; // nobody asked for it
  }
}

export async function loginWithPasskey({ username, hints, immediate, ...options } = {}) {
  await prepare();
  const json = withHints(await post("auth/login/options", { username }, options), hints);
  const request = { publicKey: requestOptions(json) };
  if (immediate) request.uiMode = "immediate";
  return finishLogin(await ask(() => navigator.credentials.get(request)), json, options);
}

export async function signInWithAutofill(options = {}) {
  const has = () => PublicKeyCredential.isConditionalMediationAvailable();
  if (!supportsPasskeys() || !(await answers(has))) return null;
  const found = await wait((signal) => waitForAutofill(signal, options));
  return found && finishLogin(found.credential, found.json, options);
}

/** Asks again before a challenge expires: pages stay open for hours. */
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
      const request = { publicKey: requestOptions(json), mediation: "conditional", signal: round.signal };
      const credential = await navigator.credentials.get(request);
      return signal.aborted ? null : { credential, json };
    } catch (error) {
      if (error instanceof PasskeyError && !signal.aborted) throw error;
      if (!expired) return null;
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
    const { user } = await post("auth/login/verify", responseJSON(credential), options);
    return { ...user, authenticatorAttachment: credential.authenticatorAttachment };
  } catch (error) {
    if (error.code === "unknown_credential") await signal("UnknownCredential", { rpId, credentialId: credential.id });
    throw error;
  }
}

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
  await answers(() => signalPasskeys(options));
}

export async function signalPasskeys(options) {
  if (!supportsPasskeys() || !PublicKeyCredential.signalAllAcceptedCredentials) return;
  const { allAcceptedCredentialIds, ...user } = await call("GET", "account/signals", undefined, options);
  const { rpId, userId } = user;
  await signal("AllAcceptedCredentials", { rpId, userId, allAcceptedCredentialIds });
  await signal("CurrentUserDetails", user);
}

/** Signals are a courtesy: where they fail, nothing else does. */
const signal = (kind, what) => answers(() => PublicKeyCredential[`signal${kind}`]?.(what));

/** Gives failures of the browser our names. */
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
    throw new PasskeyError(signal?.aborted ? "cancelled" : "network", "", error);
  }
  if (!response.ok) throw new PasskeyError(answer?.code || "network", answer?.title, response);
  return answer;
}

// Between JSON and the objects of the browser, for those that cannot.

function withHints(json, hints) {
  return hints ? { ...json, hints } : json;
}

function creationOptions(json) {
  return (
    PublicKeyCredential.parseCreationOptionsFromJSON?.(json) ?? {
      ...json,
      challenge: decode(json.challenge),
      user: { ...json.user, id: decode(json.user.id) },
      excludeCredentials: descriptors(json.excludeCredentials),
    }
  );
}

function requestOptions(json) {
  return (
    PublicKeyCredential.parseRequestOptionsFromJSON?.(json) ?? {
      ...json,
      challenge: decode(json.challenge),
      allowCredentials: descriptors(json.allowCredentials),
    }
  );
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
  const { id, rawId, type, authenticatorAttachment, response } = credential;
  const out = { transports: response.getTransports?.() };
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) out[name] = encode(response[name]);
  }
  const { credProps } = credential.getClientExtensionResults();
  const json = { id, rawId: encode(rawId), type, response: out, clientExtensionResults: { credProps } };
  return authenticatorAttachment ? { ...json, authenticatorAttachment } : json;
}

function encode(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function decode(text) {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
}
