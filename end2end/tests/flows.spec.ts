// The four flows of PayChain's document, in two windows: who is told what, and what is refreshed.

import type { SeenToast, Window } from "../support/window.ts";
import { expect, test } from "../support/test.ts";

const TITLE = "Frontend Developer";

/** Waits until a window has seen these toasts, and finds no others. */
async function expectToasts(window: Window, toasts: SeenToast[]): Promise<void> {
  await expect.poll(() => window.toasts()).toEqual(toasts);
}

test("a job that is created is news to the worker alone", async ({ signIn }) => {
  const [employer, worker] = [await signIn("employer"), await signIn("worker")];
  await worker.show("Browse jobs");
  await expect(worker.badge).toHaveText("Live");
  await expect(worker.jobs).toHaveCount(3);
  await expect(employer.figure("Open jobs")).toHaveText("3");
  await expect(employer.figure("Your wallet")).toHaveText("$96,050");
  await worker.mark();

  await employer.createJob(TITLE, "5000");

  await expect(worker.jobs).toHaveCount(4);
  await expect(worker.jobs.first()).toHaveText(TITLE);
  await expect(employer.jobs.first()).toHaveText(TITLE);
  await expect(employer.figure("Open jobs")).toHaveText("4");
  await expectToasts(worker, [
    { icon: "💼", title: "New Job Posted!", description: TITLE, detail: "$5,000 • development" },
  ]);
  await expect(worker.unread).toHaveText("1");
  await worker.show("Dashboard");
  await expect(worker.figure("Open jobs")).toHaveText("4");
  await worker.expectNoReload();

  // Five seconds, and the time it takes to leave.
  await expect.poll(async () => (await worker.toastDurations())[0]).toBeGreaterThan(4_900);
  expect((await worker.toastDurations())[0]).toBeLessThan(6_500);
  expect(await employer.toasts()).toEqual([]);
  await expect(employer.unread).toBeHidden();
});

test("a job that is accepted is news to the employer alone", async ({ signIn }) => {
  const [employer, worker] = [await signIn("employer"), await signIn("worker")];
  const title = "Port a CSV importer to Rust";
  await employer.openJob(title);
  await worker.openJob(title);
  await employer.mark();

  await worker.page.getByRole("button", { name: "Accept job" }).click();

  await expectToasts(employer, [
    { icon: "🎉", title: "Job Accepted!", description: title, detail: "A worker is on it" },
  ]);
  await expect(employer.unread).toHaveText("1");
  await expect(employer.page.locator("article .status")).toHaveText("In progress");
  await expect(employer.page.getByText("taken by Bob")).toBeVisible();
  await employer.show("Dashboard");
  await expect(employer.figure("In progress")).toHaveText("1");
  await employer.expectNoReload();

  await expect(worker.page.getByRole("button", { name: "Mark as complete" })).toBeVisible();
  await worker.show("Dashboard");
  await expect(worker.jobs).toHaveText([title]);
  expect(await worker.toasts()).toEqual([]);
  await expect(worker.unread).toBeHidden();
});

test("a job is taken with the click, and given back where the server says no", async ({ signIn }) => {
  const worker = await signIn("worker");
  await worker.openJob("Port a CSV importer to Rust");
  const { page } = worker;
  const status = page.locator("article .status");
  const accept = page.getByRole("button", { name: "Accept job" });
  let refuse!: () => void;
  const asked = new Promise<void>((resolve) => (refuse = resolve));
  await page.route("**/accept", async (route) => {
    await asked;
    await route.fulfill({ status: 409, json: { detail: "somebody was faster" } });
  });
  await expect(status).toHaveText("Open");

  await accept.click();
  await expect(status).toHaveText("In progress");
  await expect(page.getByText("taken by Bob")).toBeVisible();
  await expect(accept).toBeHidden();

  refuse();
  await expect(status).toHaveText("Open");
  await expect(page.getByText("taken by Bob")).toBeHidden();
  await expect(page.getByText("Somebody was faster.")).toBeVisible();
  await expect(accept).toBeVisible();
});

