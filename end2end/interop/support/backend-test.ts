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
    const backends: Promise<Backend>[] = [];
    await use((options) => {
      const backend = BACKENDS[project.name]!.start(options);
      backends.push(backend);
      return backend;
    });
    // One may still be starting when a test runs out of time.
    for (const started of await Promise.allSettled(backends)) {
      if (started.status === "fulfilled") await started.value.close();
    }
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
