// What clients say to each other.

import { within } from "../support/diary.ts";
import { ALICE, BOB } from "../support/peer.ts";
import { expect, test } from "../support/test.ts";

test("the others in a private channel hear a client, who does not hear itself", async ({ connect, api }) => {
  const clients = [await connect(ALICE), await connect(BOB), await connect(BOB)];
  const channels = [];
  for (const client of clients) channels.push(await client.join("private-job.1"));
  clients[0]!.pusher.channel("private-job.1").trigger("client-typing", { text: "hi" });
  for (const other of channels.slice(1)) {
    expect(await other.next("client-typing")).toEqual({ text: "hi" });
  }
  await api.trigger("private-job.1", "done", {});
  await channels[0]!.next("done");
  expect(channels[0]!.names).toEqual(["pusher:subscription_succeeded", "done"]);
});

test("in a presence channel it is said who speaks", async ({ connect }) => {
  const [alice, bob] = [await connect(ALICE), await connect(BOB)];
  await alice.join("presence-job.1");
  await bob.join("presence-job.1");
  const heard = new Promise((resolve) => {
    bob.pusher.channel("presence-job.1").bind("client-typing", (...said: unknown[]) => resolve(said));
  });
  alice.pusher.channel("presence-job.1").trigger("client-typing", { text: "hi" });
  expect(await within(5_000, heard)).toEqual([{ text: "hi" }, { user_id: "1" }]);
});

test("a public channel is not for clients to speak in", async ({ connect, api, expected }) => {
  const [alice, bob] = [await connect(ALICE), await connect(BOB)];
  await alice.join("jobs.discovery");
  const jobs = await bob.join("jobs.discovery");
  alice.pusher.channel("jobs.discovery").trigger("client-typing", {});
  await alice.settled();
  await api.trigger("jobs.discovery", "done", {});
  await jobs.next("done");
  const delivered = expected("clientEventsInPublicChannels") === "delivered";
  expect(jobs.names.includes("client-typing")).toBe(delivered);
});

test("who is not in a channel cannot speak in it", async ({ connect, api }) => {
  const [alice, bob] = [await connect(ALICE), await connect(BOB)];
  const job = await bob.join("private-job.1");
  alice.pusher.send_event("client-typing", {}, "private-job.1");
  await alice.settled();
  await api.trigger("private-job.1", "done", {});
  await job.next("done");
  expect(job.names).not.toContain("client-typing");
});
