// A user's inbox on a Django Channels server.

import { type Backend, CLIENT, type User, WORKER, call, tokenOf } from "../support/backends.ts";
import { expect, test } from "../support/backend-test.ts";

const EVENTS = [
  "recent_notifications",
  "unread_count",
  "new_notification",
  "notification_read",
  "all_notifications_read",
];

interface Notification {
  id: number;
  notification_type: string;
  priority: string;
  action_url: string;
  is_read: boolean;
}

/** Somebody bids on a job of the client. */
async function bid(backend: Backend): Promise<{ id: number }> {
  const job = await call(backend, CLIENT, "/jobs", { title: "Clean the windows", budget: 120 });
  return call(backend, WORKER, `/jobs/${job.id}/bids`, { amount: 100 });
}

const inbox = (user: User) => `/ws/notifications/${user.id}/`;
const options = (user: User) => ({
  protocol: "inbox" as const,
  tokens: [tokenOf(user)],
  events: EVENTS,
});

test("what is recent and what is new arrives, with the unread count", async ({ start, bellwire }) => {
  const backend = await start();
  await bid(backend);
  const client = await bellwire(backend, inbox(CLIENT), options(CLIENT));
  await expect.poll(() => client.heard("recent_notifications")).toHaveLength(1);
  await expect.poll(() => client.heard("unread_count")).toContainEqual(
    expect.objectContaining({ count: 1 }),
  );
  await bid(backend);
  await expect.poll(() => client.heard("new_notification")).toHaveLength(1);
  const [{ notification }] = (await client.heard("new_notification")) as [
    { notification: Notification },
  ];
  expect(notification).toMatchObject({
    notification_type: "bid_received",
    priority: "high",
    action_url: expect.stringMatching(/^\/jobs\?job=\d+$/),
    is_read: false,
  });
});

test("one and all are marked as read", async ({ start, bellwire }) => {
  const backend = await start();
  for (let nth = 0; nth < 3; nth += 1) await bid(backend);
  const client = await bellwire(backend, inbox(CLIENT), options(CLIENT));
  await expect.poll(() => client.heard("recent_notifications")).toHaveLength(1);
  const [{ notifications }] = (await client.heard("recent_notifications")) as [
    { notifications: Notification[] },
  ];
  const { id } = notifications[0]!;
  await client.run(({ client }, id) => client.send("mark_read", { notification_id: id }), id);
  await expect.poll(() => client.heard("notification_read")).toEqual([
    expect.objectContaining({ notification_id: id }),
  ]);
  await client.run(({ client }) => client.send("mark_all_read"));
  await expect.poll(async () => (await client.heard("unread_count")).at(-1)).toMatchObject({ count: 0 });
});

test("a server that is killed is come back to, and says what was missed", async ({ start, bellwire }) => {
  const backend = await start();
  const client = await bellwire(backend, inbox(CLIENT), options(CLIENT));
  await client.expectState("connected");
  await backend.program.kill();
  await client.expectState("reconnecting");
  await backend.program.restart();
  await bid(backend);
  await client.expectState("connected", 40_000);
  const last = async () =>
    (await client.heard("unread_count")).at(-1) as { count: number } | undefined;
  await expect.poll(last).toMatchObject({ count: 1 });
  expect((await client.log()).gaps).toEqual([undefined]);
  expect(client.sockets.length, "never in a tight loop").toBeLessThanOrEqual(6);
});

test("a refusal, which looks like an outage, is not insisted on", async ({ start, bellwire }) => {
  const backend = await start();
  const stranger = await bellwire(backend, inbox(CLIENT), { ...options(WORKER), attempts: 3 });
  await stranger.expectState("failed", 40_000);
  expect(stranger.sockets).toHaveLength(4);
  expect((await stranger.log()).tokens, "each attempt had a token of its own").toBe(4);
});

test("a token that has expired is replaced before it is used again", async ({ start, bellwire }) => {
  const backend = await start();
  const tokens = [tokenOf(CLIENT, -5), tokenOf(CLIENT)];
  const client = await bellwire(backend, inbox(CLIENT), { ...options(CLIENT), tokens });
  await client.expectState("connected", 40_000);
});

test("a server that says nothing of its own accord is believed", async ({ start, bellwire }) => {
  const backend = await start({ SNAPSHOT: "unread", READ_RECEIPTS: "group", PUSH: "slim" });
  const client = await bellwire(backend, inbox(CLIENT), options(CLIENT));
  await client.expectState("connected");
  await expect.poll(() => client.heard("unread_count"), "asked for").toHaveLength(1);
  await bid(backend);
  await expect.poll(() => client.heard("new_notification")).toHaveLength(1);
});
