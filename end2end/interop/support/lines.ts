import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { expect } from "@playwright/test";

import { kill, launch } from "../../support/launch.ts";
import { path } from "../../support/paths.ts";
import { ALICE, type Peer } from "./peer.ts";

/** A permission, as the application's server gives it. */
export interface Grant {
  auth: string;
  shared_secret?: string;
}

/** What the program tells, one of these in each line. */
interface Line {
  asks_for?: string;
  socket_id?: string;
  subscribed?: string;
  event?: string;
  channel?: string;
  data?: unknown;
  fault?: string;
  /** What is no JSON. */
  unreadable?: string;
}

/**
 * Bellwire outside of a browser, where it reads encrypted channels: `client-sdk/examples/lines.rs`.
 * It asks us for permissions, and we ask the application's server.
 */
export class Lines {
  readonly lines: Line[] = [];
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Starts one, and waits for its channels. What the server permits can be changed on the way. */
  static async start(
    peer: Peer,
    channels: string[],
    change: (grant: Grant, channel: string) => Grant = (grant) => grant,
  ): Promise<Lines> {
    const child = spawn(
      path("target/debug/examples/lines"),
      [`ws://${peer.host}:${peer.port}`, peer.key, ...channels],
      { stdio: ["pipe", "pipe", "pipe"] },
    );
    // A program that has ended reads no more answers; what is missed then is told elsewhere.
    child.stdin.on("error", () => {});
    const started = new Lines(child);
    const subscribed = new Promise<void>((resolve, reject) => {
      createInterface(child.stdout).on("line", (text) => {
        const line = read(text);
        started.lines.push(line);
        if (line.unreadable !== undefined) reject(new Error(`no JSON: ${text}`));
        const { asks_for: channel, socket_id } = line;
        if (channel !== undefined) {
          grantFor(peer, socket_id!, channel)
            .then((grant) => child.stdin.write(`${JSON.stringify(change(grant, channel))}\n`))
            .catch(reject);
        }
        if (channels.every((one) => started.lines.some(({ subscribed }) => subscribed === one))) {
          resolve();
        }
      });
    });
    await launch("lines", child, subscribed);
    return started;
  }

  /** How often it has asked for a channel. */
  asked(channel: string): number {
    return this.lines.filter(({ asks_for }) => asks_for === channel).length;
  }

  async expectHeard(channel: string, event: string, data: unknown[]): Promise<void> {
    const heard = () =>
      this.lines.filter((line) => line.channel === channel && line.event === event);
    await expect.poll(() => heard().map(({ data }) => data)).toEqual(data);
  }

  async expectFault(words: string): Promise<void> {
    const faults = () => this.lines.map(({ fault }) => fault ?? "").join("\n");
    await expect.poll(faults).toContain(words);
  }

  close(): Promise<void> {
    return kill(this.#process);
  }
}

function read(text: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return { unreadable: text };
  }
}

async function grantFor(peer: Peer, socketId: string, channel: string): Promise<Grant> {
  const answer = await fetch(peer.authEndpoint, {
    method: "POST",
    headers: { Authorization: `Bearer ${peer.token(ALICE)}` },
    body: new URLSearchParams({ socket_id: socketId, channel_name: channel }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`${channel}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Grant;
}
