import { path } from "../../support/paths.ts";
import type { Peer, Person } from "./peer.ts";
import { BOB } from "./peer.ts";
import { Program } from "./program.ts";

/** Our own server, with its own backend, as it is started without any options. */
export class Stub implements Peer {
  readonly name = "server-stub";
  readonly host = "127.0.0.1";
  readonly appId = "1";
  readonly key = "sharedjox";
  readonly secret = "sharedjox-secret";
  readonly encryptionKey = ENCRYPTION_KEY;
  readonly #program: Program;
  readonly #tokens: ReadonlyMap<string, string>;

  private constructor(program: Program, tokens: ReadonlyMap<string, string>) {
    this.#program = program;
    this.#tokens = tokens;
  }

  static async start(): Promise<Stub> {
    const program = await Program.start(path("target/debug/bellwire-server-stub"), (port) => [
      "--listen",
      `127.0.0.1:${port}`,
      "--pusher-encryption-key",
      ENCRYPTION_KEY,
    ]);
    try {
      return new Stub(program, await signIn(program));
    } catch (error) {
      await program.kill();
      throw error;
    }
  }

  get port(): number {
    return Number(new URL(this.#program.origin).port);
  }

  get authEndpoint(): string {
    return `${this.#program.origin}/broadcasting/auth`;
  }

  get userAuthEndpoint(): string {
    return `${this.#program.origin}/broadcasting/user-auth`;
  }

  get ended(): Promise<unknown> {
    return this.#program.ended;
  }

  token(person: Person): string {
    return this.#tokens.get(person.id)!;
  }

  kill(): Promise<void> {
    return this.#program.kill();
  }

  restart(): Promise<void> {
    return this.#program.restart();
  }

  close(): Promise<void> {
    return this.#program.kill();
  }
}

/** 32 bytes that are no secret. */
const ENCRYPTION_KEY = Buffer.alloc(32, "bellwire").toString("base64");

interface Session {
  token: string;
  user: { id: number };
}

/** Signs both people in, and returns their tokens. */
async function signIn(program: Program): Promise<Map<string, string>> {
  const tokens = new Map<string, string>();
  for (const role of ["employer", "worker"]) {
    const { token, user } = (await post(program, "/api/session", { role })) as Session;
    tokens.set(String(user.id), token);
  }
  // So that both have something to do with it.
  await post(program, "/api/jobs/1/accept", {}, tokens.get(BOB.id));
  return tokens;
}

async function post(program: Program, path: string, body: object, token = ""): Promise<unknown> {
  const answer = await fetch(`${program.origin}${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
