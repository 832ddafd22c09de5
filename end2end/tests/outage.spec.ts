// What people see when the server or the network goes, and comes back.

import { expect, test } from "../support/test.ts";
import type { Window } from "../support/window.ts";

const JOB = "Landing page for a bakery";

async function say(window: Window, words: string): Promise<void> {
  await window.page.getByLabel("Message").fill(words);
  await window.page.getByRole("button", { name: "Send" }).click();
}

/** One and a half seconds until an outage is worth a word, and one more for a busy machine. */
const PATIENCE = 2_500;

test("a server that is killed and started again costs nothing", async ({ server, signIn }) => {
  const [employer, worker] = [await signIn("employer"), await signIn("worker")];
  await employer.createJob("Gone with the server", "10");
  await worker.show("Browse jobs");
  await expect(worker.jobs).toHaveCount(4);
  await employer.openJob(JOB);
  await employer.mark();
  await worker.mark();
  await expect.poll(() => server.stats()).toEqual({
    total: 2,
    by_channel: { "job.1": 1, jobs: 2, payments: 2 },
  });
  const before = await server.stats();
  const socketsBefore = employer.sockets.length;

  await server.kill();
  const lostAt = Date.now();
  await expect(employer.badge).toHaveText("Offline", { timeout: PATIENCE });
  await expect(worker.badge).toHaveText("Offline", { timeout: PATIENCE });
  await expect(employer.page.locator(".bw-badge-detail")).toHaveText(/retrying/);

  // What is said now waits.
  await say(employer, "Are you there?");
  await say(employer, "I will wait.");
  const unsent = employer.page.locator(".messages [data-unsent=true]");
  await expect(unsent).toHaveCount(2);

  // 1, 2 and 4 seconds, each give or take a half, and a little for a busy machine.
  await expect
    .poll(() => employer.sockets.length, { timeout: 15_000 })
    .toBeGreaterThanOrEqual(socketsBefore + 3);
  const attempts = [lostAt, ...employer.sockets.slice(socketsBefore, socketsBefore + 3)];
  for (const [index, wait] of [1_000, 2_000, 4_000].entries()) {
    const waited = attempts[index + 1]! - attempts[index]!;
    expect(waited).toBeGreaterThan(wait * 0.5 - 100);
    expect(waited).toBeLessThan(wait * 1.5 + 1_000);
  }

  await server.restart();
  await expect(employer.badge).toHaveText("Live", { timeout: 30_000 });
  await expect(worker.badge).toHaveText("Live", { timeout: 30_000 });
  await expect.poll(() => server.stats()).toEqual(before);

  // Delivered, once and in order, to whoever looks.
  await expect(unsent).toHaveCount(0);
  const said = ["Are you there?", "I will wait."];
  await expect(employer.page.locator(".messages li")).toHaveCount(2);
  const messages = await server.get<{ text: string }[]>("/api/jobs/1/messages");
  expect(messages.map(({ text }) => text)).toEqual(said);

  // The server has forgotten a job; a list that was not fetched again would still show it.
  await expect(worker.jobs).toHaveCount(3);
  await worker.openJob(JOB);
  await expect(worker.page.locator(".messages li")).toHaveText(
    said.map((words) => new RegExp(words.replace("?", "\\?"))),
  );
  await employer.expectNoReload();
  await worker.expectNoReload();
});

test("a network that goes and returns is not waited for", async ({ server, signIn }) => {
  const [employer, worker] = [await signIn("employer"), await signIn("worker")];
  await worker.openJob(JOB);
  await employer.show("Dashboard");

  await worker.context.setOffline(true);
  await expect(worker.badge).toHaveText("Offline", { timeout: PATIENCE });
  await say(worker, "From a tunnel");
  await expect(worker.page.locator("[data-unsent=true]")).toHaveCount(1);
  await employer.createJob("Posted while you were away", "10");

  await worker.context.setOffline(false);
  await expect(worker.badge).toHaveText("Live", { timeout: 1_500 });
  await expect(worker.page.locator("[data-unsent=true]")).toHaveCount(0);
  await expect(worker.page.locator(".messages li")).toHaveCount(1);
  await expect.poll(async () => (await server.stats()).by_channel).toMatchObject({ "job.1": 1 });
  const messages = await server.get<unknown[]>("/api/jobs/1/messages");
  expect(messages).toHaveLength(1);

  await worker.show("Browse jobs");
  await expect(worker.jobs.first()).toHaveText("Posted while you were away");
});

test("a page survives many short outages", async ({ server, signIn }) => {
  const worker = await signIn("worker");
  for (let outage = 0; outage < 3; outage++) {
    await server.restart();
    await expect(worker.badge).toHaveText("Live updates active", { timeout: 15_000 });
  }
  await expect.poll(() => server.stats()).toEqual({
    total: 1,
    by_channel: { jobs: 1, payments: 1 },
  });
});

test("signing out gives the channels back", async ({ server, signIn }) => {
  const worker = await signIn("worker");
  await expect.poll(async () => (await server.stats()).by_channel).toEqual({ jobs: 1, payments: 1 });
  await worker.page.getByRole("button", { name: "Sign out" }).click();
  await expect.poll(async () => (await server.stats()).by_channel).toEqual({});
});

test("an event after a reconnect is shown once", async ({ server, signIn }) => {
  const worker = await signIn("worker");
  const before = worker.sockets.length;
  await server.restart();
  await expect.poll(() => worker.sockets.length, { timeout: 15_000 }).toBeGreaterThan(before);
  await expect(worker.badge).toHaveText("Live updates active", { timeout: 15_000 });
  await server.broadcast({ type: "test_message", data: { message: "once" }, channel: "jobs" });
  await server.broadcast({ type: "test_message", data: { message: "again" }, channel: "jobs" });
  await expect
    .poll(async () => (await worker.toasts()).map((toast) => toast.description))
    .toEqual(["once", "again"]);
});
