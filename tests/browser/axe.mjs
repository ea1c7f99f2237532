// SPDX-License-Identifier: Apache-2.0
// axe finds nothing on a page with everything on it opened, and nothing sticks
// out to the side. With TEST_SCREENSHOTS=DIRECTORY the page is pictured there.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const SHOTS = process.env.TEST_SCREENSHOTS;

export const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// Every page is looked at in each of these.
export const LOOKS = {
  light: { colorScheme: "light", viewport: { width: 900, height: 760 } },
  dark: { colorScheme: "dark", viewport: { width: 900, height: 760 } },
  narrow: { colorScheme: "light", viewport: { width: 320, height: 640 } },
};

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

export async function check(visitor, look, name) {
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
