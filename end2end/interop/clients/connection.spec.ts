// Connecting, and staying connected.

import { channelsOf } from "../support/api.ts";
import { Client } from "../support/client.ts";
import { within } from "../support/diary.ts";
import { ALICE } from "../support/peer.ts";
import { Socket } from "../support/socket.ts";
import { expect, test } from "../support/test.ts";

test("a welcome names the connection and says how long it may be quiet", async ({ peer }) => {
  const socket = new Socket(peer);
  const welcome = await socket.frames.next<{ data: string }>("pusher:connection_established");
  socket.close();
  expect(JSON.parse(welcome.data)).toEqual({
    socket_id: expect.stringMatching(/^\d+\.\d+$/),
    activity_timeout: expect.any(Number),
  });
});

test("pusher-js connects, and every connection has a name of its own", async ({ connect }) => {
  const [first, second] = [await connect(), await connect()];
  expect(first.socketId).toMatch(/^\d+\.\d+$/);
  expect(second.socketId).toMatch(/^\d+\.\d+$/);
  expect(first.socketId).not.toBe(second.socketId);
});

test("a ping is answered", async ({ open }) => {
  const socket = await open();
  socket.say({ event: "pusher:ping", data: {} });
  await socket.frames.next("pusher:pong");
});

test("pusher-js keeps a quiet connection by pings", async ({ connect }) => {
  const client = await connect(ALICE, { activityTimeout: 100, pongTimeout: 2_000 });
  for (let pong = 0; pong < 3; pong++) await client.frames.next("pusher:pong");
  const { connection } = client;
  expect(connection.names.filter((name) => name === "connected")).toHaveLength(1);
  expect(connection.names).not.toContain("disconnected");
});

test("an unknown key is told so and closed with 4001", async ({ peer }) => {
  const socket = new Socket(peer, "nobody");
  const { data } = await socket.frames.next<{ data: unknown }>("pusher:error");
  expect(data).toMatchObject({ code: 4001, message: expect.any(String) });
  expect(await within(5_000, socket.closed)).toBe(4001);
});

test("pusher-js does not try an unknown key again", async ({ peer }) => {
  const { pusher, connection } = new Client(peer, ALICE, {}, "nobody");
  expect(await connection.next("error")).toMatchObject({ error: { data: { code: 4001 } } });
  await connection.next("disconnected");
  expect(pusher.connection.state).toBe("disconnected");
  expect(connection.names).not.toContain("connecting_in");
});

test("a client that disconnects leaves its channels", async ({ connect, api }) => {
  const client = await connect();
  await client.join("jobs.discovery");
  expect(await channelsOf(api)).toEqual(["jobs.discovery"]);
  client.pusher.disconnect();
  await expect.poll(() => channelsOf(api)).toEqual([]);
});
