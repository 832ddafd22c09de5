import { type Page, expect } from "@playwright/test";

/** When it is where the clock stands still. */
const NOON = new Date("2026-01-15T12:00:00Z");

/** How a sample is opened. */
export interface Options {
  language?: "en" | "de" | "ar";
}

/** Has the page that is opened next have a clock that stands still. */
export async function stopClock(page: Page): Promise<void> {
  // It goes until it is stopped.
  await page.clock.install({ time: new Date(NOON.getTime() - 60_000) });
  await page.clock.pauseAt(NOON);
  await page.addInitScript(() => {
    // The numbers of Playwright's frames are larger than a browser's ever are, and than those with
    // which WebAssembly cancels one.
    const first = 10 ** 12;
    const [request, cancel] = [requestAnimationFrame, cancelAnimationFrame];
    globalThis.requestAnimationFrame = (frame) => request(frame) - first;
    globalThis.cancelAnimationFrame = (id) => cancel(id + first);
  });
}

/** Opens a sample of the gallery alone, and at work. */
export async function openSample(
  page: Page,
  origin: string,
  name: string,
  { language = "en" }: Options = {},
): Promise<void> {
  await page.goto(`${origin}/gallery/?only=${name}&theme=light&language=${language}`);
  await expect(page.locator(".alone")).toBeAttached();
}

/** Waits until what is on the page was measured, and what has come of that was as well. */
export async function measured(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let time = 0; time < 2; time += 1) {
      // The browser tells of sizes once per frame, all observers in their order.
      await new Promise<void>((done) => {
        const observer = new ResizeObserver(() => {
          observer.disconnect();
          done();
        });
        observer.observe(document.body);
      });
    }
  });
}
