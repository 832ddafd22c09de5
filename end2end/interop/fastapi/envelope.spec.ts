// A FastAPI server that knows the envelope, and nothing of Bellwire.

import { type Backend, CLIENT, tokenOf } from "../support/backends.ts";
import { expect, test } from "../support/backend-test.ts";

const CREATED = { job_id: 123, title: "Paint a fence", pay_amount_usd: 120 };

async function broadcast(backend: Backend, channel?: string): Promise<void> {
  const answer = await fetch(`${backend.program.origin}/broadcast`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ type: "job_created", data: CREATED, channel }),
  });
  expect(answer.ok).toBe(true);
}

test("channels are subscribed to and given back", async ({ start, bellwire }) => {
  const backend = await start();
  const client = await bellwire(backend, "/ws", { events: ["job_created"] });
  await client.subscribe("jobs");
  await broadcast(backend, "jobs");
  await broadcast(backend, "payments");
  await broadcast(backend);
  await expect.poll(() => client.heard("job_created")).toEqual([CREATED, CREATED]);
  await client.run(({ client }) => client.unsubscribe("jobs"));
  const stats = async () => (await fetch(`${backend.program.origin}/stats`)).json();
  await expect.poll(stats).toEqual({ total: 1, by_channel: {} });
});

test("a server that is killed is come back to, and asked for its channels", async ({ start, bellwire }) => {
  const backend = await start();
  const client = await bellwire(backend, "/ws", { events: ["job_created"] });
  await client.subscribe("jobs");
  await backend.program.restart();
  await client.expectSubscribed("jobs", 2, 40_000);
  await broadcast(backend, "jobs");
  await expect.poll(() => client.heard("job_created")).toHaveLength(1);
  expect((await client.log()).gaps).toContain("jobs");
  expect(client.sockets.length, "never in a tight loop").toBeLessThanOrEqual(6);
});

test("a token that is not accepted is replaced once", async ({ start, bellwire }) => {
  const backend = await start({ REQUIRE_TOKEN: "1" });
  const tokens = [tokenOf(CLIENT, 900, "of-another-server-than-this-one-is"), tokenOf(CLIENT)];
  const client = await bellwire(backend, "/ws", { tokens });
  await client.expectState("connected");
  await expect.poll(async () => (await client.log()).tokens).toBe(2);
  const stranger = await bellwire(backend, "/ws", { tokens: tokens.slice(0, 1) });
  await stranger.expectState("failed");
  expect(stranger.sockets).toHaveLength(2);
});

test("a server that finds us too busy is left alone for a while", async ({ start, bellwire }) => {
  const backend = await start({ MESSAGE_LIMIT: "2" });
  const client = await bellwire(backend, "/ws", { attempts: 3 });
  await client.expectState("connected");
  for (let nth = 0; nth < 5; nth += 1) await client.run(({ client }) => void client.send("hello"));
  await client.expectState("reconnecting");
  await expect.poll(() => client.sockets.length).toBeGreaterThanOrEqual(2);
  const [first, second] = client.sockets;
  // It waits for half a second at least, give or take what a busy machine adds to the first.
  expect(second! - first!).toBeGreaterThan(400);
});
