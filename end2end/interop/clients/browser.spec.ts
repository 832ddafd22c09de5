// pusher-js and Laravel Echo as pages have them.

import { type Browser, type Page } from "@playwright/test";

import { path } from "../../support/paths.ts";
import { expect, test } from "../support/bellwire-test.ts";
import { ALICE, BOB, type Peer, type Person } from "../support/peer.ts";
import type { Site } from "../support/site.ts";

const SCRIPTS = ["pusher-js/dist/web/pusher.js", "laravel-echo/dist/echo.iife.js"].map((script) =>
  path(`end2end/node_modules/${script}`),
);

interface Globals {
  echo: {
    channel(name: string): Channel;
    private(name: string): Channel;
    join(name: string): Channel;
    socketId(): string;
  };
  heard: [string, unknown][];
}

interface Channel {
  listen(event: string, callback: (data: unknown) => void): this;
  listenForWhisper(event: string, callback: (data: unknown) => void): this;
  whisper(event: string, data: unknown): this;
  here(callback: (members: unknown) => void): this;
  joining(callback: (member: unknown) => void): this;
  subscribed(callback: () => void): this;
}

/** Opens a window of the application, with Echo in it. */
async function open(browser: Browser, site: Site, peer: Peer, person: Person): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(site.origin);
  for (const script of SCRIPTS) await page.addScriptTag({ path: script });
  await page.evaluate(
    (options) => {
      const { Echo } = globalThis as unknown as { Echo: { default: new (options: object) => object } };
      Object.assign(globalThis, { echo: new Echo.default(options), heard: [] });
    },
    {
      broadcaster: "reverb",
      key: peer.key,
      wsHost: peer.host,
      wsPort: peer.port,
      forceTLS: false,
      enabledTransports: ["ws"],
      bearerToken: peer.token(person),
    },
  );
  return page;
}

test("Echo in a page has its channels, members and whispers", async ({ browser, site, peer, api }) => {
  const [alice, bob] = [
    await open(browser, site, peer, ALICE),
    await open(browser, site, peer, BOB),
  ];
  const heard = (page: Page, event: string) =>
    page.evaluate(
      (event) =>
        (globalThis as unknown as Globals).heard
          .filter(([name]) => name === event)
          .map(([, data]) => data),
      event,
    );
  const listen = (page: Page) =>
    page.evaluate(() => {
      const { echo, heard } = globalThis as unknown as Globals;
      const note = (event: string) => (data?: unknown) => void heard.push([event, data]);
      echo.channel("jobs.discovery").listen(".job.posted", note("posted")).subscribed(note("public"));
      echo
        .private("chat")
        .listenForWhisper("typing", note("typing"))
        .subscribed(note("private"));
      echo.join("job.1").here(note("here")).joining(note("joining"));
    });
  await listen(alice);
  await expect.poll(() => heard(alice, "here")).toHaveLength(1);
  await listen(bob);
  for (const page of [alice, bob]) {
    for (const event of ["public", "private"]) {
      await expect.poll(() => heard(page, event)).toHaveLength(1);
    }
  }
  await api.trigger("jobs.discovery", "job.posted", { job: { id: 1 } });
  await bob.evaluate(() => {
    (globalThis as unknown as Globals).echo.private("chat").whisper("typing", { name: "Bob" });
  });
  await expect.poll(() => heard(alice, "typing")).toEqual([{ name: "Bob" }]);
  await expect.poll(() => heard(alice, "posted")).toEqual([{ job: { id: 1 } }]);
  await expect.poll(() => heard(alice, "joining")).toEqual([{ id: 2, name: "Bob" }]);
  for (const page of [alice, bob]) await page.context().close();
});
