import { type Browser, type CDPSession, type Locator, type Page, expect } from "@playwright/test";

import type { Scenario } from "./bursts.ts";
import type { Subject } from "./pages.ts";
import { type Sight, addProbe, burst, clear, wasmMemory } from "./probe.ts";
import { CATEGORIES, type Tasks, tasksOf } from "./trace.ts";

/** How long a page may take for a burst, and again to dismiss what has come, in milliseconds. */
const PATIENCE = 60_000;

/** A burst, its dismissal, and what is left of them. */
export interface Round {
  tasks: Tasks;
  /** Nothing, if the page has not shown the burst in time. */
  sight: Sight | null;
  /** In bytes: at the most, with what is garbage by then. */
  peak: number | null;
  /** In bytes: once all is dismissed and the garbage is gone. Nothing, if it was not in time. */
  after: number | null;
}

/** A page under test in a window of its own. */
export class Window {
  readonly page: Page;
  readonly #subject: Subject;
  readonly #session: CDPSession;
  readonly #browser: Browser;

  private constructor(browser: Browser, page: Page, session: CDPSession, subject: Subject) {
    this.#browser = browser;
    this.page = page;
    this.#session = session;
    this.#subject = subject;
  }

  static async open(browser: Browser, origin: string, subject: Subject): Promise<Window> {
    const page = await browser.newPage();
    await addProbe(page);
    await page.goto(`${origin}${subject.address}`);
    const window = new Window(browser, page, await page.context().newCDPSession(page), subject);
    await window.bell.waitFor();
    return window;
  }

  /** The button with the count. */
  get bell(): Locator {
    return this.page.locator("[aria-haspopup=dialog]");
  }

  /** Shows a burst on a processor that is so much slower, and dismisses it. */
  async run(scenario: Scenario, slowdown: number): Promise<Round> {
    await this.#browser.startTracing(this.page, { categories: CATEGORIES });
    await this.#slowDown(slowdown);
    const sight = await inTime(burst(this.page, scenario));
    if (sight) await this.#expectAll(scenario);
    const peak = sight && sight.peak + (await this.#heap()).dom + (await wasmMemory(this.page));
    const isEmpty = sight && (await inTime(clear(this.page, this.#subject.toast).then(() => true)));
    const tasks = tasksOf(await this.#browser.stopTracing());
    if (isEmpty === null) return { tasks, sight, peak, after: null };
    await this.#slowDown(1);
    return { tasks, sight, peak, after: await this.memory() };
  }

  /** The bytes that the page takes without its garbage. */
  async memory(): Promise<number> {
    // What is said aloud, and what leaves the screen, is gone by then.
    await this.page.waitForTimeout(AFTERMATH);
    await this.#session.send("HeapProfiler.collectGarbage");
    await this.#session.send("HeapProfiler.collectGarbage");
    const { script, dom } = await this.#heap();
    return script + dom + (await wasmMemory(this.page));
  }

  /** However fast they have come, none is lost. */
  async #expectAll({ event, count }: Scenario): Promise<void> {
    if (event === "toast") return;
    const unread = new RegExp(`${count.toLocaleString("en")} unread`);
    await expect(this.bell).toHaveAccessibleName(unread);
  }

  async #heap(): Promise<{ script: number; dom: number }> {
    const usage = await this.#session.send("Runtime.getHeapUsage");
    return { script: usage.usedSize, dom: usage.embedderHeapUsedSize };
  }

  async #slowDown(rate: number): Promise<void> {
    await this.#session.send("Emulation.setCPUThrottlingRate", { rate });
  }
}

/** How long something may still go on after a burst, in milliseconds. */
const AFTERMATH = 2_000;

/** Nothing, if it takes too long. */
async function inTime<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE);
  });
  // A page that is closed before it answers has nothing to say.
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
