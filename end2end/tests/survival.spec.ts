// What is sent and missed while a page is closed, crashed, frozen or put aside.

import { type Browser, type BrowserContext, type Page, chromium } from "@playwright/test";

import { packageFolder } from "../support/package.ts";
import { Server } from "../support/server.ts";
import { expect, test as base } from "../support/test.ts";
import { Wire } from "../support/wire.ts";

interface Fixtures {
  plain: Server;
  /** What stands between the pages and the server's sockets. */
  wire: Wire;
  /** A page that hears what the others send. */
  reader: Page;
  /** Where pages open without a network. */
  installed: BrowserContext;
}

const test = base.extend<Fixtures>({
  plain: async ({}, use, { workerIndex }) => {
    const server = await Server.start(await packageFolder(`survival-${workerIndex}`));
    await use(server);
    await server.kill();
  },
  reader: async ({ plain, open }, use) => {
    const { page } = await open(`${plain.origin}/?server=/ws&channels=jobs`);
    await expect(page.locator("#status")).toHaveText("connected");
    await use(page);
  },
  installed: async ({ browser, plain }, use) => {
    const context = await browser.newContext();
    await installWorker(context, plain.origin);
    await use(context);
    await context.close();
  },
  wire: async ({ plain }, use) => {
    const wire = await Wire.to(plain.host);
    await use(wire);
    await wire.close();
  },
});

/** From here on pages open without a network, as those of an installed app do. */
async function installWorker(context: BrowserContext, origin: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${origin}/empty.html`);
  await page.evaluate(`
    navigator.serviceWorker.register("/worker.js").then(() => navigator.serviceWorker.ready)
      .then(() => undefined)
  `);
  await page.close();
}

/** Opens a page with a client that keeps its outbox. */
async function openWriter(context: BrowserContext, origin: string, host: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${origin}/empty.html`);
  await page.evaluate(`
    (async () => {
      const { default: init, Client } = await import("/node_modules/bellwire/full/index.js");
      await init();
      globalThis.faults = [];
      globalThis.client = new Client("ws://${host}/ws", { persistentOutbox: "survival" });
      client.onFault((fault) => faults.push(fault));
      client.subscribe("jobs");
    })()
  `);
  return page;
}

/** Sends numbered messages; whatever becomes of them. */
function send(page: Page, from: number, to: number): Promise<void> {
  return page.evaluate(`
    for (let number = ${from}; number <= ${to}; number++) {
      client.send("test_message", { message: String(number) }, { channel: "jobs" });
    }
    undefined;
  `);
}

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
}

/** A browser of a test's own, without some of the arguments that others have. */
function launch(ignoreDefaultArgs: string[]): Promise<Browser> {
  const { executablePath, args } = test.info().project.use.launchOptions ?? {};
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    ...(args === undefined ? {} : { args }),
    ignoreDefaultArgs,
  });
}

const isConnected = (page: Page) => () => page.evaluate<boolean>("client.isConnected");
const queueDepth = (page: Page) => () => page.evaluate<number>("client.queueDepth");

/** Takes the network away from a page that is connected. */
async function disconnect(page: Page): Promise<void> {
  await expect.poll(isConnected(page)).toBe(true);
  await page.context().setOffline(true);
  await expect.poll(isConnected(page)).toBe(false);
}

for (const end of ["closed", "crashed"] as const) {
  test(`a tab that is ${end} while offline leaves its messages to the next one`, async ({
    plain,
    reader,
    installed: context,
  }) => {
    const writer = await openWriter(context, plain.origin, plain.host);
    await disconnect(writer);
    await send(writer, 1, 20);
    await expect.poll(queueDepth(writer)).toBe(20);
    // Writing takes a moment, and only what is written survives a crash.
    await expect.poll(() => writer.evaluate(storedMessages)).toBe(20);
    if (end === "crashed") {
      await writer.goto("chrome://crash").catch(() => {});
    }
    await writer.close();

    const next = await openWriter(context, plain.origin, plain.host);
    await expect.poll(queueDepth(next)).toBe(20);
    await send(next, 21, 21);
    await context.setOffline(false);
    await expect(reader.locator("#events li")).toHaveText(numbers(1, 21));
    await expect.poll(queueDepth(next)).toBe(0);
    await expect.poll(() => next.evaluate(storedMessages)).toBe(0);
    expect(await next.evaluate("faults")).toEqual([]);

    // Nothing is left that a third one could send again.
    await next.close();
    const third = await openWriter(context, plain.origin, plain.host);
    await expect.poll(isConnected(third)).toBe(true);
    await send(third, 22, 22);
    await expect(reader.locator("#events li")).toHaveText(numbers(1, 22));
  });
}

/** How many messages are kept, of whomever. */
const storedMessages = `
  new Promise((resolve, reject) => {
    const request = indexedDB.open("bellwire-survival");
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const count = request.result.transaction("messages").objectStore("messages").count();
      count.onsuccess = () => {
        request.result.close();
        resolve(count.result);
      };
    };
  })
`;

test("a tab leaves alone what another tab still has in hand", async ({
  plain,
  reader,
  installed: context,
}) => {
  await context.setOffline(true);
  const first = await openWriter(context, plain.origin, plain.host);
  await send(first, 1, 3);
  await expect.poll(() => first.evaluate(storedMessages)).toBe(3);
  const second = await openWriter(context, plain.origin, plain.host);
  await send(second, 4, 4);
  // Its own was written after it had looked for those of others.
  await expect.poll(() => first.evaluate(storedMessages)).toBe(4);
  expect(await queueDepth(second)()).toBe(1);
  expect(await queueDepth(first)()).toBe(3);
  await context.setOffline(false);
  await expect(reader.locator("#events li")).toHaveCount(4);
  expect((await reader.locator("#events li").allTextContents()).sort()).toEqual(numbers(1, 4));
});

