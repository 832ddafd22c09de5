import { defineConfig } from "@playwright/test";

import shared from "../playwright.config.ts";

/** The gallery of components: what it looks like, and whether everybody can use it. */
export default defineConfig({
  ...shared,
  testDir: ".",
  outputDir: "../results/gallery",
  reporter: [["list"], ["html", { outputFolder: "../report/gallery", open: "never" }]],
  snapshotPathTemplate: "{testDir}/baselines/{arg}{ext}",
  expect: {
    ...shared.expect,
    toHaveScreenshot: {
      // Another Chromium draws the edges of letters a little differently.
      threshold: 0.2,
      maxDiffPixelRatio: 0.005,
    },
  },
  use: {
    ...shared.use,
    timezoneId: "UTC",
    launchOptions: {
      ...shared.use?.launchOptions,
      args: [
        ...(shared.use?.launchOptions?.args ?? []),
        "--disable-lcd-text",
        "--font-render-hinting=none",
        "--force-color-profile=srgb",
      ],
    },
  },
});
