// What a backend can ask.

import { channelsOf, replyTo } from "../support/api.ts";
import { ALICE, BOB } from "../support/peer.ts";
import { expect, test as base } from "../support/test.ts";

const test = base.extend<{ audience: void }>({
  /** Alice in one window, and Bob in two, all of them in three channels. */
  audience: [
    async ({ connect }, use) => {
      for (const person of [ALICE, BOB, BOB]) {
        const client = await connect(person);
        for (const channel of ["jobs.discovery", "private-job.1", "presence-job.1"]) {
          await client.join(channel);
        }
      }
      await use();
    },
    { auto: true },
  ],
});

test("all channels are listed", async ({ api }) => {
  expect(await channelsOf(api)).toEqual(["jobs.discovery", "presence-job.1", "private-job.1"]);
});

test("channels are listed by prefix, with their users", async ({ api, expected }) => {
  const params = { filter_by_prefix: "presence-", info: "user_count" };
  expect(await replyTo(api.get({ path: "/channels", params }))).toEqual({
    status: 200,
    body: { channels: { "presence-job.1": expected("presenceChannelInList") } },
  });
});

test("a channel tells its users and subscriptions", async ({ api }) => {
  const params = { info: "user_count,subscription_count" };
  expect(await replyTo(api.get({ path: "/channels/presence-job.1", params }))).toEqual({
    status: 200,
    body: { occupied: true, user_count: 2, subscription_count: 3 },
  });
});

test("a channel without subscribers is not occupied", async ({ api }) => {
  const { status, body } = await replyTo(api.get({ path: "/channels/nobody" }));
  expect(status).toBe(200);
  expect(body).toMatchObject({ occupied: false });
});

test("a presence channel names its users, each once", async ({ api }) => {
  const { status, body } = await replyTo(api.get({ path: "/channels/presence-job.1/users" }));
  expect(status).toBe(200);
  const { users } = body as { users: { id: string }[] };
  expect(users.map(({ id }) => id).toSorted()).toEqual(["1", "2"]);
});

test("a public channel has no users to name", async ({ api, expected }) => {
  const { status, body } = await replyTo(api.get({ path: "/channels/jobs.discovery/users" }));
  expect(status).toBe(expected("statusOfUsersOfPublicChannel"));
  if (status === 200) expect(body).toMatchObject({ code: 400 });
});
