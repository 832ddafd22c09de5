// The demo under a Content Security Policy that lets a page do nothing but what it must.

import { createHash } from "node:crypto";
import { cp, readFile, rm, writeFile } from "node:fs/promises";

import { path } from "../support/paths.ts";
import { Server } from "../support/server.ts";
import { beStrict } from "../support/strict.ts";
import { expect, test as base } from "../support/test.ts";

const test = base.extend({
  server: async ({}, use, { workerIndex }) => {
    const server = await Server.start(await strictDemo(`strict-demo-${workerIndex}`));
    await use(server);
    await server.kill();
  },
});

/** The demo with a policy in its document. */
async function strictDemo(name: string): Promise<string> {
  const folder = path(`target/end2end/${name}`);
  await rm(folder, { recursive: true, force: true });
  await cp(path("dist/demo"), folder, { recursive: true });
  const html = await readFile(`${folder}/index.html`, "utf8");
  const meta = `<head><meta http-equiv="Content-Security-Policy" content="${policy(html)}">`;
  await writeFile(`${folder}/index.html`, html.replace("<head>", meta));
  return folder;
}

function policy(html: string): string {
  // Inline scripts are known by what they say: trunk writes one, which starts the application.
  const scripts = html.matchAll(/<script[^>]*>([^]*?)<\/script>/g);
  const hashes = [...scripts].map(([, script]) => {
    return `'sha256-${createHash("sha256").update(script ?? "").digest("base64")}'`;
  });
  return [
    "default-src 'none'",
    "base-uri 'none'",
    "connect-src 'self'",
    "form-action 'none'",
    "img-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' ${hashes.join(" ")}`,
    "style-src 'self'",
  ].join("; ");
}

test("toasts, bell and badge do nothing that a strict policy refuses", async ({ page, server }) => {
  const complaints = await beStrict(page);
  await page.goto(server.origin);
  await page.getByRole("button", { name: /Bob/ }).click();
  const badge = page.locator(".bw-badge");
  await expect(badge).toContainText("Live updates active");

  for (const [id, title] of ["Paint a fence", "Walk a dog", "Mow a lawn", "Wash a car"].entries()) {
    const data = { job_id: id + 50, title, pay_amount_usd: 5, job_type: "other" };
    expect((await server.broadcast({ type: "job_created", data })).ok).toBe(true);
  }
  await expect(page.locator(".bw-toast").first()).toBeVisible();
  await page.locator(".bw-toast").first().hover();
  await page.getByRole("button", { name: /^Dismiss/ }).first().click();

  await page.getByRole("button", { name: "Notifications, 4 unread" }).click();
  await page.getByRole("button", { name: "Mark all read" }).click();
  await page.keyboard.press("Escape");

  await page.evaluate(() => dispatchEvent(new Event("offline")));
  await expect(badge).toHaveAttribute("data-state", "offline");
  await badge.getByRole("button", { name: "Retry now" }).click();
  await expect(badge).toContainText("Live updates active");
  expect(await complaints()).toEqual([]);
});

test("what a strict policy refuses is noticed", async ({ page, server }) => {
  const complaints = await beStrict(page);
  await page.goto(server.origin);
  await expect(page.getByRole("button", { name: /Bob/ })).toBeVisible();
  await page.evaluate(() => document.body.setAttribute("style", "color: red"));
  await expect.poll(complaints).toContainEqual(expect.stringContaining("style-src-attr refuses"));
});
