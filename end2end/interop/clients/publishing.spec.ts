// What a backend sends.

import { apiOf, replyTo } from "../support/api.ts";
import { expect, test } from "../support/test.ts";

test("an event goes to each of its channels", async ({ connect, api, expected }) => {
  const client = await connect();
  const [jobs, job] = [await client.join("jobs.discovery"), await client.join("private-job.1")];
  const reply = await replyTo(
    api.trigger(["jobs.discovery", "private-job.1"], "job.claimed", { jobId: 1, title: "Café ☕" }),
  );
  expect(reply).toEqual({ status: 200, body: expected("replyToTrigger") });
  for (const channel of [jobs, job]) {
    expect(await channel.next("job.claimed")).toEqual({ jobId: 1, title: "Café ☕" });
  }
});

test("data that is no JSON arrives as it is", async ({ connect, api }) => {
  const jobs = await (await connect()).join("jobs.discovery");
  await api.trigger("jobs.discovery", "said", "just text");
  expect(await jobs.next("said")).toBe("just text");
});

test("a connection can be left out", async ({ connect, api }) => {
  const [sender, other] = [await connect(), await connect()];
  const [unheard, heard] = [await sender.join("jobs.discovery"), await other.join("jobs.discovery")];
  await api.trigger("jobs.discovery", "job.posted", {}, { socket_id: sender.socketId });
  await heard.next("job.posted");
  await api.trigger("jobs.discovery", "done", {});
  await unheard.next("done");
  expect(unheard.names).not.toContain("job.posted");
});

test("a batch goes out event by event", async ({ connect, api, expected }) => {
  const client = await connect();
  const [jobs, job] = [await client.join("jobs.discovery"), await client.join("private-job.1")];
  const { socketId } = client;
  const reply = await replyTo(
    api.triggerBatch([
      { channel: "jobs.discovery", name: "job.posted", data: { id: 1 } },
      { channel: "jobs.discovery", name: "job.posted", data: { id: 2 }, socket_id: socketId },
      { channel: "private-job.1", name: "job.claimed", data: { id: 3 } },
      { channel: "jobs.discovery", name: "job.posted", data: { id: 4 } },
    ]),
  );
  expect(reply).toEqual({ status: 200, body: expected("replyToTrigger") });
  expect(await jobs.next("job.posted")).toEqual({ id: 1 });
  expect(await jobs.next("job.posted")).toEqual({ id: 4 });
  expect(await job.next("job.claimed")).toEqual({ id: 3 });
});

test("a wrong signature is refused, and nobody hears of it", async ({ connect, api, peer, expected }) => {
  const jobs = await (await connect()).join("jobs.discovery");
  const stranger = apiOf(peer, "wrong");
  const status = expected("statusOfWrongSignature");
  const forged = [
    stranger.trigger("jobs.discovery", "job.posted", {}),
    stranger.triggerBatch([{ channel: "jobs.discovery", name: "job.posted", data: {} }]),
    stranger.get({ path: "/channels" }),
    stranger.terminateUserConnections("1"),
  ].map(replyTo);
  for (const request of forged) {
    const reply = await request;
    expect(reply.status).toBe(status);
    // A server that says 200 says at least here that it is none.
    if (status === 200) expect(reply.body).toMatchObject({ code: 401 });
  }
  await api.trigger("jobs.discovery", "done", {});
  await jobs.next("done");
  expect(jobs.names).not.toContain("job.posted");
});
