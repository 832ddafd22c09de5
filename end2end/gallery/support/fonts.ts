import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import type { Page } from "@playwright/test";

const FONTS = {
  Inter: "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  "Noto Sans Arabic":
    "@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2",
};

const faces = Object.keys(FONTS).map(
  (name) => `@font-face {
    font-family: "${name}";
    src: url("/fonts/${encodeURIComponent(name)}") format("woff2");
    font-weight: 100 900;
  }`,
);

/** Letters that look the same on every machine, and nothing that a system's fonts draw. */
const STYLES = `
  ${faces.join("\n")}
  :root { --sans: Inter, "Noto Sans Arabic"; --mono: Inter; }
  summary { list-style: none; }
`;

/** Gives a page, and the frames in it, fonts of our own. */
export async function useOwnFonts(page: Page): Promise<void> {
  const require = createRequire(import.meta.url);
  await page.route("**/fonts/*", async (route) => {
    const name = decodeURIComponent(new URL(route.request().url()).pathname.split("/").at(-1) ?? "");
    const file = require.resolve(FONTS[name as keyof typeof FONTS]);
    await route.fulfill({ body: await readFile(file), contentType: "font/woff2" });
  });
  await page.addInitScript((styles) => {
    addEventListener("DOMContentLoaded", () => {
      document.head.append(Object.assign(document.createElement("style"), { textContent: styles }));
    });
  }, STYLES);
}
