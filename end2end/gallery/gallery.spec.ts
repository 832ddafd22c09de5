// The gallery itself: what changes all samples, what leads to one, and what is too much for anybody.

import { expect, test } from "../support/test.ts";

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
});

test("the demo leads to its components", async ({ page, server }) => {
  await page.goto(server.origin);
  await page.getByRole("link", { name: "Components" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bellwire components");
  await page.getByRole("link", { name: "To the demo" }).click();
  await expect(page.getByRole("navigation", { name: "Scenes" })).toBeVisible();
});

test("an address leads to a sample", async ({ page, server }) => {
  await page.goto(`${server.origin}/gallery/#/presence/sizes`);
  await expect(page.locator('[id="/presence/sizes"]')).toBeInViewport();
});

test("theme, language and direction change everything, and are kept", async ({ page, server }) => {
  await page.goto(`${server.origin}/gallery/`);
  const frame = page.locator('[id="/toaster/severities"] iframe').contentFrame();
  await frame.getByRole("button", { name: "Show all four" }).click();
  await expect(frame.getByRole("button", { name: "Dismiss: New job posted" })).toBeVisible();

  await page.getByLabel("Theme").selectOption("Dark");
  await page.getByLabel("Language").selectOption("العربية");
  for (const inside of [page, frame]) {
    const root = inside.locator("html");
    await expect(root).toHaveAttribute("lang", "ar");
    await expect(root).toHaveAttribute("dir", "rtl");
    await expect(root).toHaveCSS("color-scheme", "dark");
  }
  await expect(frame.getByRole("button", { name: "إغلاق: New job posted" })).toBeVisible();

  await page.getByLabel("Direction").selectOption("LTR");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("dir", "ltr");
  await expect(page.getByLabel("Language")).toHaveValue("ar");
});

test("an open panel follows a change of language", async ({ page, server }) => {
  await page.goto(`${server.origin}/gallery/`);
  const bell = page.locator('[id="/bell/unread"] iframe').contentFrame();
  await page.locator('[id="/bell/unread"] iframe').scrollIntoViewIfNeeded();
  await bell.getByRole("button", { name: /Notifications, \d unread/ }).click();
  await expect(bell.getByRole("button", { name: "Archive", exact: true })).not.toHaveCount(0);
  await page.getByLabel("Language").selectOption("Deutsch");
  await expect(bell.getByRole("heading", { name: "Benachrichtigungen" })).toBeVisible();
  await expect(bell.getByRole("button", { name: "Archivieren" })).not.toHaveCount(0);
  await expect(bell.getByRole("button", { name: "Archive", exact: true })).toHaveCount(0);
});

test("a sample is there alone", async ({ page, server }) => {
  await page.goto(`${server.origin}/gallery/?only=toaster/action`);
  await page.getByRole("button", { name: "Delete the draft" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.locator(".bw-toast", { hasText: "The draft is back" })).toBeVisible();
  await expect(page.getByRole("heading")).toHaveCount(1);

  await page.goto(`${server.origin}/gallery/?only=toaster/nonsense`);
  await expect(page.getByRole("heading")).toHaveText("There is no such sample");
});

test("the code that is shown is the code that runs", async ({ page, server }) => {
  await page.goto(`${server.origin}/gallery/`);
  const sample = page.locator('[id="/presence/changing"]');
  await sample.getByText("Code").click();
  await expect(sample.locator("pre")).toContainText("pub fn Changing() -> impl IntoView");
});

test("both parties of a job are told of each step", async ({ page, server }) => {
  await page.goto(`${server.origin}/gallery/`);
  const [worker, client] = [0, 1].map((n) => page.locator('[id="/completion/open"] section').nth(n));
  await worker!.getByRole("button", { name: "Mark as complete" }).click();
  await client!.getByRole("button", { name: "Approve & pay" }).click();
  await expect(worker!).toHaveAttribute("data-step", "approved");
});

test("the page survives bursts, and is empty after them", async ({ page, server }) => {
  test.slow();
  const errors: Error[] = [];
  page.on("pageerror", (error) => errors.push(error));
  await page.goto(`${server.origin}/gallery/`);
  const toasts = page.locator(".bw-toast");
  await page.getByRole("button", { name: "1,000 toasts in a second" }).click();
  await expect(toasts.filter({ hasText: /\d+ new notifications/ })).toBeVisible();
  await expect(toasts).toHaveCount(0, { timeout: 30_000 });

  await page.getByRole("button", { name: "10,000 notifications in two" }).click();
  await expect(page.locator(".bar .bw-bell-count")).toHaveText("99+");
  await expect(page.getByRole("button", { name: /99\+ unread/ })).toBeVisible();
  // More come until all have.
  await expect(async () => {
    await page.getByRole("button", { name: "Clear all" }).click();
    await expect(page.locator(".bar .bw-bell-count")).toHaveCount(0, { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await expect(toasts).toHaveCount(0, { timeout: 30_000 });
  expect(errors).toEqual([]);
});
