// Bellwire in Chromium, against servers that speak the Pusher protocol.

import { expect, test } from "../support/bellwire-test.ts";
import { ALICE, BOB } from "../support/peer.ts";

const POSTED = { job: { id: 1, title: "Build React Dashboard" }, matchScore: 50 };

test("a public channel is heard", async ({ bellwire, api }) => {
  const alice = await bellwire(ALICE, { events: ["job.posted"] });
  await alice.subscribe("jobs.discovery");
  await api.trigger("jobs.discovery", "job.posted", POSTED);
  await expect.poll(() => alice.heard("job.posted")).toEqual([POSTED]);
  expect((await alice.log()).states).toEqual(["connecting", "connected"]);
});

test("private channels are permitted by the application's server", async ({ bellwire, api, site }) => {
  const alice = await bellwire(ALICE, { events: ["wallet.updated"] });
  await alice.subscribe("private-user.1", "private-job.1");
  expect(site.asked).toBe(2);
  await api.trigger("private-user.1", "wallet.updated", { newBalance: 145 });
  await expect.poll(() => alice.heard("wallet.updated")).toEqual([{ newBalance: 145 }]);
});

test("a channel of somebody else says so and harms no other", async ({ bellwire }) => {
  const alice = await bellwire(ALICE);
  await alice.run(({ client }) => void client.subscribe(["private-user.2", "private-user.1"]));
  await alice.expectSubscribed("private-user.1");
  const refused = async () =>
    (await alice.log()).subscriptions.filter(({ channel }) => channel === "private-user.2");
  await expect.poll(refused).toHaveLength(1);
  expect((await refused())[0]!.reason).toContain("not permitted");
  expect(await alice.run(({ client }) => client.isConnected)).toBe(true);
});

test("a wrong signature is told to its subscriber", async ({ bellwire, site }) => {
  site.forges = true;
  const alice = await bellwire(ALICE);
  await alice.run(({ client }) => void client.subscribe(["private-user.1", "jobs.discovery"]));
  await alice.expectSubscribed("jobs.discovery");
  const refused = async () =>
    (await alice.log()).subscriptions.filter(({ reason }) => reason !== undefined);
  await expect.poll(refused).toEqual([
    { channel: "private-user.1", reason: expect.stringContaining("the server says") },
  ]);
});

test("members are seen as they come and go", async ({ bellwire }) => {
  const alice = await bellwire(ALICE);
  await alice.subscribe("presence-job.1");
  const ids = () => alice.run(({ client }) => client.members("presence-job.1").map(({ id }) => id));
  await expect.poll(ids).toEqual(["1"]);
  const bob = await bellwire(BOB);
  await bob.subscribe("presence-job.1");
  await expect.poll(ids).toEqual(["1", "2"]);
  await bob.page.close();
  await expect.poll(ids).toEqual(["1"]);
  const kinds = (await alice.log()).presence.map(({ kind }) => kind);
  expect(kinds).toEqual(["here", "joining", "leaving"]);
});

test("a whisper is heard by the others, and at a pace that servers take", async ({ bellwire }) => {
  const [alice, bob] = [
    await bellwire(ALICE, { events: ["client-typing"] }),
    await bellwire(BOB, { events: ["client-typing"] }),
  ];
  for (const somebody of [alice, bob]) await somebody.subscribe("private-chat");
  await alice.run(({ client }) => {
    for (let nth = 0; nth < 50; nth += 1) client.whisper("private-chat", "typing", { nth });
  });
  await expect.poll(() => bob.heard("client-typing")).toHaveLength(10);
  expect(await alice.heard("client-typing")).toEqual([]);
  expect((await alice.log()).faults).toEqual([]);
});

test("what the connection itself has caused it need not hear", async ({ bellwire, api }) => {
  const [alice, bob] = [
    await bellwire(ALICE, { events: ["job.posted", "done"] }),
    await bellwire(BOB, { events: ["job.posted"] }),
  ];
  for (const somebody of [alice, bob]) await somebody.subscribe("jobs.discovery");
  const socket_id = await alice.run(({ client }) => client.socketId!);
  await api.trigger("jobs.discovery", "job.posted", POSTED, { socket_id });
  await api.trigger("jobs.discovery", "done", {});
  await expect.poll(() => bob.heard("job.posted")).toHaveLength(1);
  await expect.poll(() => alice.heard("done")).toHaveLength(1);
  expect(await alice.heard("job.posted")).toEqual([]);
});

test("a cache channel gives its last event to who comes later", async ({ bellwire, api }) => {
  const early = await bellwire(ALICE, { events: ["pusher:cache_miss", "price"] });
  await early.subscribe("cache-prices");
  await expect.poll(() => early.heard("pusher:cache_miss")).toHaveLength(1);
  await api.trigger("cache-prices", "price", { cents: 42 });
  await expect.poll(() => early.heard("price")).toEqual([{ cents: 42 }]);
  const late = await bellwire(BOB, { events: ["price"] });
  await late.subscribe("cache-prices");
  await expect.poll(() => late.heard("price")).toEqual([{ cents: 42 }]);
});

