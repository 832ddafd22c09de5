// What a screen reader says of each event, word by word, and that it says nothing of all else.
//
// The clock stands still unless a test lets it go on, so that "nothing" is the truth and not a
// matter of waiting: whatever is due until then has been said.

import type { Page } from "@playwright/test";

import { ANNOUNCER, LIVE } from "./support/announcements.ts";
import { expect, test } from "./support/test.ts";

test.use({ clock: "stopped" });

/** How long a text stays, and the pause after it. */
const TURN = 1_100;
/** How often the bell speaks at most. */
const BELL_PACE = 10_000;
/** How long the regions rest where they have been moved to, before they speak. */
const SETTLING = 150;
/** How long a connection may be away. */
const GRACE = 1_500;
/** Longer than anything waits to be said. */
const LONG = 60_000;

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).press("Enter");
}

/** Has the page of the bell and the toaster show something. */
async function tell(page: Page, what: "toast" | "notification" | "news", n: number): Promise<void> {
  await page.evaluate(([what, n]) => {
    dispatchEvent(new CustomEvent(what, { detail: n }));
  }, [what, n] as const);
}

/** Lets the page go on, for some milliseconds of its own. */
async function pass(page: Page, millis: number): Promise<void> {
  await page.clock.runFor(millis);
}

test.describe("the two regions", () => {
  test("are in the body before there is anything to say, and are empty after", async ({
    page,
    announcements,
    open,
  }) => {
    await open("toaster/detail");
    const regions = page.locator(`body > ${ANNOUNCER} > *`);
    const attributes = ["role", "aria-live", "aria-atomic"];
    const are = () =>
      regions.evaluateAll(
        (all, names) => all.map((one) => names.map((name) => one.getAttribute(name))),
        attributes,
      );
    expect(await are()).toEqual([["status", "polite", "true"], ["alert", "assertive", "true"]]);
    expect(await announcements.present()).toEqual(["", ""]);

    await press(page, "Show");
    await pass(page, 999);
    expect(await announcements.present()).not.toEqual(["", ""]);
    await pass(page, 1);
    expect(await announcements.present()).toEqual(["", ""]);
    expect(await announcements.said()).toHaveLength(1);
    expect(await announcements.unheard()).toEqual([]);
  });

  test("are the only ones of what comes, goes and counts", async ({ page, open }) => {
    const SHOWN = [
      ["toaster/severities", "Show all four", ".bw-toast"],
      ["bell/unread", "Notifications, 2 unread", ".bw-row"],
      ["badge/details", "Reconnecting…", ".bw-badge-details"],
      ["presence/changing", "Somebody comes", ".bw-avatar"],
    ] as const;
    for (const [sample, button, part] of SHOWN) {
      await open(sample);
      await press(page, button);
      await expect(page.locator(part).first()).toBeVisible();
      await expect(page.locator(LIVE), sample).toHaveCount(2);
      await expect(page.locator(`${ANNOUNCER} > *`), sample).toHaveCount(2);
    }
  });
});

