// SPDX-License-Identifier: Apache-2.0
// What passkey.d.ts says is what passkey.js has, and is of use to TypeScript.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const types = fileURLToPath(new URL("../../web/passkey/passkey.d.ts", import.meta.url));
const OPTIONS = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
  types: [],
};

// The complaints of the compiler about a program that uses the package.
async function complaints(text) {
  const directory = await mkdtemp(join(tmpdir(), "passkeyd-types-"));
  const file = join(directory, "program.ts");
  try {
    await writeFile(file, `import * as passkey from ${JSON.stringify(types.replace(/\.d\.ts$/, ""))};\n${text}\nexport {};\n`);
    const program = ts.createProgram([file, types], OPTIONS);
    return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  } finally {
    await rm(directory, { recursive: true });
  }
}

test("every export is declared, and nothing else", async () => {
  const program = ts.createProgram([types], OPTIONS);
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(types));
  const declared = checker.getExportsOfModule(module).filter(({ flags }) => flags & ts.SymbolFlags.Value);
  const exported = Object.keys(await import("../../web/passkey/passkey.js"));
  assert.deepEqual(declared.map(({ name }) => name).sort(), exported.sort());
});

test("a program in strict TypeScript", async () => {
  assert.deepEqual(await complaints(`
    async function signIn(): Promise<string> {
      try {
        const user = await passkey.loginWithPasskey({ hints: ["hybrid"], immediate: true });
        if (user.authenticatorAttachment === "cross-platform" && (await passkey.hasPlatformAuth()))
          await passkey.registerPasskey({ displayName: user.displayName, basePath: "/api" });
        const filled: passkey.SignedInUser | null = await passkey.signInWithAutofill();
        const upgraded: passkey.User | null = await passkey.upgradeToPasskey({ fetch });
        for (const { id, label, provider, synced } of await passkey.listPasskeys())
          await passkey.renamePasskey(id, synced ? label : provider ?? "");
        return (filled ?? upgraded ?? user).name;
      } catch (error) {
        if (error instanceof passkey.PasskeyError && error.code !== "cancelled") return error.message;
        throw error;
      }
    }
    void signIn;`), []);
});

for (const [what, text] of [
  ["an unknown hint", 'void passkey.loginWithPasskey({ hints: ["phone"] });'],
  ["a user that may be missing", "passkey.signInWithAutofill().then((user) => user.name);"],
  ["a function that is not there", "passkey.signOut();"],
  ["an id that is no text", "void passkey.deletePasskey(7);"],
]) {
  test(`the compiler finds ${what}`, async () => {
    assert.equal((await complaints(text)).length, 1);
  });
}
