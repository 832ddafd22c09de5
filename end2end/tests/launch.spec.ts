// What the tests themselves stand on: programs that do not start leave nothing behind.

import { type ChildProcess, spawn } from "node:child_process";

import { expect, test } from "@playwright/test";

import { address, hasEnded, launch, line } from "../support/launch.ts";

function node(code: string): ChildProcess {
  return spawn(process.execPath, ["--eval", code], { stdio: ["ignore", "pipe", "pipe"] });
}

const HANGS = "setInterval(() => {}, 1000)";

test("a program is ready when it says where it listens", async () => {
  const child = node(`console.log("hello"); console.log("at http://host:1"); ${HANGS}`);
  expect(await launch("it", child, line(child, address))).toBe("http://host:1");
  expect(hasEnded(child)).toBe(false);
  child.kill("SIGKILL");
});

test("a program that ends instead says why", async () => {
  const child = node(`console.error("the port is taken"); process.exit(3)`);
  await expect(launch("it", child, line(child, address))).rejects.toThrow(
    /it ended with 3[^]*the port is taken/,
  );
});

test("a program that is never ready is killed", async () => {
  const child = node(HANGS);
  const started = launch("it", child, line(child, address), 50);
  await expect(started).rejects.toThrow(/it was not ready within 0.05 s/);
  expect(hasEnded(child)).toBe(true);
});

test("a program that is not there is an error, and not the end of the tests", async () => {
  const child = spawn("no-such-program", { stdio: ["ignore", "pipe", "pipe"] });
  await expect(launch("it", child, line(child, address))).rejects.toThrow(/ENOENT/);
});
