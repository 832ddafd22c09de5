import type { Page } from "@playwright/test";

/** What text needs, and what signs need that are no text (WCAG 2.2, 1.4.3 and 1.4.11). */
const TEXT = 4.5;
const SIGN = 3;

export interface Pair {
  what: string;
  /** Custom properties of the stylesheet. */
  front: string;
  back: string;
  floor: number;
}

function pair(what: string, front: string, back: string, floor = TEXT): Pair {
  return { what, front: `--bw-${front}`, back: `--bw-${back}`, floor };
}

/** What the components put on what. */
export const PAIRS: Pair[] = [
  ...["surface", "surface-hover"].flatMap((back) => [
    pair(`text on ${back}`, "text", back),
    pair(`soft text on ${back}`, "text-soft", back),
    pair(`faint text on ${back}`, "text-faint", back),
    pair(`button in words on ${back}`, "accent", back),
    pair(`words in the colour of success on ${back}`, "success", back),
    pair(`words in the colour of warnings on ${back}`, "warning", back),
    pair(`words in the colour of errors on ${back}`, "error", back),
    pair(`icon of news on ${back}`, "info", back, SIGN),
    pair(`dot and ring on ${back}`, "accent", back, SIGN),
  ]),
  pair("action of a toast", "surface", "text"),
  pair("button of a job", "solid-text", "solid"),
  pair("count on the bell", "count-text", "count"),
  pair("count's edge on the page", "count", "surface", SIGN),
  ...[0, 1, 2, 3, 4, 5].map((n) => pair(`initials in colour ${n}`, "avatar-text", `avatar-${n}`)),
];

/** The ratio of each pair as the browser computes its colours on a page. */
export async function contrasts(page: Page, pairs: Pair[]): Promise<(Pair & { ratio: number })[]> {
  const ratios = await page.evaluate((pairs) => {
    const probe = document.body.appendChild(document.createElement("p"));
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
    const luminance = (property: string): number => {
      probe.style.color = `var(${property})`;
      canvas.fillStyle = getComputedStyle(probe).color;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => {
        const part = byte / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ratios = pairs.map(({ front, back }) => {
      const [dark = 0, light = 0] = [luminance(front), luminance(back)].sort((a, b) => a - b);
      return (light + 0.05) / (dark + 0.05);
    });
    probe.remove();
    return ratios;
  }, pairs);
  return pairs.map((pair, index) => ({ ...pair, ratio: ratios[index] ?? 0 }));
}
