// One socket for each job, on which a Django Channels server only sends.

import { type Backend, CLIENT, type User, WORKER, call, tokenOf } from "../support/backends.ts";
import { expect, test } from "../support/backend-test.ts";

/** A job with its worker. */
async function assignedJob(backend: Backend): Promise<number> {
  const { id } = await call(backend, CLIENT, "/jobs", { title: "Clean the windows" });
  const bid = await call(backend, WORKER, `/jobs/${id}/bids`, { amount: 100 });
  await call(backend, CLIENT, `/bids/${bid.id}/accept`);
  return id;
}

const options = (user: User) => ({
  protocol: "listening-only" as const,
  tokens: [tokenOf(user)],
  events: ["job_status_update"],
});

test("both sides see how a job is completed", async ({ start, bellwire }) => {
  const backend = await start();
  const job = await assignedJob(backend);
  const windows = [
    await bellwire(backend, `/ws/job/${job}/`, options(CLIENT)),
    await bellwire(backend, `/ws/job/${job}/`, options(WORKER)),
  ];
  for (const window of windows) await window.expectState("connected");
  await call(backend, WORKER, `/jobs/${job}/mark-complete`);
  await call(backend, CLIENT, `/jobs/${job}/approve-completion`, { payment_method: "CASH" });
  for (const window of windows) {
    await expect.poll(() => window.heard("job_status_update")).toMatchObject([
      { event: "worker_marked_complete", job_id: job, awaiting_client_verification: true },
      { event: "client_approved_completion", client_marked_complete: true, payment_method: "CASH" },
    ]);
  }
});

test("the connection comes back, and says that something may be missing", async ({ start, bellwire }) => {
  const backend = await start();
  const job = await assignedJob(backend);
  const client = await bellwire(backend, `/ws/job/${job}/`, options(CLIENT));
  await client.expectState("connected");
  await backend.program.restart();
  await expect.poll(async () => (await client.log()).gaps, { timeout: 40_000 }).toEqual([undefined]);
  await client.expectState("connected");
  await call(backend, WORKER, `/jobs/${job}/mark-complete`);
  await expect.poll(() => client.heard("job_status_update")).toHaveLength(1);
});

test("who has nothing to do with a job is refused, and does not insist", async ({ start, bellwire }) => {
  const backend = await start();
  const job = await assignedJob(backend);
  const stranger: User = { id: 3, name: "Sam", role: "worker" };
  const window = await bellwire(backend, `/ws/job/${job}/`, { ...options(stranger), attempts: 2 });
  await window.expectState("failed", 40_000);
  expect(window.sockets).toHaveLength(3);
});
