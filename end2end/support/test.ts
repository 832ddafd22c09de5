import { test as base } from "@playwright/test";

import { Server } from "./server.ts";
import { type Role, Window } from "./window.ts";

interface Fixtures {
  /** A fresh server stub that serves the demo. */
  server: Server;
  /** Opens the demo in a window of its own and signs in. */
  signIn: (role: Role) => Promise<Window>;
  /** Opens an address in a window of its own. */
  open: (url: string) => Promise<Window>;
}

export const test = base.extend<Fixtures>({
  server: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.kill();
  },
  open: async ({ browser }, use) => {
    const windows: Window[] = [];
    await use(async (url) => {
      const window = await Window.open(browser, url);
      windows.push(window);
      return window;
    });
    const errors = windows.flatMap((window) => window.errors);
    await Promise.all(windows.map((window) => window.context.close()));
    if (errors.length > 0) throw new Error(`errors on the page:\n${errors.join("\n")}`);
  },
  signIn: async ({ server, open }, use) => {
    await use(async (role) => {
      const window = await open(server.origin);
      await window.signIn(role);
      return window;
    });
  },
});

export { expect } from "@playwright/test";