test("a job that is completed is news to both", async ({ signIn }) => {
  const [employer, worker] = [await signIn("employer"), await signIn("worker")];
  const title = "Landing page for a bakery";
  await worker.openJob(title);
  await worker.page.getByRole("button", { name: "Accept job" }).click();
  await expect.poll(() => employer.toasts()).toHaveLength(1);
  await expect(employer.figure("Locked")).toHaveText("$3,950");
  await employer.mark();

  await worker.page.getByRole("button", { name: "Mark as complete" }).click();

  await expectToasts(employer, [
    { icon: "🎉", title: "Job Accepted!", description: title, detail: "A worker is on it" },
    { icon: "🎊", title: "Job Completed!", description: title, detail: "The payment is released" },
  ]);
  await expectToasts(worker, [
    {
      icon: "💰",
      title: "Payment Released!",
      description: title,
      detail: "$900 for your wallet",
    },
  ]);
  await expect(employer.unread).toHaveText("2");
  await expect(worker.unread).toHaveText("1");
  await expect(employer.figure("Completed")).toHaveText("1");
  await expect(employer.figure("Paid out")).toHaveText("$900");
  await expect(employer.figure("Locked")).toHaveText("$3,050");
  await employer.expectNoReload();
  await expect(worker.page.locator("article .status")).toHaveText("Completed");
  await worker.show("Dashboard");
  await expect(worker.figure("Your wallet")).toHaveText("$900");
});

test("a job that is refunded is news to the employer alone", async ({ signIn }) => {
  const [employer, worker] = [await signIn("employer"), await signIn("worker")];
  const title = "Translate a manual into German";
  await worker.openJob(title);
  await worker.mark();
  await employer.openJob(title);

  await employer.page.getByRole("button", { name: "Cancel and refund" }).click();

  await expectToasts(employer, [
    {
      icon: "🔄",
      title: "Job Refunded",
      description: title,
      detail: "It was cancelled; your money is back",
    },
  ]);
  await expect(employer.unread).toHaveText("1");
  await expect(worker.page.locator("article .status")).toHaveText("Refunded");
  await expect(worker.page.getByRole("button", { name: "Accept job" })).toBeHidden();
  await worker.expectNoReload();
  await employer.show("Dashboard");
  await expect(employer.figure("Open jobs")).toHaveText("2");
  await expect(employer.figure("Your wallet")).toHaveText("$96,700");
  await expect(employer.figure("Locked")).toHaveText("$3,300");
  expect(await worker.toasts()).toEqual([]);
  await expect(worker.unread).toBeHidden();
});

test("the bell counts, shows what happened and leads there", async ({ signIn }) => {
  const [employer, worker] = [await signIn("employer"), await signIn("worker")];
  await employer.createJob("First", "10");
  await employer.createJob("Second", "20.50");
  await expect(worker.unread).toHaveText("2");

  await worker.page.getByRole("button", { name: "Notifications, 2 unread" }).click();
  const rows = worker.page.locator(".bw-row");
  await expect(rows.locator(".bw-row-description")).toHaveText(["Second", "First"]);
  await expect(rows.first()).toContainText("$20.50 • development");
  await rows.first().getByRole("link").click();
  await expect(worker.page.getByRole("heading", { level: 1 })).toHaveText("Second");
  await expect(worker.unread).toHaveText("1");
  await expect(worker.page.getByRole("dialog")).toBeHidden();

  await worker.page.getByRole("button", { name: "Notifications, 1 unread" }).click();
  await worker.page.getByRole("button", { name: "Mark all read" }).click();
  await expect(worker.unread).toBeHidden();
});

test("a toast that was closed with the mouse leaves the next one's clock alone", async ({ signIn }) => {
  const [employer, worker] = [await signIn("employer"), await signIn("worker")];
  await employer.createJob("First", "10");
  await worker.page.locator(".bw-toast-close").click();
  await worker.page.mouse.move(5, 400);
  await expect(worker.page.locator(".bw-toast")).toHaveCount(0);

  await employer.createJob("Second", "20");
  await expect(worker.page.locator(".bw-toast")).toHaveCount(1);
  await expect(worker.page.locator(".bw-toast")).toHaveCount(0);
  expect(await worker.toasts()).toHaveLength(2);
});
