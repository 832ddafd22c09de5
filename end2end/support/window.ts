import { type Browser, type BrowserContext, type Locator, type Page, expect } from "@playwright/test";

export type Role = "employer" | "worker";

/** A toast as somebody saw it. */
export interface SeenToast {
  icon: string;
  title: string;
  description: string | undefined;
  detail: string | undefined;
}

interface Log {
  toasts: (SeenToast & { shownAt: number; goneAt: number | undefined })[];
}

/** Notes every toast that is ever shown, however short. */
function logToasts(): void {
  const log: Log = { toasts: [] };
  Object.assign(globalThis, { bellwireLog: log });
  const elements = new Map<Element, Log["toasts"][number]>();
  const look = () => {
    for (const toast of document.querySelectorAll(".bw-toast")) {
      if (elements.has(toast)) continue;
      const text = (part: string) => toast.querySelector(`.bw-toast-${part}`)?.textContent;
      const seen = {
        icon: text("icon") ?? "",
        title: text("title") ?? "",
        description: text("description") ?? undefined,
        detail: text("detail") ?? undefined,
        shownAt: performance.now(),
        goneAt: undefined,
      };
      elements.set(toast, seen);
      log.toasts.push(seen);
    }
    for (const [toast, seen] of elements) {
      if (!toast.isConnected) seen.goneAt ??= performance.now();
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

/** One person's window, with storage of its own. */
export class Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong on the page. */
  readonly errors: string[] = [];
  /** When the page has opened sockets, in milliseconds since 1970. */
  readonly sockets: number[] = [];

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => {
      if (/panicked|RuntimeError/.test(message.text())) this.errors.push(message.text());
    });
    page.on("websocket", () => this.sockets.push(Date.now()));
  }

  static async open(browser: Browser, url: string): Promise<Window> {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(logToasts);
    const window = new Window(context, page);
    await page.goto(url);
    return window;
  }

  get badge(): Locator {
    return this.page.locator(".bw-badge-label");
  }

  get unread(): Locator {
    return this.page.locator(".bw-bell-count");
  }

  get jobs(): Locator {
    return this.page.locator(".job-title");
  }

  figure(name: string): Locator {
    return this.page.locator(".figure", { hasText: name }).locator("dd");
  }

  async signIn(role: Role): Promise<void> {
    await this.page.getByRole("button", { name: role === "employer" ? /Alice/ : /Bob/ }).click();
    await expect(this.badge).toHaveText("Live updates active");
  }

  /** Goes to a view without loading the page again. */
  async show(view: "Dashboard" | "Browse jobs"): Promise<void> {
    await this.page.getByRole("link", { name: view, exact: true }).click();
    await expect(this.page.getByRole("heading", { level: 1 })).toHaveText(view);
  }

  async openJob(title: string): Promise<void> {
    await this.show("Browse jobs");
    await this.jobs.filter({ hasText: title }).first().click();
    await expect(this.page.getByRole("heading", { level: 1 })).toHaveText(title);
  }

  async createJob(title: string, pay: string): Promise<void> {
    await this.show("Dashboard");
    await this.page.getByRole("button", { name: "Create new job" }).click();
    await this.page.getByLabel("Title").fill(title);
    await this.page.getByLabel("Pay in dollars").fill(pay);
    await this.page.getByRole("button", { name: "Post job" }).click();
    await expect(this.page.getByRole("button", { name: "Post job" })).toBeHidden();
  }

  /** All toasts since the page was loaded, in their order. */
  async toasts(): Promise<SeenToast[]> {
    const log = await this.log();
    return log.toasts.map(({ icon, title, description, detail }) => ({
      icon,
      title,
      description,
      detail,
    }));
  }

  /** How long each toast was there, in milliseconds; `undefined` for those that still are. */
  async toastDurations(): Promise<(number | undefined)[]> {
    const log = await this.log();
    return log.toasts.map(({ shownAt, goneAt }) => goneAt && goneAt - shownAt);
  }

  /** Marks the page, so that a reload shows. */
  async mark(): Promise<void> {
    await this.page.evaluate(() => Object.assign(globalThis, { isMarked: true }));
  }

  async expectNoReload(): Promise<void> {
    expect(await this.page.evaluate(() => "isMarked" in globalThis)).toBe(true);
  }

  private log(): Promise<Log> {
    return this.page.evaluate(() => (globalThis as unknown as { bellwireLog: Log }).bellwireLog);
  }
}
