// Subscribing, and what is refused.

import { channelsOf } from "../support/api.ts";
import { ALICE } from "../support/peer.ts";
import { expect, test } from "../support/test.ts";

test("a public channel is for everybody", async ({ connect, api, expected }) => {
  const jobs = (await connect()).subscribe("jobs.discovery");
  const data = await jobs.next("pusher:subscription_succeeded");
  expect(data).toEqual(expected("dataOfPublicSubscription"));
  await api.trigger("jobs.discovery", "job.posted", { job: { id: 1 } });
  expect(await jobs.next("job.posted")).toEqual({ job: { id: 1 } });
});

test("a private channel is for who is vouched for", async ({ connect, api }) => {
  const job = await (await connect()).join("private-job.1");
  await api.trigger("private-job.1", "job.claimed", { jobId: 1 });
  expect(await job.next("job.claimed")).toEqual({ jobId: 1 });
});

test("an encrypted channel is read by who has the shared secret", async ({ connect, api }) => {
  const client = await connect();
  const job = await client.join("private-encrypted-job.1");
  await api.trigger("private-encrypted-job.1", "job.claimed", { jobId: 1 });
  expect(await job.next("job.claimed")).toEqual({ jobId: 1 });
  expect(await client.frames.next("job.claimed")).toMatchObject({
    data: { nonce: expect.any(String), ciphertext: expect.any(String) },
  });
});

test("a channel refused with 403 leaves the others alone", async ({ connect, api }) => {
  const client = await connect(ALICE);
  const jobs = await client.join("jobs.discovery");
  const refused = client.subscribe("private-user.2");
  const own = client.subscribe("private-user.1");
  expect(await refused.next("pusher:subscription_error")).toMatchObject({
    type: "AuthError",
    status: 403,
  });
  await own.next("pusher:subscription_succeeded");
  await api.trigger(["private-user.1", "private-user.2", "jobs.discovery"], "wallet.updated", 1);
  await own.next("wallet.updated");
  await jobs.next("wallet.updated");
  expect(refused.names).toEqual(["pusher:subscription_error"]);
  expect(client.pusher.connection.state).toBe("connected");
});

for (const channel of ["private-job.1", "presence-job.1"]) {
  test(`a wrong signature is refused for its channel alone (${channel})`, async ({ connect, peer }) => {
    const client = await connect(ALICE, {
      channelAuthorization: {
        customHandler: (_, done) =>
          done(null, {
            auth: `${peer.key}:${"0".repeat(64)}`,
            channel_data: JSON.stringify({ user_id: "1" }),
          }),
      },
    });
    const refused = client.subscribe(channel);
    expect(await refused.next("pusher:subscription_error")).toMatchObject({
      type: "AuthError",
      status: 401,
    });
    await client.join("jobs.discovery");
  });
}

test("a channel that was left says nothing more", async ({ connect, api }) => {
  const client = await connect();
  await client.join("jobs.left");
  const kept = await client.join("jobs.kept");
  client.pusher.unsubscribe("jobs.left");
  await expect.poll(() => channelsOf(api)).toEqual(["jobs.kept"]);
  await api.trigger(["jobs.left", "jobs.kept"], "job.posted", {});
  await kept.next("job.posted");
  expect(client.frames.names.filter((name) => name === "job.posted")).toHaveLength(1);
});