for (const [lack, script] of [
  [
    "storage is denied",
    `IDBFactory.prototype.open = () => { throw new DOMException("denied", "SecurityError"); }`,
  ],
  [
    "there are no Web Locks",
    `Object.defineProperty(Navigator.prototype, "locks", { value: undefined })`,
  ],
] as const) {
  test(`where ${lack}, messages wait in memory, and that is said once`, async ({
    plain,
    reader,
    open,
  }) => {
    const { page, context } = await open("about:blank");
    await context.addInitScript(script);
    const writer = await openWriter(context, plain.origin, plain.host);
    await disconnect(writer);
    await send(writer, 1, 3);
    await expect.poll(queueDepth(writer)).toBe(3);
    await context.setOffline(false);
    await expect(reader.locator("#events li")).toHaveText(numbers(1, 3));
    expect(await writer.evaluate("faults")).toEqual([
      expect.stringContaining("not kept beyond this page"),
    ]);
    await page.close();
  });
}

for (const [failure, provoke, faults] of [
  ["is closed by the browser", "databases.forEach((database) => database.close())", 0],
  ["fails for a while", "globalThis.isFailing = true", 1],
] as const) {
  test(`what leaves while the database ${failure} is not sent again`, async ({
    plain,
    reader,
    installed: context,
  }) => {
    await context.addInitScript(`
      globalThis.databases = [];
      const { transaction } = IDBDatabase.prototype;
      IDBDatabase.prototype.transaction = function (...parameters) {
        if (globalThis.isFailing) throw new DOMException("failing", "UnknownError");
        databases.push(this);
        return transaction.apply(this, parameters);
      };
    `);
    const writer = await openWriter(context, plain.origin, plain.host);
    await disconnect(writer);
    await send(writer, 1, 3);
    await expect.poll(() => writer.evaluate(storedMessages)).toBe(3);
    await writer.evaluate(provoke);
    await context.setOffline(false);
    await expect(reader.locator("#events li")).toHaveText(numbers(1, 3));
    await expect.poll(() => writer.evaluate("faults.length")).toBe(faults);
    await writer.evaluate("globalThis.isFailing = false");
    // It is tried again with growing pauses.
    await expect.poll(() => writer.evaluate(storedMessages), { timeout: 30_000 }).toBe(0);
    expect(await writer.evaluate("faults.length")).toBe(faults);
  });
}

test("a page that ran no code for a while is back within three seconds", async ({ plain, wire }) => {
  const browser = await launch([]);
  const page = await browser.newPage();
  await page.goto(`${plain.origin}/?server=ws://${wire.host}/ws&channels=jobs`);
  await expect(page.locator("#status")).toHaveText("connected");
  await expect.poll(async () => (await plain.stats()).by_channel).toEqual({ jobs: 1 });
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const renderers = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);

  for (const id of renderers) process.kill(id, "SIGSTOP");
  wire.cut();
  await expect.poll(async () => (await plain.stats()).total).toBe(0);
  for (const number of numbers(1, 5)) {
    await plain.broadcast({ type: "test_message", data: { message: number }, channel: "jobs" });
  }
  // It is asleep for longer than its schedule would have it wait.
  await new Promise((done) => setTimeout(done, 5_000));
  expect(wire.connections).toBe(0);

  const thawedAt = Date.now();
  for (const id of renderers) process.kill(id, "SIGCONT");
  await expect(page.locator("#status")).toHaveText("connected");
  await expect(page.locator("#events li")).toHaveText(numbers(1, 5));
  expect(Date.now() - thawedAt).toBeLessThan(3_000);
  await browser.close();
});

test("a page comes back from the back/forward cache with what it has missed", async ({ plain }) => {
  // Playwright switches the cache off, and people have it on.
  const browser = await launch(["--disable-back-forward-cache"]);
  const page = await browser.newPage();
  await page.addInitScript(`
    addEventListener("pageshow", ({ persisted }) => (globalThis.isPersisted = persisted));
  `);
  await page.goto(`${plain.origin}/?server=/ws&channels=jobs`);
  await expect(page.locator("#status")).toHaveText("connected");
  await expect.poll(async () => (await plain.stats()).by_channel).toEqual({ jobs: 1 });
  await plain.broadcast({ type: "test_message", data: { message: "1" }, channel: "jobs" });
  await expect(page.locator("#events li")).toHaveText(["1"]);

  await page.goto(`${plain.origin}/empty.html`);
  await plain.broadcast({ type: "test_message", data: { message: "2" }, channel: "jobs" });
  // Playwright's own way back waits for a page that is loaded.
  await page.evaluate("history.back()").catch(() => {});
  await expect(page.locator("#status")).toBeAttached();
  expect(await page.evaluate("isPersisted"), "restored, and not loaded again").toBe(true);
  await expect(page.locator("#status")).toHaveText("connected");
  await expect(page.locator("#events li")).toHaveText(["1", "2"]);
  await plain.broadcast({ type: "test_message", data: { message: "3" }, channel: "jobs" });
  await expect(page.locator("#events li")).toHaveText(["1", "2", "3"]);
  await browser.close();
});
