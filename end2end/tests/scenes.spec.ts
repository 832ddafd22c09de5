// The other three applications, each in its backend's protocol: two people, two windows.

import type { Page } from "@playwright/test";

import { enter, openJob, post } from "../support/scenes.ts";
import { expect, test } from "../support/test.ts";
import type { Window } from "../support/window.ts";

/** The sockets that a page has open, by their paths. */
function openSockets(page: Page): string[] {
  const open: string[] = [];
  page.on("websocket", (socket) => {
    const { pathname } = new URL(socket.url());
    open.push(pathname);
    socket.on("close", () => open.splice(open.indexOf(pathname), 1));
  });
  return open;
}

test("SharedJox: a job is posted, looked at, claimed, delivered and paid", async ({ signIn }) => {
  const [client, freelancer] = [await signIn("employer"), await signIn("worker")];
  const title = "Build React Dashboard";
  for (const window of [client, freelancer]) {
    await enter(window, "SharedJox");
    await expect(window.badge).toHaveText("Connected");
    await window.mark();
  }

  await post(client, title, "150");
  await expect(client.figure("In escrow")).toHaveText("$4,100");
  await expect
    .poll(() => freelancer.toasts())
    .toEqual([
      { icon: "🔭", title: "New on discovery", description: title, detail: "up to $150" },
    ]);
  await expect(freelancer.jobs.first()).toHaveText(title);

  await openJob(client, title);
  const viewers = client.page.getByRole("list", { name: "Looking at this job" }).locator("li");
  await expect(viewers).toHaveCount(1);
  await openJob(freelancer, title);
  await expect(viewers).toHaveCount(2);

  await freelancer.page.getByRole("button", { name: "Claim job" }).click();
  await expect(client.page.locator("article .status")).toHaveText("In progress");
  // It comes on two of the client's channels, and is told once.
  await expect
    .poll(() => client.toasts())
    .toEqual([{ icon: "🤝", title: "Claimed!", description: title, detail: undefined }]);

  await freelancer.page.getByRole("button", { name: "Deliver" }).click();
  await expect(client.page.locator("article .status")).toHaveText("Completed");
  await expect.poll(async () => (await freelancer.toasts()).at(-1)?.description).toContain("$150");
  await freelancer.page.getByRole("link", { name: "← Discovery" }).click();
  await expect(freelancer.figure("Available")).toHaveText("$150");
  await expect(viewers).toHaveCount(1);
  await client.expectNoReload();
  await freelancer.expectNoReload();
});

