// SPDX-License-Identifier: Apache-2.0
// One server and one browser for the tests of a file; a visitor for each test.

import { after, before, test } from "node:test";

import { Server } from "./server.mjs";
import { launchBrowser, Visitor } from "./visitor.mjs";

const LIMIT = { timeout: 60_000 };

/** @param {string[]} [settings] flags of the server */
export function useSite(settings) {
  const site = {};

  before(async () => {
    site.server = await Server.start(settings);
    site.browser = await launchBrowser();
  });

  after(async () => {
    await site.browser?.close();
    await site.server?.discard();
  });

  site.visit = async (options, act) => {
    const visitor = await Visitor.arrive(site.browser, site.server.origin, options);
    try {
      await act(visitor);
    } finally {
      await visitor.leave();
    }
  };

  site.test = (name, act, options = {}) => test(name, LIMIT, () => site.visit(options, act));
  return site;
}
