// What no client would say.

import { within } from "../support/diary.ts";
import type { Socket } from "../support/socket.ts";
import { expect, test } from "../support/test.ts";

const ODD_FRAMES = {
  "no JSON": "nonsense",
  "nothing": "",
  "null": "null",
  "a number": "42",
  "a list": "[]",
  "brackets without end": "[".repeat(5_000),
  "binary noise": Buffer.from([0xff, 0xfe, 0x00]),
  "no event": {},
  "an event that is a number": { event: 5 },
  "an event that is unknown": { event: "pusher:nonsense", data: {} },
  "an event that only servers send": { event: "pusher_internal:member_removed", channel: "jobs" },
  "a channel with a space in its name": { event: "pusher:subscribe", data: { channel: "a b" } },
  "a presence channel for nobody": { event: "pusher:subscribe", data: { channel: "presence-job.1" } },
  "leaving where it is not": { event: "pusher:unsubscribe", data: { channel: "jobs" } },
  "speaking in no channel": { event: "client-typing", data: {} },
};

const UNFINISHED_REQUESTS = {
  "subscribing without data": { event: "pusher:subscribe" },
  "subscribing to nothing": { event: "pusher:subscribe", data: {} },
  "subscribing to a number": { event: "pusher:subscribe", data: { channel: 5 } },
  "subscribing with data in a string": {
    event: "pusher:subscribe",
    data: JSON.stringify({ channel: "jobs" }),
  },
  "leaving without data": { event: "pusher:unsubscribe" },
  "leaving nothing": { event: "pusher:unsubscribe", data: {} },
  "signing in without data": { event: "pusher:signin" },
};

for (const [name, frame] of Object.entries({ ...ODD_FRAMES, ...UNFINISHED_REQUESTS })) {
  test(`nobody else suffers from ${name}`, async ({ connect, open, api, peer, expected }) => {
    const jobs = await (await connect()).join("jobs.discovery");
    const socket = await open();
    socket.say(frame);

    if (name in UNFINISHED_REQUESTS && expected("effectOfUnfinishedRequests") === "fatal") {
      await within(10_000, peer.ended);
      return;
    }
    await expectAnswer(socket);
    await api.trigger("jobs.discovery", "done", {});
    await jobs.next("done");
  });
}

/** Expects that the connection lives on, or is closed with a code that says why. */
async function expectAnswer(socket: Socket): Promise<void> {
  socket.say({ event: "pusher:ping", data: {} });
  const pong = socket.frames.next("pusher:pong");
  const code = await within(5_000, Promise.race([pong.then(() => undefined), socket.closed]));
  if (code !== undefined) expect(String(code)).toMatch(/^(1003|1007|1009|4[0-2]\d\d)$/);
}
