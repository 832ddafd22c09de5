// What one does in the demo's scenes.

import { expect } from "@playwright/test";

import type { Window } from "./window.ts";

type Scene = "SharedJox" | "Cleaning jobs" | "Job status";

export async function enter(window: Window, scene: Scene): Promise<void> {
  await window.page.getByRole("navigation", { name: "Scenes" }).getByText(scene).click();
  await expect(window.page.locator(".bar .logo")).toHaveText(scene);
}

/** Posts a job in the present scene. */
export async function post(window: Window, title: string, pay: string): Promise<void> {
  const { page } = window;
  await page.getByRole("button", { name: "Create new job" }).click();
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Pay in dollars").fill(pay);
  await page.getByRole("button", { name: "Post job" }).click();
  await expect(page.getByRole("button", { name: "Post job" })).toBeHidden();
}

export async function openJob(window: Window, title: string): Promise<void> {
  await window.jobs.filter({ hasText: title }).first().click();
  await expect(window.page.getByRole("heading", { level: 1 })).toHaveText(title);
}
