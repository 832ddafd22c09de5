import { Bellwire } from "./bellwire.ts";
import { ALICE, type Person } from "./peer.ts";
import { Site } from "./site.ts";
import { test as base } from "./test.ts";

type Options = Parameters<typeof Bellwire.start>[3];

interface Fixtures {
  /** The application's own site. */
  site: Site;
  /** Bellwire in a window of its own; on a path of the server, if it has one. */
  bellwire: (person?: Person, options?: Options, path?: string) => Promise<Bellwire>;
}

export const test = base.extend<Fixtures>({
  site: async ({ peer }, use) => {
    const site = await Site.start(new URL(peer.authEndpoint).origin);
    await use(site);
    await site.close();
  },
  bellwire: async ({ browser, peer, site }, use) => {
    const open: Bellwire[] = [];
    await use(async (person = ALICE, options = {}, path = "") => {
      const page = await (await browser.newContext()).newPage();
      const url = `ws://${peer.host}:${peer.port}${path}`;
      const bellwire = await Bellwire.start(page, site.origin, url, {
        protocol: "pusher",
        appKey: peer.key,
        tokens: [peer.token(person)],
        ...options,
      });
      open.push(bellwire);
      return bellwire;
    });
    for (const { page } of open) await page.context().close();
  },
});

export { expect } from "@playwright/test";