test.describe("a toast is said", () => {
  const SAID = [
    ["of an information", "toaster/link", "Show", "status: New bid. Window cleaning"],
    [
      "of a success",
      "toaster/detail",
      "Show",
      "status: Success: New job posted. Frontend developer for a booking page, two weeks, remote. " +
        "$5,000 • development",
    ],
    ["whose icon says enough", "toaster/icon", "Show", "status: Payment received. 120.00 from Ada"],
    [
      "of a warning, as often as it came",
      "toaster/times",
      "Say it three times",
      "status: Warning: The microphone is off (3 times)",
    ],
    ["of what takes its time", "toaster/loading", "Show", "status: In progress: Sending the picture…"],
    ["by its title, whatever it shows", "toaster/view", "Show", "status: Ada bids $180 for window cleaning (Accept: press F8)"],
    [
      "with what it offers, and the key that leads there",
      "toaster/action",
      "Delete the draft",
      "status: Draft deleted. It is kept for thirty days (Undo: press F8)",
    ],
  ] as const;
  for (const [which, sample, button, said] of SAID) {
    test(`once: one ${which}`, async ({ page, announcements, open }) => {
      await open(sample);
      expect(await announcements.said()).toEqual([]);
      await press(page, button);
      await pass(page, LONG);
      expect(await announcements.said()).toEqual([said]);
    });
  }

  test("at once where it is an error, and in its turn where it is another", async ({
    page,
    announcements,
    open,
  }) => {
    await open("toaster/severities");
    await press(page, "Show all four");
    const atOnce = [
      "status: New job posted. Frontend developer",
      "alert: Error: Not saved. The server does not answer",
    ];
    expect(await announcements.said()).toEqual(atOnce);
    await pass(page, LONG);
    expect(await announcements.said()).toEqual([
      ...atOnce,
      "status: Success: Job completed. Landing page for a bakery",
      "status: Warning: Payment is late. Due on 12 January",
    ]);
  });

  test("in the language of the page", async ({ page, announcements, open }) => {
    await open("toaster/severities", { language: "de" });
    await press(page, "Show all four");
    await pass(page, LONG);
    expect(await announcements.said()).toEqual([
      "status: New job posted. Frontend developer",
      "alert: Fehler: Not saved. The server does not answer",
      "status: Erfolg: Job completed. Landing page for a bakery",
      "status: Warnung: Payment is late. Due on 12 January",
    ]);
  });

  test("with what its button brings", async ({ page, announcements, open }) => {
    await open("toaster/action");
    await press(page, "Delete the draft");
    await pass(page, TURN);
    await press(page, "Undo");
    await pass(page, LONG);
    expect(await announcements.said()).toEqual([
      "status: Draft deleted. It is kept for thirty days (Undo: press F8)",
      "status: Success: The draft is back",
    ]);
  });

  test("again when it is updated, as it is when its turn comes", async ({ page, announcements, open }) => {
    await open("toaster/update");
    await press(page, "Another bid");
    await pass(page, TURN);
    await press(page, "Another bid");
    await press(page, "Another bid");
    await press(page, "Another bid");
    await pass(page, LONG);
    expect(await announcements.said()).toEqual([
      "status: Bids for window cleaning: 1",
      "status: Bids for window cleaning: 2",
      "status: Bids for window cleaning: 4",
    ]);
  });

  test("again when it repeats", async ({ page, announcements, open }) => {
    await open("toaster/times");
    await press(page, "Say it three times");
    await pass(page, TURN);
    await press(page, "Say it three times");
    await pass(page, LONG);
    expect(await announcements.said()).toEqual([
      "status: Warning: The microphone is off (3 times)",
      "status: Warning: The microphone is off (6 times)",
    ]);
  });

  test("not again when nothing in it has changed", async ({ page, announcements, open }) => {
    await open("toaster/positions");
    await press(page, "top-end");
    await pass(page, TURN);
    await press(page, "top-end");
    await pass(page, TURN);
    await press(page, "top-start");
    await pass(page, LONG);
    expect(await announcements.said()).toEqual(["status: top-end", "status: top-start"]);
  });

  test("with what has become of it", async ({ page, announcements, open }) => {
    await open("toaster/promise");
    await press(page, "Save");
    await pass(page, LONG);
    expect(await announcements.said()).toEqual([
      "status: In progress: Saving…",
      "status: Success: Saved. All 12 pictures",
    ]);
  });

  test("at once when it has failed", async ({ page, announcements, open }) => {
    await open("toaster/failure");
    await press(page, "Save");
    await pass(page, 2_000);
    const said = [
      "status: In progress: Saving…",
      "alert: Error: Not saved. The server does not answer (Try again: press F8)",
    ];
    expect(await announcements.said()).toEqual(said);
    await press(page, "Try again");
    await pass(page, LONG);
    expect(await announcements.said()).toEqual([...said, ...said]);
  });

  test("not when it goes", async ({ page, announcements, open }) => {
    await open("toaster/detail");
    await press(page, "Show");
    await pass(page, LONG);
    await expect(page.locator(".bw-toast")).toHaveCount(0);
    await press(page, "Show");
    const [first, ...rest] = await announcements.said();
    expect(rest).toEqual([first]);
  });

  test("by number, where more come than are shown", async ({ page, announcements, open }) => {
    await open("toaster/burst");
    await press(page, "20 at once");
    await pass(page, LONG);
    expect(await announcements.said()).toEqual([
      "status: Job 1 was posted",
      "status: Job 2 was posted",
      "status: Job 3 was posted",
      "status: 17 new notifications",
    ]);
  });
});

