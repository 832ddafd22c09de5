// More than anybody can read, on a page with Bellwire and on one with sonner. It is measured, and
// nothing is asserted of the figures: see support/table.ts.

import { type Browser, test as base } from "@playwright/test";

import { Server } from "../support/server.ts";
import { LONG_ENOUGH, ROUNDS, SCENARIOS, SLOWDOWNS } from "./support/bursts.ts";
import type { Figures } from "./support/figures.ts";
import { SUBJECTS, pagesFolder } from "./support/pages.ts";
import { type Round, Window } from "./support/window.ts";

const test = base.extend<{ fresh: Browser }, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await Server.start(await pagesFolder());
      await use(server);
      await server.kill();
    },
    { scope: "worker" },
  ],
  // A page that hangs takes its browser with it, and nobody else's.
  fresh: async ({ playwright, launchOptions }, use) => {
    const browser = await playwright.chromium.launch(launchOptions);
    await use(browser);
    await browser.close();
  },
});

for (const slowdown of SLOWDOWNS) {
  for (const scenario of SCENARIOS) {
    for (const subject of SUBJECTS) {
      test(`${subject.name}: ${scenario.name}, ${slowdown}×`, async ({ fresh, server }, info) => {
        const window = await Window.open(fresh, server.origin, subject);
        if (scenario.isOpen) await window.bell.click();
        const before = await window.memory();
        const rounds: Round[] = [];
        const begun = Date.now();
        while (
          rounds.length < ROUNDS &&
          rounds.at(-1)?.after !== null &&
          Date.now() - begun < LONG_ENOUGH
        ) {
          rounds.push(await window.run(scenario, slowdown));
        }
        const figures: Figures = {
          subject: subject.name,
          scenario: scenario.name,
          slowdown,
          before,
          rounds,
        };
        await info.attach("figures", { body: JSON.stringify(figures) });
      });
    }
  }
}
