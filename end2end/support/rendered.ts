import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";

import { address, kill, launch, line } from "./launch.ts";
import { path } from "./paths.ts";

/** The example whose page a server renders. */
export class Rendered {
  readonly origin: string;
  /** What it has complained of. */
  words = "";
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, origin: string) {
    this.#process = process;
    this.origin = origin;
    process.stderr?.on("data", (bytes) => (this.words += bytes));
  }

  /** Starts one whose events come from a server stub. */
  static async start(stub: string): Promise<Rendered> {
    const options = ["--listen", "127.0.0.1:0", "--package", path("target/example-axum")];
    const events = ["--realtime", `ws://${stub}/ws`, "--broadcast", `http://${stub}/broadcast`];
    const process = spawn(path("target/debug/bellwire-example-axum"), [...options, ...events], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const origin = await launch("the example", process, line(process, address));
    return new Rendered(process, origin);
  }

  async html(): Promise<string> {
    return (await fetch(this.origin)).text();
  }

  /** What it occupies, in bytes. */
  async memory(): Promise<number> {
    const status = await readFile(`/proc/${this.#process.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
  }

  async kill(): Promise<void> {
    await kill(this.#process);
  }
}
