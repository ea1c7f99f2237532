// SPDX-License-Identifier: Apache-2.0
// axe finds nothing on any page: light, dark, and on a narrow screen, where
// nothing may stick out to the side either.

import { check, LOOKS } from "./axe.mjs";
import { useSite } from "./suite.mjs";

// With a mail server, which is never reached, pages have a few lines more.
const site = useSite(["--smtp-url", "smtp://localhost:9", "--mail-from", "site@example.org"]);

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
  await visitor.open("/recover?sent");
  await see("recover-sent");
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
  await visitor.fill("E-mail address", "somebody@example.org");
  await visitor.click("Save address");
  await page.getByText("E-mail address changed").waitFor();
  await page.locator("#add:enabled").waitFor();
  await see("account");
  await visitor.open("/confirm");
  await see("confirm-passkey");

  await visitor.tell("setAutomaticPresenceSimulation", { enabled: false });
  await visitor.open("/account");
  await visitor.signOut();
  await see("sign-in-again");
}

for (const [look, context] of Object.entries(LOOKS))
  site.test(`no findings on any page: ${look}`, (visitor) => walk(visitor, look, `ada-${look}`), { context });

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
