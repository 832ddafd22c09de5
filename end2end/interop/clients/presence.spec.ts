// Who is there.

import type { Members } from "pusher-js";

import type { Client } from "../support/client.ts";
import { ALICE, BOB, publicFace } from "../support/peer.ts";
import { expect, test } from "../support/test.ts";

const CHANNEL = "presence-job.1";
const alice = { id: "1", info: publicFace(ALICE) };
const bob = { id: "2", info: publicFace(BOB) };

function membersOf({ pusher }: Client): Members {
  return (pusher.channel(CHANNEL) as unknown as { members: Members }).members;
}

test("a member sees who is there, and which one it is", async ({ connect }) => {
  const first = await connect(ALICE);
  await first.join(CHANNEL);
  expect(membersOf(first)).toMatchObject({ count: 1, me: alice, members: { 1: alice.info } });

  const second = await connect(BOB);
  await second.join(CHANNEL);
  expect(membersOf(second)).toMatchObject({
    count: 2,
    me: bob,
    members: { 1: alice.info, 2: bob.info },
  });
});

test("members who come and go are announced to the others", async ({ connect }) => {
  const first = await connect(ALICE);
  const seen = await first.join(CHANNEL);
  const second = await connect(BOB);
  const seenBySecond = await second.join(CHANNEL);
  expect(await seen.next("pusher:member_added")).toEqual(bob);
  expect(membersOf(first).count).toBe(2);

  second.pusher.unsubscribe(CHANNEL);
  expect(await seen.next("pusher:member_removed")).toEqual(bob);
  expect(membersOf(first)).toMatchObject({ count: 1, members: { 1: alice.info } });
  expect(seenBySecond.names).toEqual(["pusher:subscription_succeeded"]);
});

test("only a user's first and last connection are announced", async ({ connect, api }) => {
  const seen = await (await connect(ALICE)).join(CHANNEL);
  const windows = [await connect(BOB), await connect(BOB), await connect(BOB)];
  for (const window of windows) await window.join(CHANNEL);
  expect(membersOf(windows[2]!).count).toBe(2);

  const subscriptions = async () => {
    const params = { info: "subscription_count" };
    return (await api.get({ path: `/channels/${CHANNEL}`, params })).json();
  };
  windows[0]!.pusher.unsubscribe(CHANNEL);
  windows[1]!.pusher.disconnect();
  await expect.poll(subscriptions).toMatchObject({ subscription_count: 2 });
  await api.trigger(CHANNEL, "two left", {});
  await seen.next("two left");
  windows[2]!.pusher.disconnect();
  await seen.next("pusher:member_removed");

  await api.trigger(CHANNEL, "done", {});
  await seen.next("done");
  expect(seen.names).toEqual([
    "pusher:subscription_succeeded",
    "pusher:member_added",
    "two left",
    "pusher:member_removed",
    "done",
  ]);
});
