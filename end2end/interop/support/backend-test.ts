import { test as base } from "@playwright/test";

import { BACKENDS, type Backend } from "./backends.ts";
import { Bellwire } from "./bellwire.ts";
import { Site } from "./site.ts";

type Options = Parameters<typeof Bellwire.start>[3];

interface Fixtures {
  /** Starts the server, with switches of its own. */
  start: (options?: Record<string, string>) => Promise<Backend>;
  /** Bellwire in a window of its own, on a path of the server. */
  bellwire: (backend: Backend, path: string, options?: Options) => Promise<Bellwire>;
}

export const test = base.extend<Fixtures>({
  start: async ({}, use, { project }) => {
    const backends: Backend[] = [];
    await use(async (options) => {
      const backend = await BACKENDS[project.name]!.start(options);
      backends.push(backend);
      return backend;
    });
    for (const backend of backends) await backend.close();
  },
  bellwire: async ({ browser }, use) => {
    const [open, site]: [Bellwire[], Site] = [[], await Site.start()];
    await use(async (backend, path, options = {}) => {
      const page = await (await browser.newContext()).newPage();
      const url = `ws://${backend.program.host}${path}`;
      const bellwire = await Bellwire.start(page, site.origin, url, options);
      open.push(bellwire);
      return bellwire;
    });
    for (const { page } of open) await page.context().close();
    await site.close();
  },
});

export { expect } from "@playwright/test";
