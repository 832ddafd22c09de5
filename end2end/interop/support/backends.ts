import { createHmac } from "node:crypto";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { kill, launch, line } from "../../support/launch.ts";
import { path } from "../../support/paths.ts";
import { freePort } from "./ports.ts";
import { Program } from "./program.ts";

/** What the servers in Python check tokens with. */
const JWT_SECRET = "no-secret-but-long-enough-for-everybody";

/** A server written to its operators' documents, that knows nothing of Bellwire. */
export interface Backend {
  readonly program: Program;
  close(): Promise<void>;
}

interface Kind {
  /** Where its tests are. */
  readonly folder: string;
  start(options?: Record<string, string>): Promise<Backend>;
}

/** How to start each of them. */
export const BACKENDS: Readonly<Record<string, Kind>> = {
  django: { folder: "django", start: (options) => django(options) },
  "django with redis": { folder: "django", start: (options) => djangoWithRedis(options) },
  fastapi: { folder: "fastapi", start: (options) => python("fastapi", options) },
};

/** A user of such a server, as its tokens say it. */
export interface User {
  readonly id: number;
  readonly name: string;
  readonly role: "client" | "worker";
}

export const CLIENT: User = { id: 1, name: "Clara", role: "client" };
export const WORKER: User = { id: 2, name: "Walter", role: "worker" };

/** A JSON Web Token that is good for so many seconds. */
export function tokenOf({ id, name, role }: User, seconds = 900, secret = JWT_SECRET): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const iat = Math.floor(Date.now() / 1000);
  const claims = { sub: String(id), name, role, iat, exp: iat + seconds };
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

/** Calls a backend's API as a user does, and expects no refusal. */
export async function call(
  { program }: Backend,
  user: User,
  path: string,
  body = {},
): Promise<{ id: number }> {
  const answer = await fetch(`${program.origin}/api${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${tokenOf(user)}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { id: number };
}

async function python(folder: string, env: Record<string, string> = {}): Promise<Backend> {
  const program = await Program.start(
    path("target/peers/venv/bin/python"),
    (port) => ["run.py", "--port", String(port)],
    { cwd: path(`end2end/peers/${folder}`), env: { JWT_SECRET, PYTHONDONTWRITEBYTECODE: "1", ...env } },
  );
  return { program, close: () => program.kill() };
}

/** What a server stands on: it is given back when that ends, or never begins. */
async function on(stop: () => Promise<void>, start: () => Promise<Backend>): Promise<Backend> {
  try {
    const backend = await start();
    return { program: backend.program, close: () => backend.close().finally(stop) };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function django(env: Record<string, string> = {}): Promise<Backend> {
  const folder = await mkdtemp(join(tmpdir(), "bellwire-django-"));
  return on(
    () => rm(folder, { recursive: true, force: true }),
    () => python("django", { DATABASE_PATH: join(folder, "database.sqlite3"), ...env }),
  );
}

async function djangoWithRedis(env: Record<string, string> = {}): Promise<Backend> {
  const redis = await startRedis();
  return on(redis.stop, () => django({ REDIS_URL: redis.url, ...env }));
}

async function startRedis(): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const child = spawn(
    "redis-server",
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  child.stderr.pipe(process.stderr);
  const isReady = (line: string) => line.includes("Ready to accept connections") || undefined;
  await launch("redis-server", child, line(child, isReady));
  return { url: `redis://127.0.0.1:${port}/0`, stop: () => kill(child) };
}
