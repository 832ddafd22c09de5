import { createRequire } from "node:module";

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";

const TAGS = [
  "wcag2a",
  "wcag2aa",
  "wcag21a",
  "wcag21aa",
  "wcag22a",
  "wcag22aa",
  "best-practice",
];

/** What axe finds fault with on a page, each fault in a line. */
export async function violations(page: Page): Promise<string[]> {
  return lines(await new AxeBuilder({ page }).withTags(TAGS).analyze());
}

/** The same of each document on a page by itself, the frames' included. */
export async function violationsOfAll(page: Page): Promise<string[]> {
  const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
  const found: string[] = [];
  for (const frame of page.frames()) {
    await frame.addScriptTag({ path: axe });
    const results = await frame.evaluate(async (tags) => {
      const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
      return axe.run(document, { runOnly: tags, iframes: false, resultTypes: ["violations"] });
    }, TAGS);
    found.push(...lines(results).map((line) => `${frame.url()}: ${line}`));
  }
  return found;
}

function lines({ violations }: AxeResults): string[] {
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
