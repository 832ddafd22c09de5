// What a screen reader finds on the page: the browser's accessibility tree of each component in
// each state, beside what it was when somebody last read it.

import { readFile } from "node:fs/promises";

import type { Page } from "@playwright/test";

import { path } from "../support/paths.ts";
import { measured } from "./support/sample.ts";
import { expect, test } from "./support/test.ts";
import { accessibilityTree, faultsOf } from "./support/tree.ts";

// So that "2m ago" is true for ever, and what is said aloud is over.
test.use({ clock: "stopped" });

/** A component in a state: the sample that shows it, and how it is brought there. */
interface State {
  sample: string;
  prepare?: (page: Page) => Promise<void>;
  width?: number;
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).first().press("Enter");
}

/** Opens the bell, and waits for what is in it. */
function opened(part: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.locator(".bw-bell-button").press("Enter");
    // What comes once there is room for it, and with the frame after that.
    await measured(page);
    await page.clock.runFor(100);
    await measured(page);
    await expect(page.locator(part).first()).toBeVisible();
  };
}

/** Presses the button of a sample of toasts, and lets them be said. */
function shown(name: string): (page: Page) => Promise<void> {
  return async (page) => {
    await press(page, name);
    await expect(page.locator(".bw-toast").first()).toBeVisible();
    await page.clock.runFor(3_000);
  };
}

const STATES: Record<string, State> = {
  "bell-closed": { sample: "bell/unread" },
  "bell-open": { sample: "bell/unread", prepare: opened(".bw-row") },
  "bell-sheet": { sample: "bell/unread", prepare: opened(".bw-row"), width: 390 },
  "bell-actions": {
    sample: "bell/actors",
    prepare: async (page) => {
      await opened(".bw-row")(page);
      await press(page, "Snooze");
      await expect(page.getByRole("group", { name: "Snooze" })).toBeVisible();
    },
  },
  "bell-subjects": {
    sample: "bell/subjects",
    prepare: async (page) => {
      await opened(".bw-row")(page);
      await page.locator(".bw-row-main[aria-expanded=false]").first().press("Enter");
      await expect(page.locator(".bw-row[data-member=true]")).toHaveCount(2);
    },
  },
  "bell-priorities": { sample: "bell/priorities", prepare: opened(".bw-row") },
  "bell-plain": { sample: "bell/flat", prepare: opened(".bw-row") },
  "bell-loading": { sample: "bell/loading", prepare: opened(".bw-skeleton") },
  "bell-empty": { sample: "bell/empty", prepare: opened(".bw-panel-empty") },
  "bell-error": { sample: "bell/unloaded", prepare: opened(".bw-panel-error") },
  "bell-refused": { sample: "bell/refusal", prepare: opened(".bw-panel-error") },
  "toasts-none": { sample: "toaster/severities" },
  "toasts-severities": { sample: "toaster/severities", prepare: shown("Show all four") },
  "toasts-action": { sample: "toaster/action", prepare: shown("Delete the draft") },
  "toasts-link": { sample: "toaster/link", prepare: shown("Show") },
  "toasts-loading": { sample: "toaster/loading", prepare: shown("Show") },
  "toasts-times": { sample: "toaster/times", prepare: shown("Say it three times") },
  "toasts-stack": { sample: "toaster/stack", prepare: shown("Show four") },
  "badge-states": { sample: "badge/states" },
  "badge-failed": { sample: "badge/failed" },
  "badge-text": { sample: "badge/alone" },
  "badge-hidden": { sample: "badge/trouble" },
  "badge-details": {
    sample: "badge/details",
    prepare: async (page) => {
      await press(page, "Reconnecting…");
      await expect(page.getByRole("group", { name: "Connection details" })).toBeVisible();
    },
  },
  settings: { sample: "settings/all" },
  presence: { sample: "presence/sizes" },
  "completion-open": { sample: "completion/open" },
  "completion-marked": { sample: "completion/marked" },
  "completion-approved": { sample: "completion/approved" },
  "completion-error": {
    sample: "completion/error",
    prepare: async (page) => {
      await press(page, "Mark as complete");
      await expect(page.getByText("The server does not answer")).toBeVisible();
    },
  },
};

for (const [name, { sample, prepare, width }] of Object.entries(STATES)) {
  test(`a screen reader finds what it found: ${name}`, async ({ page, open }) => {
    if (width !== undefined) await page.setViewportSize({ width, height: 844 });
    await open(sample);
    await prepare?.(page);
    expect(await accessibilityTree(page)).toMatchSnapshot(["trees", `${name}.txt`]);
  });
}

async function tree(name: string): Promise<string> {
  return readFile(path(`end2end/gallery/trees/${name}.txt`), "utf8");
}

test("nothing is nameless, said twice, or said where nobody hears it", async () => {
  const faults = Object.keys(STATES).map(async (name) => {
    return faultsOf(await tree(name)).map((fault) => `${name}: ${fault}`);
  });
  expect((await Promise.all(faults)).flat()).toEqual([]);
});

// Beside being said once when it comes: whoever goes there later hears it as well.
test("a toast tells how grave it is, and what is under way", async () => {
  const severities = await tree("toasts-severities");
  for (const word of ["Error", "Warning", "Success"]) expect.soft(severities).toContain(word);
  expect.soft(await tree("toasts-loading")).toContain("In progress");
});

test("a row tells who has done what in words of their own", async () => {
  expect(await tree("bell-actions")).toContain("Unread: Ada Lovelace bids $180 Window cleaning");
});
