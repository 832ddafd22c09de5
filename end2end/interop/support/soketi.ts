import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { hasEnded, kill, launch } from "../../support/launch.ts";
import { Authority, ENCRYPTION_KEY } from "./authority.ts";
import type { Peer, Person } from "./peer.ts";
import { freePort } from "./ports.ts";

const START = fileURLToPath(new URL("../../peers/soketi/start.cjs", import.meta.url));

/** soketi in a process of its own. */
export class Soketi implements Peer {
  readonly name = "soketi";
  readonly host = "127.0.0.1";
  readonly appId = "1";
  readonly key = "sharedjox";
  readonly secret = "sharedjox-secret";
  readonly encryptionKey = ENCRYPTION_KEY;
  readonly port: number;
  readonly authEndpoint: string;
  readonly userAuthEndpoint: string;
  readonly #authority: Authority;
  #process: ChildProcess;

  private constructor(port: number, process: ChildProcess, authority: Authority) {
    this.port = port;
    this.#process = process;
    this.#authority = authority;
    this.authEndpoint = `${authority.origin}/broadcasting/auth`;
    this.userAuthEndpoint = `${authority.origin}/broadcasting/user-auth`;
  }

  static async start(): Promise<Soketi> {
    // Listening on port 0 would be simpler, but such a soketi cannot be started again in its place:
    // its library then keeps the port from being shared with connections that linger.
    const port = await freePort();
    const authority = await Authority.start("sharedjox", "sharedjox-secret");
    try {
      return new Soketi(port, await run(port), authority);
    } catch (error) {
      await authority.close();
      throw error;
    }
  }

  token(person: Person): string {
    return this.#authority.token(person);
  }

  get ended(): Promise<unknown> {
    return hasEnded(this.#process) ? Promise.resolve() : once(this.#process, "exit");
  }

  async kill(): Promise<void> {
    await kill(this.#process);
  }

  async restart(): Promise<void> {
    await this.kill();
    this.#process = await run(this.port);
  }

  async close(): Promise<void> {
    await this.kill();
    await this.#authority.close();
  }
}

async function run(port: number): Promise<ChildProcess> {
  const child = fork(START, [String(port)], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: "1" },
  });
  child.stderr?.pipe(process.stderr);
  await launch("soketi", child, once(child, "message"));
  return child;
}
