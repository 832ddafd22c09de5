// What developers start: `cargo xtask dev`, or `trunk serve` beside the server stub.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";

import { path } from "../support/paths.ts";
import { enter } from "../support/scenes.ts";
import { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await new Promise((listening) => listener.once("listening", listening));
  const { port } = listener.address() as AddressInfo;
  await new Promise((closed) => listener.close(closed));
  return port;
}

async function isFree(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const isFree = once(socket, "connect").then(() => false, () => true);
  return isFree.finally(() => socket.destroy());
}

/** The command, with all that it says. */
function startDev(): { process: ChildProcess; said: () => string } {
  // A group of its own, as a terminal gives to each command.
  const dev = spawn("cargo", ["xtask", "dev"], { cwd: path("."), detached: true });
  let said = "";
  for (const output of [dev.stdout, dev.stderr]) output.on("data", (words) => (said += words));
  return { process: dev, said: () => said };
}

/** Trunk.toml as it is, but for the ports and the folder: somebody may be at work beside us. */
async function startTrunk(stubPort: number, pagePort: number): Promise<ChildProcess> {
  const folder = path("target/end2end/trunk");
  await mkdir(folder, { recursive: true });
  const config = (await readFile(path("Trunk.toml"), "utf8"))
    .replaceAll("127.0.0.1:8080", `127.0.0.1:${stubPort}`)
    .replace("port = 5173", `port = ${pagePort}`)
    .replace('target = "index.html"', `target = "${path("index.html")}"`)
    .replace('dist = "target/trunk"', `dist = "${folder}/dist"`)
    .replace(/watch = \[.*\]/, `watch = ["${path("index.html")}"]`);
  await writeFile(`${folder}/Trunk.toml`, config);
  const log = openSync(`${folder}/log`, "w");
  const trunk = spawn(
    "trunk",
    ["serve", "--config", `${folder}/Trunk.toml`, "--skip-version-check"],
    { cwd: path("."), stdio: ["ignore", log, log] },
  );
  closeSync(log);
  return trunk;
}

test("a page opened before its server comes alive when the server does", async ({ open }) => {
  test.setTimeout(600_000);
  const [stubPort, pagePort] = [await freePort(), await freePort()];
  const trunk = await startTrunk(stubPort, pagePort);
  let server: Server | undefined;
  try {
    const origin = `http://127.0.0.1:${pagePort}/`;
    await expect
      .poll(async () => (await fetch(origin).catch(() => undefined))?.status, { timeout: 540_000 })
      .toBe(200);

    const worker = await open(origin);
    await expect(worker.badge).toHaveText("Reconnecting…");
    await worker.page.getByRole("button", { name: /Bob/ }).click();
    await expect(worker.page.getByRole("main").getByRole("alert")).toContainText(/server/);

    server = await Server.start(path("dist/demo"), [], `127.0.0.1:${stubPort}`);
    await expect(worker.badge).toHaveText("Connected", { timeout: 40_000 });
    await worker.signIn("worker");
    await worker.show("Browse jobs");
    await expect(worker.jobs).toHaveCount(3);
    await expect.poll(() => server?.stats()).toMatchObject({ total: 1, by_channel: { jobs: 1 } });
    await server.broadcast({ type: "test_message", data: { message: "hello" }, channel: "jobs" });
    await expect.poll(() => worker.toasts()).toHaveLength(1);
    for (const scene of ["SharedJox", "Cleaning jobs"] as const) {
      await enter(worker, scene);
      await expect(worker.badge).toHaveText("Connected");
    }
  } finally {
    trunk.kill("SIGINT");
    await server?.kill();
  }
});

test("the first command serves the demo until Ctrl-C", async ({ open }) => {
  test.setTimeout(600_000);
  const isPossible = (await Promise.all([8080, 5173, 5174].map(isFree))).every(Boolean);
  test.skip(!isPossible, "somebody is at work on the ports of `cargo xtask dev`");

  const dev = startDev();
  const ended = once(dev.process, "exit");
  try {
    await expect
      .poll(dev.said, { timeout: 540_000 })
      .toContain("the demo is at http://localhost:5173");
    const worker = await open("http://localhost:5173");
    await worker.signIn("worker");

    const second = startDev();
    await once(second.process, "exit");
    expect(second.said()).toContain("the server stub needs port 8080");
    expect(second.process.exitCode).toBe(1);
  } finally {
    process.kill(-dev.process.pid!, "SIGINT");
    await ended;
  }
  expect(dev.process.exitCode).toBe(0);
  expect(await isFree(8080)).toBe(true);
  expect(await isFree(5173)).toBe(true);
  expect(await isFree(5174)).toBe(true);
});
