import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** How long a program may take until it is ready, in milliseconds. */
const PATIENCE = 20_000;

/** How much of what it said is worth reading, in characters. */
const LAST_WORDS = 4_000;

/** What runs. Whatever ends the tests ends these as well. */
const running = new Set<ChildProcess>();
process.once("exit", () => running.forEach((child) => child.kill("SIGKILL")));

/**
 * Waits until a program is ready. One that ends before, or takes too long, is killed, and the error
 * tells what it has said.
 */
export async function launch<T>(
  name: string,
  child: ChildProcess,
  ready: Promise<T>,
  patience = PATIENCE,
): Promise<T> {
  running.add(child);
  child.once("exit", () => running.delete(child));
  let words = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (bytes) => (words = `${words}${bytes}`.slice(-LAST_WORDS)));
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`${name} was not ready within ${patience / 1000} s`);
    timer = setTimeout(() => reject(error), patience);
  });
  // What it said has come by then. A program that cannot be started rejects what waits for its end.
  const ended = once(child, "close").then(([code, signal]) => {
    throw new Error(`${name} ended with ${code ?? signal}`);
  });
  try {
    return (await Promise.race([ready, ended, late])) as T;
  } catch (error) {
    await kill(child);
    throw new Error(`${(error as Error).message}. It has said:\n${words}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** The first line that means something. */
export function line<T>(child: ChildProcess, read: (line: string) => T | undefined): Promise<T> {
  return new Promise((resolve) => {
    createInterface(child.stdout!).on("line", (line) => {
      const meaning = read(line);
      if (meaning !== undefined) resolve(meaning);
    });
  });
}

/** The address in a line, if there is one. */
export function address(line: string): string | undefined {
  return /http:\/\/\S+/.exec(line)?.[0];
}

export function hasEnded({ exitCode, signalCode, pid }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null || pid === undefined;
}

/** Ends a program without a chance to say goodbye. */
export async function kill(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
