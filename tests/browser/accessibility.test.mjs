// SPDX-License-Identifier: Apache-2.0
// axe finds nothing on any page: light, dark, and on a narrow screen, where
// nothing may stick out to the side either. With TEST_SCREENSHOTS=DIRECTORY
// the pages are pictured there.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { useSite } from "./suite.mjs";

const SHOTS = process.env.TEST_SCREENSHOTS;
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const site = useSite();

// By the debugger, because the page's own policy lets no foreign script in.
async function evaluate(visitor, expression) {
  const { result, exceptionDetails } = await visitor.cdp.send("Runtime.evaluate", {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

async function check(visitor, look, name) {
  const { page } = visitor;
  const open = (isOpen) =>
    evaluate(visitor, `document.querySelectorAll("details").forEach((details) => (details.open = ${isOpen}))`);
  await open(true);
  await evaluate(visitor, `${AXE};0`);
  const faults = await evaluate(
    visitor,
    `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html + " " + node.failureSummary).join(" | ")))`,
  );
  assert.deepEqual(faults, [], `${name}, ${look}`);
  const overhang = await evaluate(visitor, "document.documentElement.scrollWidth - innerWidth");
  assert.ok(overhang <= 0, `${name}, ${look}: ${overhang} px stick out`);
  if (!SHOTS) return;
  await open(false);
  await page.evaluate(() => document.activeElement?.blur());
  await page.screenshot({ path: `${SHOTS}/${name}-${look}.png`, fullPage: true, animations: "disabled" });
}

// Walks through every page there is.
async function walk(visitor, look, name) {
  const { page } = visitor;
  const see = (what) => check(visitor, look, what);

  await visitor.open("/");
  await see("sign-in");
  await visitor.signInWithPassword("nobody", "a wrong pair of words");
  await visitor.says("not right");
  await see("sign-in-refused");
  await visitor.open("/sign-up");
  await see("sign-up");
  await visitor.open("/recover");
  await see("recover");
  await page.goto(`${visitor.origin}/nothing-here`);
  await see("not-found");
  await visitor.open("/link/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  await see("link-dead");

  await visitor.signUpWithPassword(name);
  await see("welcome");
  await visitor.open("/confirm");
  await see("confirm-password");
  await visitor.open("/account");
  await see("account-new");
  await visitor.makeCodes();
  await see("codes");
  await visitor.open("/account");
  await visitor.click("Create a passkey");
  await page.locator(".passkey").waitFor();
  await page.locator("#add:enabled").waitFor();
  await see("account");
  await visitor.open("/confirm");
  await see("confirm-passkey");

  await visitor.tell("setAutomaticPresenceSimulation", { enabled: false });
  await visitor.open("/account");
  await visitor.signOut();
  await see("sign-in-again");
}

const LOOKS = {
  light: { colorScheme: "light", viewport: { width: 900, height: 760 } },
  dark: { colorScheme: "dark", viewport: { width: 900, height: 760 } },
  narrow: { colorScheme: "light", viewport: { width: 320, height: 640 } },
};

for (const [look, context] of Object.entries(LOOKS))
  site.test(`no findings on any page: ${look}`, (visitor) => walk(visitor, look, `axe-${look}`), { context });

site.test("no findings in German on a narrow screen", async (visitor) => {
  await visitor.open("/");
  await check(visitor, "german", "sign-in");
  await visitor.open("/sign-up");
  await check(visitor, "german", "sign-up");
}, { context: { ...LOOKS.narrow, locale: "de-DE" } });

site.test("from right to left nothing sticks out", async (visitor) => {
  for (const path of ["/", "/sign-up", "/recover"]) {
    await visitor.open(path);
    await visitor.page.evaluate(() => (document.documentElement.dir = "rtl"));
    await check(visitor, "rtl", `right-to-left${path.replace("/", "-")}`);
  }
}, { context: LOOKS.narrow });
