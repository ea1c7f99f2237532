// SPDX-License-Identifier: Apache-2.0

export interface User {
  name: string;
  displayName: string;
}

/** Who signed in, and what the browser says about where the passkey is. */
export interface SignedInUser extends User {
  /** "cross-platform": on a phone or security key, not on this device. */
  authenticatorAttachment?: "platform" | "cross-platform" | null;
}

/** What every function takes. */
export interface Options {
  /** Where the server's interface is; default "/api". */
  basePath?: string;
  /** Used instead of the global fetch. */
  fetch?: typeof fetch;
}

/** What the browser should show first, as in WebAuthn Level 3. */
export type Hint = "security-key" | "client-device" | "hybrid";

export interface Passkey {
  /** base64url */
  id: string;
  /** Empty until the user gives it a name. */
  label: string;
  /** Who keeps it, for display only; null if not known. */
  provider: string | null;
  /** Seconds since 1970-01-01 UTC. */
  createdAt: number;
  usedAt: number;
  /** Can it be on several devices? Is it, already? */
  synced: boolean;
  backedUp: boolean;
}

/**
 * Whatever fails throws this. `code` is for programs and never changes,
 * `message` is a sentence for people. Codes that arise in the browser:
 * cancelled, not_supported, already_registered, not_secure, no_verification,
 * network, failed. Others come from the server; where something in front of it
 * answered instead, the code is "network".
 */
export declare class PasskeyError extends Error {
  constructor(code: string, message?: string, cause?: unknown);
  readonly name: "PasskeyError";
  readonly code: string;
}

/** Can this browser use passkeys at all? */
export declare function supportsPasskeys(): boolean;

/** Has this device a screen lock that can hold passkeys? */
export declare function hasPlatformAuth(): Promise<boolean>;

/** Asks getClientCapabilities: "conditionalCreate", "immediateGet", "hybridTransport". */
export declare function canDo(capability: string): Promise<boolean>;

/**
 * Creates a passkey: with `username` a new account too, without for the
 * account that is signed in.
 */
export declare function registerPasskey(
  options?: { username?: string; displayName?: string; hints?: Hint[] } & Options,
): Promise<User>;

/**
 * Right after a sign-in with a password: the browser makes a passkey without
 * asking, if it can and may. Null if it did not. Another request ends it.
 */
export declare function upgradeToPasskey(options?: Options): Promise<User | null>;

/**
 * Signs in; without `username` the user chooses among all passkeys. With
 * `immediate` the browser shows only what is on this device and throws
 * "cancelled" at once if that is nothing; ask canDo("immediateGet") before.
 */
export declare function loginWithPasskey(
  options?: { username?: string; hints?: Hint[]; immediate?: boolean } & Options,
): Promise<SignedInUser>;

/**
 * Offers passkeys in the autofill list of a field with
 * autocomplete="username webauthn". Call it when the page loads. Null if the
 * browser has no such thing, the user chose another way, or another request
 * took its place.
 */
export declare function signInWithAutofill(options?: Options): Promise<SignedInUser | null>;

/** Shows that it is still the user, before a way to sign in is changed. */
export declare function confirmWithPasskey(options?: Options): Promise<void>;

export declare function listPasskeys(options?: Options): Promise<Passkey[]>;
export declare function renamePasskey(id: string, label: string, options?: Options): Promise<void>;
/** Tells the device too. */
export declare function deletePasskey(id: string, options?: Options): Promise<void>;

/**
 * Tells the device which passkeys of the signed-in user are still good, and
 * what the user is called. Call it after a sign-in and after every change.
 */
export declare function signalPasskeys(options?: Options): Promise<void>;
