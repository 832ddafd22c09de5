// Signing in to a server that asks for tokens.

import { createHmac } from "node:crypto";

import type { Page } from "@playwright/test";

import { packageFolder } from "../support/package.ts";
import { Server } from "../support/server.ts";
import { expect, test as base } from "../support/test.ts";

const test = base.extend<{ guarded: Server }>({
  /** A server that lets nobody stay without a token. */
  guarded: async ({}, use, { workerIndex }) => {
    const server = await Server.start(await packageFolder(`tokens-${workerIndex}`), [
      "--require-token",
    ]);
    await use(server);
    await server.kill();
  },
});

/** A token as the server signs it, good for so many seconds. */
function token(seconds: number): string {
  const encode = (claims: object) => Buffer.from(JSON.stringify(claims)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: "1", role: "worker", name: "Bob", iat: now, exp: now + seconds };
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  const signature = createHmac("sha256", "bellwire-development").update(signed).digest("base64url");
  return `${signed}.${signature}`;
}

/** Makes a client whose tokens come from `issue`. */
async function connect(
  page: Page,
  server: Server,
  issue: () => string | null,
  options: object = {},
  entry = "index.js",
): Promise<void> {
  await page.exposeFunction("issue", issue);
  await page.goto(`${server.origin}/empty.html`);
  await page.evaluate(`
    (async () => {
      const { default: init, Client } = await import("/node_modules/bellwire/${entry}");
      await init();
      globalThis.seen = [];
      globalThis.client = new Client("/ws", { token: () => issue(), ...${JSON.stringify(options)} });
      client.onStatus((status) => seen.push(status.state));
    })()
  `);
}

const state = (page: Page) => () => page.evaluate<string>("client.status.state");

for (const protocol of ["envelope", "envelope-with-auth-message"]) {
  test(`a token is renewed on the connection at hand (${protocol})`, async ({ guarded, open }) => {
    const { page, sockets } = await open("about:blank");
    let issued = 0;
    const issue = () => {
      issued += 1;
      return token(issued === 1 ? 12 : 600);
    };
    await connect(page, guarded, issue, { protocol });
    await expect.poll(state(page)).toBe("connected");
    // The first token is good for 12 seconds, and the server waits for 5 more.
    await expect.poll(() => issued, { timeout: 15_000 }).toBe(2);
    await page.waitForTimeout(9_000);
    expect(await page.evaluate("seen")).toEqual(["connecting", "connected"]);
    expect(sockets).toHaveLength(1);
  });
}

for (const protocol of ["envelope", "envelope-with-auth-message"]) {
  test(`a trace tells what happened, and no token (${protocol})`, async ({ guarded, open }) => {
    const { page } = await open("about:blank");
    const secret = token(600);
    await connect(page, guarded, () => secret, { protocol }, "full/index.js");
    await expect.poll(state(page)).toBe("connected");
    const json = await page.evaluate<string>("client.trace()");
    const { entries } = JSON.parse(json) as {
      entries: { call?: { call: string }; output?: string }[];
    };
    expect(entries.map(({ call }) => call?.call)).toContain("token");
    expect(entries.some(({ output }) => output?.includes("→ Connected"))).toBe(true);
    for (const part of secret.split(".")) expect(json).not.toContain(part);
  });
}

test("an answer without a token is no proof that nobody is signed in", async ({ guarded, open }) => {
  const { page } = await open("about:blank");
  const answers = [{ token: undefined }, { token: token(600) }];
  await connect(page, guarded, () => answers.shift() as never);
  await expect.poll(() => page.evaluate("seen")).toContain("reconnecting");
  await expect.poll(state(page)).toBe("connected");
});

test("a refused token is replaced", async ({ guarded, open }) => {
  const { page } = await open("about:blank");
  const tokens = ["worthless", token(600)];
  await connect(page, guarded, () => tokens.shift() ?? null);
  await expect.poll(state(page)).toBe("connected");
  expect(tokens).toEqual([]);
});

test("who is not accepted, or not signed in, is told so and left alone", async ({ guarded, open }) => {
  const { page } = await open("about:blank");
  let issued = 0;
  await connect(page, guarded, () => (++issued <= 2 ? "worthless" : null));
  await expect.poll(state(page)).toBe("failed");
  expect(await page.evaluate("client.status")).toEqual({
    state: "failed",
    reason: expect.stringContaining("4001"),
    isTerminal: true,
  });
  await page.evaluate("client.connect()");
  await expect
    .poll(() => page.evaluate("client.status.reason"))
    .toBe("nobody is signed in");
  expect(issued).toBe(3);
});
