import { defineConfig } from "@playwright/test";

import shared from "../playwright.config.ts";

/** Bursts, on a page with Bellwire and on one with sonner. One after the other: they take time. */
export default defineConfig({
  ...shared,
  testDir: ".",
  outputDir: "../results/bursts",
  fullyParallel: false,
  workers: 1,
  timeout: 900_000,
  reporter: [["./support/table.ts"]],
  use: {
    launchOptions: {
      ...shared.use?.launchOptions,
      args: [...(shared.use?.launchOptions?.args ?? []), "--enable-precise-memory-info"],
    },
  },
});
