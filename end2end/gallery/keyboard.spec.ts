// Everything that can be done with a pointer, done with keys: open, move, act, close, and be back
// where one was. Each row of the keyboard tables in the book is here.

import type { Locator, Page } from "@playwright/test";

import { test as demo } from "../support/test.ts";
import type { Window } from "../support/window.ts";
import { expect, test } from "./support/test.ts";

/** Presses keys one after the other. */
async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Goes to something with Tab, which must lead there within some steps. */
async function tabTo(page: Page, target: Locator, key = "Tab"): Promise<void> {
  for (let step = 0; step < 30; step += 1) {
    await page.keyboard.press(key);
    if (await target.evaluateAll((all) => all.some((one) => one === document.activeElement))) return;
  }
  await expect(target, "Tab leads there").toBeFocused();
}

function button(page: Page, name: string | RegExp): Locator {
  return page.getByRole("button", typeof name === "string" ? { name, exact: true } : { name });
}

/** Comes to the bell, and opens its panel. */
async function openBell(page: Page): Promise<void> {
  await press(page, "Tab", "Enter");
  await expect(title(page)).toBeFocused();
}

function bell(page: Page): Locator {
  return page.locator(".bw-bell-button");
}

function title(page: Page): Locator {
  return page.locator(".bw-panel-title");
}

/** The link or button that is most of a row. */
function row(page: Page, text: string): Locator {
  return page.locator(".bw-row-main", { hasText: text });
}

