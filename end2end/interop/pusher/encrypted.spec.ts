// Payloads that the server carries and cannot read: sealed by the `pusher` library, read by Bellwire.

import { type Grant, Lines } from "../support/lines.ts";
import { expect, test as base } from "../support/test.ts";

const SEALED = "private-encrypted-job.1";
const CLAIMED = { jobId: 1, by: "Zoë" };

/** 32 bytes that nothing was sealed with. */
const OTHER_KEY = Buffer.alloc(32, "other").toString("base64");

interface Fixtures {
  /** Bellwire with the feature `encrypted`. */
  lines: (channels: string[], change?: (grant: Grant, channel: string) => Grant) => Promise<Lines>;
}

const test = base.extend<Fixtures>({
  lines: async ({ peer }, use) => {
    const open: Lines[] = [];
    await use(async (...start) => {
      const lines = await Lines.start(peer, ...start);
      open.push(lines);
      return lines;
    });
    for (const lines of open) await lines.close();
  },
});

test("what was sealed is read by Bellwire as by pusher-js", async ({ lines, connect, api }) => {
  const bellwire = await lines([SEALED]);
  const pusher = await connect();
  const job = await pusher.join(SEALED);
  for (const data of [CLAIMED, "words", 5, null]) await api.trigger(SEALED, "job.claimed", data);
  await bellwire.expectHeard(SEALED, "job.claimed", [CLAIMED, "words", 5, null]);
  for (const data of [CLAIMED, "words", 5, null]) {
    expect(await job.next("job.claimed")).toEqual(data);
  }
  // The server has carried something else.
  expect(JSON.stringify(await pusher.frames.next("job.claimed"))).not.toContain("jobId");
});

test("a key that was changed is asked for again, and nothing is lost", async ({ lines, api }) => {
  let grants = 0;
  const staleAtFirst = (grant: Grant) =>
    grants++ === 0 ? { ...grant, shared_secret: OTHER_KEY } : grant;
  const bellwire = await lines([SEALED], staleAtFirst);
  expect(bellwire.asked(SEALED)).toBe(1);
  await api.trigger(SEALED, "job.claimed", { nth: 1 });
  await api.trigger(SEALED, "job.claimed", { nth: 2 });
  await bellwire.expectHeard(SEALED, "job.claimed", [{ nth: 1 }, { nth: 2 }]);
  expect(bellwire.asked(SEALED)).toBe(2);
});

test("what cannot be opened harms no other channel", async ({ lines, api }) => {
  const closed = "private-encrypted-closed";
  const withoutKey = (grant: Grant, channel: string) =>
    channel === closed ? { ...grant, shared_secret: OTHER_KEY } : grant;
  const bellwire = await lines([closed, SEALED, "private-job.1", "jobs.discovery"], withoutKey);
  await api.trigger(closed, "job.claimed", { nth: 1 });
  await bellwire.expectFault(`a payload on \`${closed}\` cannot be read`);
  for (const channel of [SEALED, "private-job.1", "jobs.discovery"]) {
    await api.trigger(channel, "job.claimed", CLAIMED);
    await bellwire.expectHeard(channel, "job.claimed", [CLAIMED]);
  }
  await bellwire.expectHeard(closed, "job.claimed", []);
  expect(bellwire.asked(closed)).toBe(2);
});
