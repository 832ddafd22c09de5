// The book's recipe for Tailwind.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { compile } from "tailwindcss";

import { path } from "../support/paths.ts";
import { expect, test as base } from "../support/test.ts";

const UTILITIES = ["text-lg", "rounded-none"];

/** What Tailwind makes of the recipe in the book, with or without the stylesheet imported there. */
async function recipe(change = (css: string) => css): Promise<string> {
  const page = await readFile(path("docs/src/styling.md"), "utf8");
  const css = /```css\n(@layer theme[^]*?)```/.exec(page)?.[1];
  const files: Record<string, string> = {
    tailwindcss: createRequire(import.meta.url).resolve("tailwindcss/index.css"),
    "./bellwire.css": path("ui/styles/bellwire.css"),
  };
  const { build } = await compile(change(css ?? ""), {
    loadStylesheet: async (id, base) => {
      const file = files[id];
      if (file === undefined) throw new Error(`the recipe imports ${id}`);
      return { path: file, base, content: await readFile(file, "utf8") };
    },
  });
  return build(UTILITIES);
}

const test = base.extend<{ show: (...stylesheets: string[]) => Promise<void> }>({
  show: async ({ page }, use) => {
    await use(async (...stylesheets) => {
      await page.setContent(`
        ${stylesheets.map((css) => `<style>${css}</style>`).join("")}
        <span class="bw-badge" id="plain">Connected</span>
        <span class="bw-badge text-lg" id="large">Connected</span>
        <button class="bw-bell-button" id="bell"></button>
        <button class="bw-bell-button rounded-none" id="square"></button>
        <button id="other"></button>
      `);
    });
  },
});

for (const way of ["imported", "linked"] as const) {
  test(`Tailwind's utilities win over Bellwire, and Bellwire over its resets (${way})`, async ({
    page,
    show,
  }) => {
    const bellwire = await readFile(path("ui/styles/bellwire.css"), "utf8");
    if (way === "imported") await show(await recipe());
    else await show(await recipe((css) => css.replace(/^.*bellwire\.css.*$/m, "")), bellwire);

    await expect(page.locator("#plain")).toHaveCSS("font-size", "13px");
    await expect(page.locator("#large")).toHaveCSS("font-size", "18px");
    await expect(page.locator("#other")).toHaveCSS("border-radius", "0px");
    await expect(page.locator("#bell")).toHaveCSS("border-radius", "8px");
    await expect(page.locator("#bell")).toHaveCSS("width", "36px");
    await expect(page.locator("#square")).toHaveCSS("border-radius", "0px");
    const accent = await page.evaluate(() => {
      return getComputedStyle(document.documentElement).getPropertyValue("--bw-accent");
    });
    expect(accent).toMatch(/^oklch/);
  });
}
