import type { Burst } from "./probe.ts";

/** A burst, and on what it falls. */
export interface Scenario extends Burst {
  name: string;
  /** Whether the list of notifications is open. */
  isOpen: boolean;
}

export const SCENARIOS: Scenario[] = [
  { name: "100 toasts in 1 s", event: "toast", count: 100, over: 1_000, isOpen: false },
  { name: "1,000 toasts in 1 s", event: "toast", count: 1_000, over: 1_000, isOpen: false },
  {
    name: "10,000 notifications in 2 s, list closed",
    event: "notification",
    count: 10_000,
    over: 2_000,
    isOpen: false,
  },
  {
    name: "10,000 notifications in 2 s, list open",
    event: "notification",
    count: 10_000,
    over: 2_000,
    isOpen: true,
  },
  {
    name: "10,000 notifications in 2 s, each with a toast, list open",
    event: "news",
    count: 10_000,
    over: 2_000,
    isOpen: true,
  },
];

/** How much slower than this machine's the processor is. */
export const SLOWDOWNS = [1, 4];

/** How often a burst is repeated on the same page, to see whether something is left behind. */
export const ROUNDS = 5;

/** After so many milliseconds a page has no more rounds: what is so slow shows in the first ones. */
export const LONG_ENOUGH = 100_000;