test.describe("the bell", () => {
  test("says how many have come, and no more often than every ten seconds", async ({
    page,
    announcements,
    open,
  }) => {
    await open("under-load");
    await tell(page, "notification", 1);
    expect(await announcements.said()).toEqual(["status: 1 new notification"]);
    for (const n of [2, 3, 4]) {
      await pass(page, TURN);
      await tell(page, "notification", n);
    }
    await pass(page, BELL_PACE - 3 * TURN - 1);
    expect(await announcements.said()).toHaveLength(1);
    await pass(page, 1);
    expect(await announcements.said()).toEqual([
      "status: 1 new notification",
      "status: 3 new notifications",
    ]);
  });

  test("says nothing of what a toast has said", async ({ page, announcements, open }) => {
    await open("under-load");
    await tell(page, "news", 1);
    await pass(page, LONG);
    expect(await announcements.said()).toEqual(["status: Job 1 was posted. Just now"]);
    await expect(page.getByRole("button", { name: "Notifications, 1 unread" })).toBeVisible();
  });

  test("says nothing when its count goes down", async ({ page, announcements, open }) => {
    await open("under-load");
    await tell(page, "notification", 1);
    await tell(page, "notification", 2);
    await pass(page, LONG);
    const before = await announcements.said();

    const bell = page.locator(".bw-bell-button");
    await bell.press("Enter");
    await page.getByRole("button", { name: "Mark as read" }).first().press("Enter");
    await expect(bell).toHaveAccessibleName("Notifications, 1 unread");
    await press(page, "Mark all read");
    await expect(bell).toHaveAccessibleName("Notifications");
    await page.keyboard.press("Escape");
    await pass(page, LONG);
    await tell(page, "toast", 3);
    expect(await announcements.said()).toEqual([...before, "status: Message 3"]);
  });

  test("says nothing of what was there before, nor of the time that goes by", async ({
    page,
    announcements,
    open,
  }) => {
    await open("bell/unread");
    await page.locator(".bw-bell-button").press("Enter");
    const time = page.locator(".bw-row-time").first();
    await expect(time).toHaveText("now");
    await pass(page, 5 * LONG);
    await expect(time).toHaveText("5m ago");
    expect(await announcements.said()).toEqual([]);
  });

  test("says what could not be done, at once", async ({ page, announcements, open }) => {
    await open("bell/failure");
    await page.locator(".bw-bell-button").press("Enter");
    await expect(page.locator(".bw-row-error")).toBeVisible();
    expect((await announcements.said())[0]).toMatch(/^alert: New bid: The server does not answer/);
  });

  test("says no failure twice", async ({ page, announcements, open }) => {
    await open("bell/failure");
    await page.locator(".bw-bell-button").press("Enter");
    await press(page, "Dismiss");
    await pass(page, LONG);
    await expect(page.locator(".bw-row-error")).toHaveCount(0);
    expect(await announcements.said()).toHaveLength(1);
  });

  test("says that it loads", async ({ page, announcements, open }) => {
    await open("bell/paged");
    await page.locator(".bw-bell-button").press("Enter");
    await pass(page, LONG);
    expect(await announcements.unheard()).toEqual([]);
    expect(await announcements.said()).toContain("status: Loading notifications");
  });
});

