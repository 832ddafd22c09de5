// Laravel Echo.

import type Echo from "laravel-echo";

import { channelsOf } from "../support/api.ts";
import { signedIn } from "../support/client.ts";
import { Diary } from "../support/diary.ts";
import { ALICE, BOB, publicFace } from "../support/peer.ts";
import type { Pusher } from "../support/pusher-js.ts";
import { expect, test } from "../support/test.ts";

const ALICE_SEEN = publicFace(ALICE);
const BOB_SEEN = publicFace(BOB);

/** Has what a callback is called with written down. */
function into(diary: Diary, name: string): (data: unknown) => void {
  return (data) => diary.note(name, data);
}

/** What can tell when it is subscribed. */
interface Subscribed {
  subscribed(callback: () => void): unknown;
}

async function ready(channel: Subscribed): Promise<void> {
  const diary = new Diary();
  channel.subscribed(() => diary.note("subscribed", undefined));
  await diary.next("subscribed");
}

test("a dot in front takes an event by its name", async ({ echo, api }) => {
  const heard = new Diary();
  const jobs = echo().channel("jobs.discovery").listen(".job.posted", into(heard, "posted"));
  await ready(jobs);
  await api.trigger("jobs.discovery", "job.posted", { job: { id: 1 }, matchScore: 50 });
  expect(await heard.next("posted")).toEqual({ job: { id: 1 }, matchScore: 50 });
});

test("a name without a dot belongs to the namespace of the app", async ({ echo, api }) => {
  const heard = new Diary();
  const job = echo()
    .private("job.1")
    .listen("JobClaimedEvent", into(heard, "claimed"))
    .listen("Jobs.JobUpdatedEvent", into(heard, "updated"));
  await ready(job);
  await api.trigger("private-job.1", "App\\Events\\JobClaimedEvent", { jobId: 1 });
  await api.trigger("private-job.1", "App\\Events\\Jobs\\JobUpdatedEvent", { jobId: 2 });
  expect(await heard.next("claimed")).toEqual({ jobId: 1 });
  expect(await heard.next("updated")).toEqual({ jobId: 2 });
});

test("a listener that is stopped hears nothing more", async ({ echo, api }) => {
  const heard = new Diary();
  const posted = into(heard, "posted");
  const jobs = echo().channel("jobs.discovery").listen(".job.posted", posted);
  await ready(jobs);
  jobs.stopListening(".job.posted", posted).listen(".done", into(heard, "done"));
  await api.trigger("jobs.discovery", "job.posted", {});
  await api.trigger("jobs.discovery", "done", {});
  await heard.next("done");
  expect(heard.names).toEqual(["done"]);
});

test("a private channel of somebody else reports its refusal", async ({ echo }) => {
  const heard = new Diary();
  echo(ALICE).private("user.2").error(into(heard, "error"));
  expect(await heard.next("error")).toMatchObject({ type: "AuthError", status: 403 });
});

test("an encrypted channel is read", async ({ echo, api }) => {
  const heard = new Diary();
  const job = echo().encryptedPrivate("job.1").listen(".job.claimed", into(heard, "claimed"));
  await ready(job);
  await api.trigger("private-encrypted-job.1", "job.claimed", { jobId: 1 });
  expect(await heard.next("claimed")).toEqual({ jobId: 1 });
});

test("it is seen who is here, who joins and who leaves", async ({ echo }) => {
  const heard = new Diary();
  const alice = echo(ALICE).join("job.1");
  alice
    .here(into(heard, "here"))
    .joining(into(heard, "joining"))
    .leaving(into(heard, "leaving"));
  expect(await heard.next("here")).toEqual([ALICE_SEEN]);

  const bob = echo(BOB);
  bob.join("job.1").here(into(heard, "here for Bob"));
  expect(await heard.next("here for Bob")).toEqual([ALICE_SEEN, BOB_SEEN]);
  expect(await heard.next("joining")).toEqual(BOB_SEEN);
  bob.leave("job.1");
  expect(await heard.next("leaving")).toEqual(BOB_SEEN);
});

