import { defineConfig } from "@playwright/test";

import shared from "../playwright.config.ts";

/** The gallery of components: what it looks like, and whether everybody can use it. */
export default defineConfig({
  ...shared,
  testDir: ".",
  outputDir: "../results/gallery",
  reporter: [["list"], ["html", { outputFolder: "../report/gallery", open: "never" }]],
  // Pictures are in a folder of their own, and so are accessibility trees.
  snapshotPathTemplate: "{testDir}/{arg}{ext}",
  expect: {
    ...shared.expect,
    toMatchSnapshot: {
      // Another Chromium may draw an edge a little differently. Not a part of the picture, which is
      // tall: a single button of another colour must show.
      threshold: 0.1,
      maxDiffPixels: 100,
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
