// Bellwire on the server stub's sockets for one user and for one job.

import { Bellwire } from "../support/bellwire.ts";
import { expect, test } from "../support/bellwire-test.ts";
import { ALICE, BOB, type Peer, type Person } from "../support/peer.ts";

/** Calls the stub's API as a user does. */
async function call(peer: Peer, person: Person, path: string, body = {}): Promise<{ id: number }> {
  const answer = await fetch(`http://${peer.host}:${peer.port}/api${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${peer.token(person)}` },
    body: JSON.stringify(body),
  });
  expect(answer.ok, `${path}: ${answer.status}`).toBe(true);
  return (await answer.json()) as { id: number };
}

const JOB = { title: "Clean the windows", job_type: "other", description: "All of them", pay_amount_usd: 120 };

test("a bid arrives in the inbox, is read, and is gone from the count", async ({ bellwire, peer }) => {
  const alice = await bellwire(
    ALICE,
    { protocol: "inbox", events: ["new_notification", "unread_count", "notification_read"] },
    `/ws/notifications/${ALICE.id}/`,
  );
  await alice.expectState("connected");
  const job = await call(peer, ALICE, "/jobs", JOB);
  await call(peer, BOB, `/jobs/${job.id}/bids`, { amount: 100 });
  await expect.poll(() => alice.heard("new_notification")).toHaveLength(1);
  const [{ notification }] = (await alice.heard("new_notification")) as [
    { notification: { id: number; notification_type: string } },
  ];
  expect(notification.notification_type).toBe("bid_received");
  const last = async () => (await alice.heard("unread_count")).at(-1);
  // That a job of hers was accepted is the other one.
  await expect.poll(last).toMatchObject({ count: 2 });
  await alice.run(
    ({ client }, id) => void client.send("mark_read", { notification_id: id }),
    notification.id,
  );
  await expect.poll(last).toMatchObject({ count: 1 });
});

test("both sides see how a job is completed", async ({ bellwire, peer }) => {
  const watch = (person: Person): Promise<Bellwire> =>
    bellwire(person, { protocol: "listening-only", events: ["job_status_update"] }, "/ws/job/1/");
  const windows = [await watch(ALICE), await watch(BOB)];
  for (const window of windows) await window.expectState("connected");
  await call(peer, BOB, "/jobs/1/mark-complete");
  await call(peer, ALICE, "/jobs/1/approve-completion", { payment_method: "CASH" });
  for (const window of windows) {
    await expect.poll(() => window.heard("job_status_update")).toMatchObject([
      { event: "worker_marked_complete", job_id: 1, awaiting_client_verification: true },
      { event: "client_approved_completion", client_marked_complete: true, payment_method: "CASH" },
    ]);
  }
});

test("somebody else's inbox is not to be had", async ({ bellwire }) => {
  const bob = await bellwire(BOB, { protocol: "inbox", attempts: 1 }, `/ws/notifications/${ALICE.id}/`);
  await bob.expectState("failed");
  expect(bob.sockets).toHaveLength(2);
});
