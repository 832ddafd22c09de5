// The npm package, as the people who install it use it.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { packageFolder } from "../support/package.ts";
import { path } from "../support/paths.ts";
import { Server } from "../support/server.ts";
import { expect, test as base } from "../support/test.ts";

const JOB = { job_id: 7, title: "Paint a fence", pay_amount_usd: 120, job_type: "other" };

const test = base.extend<{ plain: Server }>({
  /** A server that also serves the plain page, with the package beside it. */
  plain: async ({}, use, { workerIndex }) => {
    const server = await Server.start(await packageFolder(`plain-${workerIndex}`));
    await use(server);
    await server.kill();
  },
});

test("the documents' curl reaches those who have subscribed, and nobody else", async ({
  plain,
  open,
}) => {
  const address = `${plain.origin}/?server=/ws`;
  const jobs = (await open(`${address}&channels=jobs`)).page;
  const payments = (await open(`${address}&channels=payments`)).page;
  await expect.poll(() => plain.stats()).toEqual({ total: 2, by_channel: { jobs: 1, payments: 1 } });

  const response = await plain.broadcast({
    type: "test_message",
    data: { message: "Hello WebSocket!" },
    channel: "jobs",
  });

  expect(response.status).toBe(200);
  await expect(jobs.locator("#events li")).toHaveText(["Hello WebSocket!"]);
  // Whatever was on the way to the other page is there once the next message is.
  await plain.broadcast({ type: "test_message", data: { message: "Paid" }, channel: "payments" });
  await expect(payments.locator("#events li")).toHaveText(["Paid"]);
  await expect(jobs.locator("#events li")).toHaveCount(1);
});

test("a broadcast without sense is refused with a sentence", async ({ server }) => {
  const bodies = [
    "",
    "{",
    "[]",
    '"job_created"',
    '{"data":{}}',
    '{"type":5,"data":{}}',
    '{"type":"","data":{}}',
    '{"type":"subscribed","data":{}}',
  ];
  for (const body of bodies) {
    const response = await server.broadcastText(body);
    expect(response.status, body).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(((await response.json()) as { detail: string }).detail).toMatch(/\w+ \w+/);
  }
});

test("a plain page sends, is refused, reconnects and closes", async ({ plain, open }) => {
  const address = `${plain.origin}/?server=/ws&channels=jobs`;
  const [one, other] = [(await open(address)).page, (await open(address)).page];
  await expect(one.locator("#status")).toHaveText("connected");
  await expect.poll(async () => (await plain.stats()).by_channel).toEqual({ jobs: 2 });

  await one.getByLabel("Message").fill("hello");
  await one.getByRole("button", { name: "Send" }).click();
  await expect(one.locator("#outcomes li")).toHaveText(["hello: acknowledged"]);
  await expect(other.locator("#events li")).toHaveText(["hello"]);
  await expect(one.locator("#events li")).toHaveCount(0);

  await plain.restart();
  await expect(one.locator("#status")).toHaveText("connected", { timeout: 15_000 });
  await expect(other.locator("#status")).toHaveText("connected", { timeout: 15_000 });
  await expect(one.locator("#gaps li").filter({ hasText: "jobs" })).toHaveCount(1);
  await expect.poll(async () => (await plain.stats()).by_channel).toEqual({ jobs: 2 });

  await one.getByRole("button", { name: "Close" }).click();
  await expect(one.locator("#status")).toHaveText("idle");
  await expect.poll(async () => (await plain.stats()).total).toBe(1);
});

test("each subscription is given back by itself", async ({ plain, open }) => {
  const { page } = await open(`${plain.origin}/?server=/ws&channels=jobs`);
  const channels = async () => (await plain.stats()).by_channel;
  await expect.poll(channels).toEqual({ jobs: 1 });
  await page.evaluate(`
    globalThis.leave = client.subscribe(["jobs", "payments"]);
    client.unsubscribe("jobs");
    client.unsubscribe("jobs");
    client.subscribe("jobs");
    leave();
    leave();
  `);
  await expect.poll(channels).toEqual({ jobs: 1 });
});

