import { test as base } from "@playwright/test";

import { Server } from "../../support/server.ts";
import { Announcements } from "./announcements.ts";
import { type Options, openSample, stopClock } from "./sample.ts";

interface Fixtures {
  /** Stopped, it goes on only when `page.clock` says so. */
  clock: "running" | "stopped";
  /** Opens a sample alone. */
  open: (sample: string, options?: Options) => Promise<void>;
  /** What is said aloud from the beginning. */
  announcements: Announcements;
}

interface WorkerFixtures {
  /** Where the gallery is. Its samples ask nothing of a server, so that one does for all tests. */
  origin: string;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  origin: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server.origin);
      await server.kill();
    },
    { scope: "worker" },
  ],
  clock: ["running", { option: true }],
  page: async ({ page, clock }, use) => {
    if (clock === "stopped") await stopClock(page);
    await use(page);
  },
  open: async ({ page, origin }, use) => {
    await use((sample, options) => openSample(page, origin, sample, options));
  },
  announcements: async ({ page }, use) => use(await Announcements.of(page)),
});

export { expect } from "@playwright/test";
