// What events make stale in TanStack Query, with the real one.

import { cp } from "node:fs/promises";

import type { Page } from "@playwright/test";

import { packageFolder } from "../support/package.ts";
import { path } from "../support/paths.ts";
import { Server } from "../support/server.ts";
import { expect, test as base } from "../support/test.ts";

/** What is fetched by whom: a list and one of its jobs, which somebody looks at, and a count. */
const PAGE = `
  import init, { Client } from "/node_modules/bellwire/index.js";
  import { Invalidation } from "/node_modules/bellwire/invalidation/index.js";
  import { QueryClient, QueryObserver } from "/node_modules/@tanstack/query-core/index.js";

  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  const fetches = { jobs: 0, "jobs/7": 0, wallet: 0 };
  for (const name of Object.keys(fetches)) {
    const queryFn = () => ++fetches[name];
    new QueryObserver(queries, { queryKey: name.split("/"), queryFn }).subscribe(() => {});
  }
  await init();
  const client = new Client("/ws");
  client.subscribe(["jobs", "payments"]);
  const passes = [];
  const invalidation = new Invalidation(
    client,
    {
      job_created: { channel: "jobs", stale: [["jobs"]] },
      job_changed: { channel: "jobs", stale: (job) => [["jobs", job.id]], staleOnGap: [["jobs"]] },
      payment: { channel: "payments", stale: [["wallet"]] },
      announcement: { stale: [["news"]] },
    },
    (keys) => {
      passes.push(keys.map((key) => key.join("/")).sort());
      for (const queryKey of keys) queries.invalidateQueries({ queryKey });
    },
  );
  const heard = [];
  for (const name of ["job_created", "job_changed", "payment"]) {
    client.on(name, () => heard.push(name));
  }
  Object.assign(globalThis, { client, invalidation, fetches, passes, heard });
`;

interface Fixtures {
  server: Server;
  page: Page;
}

const test = base.extend<Fixtures>({
  server: async ({}, use, { workerIndex }) => {
    const folder = await packageFolder(`invalidation-${workerIndex}`);
    const core = "node_modules/@tanstack/query-core";
    await cp(path(`end2end/${core}/build/modern`), `${folder}/${core}`, { recursive: true });
    const server = await Server.start(folder);
    await use(server);
    await server.kill();
  },
  page: async ({ server, open }, use) => {
    const { page } = await open(`${server.origin}/empty.html`);
    // TanStack's files want to be bundled.
    await page.addScriptTag({ content: `globalThis.process = { env: { NODE_ENV: "production" } }` });
    await page.addScriptTag({ type: "module", content: PAGE });
    await expect.poll(async () => (await server.stats()).by_channel).toEqual({ jobs: 1, payments: 1 });
    await expect.poll(() => page.evaluate("fetches")).toEqual({ jobs: 1, "jobs/7": 1, wallet: 1 });
    await use(page);
  },
});

const create = (server: Server) =>
  server.broadcast({ type: "job_created", data: {}, channel: "jobs" });
const change = (server: Server, id: string) =>
  server.broadcast({ type: "job_changed", data: { id }, channel: "jobs" });

/** Makes a last pass, before which every other has been made, and returns those. */
async function passes(page: Page): Promise<string[][]> {
  await page.evaluate(`invalidation.markStale(["last"])`);
  const all = async () => (await page.evaluate("passes")) as string[][];
  await expect.poll(async () => (await all()).at(-1)).toContain("last");
  return (await all()).slice(0, -1);
}

test("a burst of events is one request for each query", async ({ server, page }) => {
  for (let count = 0; count < 5; count++) await change(server, "7");
  for (let count = 0; count < 5; count++) await create(server);
  await expect.poll(() => page.evaluate("fetches")).toEqual({ jobs: 2, "jobs/7": 2, wallet: 1 });
  expect(await passes(page)).toEqual([["jobs"]]);
  expect(await page.evaluate("fetches")).toEqual({ jobs: 2, "jobs/7": 2, wallet: 1 });
});

test("a key that lies below another leaves the other alone", async ({ server, page }) => {
  await change(server, "7");
  await change(server, "8");
  await expect.poll(() => page.evaluate("fetches")).toEqual({ jobs: 1, "jobs/7": 2, wallet: 1 });
  expect(await passes(page)).toEqual([["jobs/7", "jobs/8"]]);
});

test("a hidden page fetches when it is seen again, once", async ({ server, page }) => {
  const show = (state: string) =>
    page.evaluate(`
      Object.defineProperty(document, "visibilityState", { value: "${state}", configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    `);
  await show("hidden");
  await create(server);
  await expect.poll(() => page.evaluate("heard")).toEqual(["job_created"]);
  // Twice as long as a page that is seen would wait.
  await page.evaluate("new Promise((resolve) => setTimeout(resolve, 600))");
  await change(server, "7");
  await expect.poll(() => page.evaluate("heard")).toHaveLength(2);
  expect(await page.evaluate("passes")).toEqual([]);

  await show("visible");
  await expect.poll(() => page.evaluate("passes")).toEqual([["jobs"]]);
  expect(await passes(page)).toEqual([["jobs"]]);
  expect(await page.evaluate("fetches")).toEqual({ jobs: 2, "jobs/7": 2, wallet: 1 });
});

test("a reconnect is one pass, of what hangs on its channels", async ({ server, page }) => {
  await server.restart();
  await expect.poll(() => page.evaluate("passes"), { timeout: 15_000 }).not.toEqual([]);
  expect(await passes(page)).toEqual([["jobs", "news", "wallet"]]);
  expect(await page.evaluate("fetches")).toEqual({ jobs: 2, "jobs/7": 2, wallet: 2 });
});

test("what is closed hears of nothing more", async ({ server, page }) => {
  await page.evaluate("invalidation.close()");
  await create(server);
  await expect.poll(() => page.evaluate("heard")).toEqual(["job_created"]);
  expect(await passes(page)).toEqual([]);
});
