// SPDX-License-Identifier: Apache-2.0
// The operator's name, colour and logo.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

import { useSite } from "./suite.mjs";

const directory = await mkdtemp(join(tmpdir(), "passkeyd-looks-"));
const logo = join(directory, "logo.svg");
await writeFile(logo, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>');
after(() => rm(directory, { recursive: true }));

const { test } = useSite(["--site-name", "Käse <& Co>", "--color", "#0b5d1e", "--logo", logo]);

test("the site's name, colour and logo", async (visitor) => {
  const requests = [];
  visitor.page.on("request", (request) => requests.push(request.url()));
  await visitor.open("/");
  assert.equal(await visitor.page.title(), "Sign in · Käse <& Co>");
  const button = visitor.page.getByRole("button", { name: "Sign in with password" });
  assert.equal(await button.evaluate((element) => getComputedStyle(element).backgroundColor), "rgb(11, 93, 30)");
  const picture = visitor.page.locator("img.logo");
  assert.ok(await picture.evaluate((element) => element.complete && element.naturalWidth > 0));
  assert.deepEqual(visitor.complaints, []);
  for (const url of requests) assert.ok(url.startsWith(visitor.origin), `a request to ${url}`);
});

test("in the dark a readable shade of the colour", async (visitor) => {
  await visitor.open("/");
  const accent = await visitor.page.evaluate(() =>
    getComputedStyle(document.documentElement).getPropertyValue("--accent"),
  );
  assert.notEqual(accent, "#0b5d1e");
}, { context: { colorScheme: "dark" } });
