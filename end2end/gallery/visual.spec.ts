// What the gallery looks like, beside pictures of what it looked like when somebody last looked at it.

import { existsSync } from "node:fs";

import { expect, test } from "../support/test.ts";
import { LOOKS, StillGallery, nameOf } from "./support/gallery.ts";

const HEIGHT = 900;

for (const width of [1280, 390]) {
  for (const look of LOOKS) {
    const name = `${width}-${nameOf(look)}`;
    test(`the gallery looks as it did: ${name}`, async ({ page, server }, { config, project }) => {
      const isFirst = !existsSync(`${project.testDir}/baselines`);
      test.skip(isFirst && config.updateSnapshots !== "all", "there are no pictures to compare with");
      test.slow();
      await page.setViewportSize({ width, height: HEIGHT });
      const gallery = await StillGallery.open(page, server.origin, look);
      const room = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(room, "nothing stands out at the side").toBe(width);
      // What holds still need not be waited for.
      const header = await page.locator(".bar").screenshot();
      expect.soft(header).toMatchSnapshot(["baselines", `header-${name}.png`]);
      for (const section of await gallery.sections()) {
        const picture = await gallery.section(section).screenshot();
        expect.soft(picture).toMatchSnapshot(["baselines", `${section}-${name}.png`]);
      }
    });
  }
}