test("cleaning jobs: bids come into the inbox and are decided on", async ({ signIn }) => {
  const [client, cleaner] = [await signIn("employer"), await signIn("worker")];
  const title = "Deep clean of a flat";
  for (const window of [client, cleaner]) {
    await enter(window, "Cleaning jobs");
    await expect(window.badge).toHaveText("Connected");
    await window.mark();
  }

  await post(client, title, "200");
  await expect
    .poll(() => cleaner.toasts())
    .toEqual([
      {
        icon: "🆕",
        title: `New Job Available: ${title}`,
        description: "Alice posted a development job in your area.",
        detail: undefined,
      },
    ]);
  await expect(cleaner.unread).toHaveText("1");
  await expect.poll(async () => (await cleaner.toastDurations())[0]).toBeGreaterThan(5_900);

  // A click in the bell leads to the job, and has read the notification.
  await cleaner.page.getByRole("button", { name: "Notifications, 1 unread" }).click();
  await cleaner.page.getByRole("dialog").getByText(title).first().click();
  await expect(cleaner.page.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(cleaner.unread).toBeHidden();

  await cleaner.page.getByLabel("Your price in dollars").fill("180");
  await cleaner.page.getByLabel("Message").fill("I bring my own tools.");
  await cleaner.page.getByRole("button", { name: "Submit bid" }).click();
  await expect(cleaner.page.locator(".bid")).toContainText("Pending");
  await expect.poll(async () => (await client.toasts()).map(({ icon }) => icon)).toEqual(["💰"]);
  await expect(client.unread).toHaveText("1");
  await openJob(client, title);
  await expect(client.unread).toBeHidden();
  await client.page.getByRole("button", { name: "Accept", exact: true }).click();

  await expect(cleaner.page.locator(".bid")).toContainText("Accepted");
  await expect.poll(async () => (await cleaner.toasts()).at(-1)?.icon).toBe("🎉");
  await client.expectNoReload();
  await cleaner.expectNoReload();

  // The inbox is the server's: another window has the same.
  await cleaner.page.reload();
  await cleaner.page.getByRole("button", { name: /^Notifications/ }).click();
  // Both are about the same job.
  await cleaner.page.getByRole("button", { name: /2 notifications/ }).click();
  await expect(cleaner.page.locator('.bw-row[data-member="true"]')).toHaveCount(2);
  await expect(cleaner.page.locator('.bw-row[data-unread="true"]')).toHaveCount(0);
});

test("job status: what one party does shows at the other, on one socket for each job", async ({
  signIn,
}) => {
  const [client, worker] = [await signIn("employer"), await signIn("worker")];
  const title = "Landing page for a bakery";
  await worker.openJob(title);
  await worker.page.getByRole("button", { name: "Accept job" }).click();
  await expect(worker.page.getByRole("button", { name: "Mark as complete" })).toBeVisible();

  const sockets = openSockets(worker.page);
  for (const window of [client, worker]) {
    await enter(window, "Job status");
    await openJob(window, title);
    await expect(window.badge).toHaveText("Connected");
    await window.mark();
  }
  expect(sockets).toEqual(["/ws/job/1/"]);
  const status = (window: Window) => window.page.locator(".bw-completion-text");
  await expect(status(client)).toHaveText("The worker has not marked this job as complete yet.");

  await worker.page.getByRole("button", { name: "Mark as complete" }).click();
  await expect(status(worker)).toHaveText("Waiting for the client to approve completion");
  await expect(status(client)).toHaveText("The worker has marked this job as complete.");
  await expect.poll(async () => (await client.toasts()).at(-1)?.icon).toBe("⏳");

  await client.page.getByLabel("Pay with").selectOption("Cash");
  await client.page.getByRole("button", { name: "Approve & pay" }).click();
  await expect(status(client)).toHaveText("You have approved this job's completion");
  await expect(status(worker)).toHaveText("Job completed! The client has approved.");
  await expect
    .poll(async () => (await worker.toasts()).at(-1)?.description)
    .toBe("Paid in cash: please upload a proof of payment.");
  await expect(worker.page.locator("article .status")).toHaveText("Completed");

  await worker.page.getByRole("link", { name: "← My jobs" }).click();
  await expect.poll(() => sockets).toEqual([]);
  await client.expectNoReload();
  await worker.expectNoReload();
});

test("another scene is another connection, and the badge tells of that one", async ({
  server,
  signIn,
}) => {
  const worker = await signIn("worker");
  const sockets = openSockets(worker.page);
  await enter(worker, "SharedJox");
  await expect(worker.badge).toHaveText("Connected");
  expect(sockets).toEqual(["/app/sharedjox"]);
  await enter(worker, "Cleaning jobs");
  await expect(worker.badge).toHaveText("Connected");
  await expect.poll(() => sockets).toEqual(["/ws/notifications/2/"]);

  await server.kill();
  await expect(worker.badge).toHaveText("Reconnecting…");
  await enter(worker, "SharedJox");
  await expect(worker.badge).toHaveText(/Connecting…|Reconnecting…/);
  await server.restart();
  await expect(worker.badge).toHaveText("Connected", { timeout: 15_000 });
  await expect.poll(() => sockets).toEqual(["/app/sharedjox"]);
});

test("who types in a conversation is seen by the other", async ({ signIn }) => {
  const [employer, worker] = [await signIn("employer"), await signIn("worker")];
  const title = "Translate a manual into German";
  await employer.openJob(title);
  await worker.openJob(title);
  await worker.page.getByLabel("Message").pressSequentially("Good mor");
  await expect(employer.page.locator(".typing")).toHaveText("Bob is typing…");
  await worker.page.getByLabel("Message").fill("Good morning");
  await worker.page.keyboard.press("Enter");
  await expect(employer.page.locator(".messages li")).toContainText("Good morning");
  await expect(employer.page.locator(".typing")).toHaveText("");
});