test("a whisper is heard by the others", async ({ echo, api }) => {
  const [heard, heardByAlice] = [new Diary(), new Diary()];
  const alice = echo(ALICE).private("chat");
  const bob = echo(BOB).private("chat");
  alice
    .listenForWhisper("typing", into(heardByAlice, "typing"))
    .listen(".done", into(heardByAlice, "done"));
  bob.listenForWhisper("typing", into(heard, "typing"));
  await Promise.all([ready(alice), ready(bob)]);
  alice.whisper("typing", { name: "Alice" });
  expect(await heard.next("typing")).toEqual({ name: "Alice" });
  await api.trigger("private-chat", "done", {});
  await heardByAlice.next("done");
  expect(heardByAlice.names).toEqual(["done"]);
});

test("a notification arrives", async ({ echo, api }) => {
  const heard = new Diary();
  const user = echo(ALICE).private("user.1").notification(into(heard, "notification"));
  await ready(user);
  const notification = { id: "9b1d", type: "App\\Notifications\\JobDone", title: "Done" };
  const event = "Illuminate\\Notifications\\Events\\BroadcastNotificationCreated";
  await api.trigger("private-user.1", event, notification);
  expect(await heard.next("notification")).toEqual(notification);
});

test("leaving a name leaves all its kinds", async ({ echo, api }) => {
  const alice = echo();
  await Promise.all([
    ready(alice.channel("job.1")),
    ready(alice.private("job.1")),
    ready(alice.join("job.1")),
    ready(alice.private("job.2")),
  ]);
  alice.leave("job.1");
  await expect.poll(() => channelsOf(api)).toEqual(["private-job.2"]);
  alice.leaveAllChannels();
  await expect.poll(() => channelsOf(api)).toEqual([]);
});

test("an event for the others leaves its sender out", async ({ echo, api }) => {
  const heard = new Diary();
  const [alice, bob] = [echo(ALICE), echo(BOB)];
  const listen = async (who: Echo<"reverb">, name: string) => {
    const jobs = who.channel("jobs").listen(".posted", into(heard, `${name}: posted`));
    await ready(jobs.listen(".done", into(heard, `${name}: done`)));
  };
  await Promise.all([listen(alice, "Alice"), listen(bob, "Bob")]);
  await api.trigger("jobs", "posted", {}, { socket_id: alice.socketId()! });
  await api.trigger("jobs", "done", {});
  await heard.next("Alice: done");
  await heard.next("Bob: done");
  expect(heard.names.filter((name) => name.startsWith("Alice"))).toEqual(["Alice: done"]);
  expect(heard.names.filter((name) => name.startsWith("Bob"))).toEqual(["Bob: posted", "Bob: done"]);
});

test("a user who signs in is reached", async ({ echo, api }) => {
  const { connector } = echo(ALICE);
  connector.signin();
  const user = await signedIn(connector.pusher as unknown as Pusher);
  await api.sendToUser("1", "wallet.updated", { balance: 145 });
  expect(await user.next("wallet.updated")).toEqual({ balance: 145 });
});

test("the status of the connection is told, also through an outage", async ({ echo, peer }) => {
  test.setTimeout(90_000);
  const heard = new Diary();
  const alice = echo();
  alice.connector.onConnectionChange((status) => heard.note(status, undefined));
  const jobs = alice.channel("jobs");
  await ready(jobs);
  expect(alice.connectionStatus()).toBe("connected");

  await peer.restart();
  await heard.next("connecting");
  const again = new Diary();
  jobs.subscribed(into(again, "subscribed"));
  await again.next("subscribed", 45_000);
  expect(alice.connectionStatus()).toBe("connected");

  alice.disconnect();
  await heard.next("disconnected");
  expect(alice.connectionStatus()).toBe("disconnected");
});
