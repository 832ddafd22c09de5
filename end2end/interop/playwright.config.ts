import { defineConfig } from "@playwright/test";

import shared from "../playwright.config.ts";
import { BACKENDS } from "./support/backends.ts";
import { PEERS } from "./support/peers.ts";

/** A project for each server, with the tests that it can take part in. */
export default defineConfig({
  ...shared,
  testDir: ".",
  outputDir: "../results/interop",
  fullyParallel: false,
  reporter: [["list"], ["./support/table.ts"]],
  projects: [
    ...Object.keys(PEERS).map((name) => ({
      name,
      // What ours alone has.
      testIgnore: name === "soketi" ? /stub\// : [],
      testMatch: /(clients|pusher|stub)\/.*\.spec\.ts/,
    })),
    ...Object.entries(BACKENDS).map(([name, { folder }]) => ({
      name,
      testMatch: new RegExp(`/${folder}/.*\\.spec\\.ts`),
    })),
  ],
});
