import { type FrameLocator, type Locator, type Page, expect } from "@playwright/test";

import { useOwnFonts } from "./fonts.ts";

export const THEMES = ["light", "dark"] as const;
export const LANGUAGES = ["en", "ar"] as const;

export interface Look {
  theme: (typeof THEMES)[number];
  language: (typeof LANGUAGES)[number];
}

/** Every theme in every direction of lines: English runs from the left, Arabic from the right. */
export const LOOKS: Look[] = THEMES.flatMap((theme) =>
  LANGUAGES.map((language) => ({ theme, language })),
);

/** Names a look in the names of tests and pictures. */
export function nameOf({ theme, language }: Look): string {
  return `${theme}-${language === "ar" ? "rtl" : "ltr"}`;
}

/** The gallery, as a page that holds still: every component in every state at once. */
export class StillGallery {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page, origin: string, { theme, language }: Look): Promise<StillGallery> {
    await useOwnFonts(page);
    await page.goto(`${origin}/gallery/?still&theme=${theme}&language=${language}`);
    const gallery = new StillGallery(page);
    await gallery.settle();
    return gallery;
  }

  frame(sample: string): FrameLocator {
    return this.page.locator(`[id="/${sample}"] iframe`).contentFrame();
  }

  /** The names of the components' sections. */
  async sections(): Promise<string[]> {
    const ids = await this.page.locator(".group").evaluateAll((all) => all.map(({ id }) => id));
    return ids.map((id) => id.slice(1));
  }

  section(name: string): Locator {
    return this.page.locator(`[id="/${name}"]`);
  }

  /** Waits until nothing is under way but what is so for ever. */
  private async settle(): Promise<void> {
    for (const frame of await this.page.locator("iframe").all()) {
      await expect(frame.contentFrame().locator(".stage")).toBeAttached();
    }
    await expect(this.frame("toaster/promise").locator("[data-severity=success]")).toBeVisible();
    await expect(this.frame("toaster/failure").locator("[data-severity=error]")).toBeVisible();
    await expect(this.frame("bell/paged").locator(".bw-row").first()).toBeVisible();
    for (const frame of this.page.frames()) {
      await frame.evaluate(async () => {
        await document.fonts.ready;
        scrollTo(0, 0);
      });
    }
    await this.page.evaluate(() => {
      // What opened in a frame has taken the focus.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      scrollTo(0, 0);
    });
  }
}
