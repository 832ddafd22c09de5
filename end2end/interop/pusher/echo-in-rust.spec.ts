// Laravel Echo's names in Rust, and permissions over HTTP without a browser: `client-sdk/examples/echo.rs`.

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { kill, launch } from "../../support/launch.ts";
import { path } from "../../support/paths.ts";
import { ALICE, BOB, type Peer, type Person } from "../support/peer.ts";
import { expect, test as base } from "../support/test.ts";

type Line = Record<string, unknown>;

/** The program, with what it has printed. */
class Echo {
  readonly lines: Line[] = [];
  readonly process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.process = process;
  }

  /** Starts one, and waits for the answer to its private channel. */
  static async start(peer: Peer, person: Person, name: string): Promise<Echo> {
    const child = spawn(
      path("target/debug/examples/echo"),
      [`ws://${peer.host}:${peer.port}`, peer.key, peer.authEndpoint, peer.token(person), name],
      { stdio: ["pipe", "pipe", "pipe"] },
    );
    // A program that has ended reads nothing more; what is missed then is told elsewhere.
    child.stdin.on("error", () => {});
    const echo = new Echo(child);
    const answered = new Promise<void>((resolve, reject) => {
      createInterface(child.stdout).on("line", (text) => {
        const line = read(text);
        echo.lines.push(line);
        if ("unreadable" in line) reject(new Error(`no JSON: ${text}`));
        if ("subscribed" in line || "error" in line) resolve();
      });
    });
    await launch("echo", child, answered);
    return echo;
  }

  async expectHeard(what: string, data: unknown[]): Promise<void> {
    const heard = () => this.lines.filter((line) => what in line).map((line) => line[what]);
    await expect.poll(heard).toEqual(data);
  }
}

function read(text: string): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return { unreadable: text };
  }
}

const test = base.extend<{ follow: (person: Person, name: string) => Promise<Echo> }>({
  follow: async ({ peer }, use) => {
    const open: Echo[] = [];
    await use(async (person, name) => {
      const echo = await Echo.start(peer, person, name);
      open.push(echo);
      return echo;
    });
    for (const echo of open) await kill(echo.process);
  },
});

test("channels, events, members and whispers have Echo's names", async ({ follow, api }) => {
  const alice = await follow(ALICE, "job.1");
  await alice.expectHeard("here", [1]);
  const bob = await follow(BOB, "job.1");
  await alice.expectHeard("joining", ["2"]);
  bob.process.stdin!.write("Bob\n");
  await alice.expectHeard("typing", ["Bob"]);
  await bob.expectHeard("typing", []);

  await api.trigger("private-job.1", "job.claimed", { jobId: 1 });
  await api.trigger("private-job.1", "App\\Events\\JobClaimedEvent", { jobId: 2 });
  const notification = "Illuminate\\Notifications\\Events\\BroadcastNotificationCreated";
  await api.trigger("private-job.1", notification, { id: "n-1" });
  await alice.expectHeard("claimed", [{ jobId: 1 }]);
  await alice.expectHeard("event", [{ jobId: 2 }]);
  await alice.expectHeard("notification", [{ id: "n-1" }]);
  await kill(bob.process);
  await alice.expectHeard("leaving", ["2"]);
});

test("a channel of somebody else says why", async ({ follow }) => {
  const alice = await follow(ALICE, "user.2");
  await alice.expectHeard("error", [expect.stringContaining("not permitted")]);
});