test.describe("the bell", () => {
  test("is opened and closed with Enter and Space", async ({ page, open }) => {
    await open("bell/unread");
    await press(page, "Tab");
    await expect(bell(page)).toBeFocused();
    for (const key of ["Enter", "Space"]) {
      await press(page, key);
      await expect(title(page)).toBeFocused();
      await expect(bell(page)).toHaveAttribute("aria-expanded", "true");
      await press(page, "Shift+Tab");
      await expect(bell(page)).toBeFocused();
      await press(page, key);
      await expect(page.locator(".bw-panel")).toHaveCount(0);
      await expect(bell(page)).toBeFocused();
      await expect(bell(page)).toHaveAttribute("aria-expanded", "false");
    }
  });

  test("has the focus again after Escape, from wherever that is pressed", async ({ page, open }) => {
    await open("bell/actors");
    const places = [
      title(page),
      bell(page),
      button(page, "Mark all read"),
      page.getByRole("tab", { name: "All" }),
      row(page, "bids $180"),
      button(page, "Decline"),
      button(page, "Snooze").first(),
    ];
    await press(page, "Tab");
    for (const place of places) {
      await press(page, "Enter");
      await expect(title(page)).toBeFocused();
      if (place !== places[0]) await tabTo(page, place, place === places[1] ? "Shift+Tab" : "Tab");
      await press(page, "Escape");
      await expect(page.locator(".bw-panel")).toHaveCount(0);
      await expect(bell(page)).toBeFocused();
    }
  });

  test("has lists from which arrows lead to each other", async ({ page, open }) => {
    await open("bell/unread");
    await openBell(page);
    const tab = (name: string) => page.getByRole("tab", { name });
    await tabTo(page, tab("All"));
    for (const [key, name] of [
      ["ArrowRight", "Unread"],
      ["ArrowRight", "Snoozed"],
      ["ArrowLeft", "Unread"],
      ["End", "Archived"],
      ["ArrowRight", "All"],
      ["ArrowLeft", "Archived"],
      ["Home", "All"],
      ["ArrowRight", "Unread"],
    ] as const) {
      await press(page, key);
      await expect(tab(name)).toBeFocused();
      await expect(page.getByRole("tab", { selected: true })).toHaveAccessibleName(new RegExp(name));
    }
    await expect(page.locator(".bw-row")).toHaveCount(2);
    // The other tabs are no stops on the way.
    await press(page, "Tab");
    await expect(row(page, "New job posted")).toBeFocused();
    await press(page, "Shift+Tab");
    await expect(tab("Unread")).toBeFocused();
  });

  test("has lists that follow each other as lines of text do", async ({ page, open }) => {
    await open("bell/unread", { language: "ar" });
    await openBell(page);
    const tabs = page.getByRole("tab");
    await tabTo(page, tabs.nth(0));
    await press(page, "ArrowLeft");
    await expect(tabs.nth(1)).toBeFocused();
    await press(page, "ArrowRight", "ArrowRight");
    await expect(tabs.nth(3)).toBeFocused();
  });

  test("has notifications from which arrows lead to each other", async ({ page, open }) => {
    await open("bell/unread");
    await openBell(page);
    await tabTo(page, row(page, "New job posted"));
    for (const [key, text] of [
      ["ArrowUp", "New job posted"],
      ["ArrowDown", "Payment received"],
      ["ArrowDown", "Payment is late"],
      // Over the heading of another day.
      ["ArrowDown", "Payment refused"],
      ["ArrowDown", "Payment refused"],
      ["ArrowUp", "Payment is late"],
      ["Home", "New job posted"],
      ["End", "Payment refused"],
    ] as const) {
      await press(page, key);
      await expect(row(page, text)).toBeFocused();
    }
  });

  test("has notifications with buttons that Tab leads through", async ({ page, open }) => {
    await open("bell/actors");
    await openBell(page);
    await tabTo(page, row(page, "bids $180"));
    for (const name of ["Accept", "Decline", "Mark as read", "Snooze", "Archive"]) {
      await press(page, "Tab");
      await expect(button(page, name).first()).toBeFocused();
      await expect(button(page, name).first(), "it is to be seen").toHaveCSS("opacity", "1");
    }
    await press(page, "Tab");
    await expect(row(page, "has sent a message")).toBeFocused();
    // From any of a row's buttons, the arrows lead to another row.
    await press(page, "Tab", "ArrowUp");
    await expect(row(page, "bids $180")).toBeFocused();
  });

  test("lets a long list be walked from end to end", async ({ page, open }) => {
    await open("bell/many");
    await openBell(page);
    await tabTo(page, row(page, "Job 120 was posted"));
    await press(page, "End");
    await expect(row(page, "Job 1 was posted")).toBeFocused();
    await expect(row(page, "Job 1 was posted")).toBeInViewport();
    await press(page, "ArrowUp");
    await expect(row(page, "Job 2 was posted")).toBeFocused();
    await press(page, "Home", "ArrowDown");
    await expect(row(page, "Job 119 was posted")).toBeFocused();
    // Scrolled out of sight, it still has the focus, and the way goes on from there.
    const list = page.locator(".bw-list");
    await list.evaluate((list) => list.scrollBy(0, 2_000));
    await expect(row(page, "Job 119 was posted")).not.toBeInViewport();
    await expect(row(page, "Job 119 was posted")).toBeFocused();
    await press(page, "ArrowDown");
    await expect(row(page, "Job 118 was posted")).toBeFocused();
    await expect(row(page, "Job 118 was posted")).toBeInViewport();
    // A screenful at a time, and back.
    await press(page, "PageDown", "PageDown");
    await expect(row(page, "Job 118 was posted")).not.toBeInViewport();
    await expect(page.locator(".bw-row-main:focus")).toBeInViewport();
    await press(page, "PageUp", "PageUp", "PageUp");
    await expect(row(page, "Job 120 was posted")).toBeFocused();
  });

  test("has a notification read and unread, and the focus stays", async ({ page, open }) => {
    await open("bell/unread");
    await openBell(page);
    await tabTo(page, row(page, "Payment received"));
    await press(page, "Enter");
    await expect(bell(page)).toHaveAccessibleName("Notifications, 1 unread");
    await expect(row(page, "Payment received")).toBeFocused();
    const payment = page.locator(".bw-row", { hasText: "Payment received" });
    await press(page, "Tab");
    await expect(payment.getByRole("button", { name: "Mark as unread" })).toBeFocused();
    await press(page, "Enter");
    await expect(bell(page)).toHaveAccessibleName("Notifications, 2 unread");
    await expect(payment.getByRole("button", { name: "Mark as read" })).toBeFocused();
    await press(page, "Space");
    await expect(bell(page)).toHaveAccessibleName("Notifications, 1 unread");
    await expect(payment.getByRole("button", { name: "Mark as unread" })).toBeFocused();
  });

  test("follows a link, and has the focus again", async ({ page, open }) => {
    await open("bell/unread");
    await openBell(page);
    await tabTo(page, row(page, "New job posted"));
    await press(page, "Enter");
    await expect(page).toHaveURL(/#\/jobs\/7$/);
    await expect(page.locator(".bw-panel")).toHaveCount(0);
    await expect(bell(page)).toBeFocused();
    await expect(bell(page)).toHaveAccessibleName("Notifications, 1 unread");
  });

  test("gives the focus of what is archived to the next, and in the end to the title", async ({
    page,
    open,
  }) => {
    await open("bell/actors");
    await openBell(page);
    await tabTo(page, button(page, "Archive").first());
    await press(page, "Enter");
    await expect(page.locator(".bw-row")).toHaveCount(1);
    await expect(row(page, "has sent a message")).toBeFocused();
    await tabTo(page, button(page, "Archive"));
    await press(page, "Enter");
    await expect(page.locator(".bw-row")).toHaveCount(0);
    await expect(title(page)).toBeFocused();
    // And from the archive back.
    await tabTo(page, page.getByRole("tab", { name: "All" }));
    await press(page, "End");
    await tabTo(page, button(page, "Move to inbox").last());
    await press(page, "Enter");
    await expect(page.locator(".bw-row")).toHaveCount(1);
    await expect(page.locator(".bw-row-main")).toBeFocused();
  });

  // Whatever marks it as read takes the row off the list with the focus in it.
  for (const way of ["the row itself", "Accept", "Mark as read"]) {
    test(`gives the focus of what leaves the unread to the next: ${way}`, async ({
      page,
      open,
    }) => {
      await open("bell/actors");
      await openBell(page);
      await tabTo(page, page.getByRole("tab", { name: "All" }));
      await press(page, "ArrowRight", "Tab");
      await expect(row(page, "bids $180")).toBeFocused();
      if (way !== "the row itself") await tabTo(page, button(page, way).first());
      await press(page, "Enter");
      await expect(page.locator(".bw-row")).toHaveCount(1);
      await expect(row(page, "has sent a message")).toBeFocused();
    });
  }

  test("keeps the focus when the application takes rows away", async ({ page, open }) => {
    await open("under-load");
    await page.evaluate(() => dispatchEvent(new CustomEvent("notification", { detail: 1 })));
    await openBell(page);
    await tabTo(page, row(page, "Job 1 was posted"));
    await page.evaluate(() => dispatchEvent(new CustomEvent("clear")));
    await expect(page.locator(".bw-row")).toHaveCount(0);
    await expect(title(page)).toBeFocused();
  });

  test("puts a notification to rest, and gives its focus to the next", async ({ page, open }) => {
    await open("bell/actors");
    await openBell(page);
    await tabTo(page, button(page, "Snooze").first());
    await press(page, "Enter");
    const times = page.getByRole("group", { name: "Snooze" });
    await expect(times).toBeVisible();
    await expect(button(page, "Snooze").first()).toBeFocused();
    await tabTo(page, times.getByRole("button").first());
    await press(page, "Tab");
    await expect(times.getByRole("button").nth(1)).toBeFocused();
    await press(page, "Enter");
    await expect(row(page, "has sent a message")).toBeFocused();
    await expect(page.getByRole("tab", { name: "Snoozed 1" })).toBeVisible();
  });

  test("does what a notification offers, and the focus stays", async ({ page, open }) => {
    await open("bell/actors");
    await openBell(page);
    await tabTo(page, button(page, "Accept"));
    await press(page, "Enter");
    await expect(page.locator(".said")).toHaveText("accept: bids $180");
    await expect(button(page, "Accept")).toBeFocused();
    await expect(bell(page)).toHaveAccessibleName("Notifications, 1 unread");
  });

  test("marks all as read, and puts away what was read", async ({ page, open }) => {
    await open("bell/actors");
    await openBell(page);
    await tabTo(page, button(page, "Mark all read"));
    await press(page, "Enter");
    await expect(title(page)).toBeFocused();
    await expect(bell(page)).toHaveAccessibleName("Notifications");
    await press(page, "Tab");
    await expect(page.locator(".bw-panel-action[data-action=archive-read]")).toBeFocused();
    await press(page, "Space");
    await expect(title(page)).toBeFocused();
    await expect(page.locator(".bw-row")).toHaveCount(0);
  });

  test("opens what is about the same, and arrows lead through it", async ({ page, open }) => {
    await open("bell/subjects");
    await openBell(page);
    await tabTo(page, row(page, "Window cleaning").first());
    await press(page, "Enter");
    await expect(row(page, "Window cleaning").first()).toHaveAttribute("aria-expanded", "true");
    await expect(row(page, "Window cleaning").first()).toBeFocused();
    await press(page, "ArrowDown");
    await expect(row(page, "Bid of $150")).toBeFocused();
    await press(page, "ArrowUp", "Space");
    await expect(row(page, "Bid of $150")).toHaveCount(0);
    await expect(row(page, "Window cleaning").first()).toBeFocused();
  });

  test("shows what has come meanwhile, on demand", async ({ page, open }) => {
    await open("under-load");
    const tell = async (n: number) => {
      await page.evaluate((detail) => dispatchEvent(new CustomEvent("notification", { detail })), n);
    };
    await tell(1);
    await openBell(page);
    await tabTo(page, row(page, "Job 1 was posted"));
    await tell(2);
    await expect(button(page, "1 new")).toBeVisible();
    await expect(row(page, "Job 1 was posted"), "nothing takes the focus").toBeFocused();
    await press(page, "Shift+Tab");
    await expect(button(page, "1 new")).toBeFocused();
    await press(page, "Enter");
    await expect(title(page)).toBeFocused();
    await expect(page.locator(".bw-row")).toHaveCount(2);
  });

  test("tries again where nothing could be loaded, and the focus stays in the panel", async ({
    page,
    open,
  }) => {
    await open("bell/unloaded");
    await openBell(page);
    await tabTo(page, button(page, "Try again"));
    await press(page, "Enter");
    await expect(button(page, "Try again")).toBeVisible();
    await expect(page.locator(".bw-panel :focus")).toHaveCount(1);
  });

  test("tries again what was refused, and the focus stays in the panel", async ({ page, open }) => {
    await open("bell/failure");
    await openBell(page);
    await tabTo(page, button(page, "Try again"));
    await press(page, "Enter");
    await expect(page.locator(".bw-row-error")).toBeVisible();
    await expect(page.locator(".bw-panel :focus")).toHaveCount(1);
  });

  // The button goes with the error, and would take the focus along.
  for (const sample of ["bell/failure", "bell/refusal"]) {
    test(`takes an error away, and the focus stays in the panel: ${sample}`, async ({
      page,
      open,
    }) => {
      await open(sample);
      await openBell(page);
      await tabTo(page, button(page, "Dismiss").first());
      await press(page, "Enter");
      await expect(page.locator(".bw-panel :focus")).toHaveCount(1);
    });
  }

  test.describe("on a phone", () => {
    test.use({ viewport: { width: 390, height: 844 } });

    test("keeps the focus in its sheet", async ({ page, open }) => {
      await open("bell/actors");
      await openBell(page);
      const stops = new Set<string>();
      const way = [...Array<string>(18).fill("Tab"), ...Array<string>(20).fill("Shift+Tab")];
      for (const key of way) {
        await press(page, key);
        stops.add(await focused(page));
      }
      expect([...stops].filter((stop) => stop.startsWith("outside"))).toEqual([]);
      for (const name of ["Close", "Mark all read", "Accept", "Answer", "Archive"]) {
        expect([...stops]).toContain(`inside: ${name}`);
      }
      await press(page, "Escape");
      await expect(page.locator(".bw-panel")).toHaveCount(0);
    });

    // The dialog keeps the focus from the bell for as long as it is modal.
    for (const key of ["Escape", "Enter"] as const) {
      test(`has the focus again after ${key}`, async ({ page, open }) => {
        await open("bell/empty");
        await openBell(page);
        if (key === "Enter") await tabTo(page, button(page, "Close"));
        await press(page, key);
        await expect(page.locator(".bw-panel")).toHaveCount(0);
        await expect(bell(page)).toBeFocused();
      });
    }
  });
});

/** What has the focus, and whether that is in a modal dialog. */
async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    // Between the last and the first one, the focus is on the window.
    if (focused === null || focused === document.body) return "window";
    const name = focused.ariaLabel ?? (focused.textContent || focused.getAttribute("title"));
    return focused.closest("dialog:modal") ? `inside: ${name}` : `outside: ${name}`;
  });
}

