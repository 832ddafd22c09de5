// No violations that axe knows of, in any sample, theme and direction, and contrast in figures.

import { violationsOfAll } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { PAIRS, contrasts } from "./support/contrast.ts";
import { LOOKS, StillGallery, THEMES, nameOf } from "./support/gallery.ts";

for (const look of LOOKS) {
  test(`every sample is accessible: ${nameOf(look)}`, async ({ page, server }) => {
    test.slow();
    const gallery = await StillGallery.open(page, server.origin, look);
    // The code as well.
    await page.locator("details").evaluateAll((all) => {
      for (const one of all as HTMLDetailsElement[]) one.open = true;
    });
    expect(await gallery.sections()).toContain("toaster");
    expect(await violationsOfAll(page)).toEqual([]);
  });
}

for (const theme of THEMES) {
  test(`letters and signs stand out: ${theme}`, async ({ page, server }) => {
    await page.goto(`${server.origin}/gallery/?only=badge/alone&theme=${theme}`);
    await expect(page.locator(".bw-badge")).toBeVisible();
    const figures = await contrasts(page, PAIRS);
    const row = ({ what, ratio, floor }: (typeof figures)[number]) =>
      `${ratio.toFixed(2).padStart(6)} ≥ ${floor}  ${what}`;
    console.log([`Contrast, ${theme}:`, ...figures.map(row)].join("\n"));
    expect(figures.filter(({ ratio, floor }) => ratio < floor).map(row)).toEqual([]);
  });
}
