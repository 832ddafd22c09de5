// A page that a server renders and a browser takes over.

import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

import type { Page } from "@playwright/test";

import { Rendered } from "../support/rendered.ts";
import { beStrict } from "../support/strict.ts";
import { expect, test as base } from "../support/test.ts";

const test = base.extend<{ rendered: Rendered }>({
  rendered: async ({ server }, use) => {
    const rendered = await Rendered.start(server.host);
    await use(rendered);
    await rendered.kill();
    if (rendered.words !== "") throw new Error(`the server complains:\n${rendered.words}`);
  },
});

const jobs = (page: Page) => page.locator(".jobs li");

async function post(page: Page, title: string): Promise<void> {
  await page.getByLabel("A new job").fill(title);
  await page.getByRole("button", { name: "Post" }).click();
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the page shows its content, and its form works", async ({ page, rendered }) => {
    await page.goto(rendered.origin);
    await expect(jobs(page)).toHaveText(["Walk a dog", "Paint a fence"]);
    await expect(page.locator(".bw-badge")).toHaveText("Disconnected");
    await expect(page.locator(".bw-badge")).toHaveCSS("font-weight", "500");
    await expect(page.getByRole("button", { name: "Notifications" })).toBeVisible();
    await post(page, "Mow a lawn");
    await expect(jobs(page)).toHaveText(["Mow a lawn", "Walk a dog", "Paint a fence"]);
  });
});

test("the browser takes over the server's elements, within a strict policy", async ({
  page,
  rendered,
}) => {
  const complaints = await beStrict(page);
  // The page is looked at before its script is there.
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/pkg/*.js", async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(rendered.origin, { waitUntil: "commit" });
  await expect(jobs(page)).toHaveCount(2);
  await page.getByLabel("A new job").fill("Half a ti");
  const parts = "header, .bw-badge, .bw-badge-label, .bw-bell-button, input, .jobs li";
  const all = await page.locator(parts).count();
  await page.locator(parts).evaluateAll((elements) => {
    for (const element of elements) Object.assign(element, { isServers: true });
  });

  release();
  await expect(page.locator(".bw-badge")).toHaveText("Connected");
  const kept = await page.locator(parts).evaluateAll((elements) => {
    return elements.filter((element) => "isServers" in element).length;
  });
  expect(kept).toBe(all);
  await expect(page.getByLabel("A new job")).toHaveValue("Half a ti");
  expect(await complaints()).toEqual([]);
});

test("an event is told, counted, and freshens what the server has rendered", async ({
  page,
  browser,
  rendered,
}) => {
  const complaints = await beStrict(page);
  await page.goto(rendered.origin);
  await expect(page.locator(".bw-badge")).toHaveText("Connected");

  const other = await browser.newContext({ javaScriptEnabled: false });
  const elsewhere = await other.newPage();
  await elsewhere.goto(rendered.origin);
  await post(elsewhere, "Mow a lawn");
  await other.close();

  await expect(page.locator(".bw-toast")).toContainText("Mow a lawn");
  await expect(page.locator(".bw-bell-count")).toHaveText("1");
  await expect(jobs(page)).toHaveText(["Mow a lawn", "Walk a dog", "Paint a fence"]);

  await page.getByRole("button", { name: "Notifications, 1 unread" }).click();
  await expect(page.getByRole("dialog")).toContainText("Mow a lawn");
  await post(page, "Wash a car");
  await expect(jobs(page).first()).toHaveText("Wash a car");
  expect(await complaints()).toEqual([]);
});

test("what the server renders has no inline style, and no script without a nonce", async ({
  rendered,
}) => {
  const first = await fetch(rendered.origin);
  const policy = first.headers.get("content-security-policy");
  const nonce = /style-src 'self' 'nonce-([\w-]+)'/.exec(policy ?? "")?.[1];
  expect(nonce).toBeDefined();
  const html = await first.text();
  expect(html).not.toMatch(/<[^>]+\s(style|on\w+)=/);
  const inline = html.match(/<(script|style)\b[^>]*>/g) ?? [];
  expect(inline.length).toBeGreaterThan(1);
  for (const tag of inline) expect(tag).toContain(`nonce="${nonce}"`);
  const second = await fetch(rendered.origin);
  expect(second.headers.get("content-security-policy")).not.toContain(nonce);
});

test("rendering calls nobody", async () => {
  let calls = 0;
  const backend = createServer((socket) => {
    calls += 1;
    socket.destroy();
  });
  backend.listen(0, "127.0.0.1");
  await once(backend, "listening");
  const { port } = backend.address() as AddressInfo;
  const rendered = await Rendered.start(`127.0.0.1:${port}`);
  for (let page = 0; page < 10; page++) expect(await rendered.html()).toContain("Walk a dog");
  expect(calls).toBe(0);
  await rendered.kill();
  backend.close();
});

test("the stub knows of no connection before a browser comes", async ({ server, page, rendered }) => {
  await rendered.html();
  expect((await server.stats()).total).toBe(0);
  await page.goto(rendered.origin);
  await expect(page.locator(".bw-badge")).toHaveText("Connected");
  expect((await server.stats()).total).toBe(1);
});

test("two hundred pages leave the server's memory as it was", async ({ rendered }) => {
  test.skip(process.platform !== "linux", "reads /proc");
  const render = async (pages: number) => {
    for (let page = 0; page < pages; page++) await rendered.html();
  };
  // Until its threads and their memory are there.
  await render(100);
  const before = await rendered.memory();
  await render(200);
  // If they were never let go of they would take 2.3 MB.
  expect((await rendered.memory()) - before).toBeLessThan(1_000_000);
});
