import { BEGIN, END } from "./probe.ts";

/** What the main thread did in a burst. Times are in milliseconds. */
export interface Tasks {
  longest: number;
  /** How many took more than 50 ms. */
  long: number;
  /** All together. */
  busy: number;
}

/** What Chromium's scheduler says of each task, and what marks are. */
export const CATEGORIES = ["toplevel", "blink.user_timing"];

/** What takes longer keeps the user waiting: W3C's Long Tasks. */
const LONG = 50;

interface TraceEvent {
  name: string;
  /** `X` is complete, `B` has only begun. */
  ph: string;
  pid: number;
  tid: number;
  /** In microseconds, as `dur` is. */
  ts: number;
  dur?: number;
}

/** The tasks between the marks, or up to the end of the trace where the page never got that far. */
export function tasksOf(trace: Buffer): Tasks {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const mark = (name: string) => traceEvents.find((event) => event.name === name);
  const begin = mark(BEGIN);
  if (!begin) throw new Error("the burst is not in the trace");
  const here = traceEvents.filter(({ pid, tid }) => pid === begin.pid && tid === begin.tid);
  const end = mark(END)?.ts ?? here.reduce((last, { ts }) => Math.max(last, ts), 0);
  const durations = here
    .filter(({ name, ph }) => name === "ThreadControllerImpl::RunTask" && "XB".includes(ph))
    .map(({ ts, dur }) => ({ from: Math.max(ts, begin.ts), to: Math.min(ts + (dur ?? Infinity), end) }))
    .map(({ from, to }) => (to - from) / 1_000)
    .filter((duration) => duration > 0);
  return {
    longest: Math.max(...durations),
    long: durations.filter((duration) => duration > LONG).length,
    busy: durations.reduce((sum, duration) => sum + duration, 0),
  };
}
