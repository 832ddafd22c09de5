// No violations that axe knows of, whatever the page shows, light and dark.

import { violations } from "../support/axe.ts";
import { enter, openJob } from "../support/scenes.ts";
import { expect, test } from "../support/test.ts";
import type { Window } from "../support/window.ts";

async function expectAccessible(window: Window, what: string): Promise<void> {
  // What is fading in has the contrast of what is half there.
  await window.page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity);
    // One whose element has gone meanwhile is rejected.
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
  expect(await violations(window.page), what).toEqual([]);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`every page is accessible when it is ${colorScheme}`, async ({ server, open }) => {
    test.slow();
    const employer = await open(server.origin);
    await employer.page.emulateMedia({ colorScheme });
    await expect(employer.badge).toHaveText("Connected");
    await expectAccessible(employer, "sign-in");

    await employer.signIn("employer");
    await expectAccessible(employer, "dashboard");
    await employer.page.getByRole("button", { name: "Create new job" }).click();
    await expectAccessible(employer, "new job");
    await employer.page.getByRole("button", { name: "Cancel" }).click();
    await employer.page.getByRole("button", { name: "Notifications" }).click();
    await expectAccessible(employer, "empty panel");

    const worker = await open(server.origin);
    await worker.page.emulateMedia({ colorScheme });
    await worker.signIn("worker");
    await worker.show("Browse jobs");
    await employer.createJob("Paint a fence", "120");
    // Under the pointer its clock stands: half faded, it would not be judged by its own colours.
    await worker.page.locator(".bw-toast").hover();
    await expectAccessible(worker, "list, toast and count");
    await worker.page.getByRole("button", { name: "Dismiss" }).click();
    await expect(worker.page.locator(".bw-toast")).toHaveCount(0);
    await worker.page.getByRole("button", { name: "Notifications, 1 unread" }).click();
    await expectAccessible(worker, "panel");
    await worker.page.keyboard.press("Escape");

    await worker.openJob("Paint a fence");
    await worker.page.getByLabel("Message").fill("hello");
    await worker.page.keyboard.press("Enter");
    await expect(worker.page.locator(".messages li")).toHaveCount(1);
    await expectAccessible(worker, "details");

    await server.kill();
    await expect(worker.page.locator(".bw-badge-retry")).toBeVisible();
    await worker.page.getByLabel("Message").fill("Are you there?");
    await worker.page.keyboard.press("Enter");
    await expectAccessible(worker, "details while the server is gone");
    await employer.show("Browse jobs");
    await employer.page.getByRole("link", { name: "Dashboard" }).click();
    await expectAccessible(employer, "dashboard while the server is gone");
  });

  test(`every scene is accessible when it is ${colorScheme}`, async ({ signIn }) => {
    test.slow();
    const [employer, worker] = [await signIn("employer"), await signIn("worker")];
    const title = "Landing page for a bakery";
    for (const { page } of [employer, worker]) await page.emulateMedia({ colorScheme });

    for (const window of [employer, worker]) await enter(window, "SharedJox");
    await expectAccessible(employer, "discovery");
    await openJob(employer, title);
    await openJob(worker, title);
    await expect(worker.page.locator(".bw-avatar")).toHaveCount(2);
    await expectAccessible(worker, "viewers");

    for (const window of [employer, worker]) {
      await enter(window, "Cleaning jobs");
      await openJob(window, title);
    }
    await worker.page.getByLabel("Your price in dollars").fill("180");
    await worker.page.getByRole("button", { name: "Submit bid" }).click();
    await expect(worker.page.locator(".bid")).toHaveCount(1);
    await expectAccessible(worker, "a bid");
    await expect(employer.page.locator(".bid")).toHaveCount(1);
    await employer.page.getByRole("button", { name: /^Notifications/ }).click();
    await expectAccessible(employer, "bids, and a panel with priorities");
    await employer.page.keyboard.press("Escape");
    await employer.page.getByRole("button", { name: "Accept", exact: true }).click();

    for (const window of [employer, worker]) {
      await enter(window, "Job status");
      await openJob(window, title);
    }
    await worker.page.getByRole("button", { name: "Mark as complete" }).click();
    await expect(employer.page.getByRole("button", { name: "Approve & pay" })).toBeVisible();
    await expectAccessible(employer, "to be approved");
    await expectAccessible(worker, "to be waited for");
  });
}