test("what a socket that is closing would swallow is delivered", async ({ plain, open }) => {
  const address = `${plain.origin}/?server=/ws&channels=jobs`;
  const other = (await open(address)).page;
  const { page } = await open("about:blank");
  await page.addInitScript(`
    globalThis.WebSocket = class extends WebSocket {
      constructor(...parameters) {
        super(...parameters);
        globalThis.socket = this;
      }
    };
  `);
  await page.goto(address);
  await expect(page.locator("#status")).toHaveText("connected");
  await expect.poll(async () => (await plain.stats()).by_channel).toEqual({ jobs: 2 });
  const outcome = await page.evaluate(`
    socket.close();
    client.send("test_message", { message: "in time" }, { channel: "jobs" });
  `);
  expect(outcome).toBe("acknowledged");
  await expect(other.locator("#events li")).toHaveText(["in time"]);
});

test("what the caller gets wrong is said at once, or to whoever listens", async ({ plain, open }) => {
  const { page } = await open(`${plain.origin}/?server=/ws&channels=jobs`);
  await expect(page.locator("#status")).toHaveText("connected");
  const refused = await page.evaluate(`
    import("bellwire").then(({ Client }) =>
      [["mailto:a@b"], ["/ws", { attempts: NaN }], ["/ws", { attempts: -1 }], ["/ws", { protocol: "x" }]]
        .map((parameters) => {
          try {
            return String(new Client(...parameters).status);
          } catch (error) {
            return error.message;
          }
        }))
  `);
  expect(refused).toEqual([
    expect.stringContaining("mailto"),
    expect.stringContaining("NaN"),
    expect.stringContaining("-1"),
    expect.stringContaining('"x"'),
  ]);
  // The handler may use the client that it hears of.
  await page.evaluate(`
    client.onFault(() => (globalThis.depth = client.queueDepth));
    client.subscribe("");
  `);
  await expect(page.locator("#faults li")).toHaveCount(1);
  expect(await page.evaluate("depth")).toBe(0);
});

test("a handler that throws harms no other, and the page learns of it", async ({ plain, browser }) => {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(`${plain.origin}/?server=/ws&channels=jobs`);
  await expect(page.locator("#status")).toHaveText("connected");
  await page.evaluate(`
    client.on("job_created", () => { throw new Error("a mistake"); });
    client.on("job_created", (job) => { globalThis.heard = job; });
  `);
  await expect.poll(async () => (await plain.stats()).by_channel).toEqual({ jobs: 1 });
  await plain.broadcast({ type: "job_created", data: JOB, channel: "jobs" });
  await expect.poll(() => page.evaluate("globalThis.heard")).toEqual(JOB);
  expect(errors).toEqual(["a mistake"]);
  await expect(page.locator("#faults li")).toContainText(["a mistake"]);
  await page.close();
});

test("a project built by Vite works", async ({ open }) => {
  const server = await Server.start(path("js/examples/vite/dist"));
  try {
    const { page } = await open(`${server.origin}/?server=/ws`);
    await expect(page.locator("#status")).toHaveText("connected");
    await expect.poll(async () => (await server.stats()).by_channel).toEqual({ jobs: 1 });
    await server.broadcast({ type: "job_created", data: JOB, channel: "jobs" });
    await expect(page.locator("#events li")).toHaveText(["Paint a fence, $120"]);
  } finally {
    await server.kill();
  }
});

test("Vite's development server works", async ({ server, open }) => {
  const vite = spawn(
    path("js/examples/vite/node_modules/.bin/vite"),
    ["--host", "127.0.0.1", "--port", "0", "--force"],
    { cwd: path("js/examples/vite"), stdio: ["ignore", "pipe", "inherit"] },
  );
  try {
    let origin: string | undefined;
    for await (const line of createInterface(vite.stdout)) {
      // The address is coloured in.
      origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line.replaceAll(/\u001b\[\d+m/g, ""))?.[0];
      if (origin !== undefined) break;
    }
    const { page } = await open(`${origin}/?server=ws://${server.host}/ws`);
    await expect(page.locator("#status")).toHaveText("connected", { timeout: 30_000 });
    await expect.poll(async () => (await server.stats()).by_channel).toEqual({ jobs: 1 });
    await server.broadcast({ type: "job_created", data: JOB, channel: "jobs" });
    await expect(page.locator("#events li")).toHaveText(["Paint a fence, $120"]);
  } finally {
    vite.kill();
  }
});