/** How long a toast takes to go. */
const LEAVING = 300;

/** A toast by its title. */
function toast(page: Page, text: string): Locator {
  return page.locator('.bw-toast[data-state="present"]', { hasText: text });
}

test.describe("toasts", () => {
  // None goes by itself while a test is on its way.
  test.use({ clock: "stopped" });

  test("never take the focus, and F8 leads to the newest", async ({ page, open }) => {
    await open("toaster/stack");
    const origin = button(page, "Show four");
    await press(page, "Tab", "Enter");
    await expect(toast(page, "Edsger has come")).toBeVisible();
    await expect(origin).toBeFocused();
    await press(page, "F8");
    await expect(toast(page, "Edsger has come")).toBeFocused();
    await expect(toast(page, "Edsger has come")).toHaveAttribute("data-front", "true");
    await expect(page.locator(".bw-toasts:visible")).toHaveAttribute("data-expanded", "true");
  });

  test("have nothing to lead to while there is none", async ({ page, open }) => {
    await open("toaster/stack");
    await press(page, "Tab", "F8");
    await expect(button(page, "Show four")).toBeFocused();
  });

  test("are stops of Tab, and so are their buttons", async ({ page, open }) => {
    await open("toaster/expanded");
    await press(page, "Tab", "Enter");
    await expect(page.locator(".bw-toast")).toHaveCount(3);
    await press(page, "F8");
    const stops = [
      toast(page, "Payment is late"),
      button(page, "Remind"),
      button(page, "Dismiss: Payment is late"),
      toast(page, "Payment received"),
      button(page, "Dismiss: Payment received"),
      toast(page, "New job posted"),
      button(page, "Dismiss: New job posted"),
    ];
    for (const stop of stops) {
      await expect(stop).toBeFocused();
      await press(page, "Tab");
    }
    await press(page, "F8");
    await expect(stops[0]!).toBeFocused();
    await press(page, "Tab", "Tab", "Shift+Tab");
    await expect(stops[1]!).toBeFocused();
  });

  test("are dismissed by Escape one after the other, and the focus is back in the end", async ({
    page,
    open,
  }) => {
    await open("toaster/severities");
    await press(page, "Tab", "Enter");
    await expect(page.locator(".bw-toast")).toHaveCount(4);
    await press(page, "F8");
    for (const title of ["Not saved", "Payment is late", "Job completed", "New job posted"]) {
      await expect(toast(page, title)).toBeFocused();
      await press(page, "Escape");
    }
    await expect(button(page, "Show all four")).toBeFocused();
    await page.clock.runFor(LEAVING);
    await expect(page.locator(".bw-toast")).toHaveCount(0);
  });

  test("that are the last of their list give the focus to the one before", async ({ page, open }) => {
    await open("toaster/severities");
    await press(page, "Tab", "Enter", "F8");
    await tabTo(page, button(page, "Dismiss: New job posted"));
    // From a button within as well.
    await press(page, "Escape");
    await expect(toast(page, "Job completed")).toBeFocused();
  });

  test("are dismissed by their button", async ({ page, open }) => {
    await open("toaster/severities");
    await press(page, "Tab", "Enter", "F8", "Tab");
    await expect(button(page, "Dismiss: Not saved")).toBeFocused();
    await press(page, "Enter");
    await expect(toast(page, "Payment is late")).toBeFocused();
    await press(page, "Tab", "Space");
    await expect(toast(page, "Job completed")).toBeFocused();
  });

  test("do what they offer, and the focus is back where it was", async ({ page, open }) => {
    await open("toaster/action");
    const origin = button(page, "Delete the draft");
    await press(page, "Tab", "Enter", "F8", "Tab");
    await expect(button(page, "Undo")).toBeFocused();
    await press(page, "Enter");
    await expect(toast(page, "The draft is back")).toBeVisible();
    await expect(toast(page, "Draft deleted")).toHaveCount(0);
    await expect(origin).toBeFocused();
    await page.clock.runFor(LEAVING);

    await press(page, "Enter", "F8", "Tab", "Tab");
    await expect(button(page, "All right")).toBeFocused();
    await press(page, "Space");
    // There is another one.
    await expect(toast(page, "The draft is back")).toBeFocused();
    await press(page, "Escape");
    await expect(origin).toBeFocused();
  });

  test("lead where their link leads", async ({ page, open }) => {
    await open("toaster/link");
    await press(page, "Tab", "Enter", "F8", "Tab");
    await expect(page.getByRole("link", { name: "New bid" })).toBeFocused();
    await press(page, "Enter");
    await expect(page).toHaveURL(/#\/jobs\/5$/);
    await expect(toast(page, "New bid")).toHaveCount(0);
    await expect(button(page, "Show")).toBeFocused();
  });

  test("remember where the focus was, however often F8 is pressed", async ({ page, open }) => {
    await open("toaster/severities");
    await press(page, "Tab", "Enter", "F8", "Tab", "Tab", "F8");
    await expect(toast(page, "Not saved")).toBeFocused();
    await press(page, "Escape", "Escape", "Escape", "Escape");
    await expect(button(page, "Show all four")).toBeFocused();
  });

  test("stay while the focus is among them, and go on after", async ({ page, open }) => {
    await open("toaster/severities");
    await press(page, "Tab", "Enter");
    await page.clock.runFor(1_000);
    await press(page, "F8");
    await page.clock.runFor(60_000);
    await expect(page.locator(".bw-toast")).toHaveCount(4);
    // Away from them, four of the five seconds are left.
    await tabTo(page, button(page, "Show all four"), "Shift+Tab");
    await page.clock.runFor(3_900);
    await expect(toast(page, "New job posted")).toHaveCount(1);
    await page.clock.runFor(200);
    await expect(toast(page, "New job posted")).toHaveCount(0);
    await expect(toast(page, "Payment is late")).toHaveCount(1);
  });

  test("that take the place of the one with the focus have it", async ({ page, open }) => {
    await open("toaster/failure");
    await press(page, "Tab", "Enter", "F8");
    await expect(toast(page, "Saving…")).toBeFocused();
    await page.clock.runFor(2_000);
    await expect(toast(page, "Not saved")).toBeFocused();
    await press(page, "Tab");
    await expect(button(page, "Try again")).toBeFocused();
  });

  test("that the application takes away give the focus back", async ({ page, open }) => {
    await open("under-load");
    await press(page, "Tab");
    await page.evaluate(() => dispatchEvent(new CustomEvent("toast", { detail: 1 })));
    await press(page, "F8");
    await expect(toast(page, "Message 1")).toBeFocused();
    await page.evaluate(() => dispatchEvent(new CustomEvent("clear")));
    await page.clock.runFor(LEAVING);
    await expect(page.locator(".bw-toast")).toHaveCount(0);
    await expect(bell(page)).toBeFocused();
  });

  test.describe("over a sheet", () => {
    test.use({ viewport: { width: 390, height: 844 } });

    test("are reached, dismissed, and give the focus back to the sheet", async ({ page, open }) => {
      await open("under-load");
      await openBell(page);
      await page.evaluate(() => dispatchEvent(new CustomEvent("toast", { detail: 1 })));
      await expect(toast(page, "Message 1")).toBeVisible();
      await press(page, "F8");
      await expect(toast(page, "Message 1")).toBeFocused();
      await press(page, "Escape");
      await expect(toast(page, "Message 1")).toHaveCount(0);
      // It was meant for the toast alone.
      await expect(page.locator("dialog:modal")).toBeVisible();
      await expect(title(page)).toBeFocused();
    });
  });
});

test.describe("the badge", () => {
  test("shows what is behind it with Enter and Space, and hides it", async ({ page, open }) => {
    await open("badge/details");
    const badge = button(page, "Reconnecting…");
    const details = page.getByRole("group", { name: "Connection details" });
    await press(page, "Tab");
    for (const key of ["Enter", "Space"]) {
      await press(page, key);
      await expect(details).toBeVisible();
      await expect(badge).toBeFocused();
      await expect(badge).toHaveAttribute("aria-expanded", "true");
      await press(page, key);
      await expect(details).toHaveCount(0);
      await expect(badge).toHaveAttribute("aria-expanded", "false");
    }
    await expect(badge).toBeFocused();
  });

  test("hides what is behind it with Escape, and leaves the focus with it", async ({ page, open }) => {
    await open("badge/details");
    const details = page.getByRole("group", { name: "Connection details" });
    await press(page, "Tab", "Enter");
    await expect(details).toBeVisible();
    await press(page, "Escape");
    await expect(details).toHaveCount(0);
    await expect(button(page, "Reconnecting…")).toBeFocused();

    await press(page, "Enter", "Tab");
    await expect(button(page, "Retry now")).toBeFocused();
    await expect(details).toBeVisible();
    await press(page, "Escape");
    await expect(details).toHaveCount(0);
    await expect(button(page, "Retry now")).toBeFocused();
    await press(page, "Shift+Tab");
    await expect(button(page, "Reconnecting…")).toBeFocused();
  });

  test("is no stop where it is text", async ({ page, open }) => {
    await open("badge/alone");
    await press(page, "Tab");
    await expect(page.locator(".bw-badge :focus")).toHaveCount(0);
  });
});

test.describe("the steps of a job", () => {
  test("are taken by keys, and the focus goes to what is said of them", async ({ page, open }) => {
    await open("completion/open");
    const [worker, client] = [page.locator("section").nth(0), page.locator("section").nth(1)];
    await press(page, "Tab");
    await expect(button(page, "Mark as complete")).toBeFocused();
    await press(page, "Enter");
    await expect(button(page, "Mark as complete"), "while it is under way").toBeFocused();
    await expect(worker.locator(".bw-completion-text")).toBeFocused();

    await press(page, "Tab");
    const choice = client.getByRole("combobox", { name: "Pay with" });
    await expect(choice).toBeFocused();
    await press(page, "ArrowDown");
    await expect(choice).toHaveValue("cash");
    await press(page, "ArrowUp");
    await expect(choice).toHaveValue("gcash");
    await press(page, "Tab");
    await expect(button(page, "Approve & pay")).toBeFocused();
    await press(page, "Space");
    await expect(client).toHaveAttribute("data-step", "approved");
    await expect(client.locator(".bw-completion-text")).toBeFocused();
  });

  test("keep the focus where they fail", async ({ page, open }) => {
    await open("completion/error");
    await press(page, "Tab", "Enter");
    await expect(page.getByRole("alert").filter({ hasText: "does not answer" })).toBeVisible();
    await expect(button(page, "Mark as complete")).toBeFocused();
  });
});

test.describe("the settings", () => {
  test("are reached with Tab, switched with Space, and chosen with arrows", async ({ page, open }) => {
    await open("settings/all");
    const quiet = page.getByRole("switch", { name: "Do not disturb" });
    const time = (name: string) => page.getByRole("radio", { name, exact: true });
    await press(page, "Tab");
    await expect(quiet).toBeFocused();
    await press(page, "Space");
    await expect(quiet).toBeChecked();
    await press(page, "Space");
    await expect(quiet).not.toBeChecked();

    await press(page, "Tab");
    await expect(time("as usual")).toBeFocused();
    for (const [key, name] of [
      ["ArrowDown", "2 times as long"],
      ["ArrowRight", "5 times as long"],
      ["ArrowUp", "2 times as long"],
      ["ArrowLeft", "as usual"],
      ["ArrowUp", "until I close them"],
    ] as const) {
      await press(page, key);
      await expect(time(name)).toBeFocused();
      await expect(time(name)).toBeChecked();
    }
    await press(page, "Tab");
    await expect(page.getByRole("switch", { name: "Sound" })).toBeFocused();
    await press(page, "Tab");
    await expect(page.getByRole("switch", { name: "Browser notifications" })).toBeFocused();
  });
});

test("avatars are no stops", async ({ page, open }) => {
  await open("presence/sizes");
  await press(page, "Tab");
  await expect(page.locator("main :focus")).toHaveCount(0);
});

demo.describe("the badge's button", () => {
  /** Loses the network of a demo in which somebody has signed in, and comes to the button. */
  async function loseNetwork({ page, badge }: Window): Promise<void> {
    await tabTo(page, button(page, /Alice/));
    await press(page, "Enter");
    await expect(badge).toHaveText("Live updates active");
    await page.evaluate(() => dispatchEvent(new Event("offline")));
    await expect(button(page, "Retry now")).toBeVisible();
    await tabTo(page, button(page, "Retry now"));
  }

  demo("tries again", async ({ server, open }) => {
    const window = await open(server.origin);
    await loseNetwork(window);
    await press(window.page, "Enter");
    await expect(window.badge).toHaveText("Live updates active");
    await expect(button(window.page, "Retry now")).toHaveCount(0);
  });

  // The button goes once there is a connection.
  demo("leaves the focus with the badge", async ({ server, open }) => {
    const window = await open(server.origin);
    await loseNetwork(window);
    await press(window.page, "Space");
    await expect(button(window.page, "Retry now")).toHaveCount(0);
    await expect(window.page.locator(".bw-badge-button")).toBeFocused();
  });
});
