// A server that is killed and started again.

import { type Client, signedIn } from "../support/client.ts";
import type { Diary } from "../support/diary.ts";
import { ALICE, BOB } from "../support/peer.ts";
import { expect, test } from "../support/test.ts";

// pusher-js tries again after a second, and if nobody listens then, after 15 more.
const PATIENCE = 45_000;
test.setTimeout(2 * PATIENCE);

test("pusher-js comes back under another name and is authorised anew", async ({ connect, api, peer }) => {
  const [alice, bob] = [await connect(ALICE), await connect(BOB)];
  const before = alice.socketId;
  const channels = ["jobs.discovery", "private-user.1", "presence-job.1"];
  const diaries: Diary[] = [];
  for (const channel of channels) diaries.push(await alice.join(channel));
  await bob.join("presence-job.1");

  await peer.restart();
  await alice.connection.next("connected", PATIENCE);
  await bob.connection.next("connected", PATIENCE);
  expect(alice.socketId).toMatch(/^\d+\.\d+$/);
  expect(alice.socketId).not.toBe(before);

  for (const diary of diaries) await diary.next("pusher:subscription_succeeded");
  await api.trigger(channels, "back", {});
  for (const diary of diaries) await diary.next("back");
  await expect.poll(() => memberIds(alice)).toEqual(["1", "2"]);
});

test("pusher-js signs in again by itself", async ({ connect, api, peer }) => {
  const { pusher, connection } = await connect(ALICE);
  pusher.signin();
  const user = await signedIn(pusher);

  await peer.restart();
  await connection.next("connected", PATIENCE);
  await signedIn(pusher);
  await api.sendToUser("1", "wallet.updated", { balance: 145 });
  expect(await user.next("wallet.updated")).toEqual({ balance: 145 });
});

function memberIds({ pusher }: Client): string[] {
  const { members } = pusher.channel("presence-job.1") as unknown as { members: { members: object } };
  return Object.keys(members.members).toSorted();
}
