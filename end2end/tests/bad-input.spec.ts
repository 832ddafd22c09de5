// What comes in may be anything. The page goes on.

import { expect, test } from "../support/test.ts";
import { Opcode, Wire, frame } from "../support/wire.ts";

const text = (content: string) => frame(Opcode.text, content);

const NONSENSE: Record<string, Buffer> = {
  "no JSON": text("{"),
  "nothing": text(""),
  "half of a character": text('{"type":"job_created","data":{"title":"\\ud800"}}'),
  "a number": text("42"),
  "an array of nonsense": text('[1, null, {"type": 5}, {"data": {}}, "subscribed"]'),
  "no type": text('{"data":{"job_id":1}}'),
  "a type nobody knows": text('{"type":"zebra","data":{"stripes":7}}'),
  "missing fields": text('{"type":"job_created","data":{"job_id":1}}'),
  "wrong types": text('{"type":"job_created","data":{"job_id":"one","title":[],"pay_amount_usd":{}}}'),
  "no data": text('{"type":"job_created"}'),
  "data that is null": text('{"type":"job_completed","data":null}'),
  "a confirmation of nothing": text('{"type":"subscribed","channels":"jobs"}'),
  "a channel that is none": text('{"type":"subscribed","channels":[1,"",null]}'),
  "deep nesting": text('{"type":"job_created","data":' + "[".repeat(20_000) + "]".repeat(20_000) + "}"),
  "binary nonsense": frame(Opcode.binary, Uint8Array.from([0, 255, 254, 1, 2, 3])),
  "ten megabytes": text(JSON.stringify({ type: "job_created", data: { title: "x".repeat(10_000_000) } })),
};

test("frames that make no sense are survived on one connection", async ({ server, open }) => {
  test.slow();
  const wire = await Wire.to(server.host);
  const worker = await open(`http://${wire.host}`);
  await worker.signIn("worker");
  expect(worker.sockets).toHaveLength(1);

  for (const [name, bytes] of Object.entries(NONSENSE)) {
    await wire.say(bytes);
    await test.step(name, async () => {
      await server.broadcast({ type: "test_message", data: { message: name }, channel: "jobs" });
      await expect
        .poll(async () => (await worker.toasts()).at(-1)?.description)
        .toBe(name);
    });
    // So that the next one is not kept waiting.
    await worker.page.locator(".bw-toast-close").click();
    await expect(worker.page.locator(".bw-toast")).toHaveCount(0);
  }
  expect(worker.sockets, "the connection is the first one").toHaveLength(1);
  await expect(worker.badge).toHaveText("Live updates active");
  const titles = new Set((await worker.toasts()).map((toast) => toast.title));
  expect(titles, "nothing was made of the nonsense").toEqual(new Set(["Test message"]));
  await wire.close();
});

test("a binary frame with a message in it is read", async ({ server, open }) => {
  const wire = await Wire.to(server.host);
  const worker = await open(`http://${wire.host}`);
  await worker.signIn("worker");
  const message = { type: "test_message", data: { message: "in binary" }, channel: "jobs" };
  await wire.say(frame(Opcode.binary, JSON.stringify(message)));
  await expect.poll(async () => (await worker.toasts()).at(-1)?.description).toBe("in binary");
  await wire.close();
});

const ENDINGS: Record<string, Buffer> = {
  "half a frame": text('{"type":"job_created","data":{"title":"Landing page"}}').subarray(0, 20),
  "a frame that no server may send": frame(Opcode.reserved, "?"),
  "a text that is not UTF-8": frame(Opcode.text, Uint8Array.from([0xc3, 0x28])),
  "a close without a reason": frame(Opcode.close, ""),
  "a close with a code that nobody knows": frame(Opcode.close, Uint8Array.from([0x0f, 0xff])),
};

for (const [name, bytes] of Object.entries(ENDINGS)) {
  test(`a connection that ends with ${name} is made anew`, async ({ server, open }) => {
    const wire = await Wire.to(server.host);
    const worker = await open(`http://${wire.host}`);
    await worker.signIn("worker");
    const before = worker.sockets.length;
    await wire.say(bytes);
    wire.cut();
    // The badge has patience, and may see nothing of it.
    await expect.poll(() => worker.sockets.length, { timeout: 15_000 }).toBeGreaterThan(before);
    await expect(worker.badge).toHaveText("Live updates active", { timeout: 15_000 });
    await expect
      .poll(async () => (await server.stats()).by_channel)
      .toEqual({ jobs: 1, payments: 1 });
    await server.broadcast({ type: "test_message", data: { message: name }, channel: "jobs" });
    await expect.poll(async () => (await worker.toasts()).at(-1)?.description).toBe(name);
    await wire.close();
  });
}

test("what a user writes is shown as text", async ({ signIn }) => {
  const [employer, worker] = [await signIn("employer"), await signIn("worker")];
  const markup = "<img src=x onerror=alert(1)>";
  await employer.createJob(markup, "10");
  await expect.poll(async () => (await worker.toasts()).at(-1)?.description).toBe(markup);
  await expect(worker.page.locator(".bw-toast img, .jobs img")).toHaveCount(0);
});
