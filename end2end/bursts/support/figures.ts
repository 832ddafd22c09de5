import type { Subject } from "./pages.ts";
import type { Round } from "./window.ts";

/** What was measured of a page in a burst. */
export interface Figures {
  subject: Subject["name"];
  scenario: string;
  slowdown: number;
  /** The bytes that the page took before. */
  before: number;
  rounds: Round[];
}

/** A line of the table: what it is, and its value, or nothing where the page was not done in time. */
export type Measure = [name: string, of: (figures: Figures) => number | null];

const MEGABYTE = 1e6;

/** The longest task is the longest of all rounds; what is common is the median. */
export const MEASURES: Measure[] = [
  ["longest task, ms", ({ rounds }) => Math.max(...rounds.map(({ tasks }) => tasks.longest))],
  ["tasks over 50 ms, worst round", ({ rounds }) => Math.max(...rounds.map(({ tasks }) => tasks.long))],
  ["main thread busy, ms", median(({ tasks }) => tasks.busy)],
  ["until all is shown, ms", median(({ sight }) => sight?.shown)],
  ["frames dropped", median(({ sight }) => sight?.dropped)],
  ["elements on the page", median(({ sight }) => sight?.elements)],
  ["memory before, MB", ({ before }) => before / MEGABYTE],
  ["at the most, with garbage, MB", ({ rounds }) => megabytes(most(rounds.map(({ peak }) => peak)))],
  ["after dismissal, MB", ({ rounds }) => megabytes(rounds[0]?.after)],
  ["after five rounds, MB", ({ rounds }) => megabytes(rounds[4]?.after)],
];

function median(of: (round: Round) => number | undefined): Measure[1] {
  return ({ rounds }) => {
    const values = rounds.map(of).filter((value) => value !== undefined);
    // A round that was not done in time took longer than all others.
    if (values.length < rounds.length) return null;
    return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
  };
}

function most(values: (number | null)[]): number | null {
  return values.includes(null) ? null : Math.max(...values.map(Number));
}

function megabytes(bytes: number | null | undefined): number | null {
  return bytes == null ? null : bytes / MEGABYTE;
}
