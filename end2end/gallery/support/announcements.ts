import type { Page } from "@playwright/test";

/** The element in which the two live regions of the page are. */
export const ANNOUNCER = "[data-live-announcer]";
/** Whatever a screen reader says when its text changes. */
export const LIVE = '[aria-live]:not([aria-live="off"]), [role=status], [role=alert], [role=log], output';

interface Heard {
  /** What was put into regions that were there before. */
  said: string[];
  /** What came in a polite region of its own, which most screen readers do not read. */
  unheard: string[];
}

/** Notes whatever is put into a live region of the page, in its order. */
function listen(live: string): void {
  const heard: Heard = { said: [], unheard: [] };
  Object.assign(globalThis, { bellwireHeard: heard });
  const urgency = (region: Element) => region.getAttribute("role") ?? region.localName;
  const noteChange = ({ type, target, addedNodes }: MutationRecord) => {
    const element = target instanceof Element ? target : target.parentElement;
    const region = element?.closest(live);
    const news = type === "characterData" ? [target] : [...addedNodes];
    const text = news.map((node) => node.textContent).join("");
    if (region && text) heard.said.push(`${urgency(region)}: ${text}`);
  };
  const noteArrivals = ({ addedNodes }: MutationRecord) => {
    const elements = [...addedNodes].filter((node) => node instanceof Element);
    const regions = elements.flatMap((element) => [
      ...(element.matches(live) ? [element] : []),
      ...element.querySelectorAll(live),
    ]);
    for (const region of regions.filter((region) => region.textContent !== "")) {
      // An alert is said when it comes.
      const isAlert = region.role === "alert";
      (isAlert ? heard.said : heard.unheard).push(`${urgency(region)}: ${region.textContent}`);
    }
  };
  const observer = new MutationObserver((records) => {
    for (const record of records) {
      noteChange(record);
      noteArrivals(record);
    }
  });
  observer.observe(document, { childList: true, characterData: true, subtree: true });
}

/** What a screen reader hears of a page: `status: …` politely, and `alert: …` at once. */
export class Announcements {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Listens to all that a page says, from before it is opened. */
  static async of(page: Page): Promise<Announcements> {
    await page.addInitScript(listen, LIVE);
    return new Announcements(page);
  }

  /** All that was said since the page was opened. */
  async said(): Promise<string[]> {
    return (await this.#heard()).said;
  }

  /** All that was there to be said, and came together with its region. */
  async unheard(): Promise<string[]> {
    return (await this.#heard()).unheard;
  }

  /** What is in the two live regions now: nothing, unless it was put there within a second. */
  async present(): Promise<string[]> {
    return this.#page.locator(`${ANNOUNCER} [role]`).allTextContents();
  }

  async #heard(): Promise<Heard> {
    return this.#page.evaluate(() => (globalThis as unknown as { bellwireHeard: Heard }).bellwireHeard);
  }
}
