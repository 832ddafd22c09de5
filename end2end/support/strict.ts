import type { ConsoleMessage, Page } from "@playwright/test";

interface Noted {
  violations?: string[];
}

/** Notes whatever a page says on its console beside news, and what its policy refuses. */
export async function beStrict(page: Page): Promise<() => Promise<string[]>> {
  const complaints: string[] = [];
  const isComplaint = (message: ConsoleMessage) => ["warning", "error"].includes(message.type());
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (isComplaint(message)) complaints.push(`${message.type()}: ${message.text()}`);
  });
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(globalThis, { violations });
    document.addEventListener("securitypolicyviolation", (event) => {
      violations.push(`${event.effectiveDirective} refuses ${event.blockedURI}: ${event.sample}`);
    });
  });
  return async () => {
    const violations = await page.evaluate(() => (globalThis as Noted).violations);
    if (violations === undefined) throw new Error("nobody has looked for violations");
    return [...complaints, ...violations];
  };
}
