import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

import { address, hasEnded, kill, launch, line } from "../../support/launch.ts";

/** A server in a process of its own, which says where it listens. */
export class Program {
  readonly #start: (port: number) => Promise<[ChildProcess, string]>;
  #process: ChildProcess;
  /** Where it listens; the same after a restart. */
  readonly origin: string;

  private constructor(
    start: (port: number) => Promise<[ChildProcess, string]>,
    process: ChildProcess,
    origin: string,
  ) {
    this.#start = start;
    this.#process = process;
    this.origin = origin;
  }

  /** Starts a program that prints its address in a line of its own. */
  static async start(
    command: string,
    toArguments: (port: number) => string[],
    options: { cwd?: string; env?: Record<string, string> } = {},
  ): Promise<Program> {
    const start = async (port: number): Promise<[ChildProcess, string]> => {
      const child = spawn(command, toArguments(port), {
        stdio: ["ignore", "pipe", "pipe"],
        cwd: options.cwd,
        env: { ...process.env, ...options.env },
      });
      if (process.env["INTEROP_LOGS"]) child.stderr.pipe(process.stderr);
      return [child, await launch(command, child, line(child, address))];
    };
    const [child, origin] = await start(0);
    return new Program(start, child, origin);
  }

  get host(): string {
    return new URL(this.origin).host;
  }

  /** Kills it, without a chance to say goodbye. */
  async kill(): Promise<void> {
    await kill(this.#process);
  }

  /** Settles when it is gone. */
  get ended(): Promise<unknown> {
    return hasEnded(this.#process) ? Promise.resolve() : once(this.#process, "exit");
  }

  /** Starts it again in the same place. */
  async restart(): Promise<void> {
    await this.kill();
    [this.#process] = await this.#start(Number(new URL(this.origin).port));
  }
}