test.describe("the connection", () => {
  test("is said to be lost after a second and a half, and to be back", async ({
    page,
    announcements,
    open,
  }) => {
    await open("badge/trouble");
    await press(page, "Lose the network");
    await pass(page, GRACE - 1);
    expect(await announcements.said()).toEqual([]);
    await pass(page, 1);
    expect(await announcements.said()).toEqual(["status: No network"]);
    await pass(page, LONG);
    await press(page, "Find it again");
    await pass(page, LONG);
    expect(await announcements.said()).toEqual(["status: No network", "status: Back online"]);
  });

  test("is not said to have been away for a moment", async ({ page, announcements, open }) => {
    await open("badge/trouble");
    await press(page, "Find it again");
    await press(page, "Lose the network");
    await pass(page, GRACE - 1);
    await press(page, "Find it again");
    await pass(page, LONG);
    await press(page, "Lose the network");
    await pass(page, LONG);
    expect(await announcements.said()).toEqual(["status: No network"]);
  });

  test("is said to come and go, when its moments add up", async ({ page, announcements, open }) => {
    await open("badge/trouble");
    await press(page, "Lose the network");
    await pass(page, GRACE / 2);
    await press(page, "Find it again");
    await pass(page, GRACE);
    await press(page, "Lose the network");
    await pass(page, GRACE / 2);
    expect(await announcements.said()).toEqual(["status: No network"]);
  });

  test("is not counted down aloud", async ({ page, announcements, open }) => {
    await open("badge/states");
    const countdown = page.locator(".bw-badge-detail").first();
    await expect(countdown).toHaveText("retrying in 30 s");
    await pass(page, LONG);
    await expect(countdown).toHaveText("retrying…");
    expect(await announcements.said()).toEqual([]);
  });
});

test("nothing is said to those who are not to be disturbed", async ({
  page,
  origin,
  announcements,
}) => {
  await page.goto(`${origin}/gallery/?theme=light&language=en`);
  await page.getByLabel("Do not disturb").press("Space");
  await press(page, "10,000 notifications in two");
  await pass(page, LONG);
  await expect(page.locator(".bar .bw-bell-count")).toHaveText("99+");
  // What the application itself shows is said.
  await press(page, "1,000 toasts in a second");
  await pass(page, 20);
  expect(await announcements.said()).toEqual(["status: Message 1"]);
});

test.describe("over a modal dialog", () => {
  test("what happens is said inside it", async ({ page, announcements, open }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open("under-load");
    await page.locator(".bw-bell-button").press("Enter");
    await expect(page.locator("dialog:modal")).toBeVisible();
    const inside = page.locator(`dialog:modal ${ANNOUNCER}`);

    await tell(page, "toast", 1);
    // The regions have moved, and are not known there yet.
    await expect(inside).toHaveText("");
    await pass(page, SETTLING);
    await expect(inside).toHaveText("Message 1");
    await pass(page, LONG);
    await tell(page, "notification", 2);
    await expect(inside).toHaveText("1 new notification");
    await pass(page, LONG);

    await page.keyboard.press("Escape");
    await expect(page.locator(`body > ${ANNOUNCER}`)).toBeAttached();
    await tell(page, "toast", 3);
    await pass(page, SETTLING);
    expect(await announcements.said()).toEqual([
      "status: Message 1",
      "status: 1 new notification",
      "status: Message 3",
    ]);
  });

  test("nothing comes together with its region", async ({ page, announcements, open }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open("under-load");
    await page.locator(".bw-bell-button").press("Enter");
    await expect(page.locator("dialog:modal")).toBeVisible();
    await tell(page, "toast", 1);
    await pass(page, LONG);
    expect(await announcements.said()).toEqual(["status: Message 1"]);
    expect(await announcements.unheard()).toEqual([]);
  });
});

test("those who come and go are not said", async ({ page, announcements, open }) => {
  await open("presence/changing");
  await press(page, "Somebody comes");
  await press(page, "Somebody goes");
  await pass(page, LONG);
  expect(await announcements.said()).toEqual([]);
});

test("each step of a job is said to both, politely", async ({ page, announcements, open }) => {
  await open("completion/open");
  await press(page, "Mark as complete");
  await pass(page, LONG);
  const marked = [
    "status: Waiting for the client to approve completion",
    "status: The worker has marked this job as complete.",
  ];
  expect((await announcements.said()).sort()).toEqual(marked.sort());
});

test("a step that fails is said at once", async ({ page, announcements, open }) => {
  await open("completion/error");
  await press(page, "Mark as complete");
  await pass(page, LONG);
  expect(await announcements.said()).toEqual(["alert: The server does not answer"]);
});