test("a user who signs in receives what is for this user alone", async ({ bellwire, api }) => {
  const alice = await bellwire(ALICE, { events: ["wallet.updated"] });
  await alice.run(({ client }) => void client.signIn());
  await alice.expectSubscribed("#sign-in");
  await alice.expectSubscribed("#server-to-user-1");
  await api.sendToUser("1", "wallet.updated", { balance: 145 });
  await expect.poll(() => alice.heard("wallet.updated")).toEqual([{ balance: 145 }]);
});

test("Echo's names work", async ({ bellwire, api }) => {
  const [alice, bob] = [await bellwire(ALICE), await bellwire(BOB)];
  await alice.run(({ echo, log }) => {
    const note = (event: string) => (data: unknown) =>
      log.events.push({ event, channel: undefined, data });
    echo.channel("jobs.discovery").listen(".job.posted", note("posted"));
    echo.private("job.1").listen("JobClaimedEvent", note("claimed")).notification(note("notified"));
    echo.private("user.2").error(note("error"));
    const viewers = echo.join("job.1").listenForWhisper("typing", note("typing"));
    viewers.here(note("here")).joining(note("joining")).leaving(note("leaving"));
  });
  for (const channel of ["jobs.discovery", "private-job.1", "presence-job.1"]) {
    await alice.expectSubscribed(channel);
  }
  await bob.run(({ echo }) => void echo.join("job.1"));
  await bob.expectSubscribed("presence-job.1");
  await bob.run(({ echo }) => void echo.join("job.1").whisper("typing", { name: "Bob" }));
  await expect.poll(() => alice.heard("typing")).toEqual([{ name: "Bob" }]);
  await bob.run(({ echo }) => echo.leave("job.1"));

  await api.trigger("jobs.discovery", "job.posted", POSTED);
  await api.trigger("private-job.1", "App\\Events\\JobClaimedEvent", { jobId: 1 });
  const notification = "Illuminate\\Notifications\\Events\\BroadcastNotificationCreated";
  await api.trigger("private-job.1", notification, { id: "n-1" });
  await expect.poll(() => alice.heard("posted")).toEqual([POSTED]);
  await expect.poll(() => alice.heard("claimed")).toEqual([{ jobId: 1 }]);
  await expect.poll(() => alice.heard("notified")).toEqual([{ id: "n-1" }]);
  await expect.poll(() => alice.heard("error")).toHaveLength(1);
  await expect.poll(() => alice.heard("leaving")).toHaveLength(1);
  expect(await alice.heard("joining")).toEqual([{ id: "2", info: { id: 2, name: "Bob" } }]);
});

test("an unknown application key is told, and not tried again", async ({ bellwire }) => {
  const alice = await bellwire(ALICE, { appKey: "nobody-knows" });
  await alice.expectState("failed");
  const status = await alice.run(({ client }) => client.status);
  expect(status).toMatchObject({ isTerminal: true, reason: expect.stringContaining("4001") });
  expect(alice.sockets).toHaveLength(1);
});

test("a server that is killed is come back to, and asked for everything anew", async ({
  bellwire,
  api,
  peer,
  site,
}) => {
  const alice = await bellwire(ALICE, { events: ["back"] });
  const channels = ["jobs.discovery", "private-user.1", "presence-job.1"];
  await alice.subscribe(...channels);
  const [before, asked] = [await alice.run(({ client }) => client.socketId), site.asked];
  await peer.kill();
  await alice.expectState("reconnecting");
  await peer.restart();
  for (const channel of channels) await alice.expectSubscribed(channel, 2, 40_000);
  expect(await alice.run(({ client }) => client.socketId)).not.toBe(before);
  expect(site.asked).toBe(2 * asked);
  for (const channel of channels) await api.trigger(channel, "back", { channel });
  await expect.poll(() => alice.heard("back")).toHaveLength(3);
  expect((await alice.log()).gaps).toEqual(expect.arrayContaining(channels));
  expect(alice.sockets.length, "never in a tight loop").toBeLessThanOrEqual(6);
});

test("a server that stays away is given up, and come back to when somebody asks", async ({
  bellwire,
  peer,
}) => {
  const alice = await bellwire(ALICE, { attempts: 2 });
  await alice.subscribe("jobs.discovery", "private-user.1");
  await peer.kill();
  await alice.expectState("failed", 40_000);
  expect(alice.sockets, "the first, and two attempts").toHaveLength(3);
  await peer.restart();
  await alice.run(({ client }) => client.connect());
  for (const channel of ["jobs.discovery", "private-user.1"]) {
    await alice.expectSubscribed(channel, 2);
  }
  await alice.expectState("connected");
});

test("an application's server that is out of order is asked again, with pauses", async ({
  bellwire,
  site,
}) => {
  site.refusal = 503;
  const alice = await bellwire(ALICE);
  await alice.run(({ client }) => void client.subscribe(["private-user.1", "jobs.discovery"]));
  await alice.expectSubscribed("jobs.discovery");
  const faults = async () => (await alice.log()).faults.length;
  await expect.poll(faults).toBeGreaterThanOrEqual(2);
  site.refusal = undefined;
  expect(site.asked).toBeLessThanOrEqual(4);
  await alice.expectSubscribed("private-user.1");
});

test("a token that is no longer accepted is replaced", async ({ bellwire, peer }) => {
  const alice = await bellwire(ALICE, { tokens: ["expired", peer.token(ALICE)] });
  await alice.subscribe("private-user.1");
  expect((await alice.log()).tokens).toBe(2);
});
