import { type ChildProcess, spawn } from "node:child_process";

import { address, kill, launch, line } from "./launch.ts";
import { path } from "./paths.ts";

export interface Stats {
  total: number;
  by_channel: Record<string, number>;
}

/** A server stub of its own process. */
export class Server {
  readonly origin: string;
  readonly #assets: string;
  readonly #options: readonly string[];
  #process: ChildProcess;

  private constructor(
    process: ChildProcess,
    origin: string,
    assets: string,
    options: readonly string[],
  ) {
    this.#process = process;
    this.origin = origin;
    this.#assets = assets;
    this.#options = options;
  }

  /** Starts one that also serves a folder with a built page; by default the demo. */
  static async start(
    assets = path("dist/demo"),
    options: readonly string[] = [],
    listen = "127.0.0.1:0",
  ): Promise<Server> {
    const process = spawn(
      path("target/debug/bellwire-server-stub"),
      ["--listen", listen, "--assets", assets, ...options],
      { stdio: ["ignore", "pipe", "pipe"], env: { ...globalThis.process.env, RUST_LOG: "warn" } },
    );
    process.stderr.pipe(globalThis.process.stderr);
    const origin = await launch("the server stub", process, line(process, address));
    return new Server(process, origin, assets, options);
  }

  get host(): string {
    return new URL(this.origin).host;
  }

  /** Kills it, without a chance to say goodbye. */
  async kill(): Promise<void> {
    await kill(this.#process);
  }

  /** Starts it again in the same place. It has forgotten everything. */
  async restart(): Promise<void> {
    await this.kill();
    const next = await Server.start(this.#assets, this.#options, this.host);
    this.#process = next.#process;
  }

  async stats(): Promise<Stats> {
    return (await (await fetch(`${this.origin}/stats`)).json()) as Stats;
  }

  /** What the curl command of PayChain's document does. */
  async broadcast(message: unknown): Promise<Response> {
    return this.broadcastText(JSON.stringify(message));
  }

  async broadcastText(body: string): Promise<Response> {
    return fetch(`${this.origin}/broadcast`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
    });
  }

  async get<T>(path: string): Promise<T> {
    return (await (await fetch(`${this.origin}${path}`)).json()) as T;
  }
}
