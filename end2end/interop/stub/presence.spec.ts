// Who is in a channel, over the envelope as over the Pusher protocol.

import { expect, test } from "../support/bellwire-test.ts";
import { ALICE, BOB } from "../support/peer.ts";

const CHANNEL = "presence-job.1";

test("members are seen as they come and go over the envelope, too", async ({ bellwire, peer }) => {
  const alice = await bellwire(ALICE, { protocol: "envelope" }, "/ws");
  await alice.subscribe(CHANNEL);
  const ids = () =>
    alice.run(({ client }, channel) => client.members(channel).map(({ id }) => id), CHANNEL);
  await expect.poll(ids).toEqual(["1"]);
  const bobs = [
    await bellwire(BOB, { protocol: "envelope" }, "/ws"),
    await bellwire(BOB, { protocol: "envelope" }, "/ws"),
  ];
  for (const bob of bobs) await bob.subscribe(CHANNEL);
  await expect.poll(ids).toEqual(["1", "2"]);
  for (const bob of bobs) await bob.page.close();
  await expect.poll(ids).toEqual(["1"]);
  const changes = (await alice.log()).presence.map(({ kind, members }) => [
    kind,
    ...members.map(({ info }) => (info as { name?: string } | undefined)?.name),
  ]);
  expect(changes.slice(0, 2), "a user is there once").toEqual([
    ["here", "Alice"],
    ["joining", "Bob"],
  ]);
  expect(changes.map(([kind]) => kind)).toEqual(["here", "joining", "leaving"]);

  // What is true after a loss is what the server says then.
  await peer.kill();
  await alice.expectState("reconnecting");
  await peer.restart();
  await alice.expectSubscribed(CHANNEL, 2, 40_000);
  const last = async () => (await alice.log()).presence.at(-1)?.kind;
  await expect.poll(last).toBe("here");
  expect(await ids()).toEqual(["1"]);
});

test("whispers say who is typing over the envelope, too", async ({ bellwire }) => {
  const options = { protocol: "envelope" as const, events: ["client-typing"] };
  const [alice, bob] = [await bellwire(ALICE, options, "/ws"), await bellwire(BOB, options, "/ws")];
  for (const somebody of [alice, bob]) await somebody.subscribe("job.1");
  await bob.run(({ client }) => client.whisper("job.1", "typing", { name: "Bob" }));
  await expect.poll(() => alice.heard("client-typing")).toEqual([{ name: "Bob" }]);
  expect(await bob.heard("client-typing")).toEqual([]);
});
