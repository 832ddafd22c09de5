import { readFileSync } from "node:fs";

import { path } from "../../support/paths.ts";

/** Who takes part, with versions, as they are installed. */
export function versions(): string {
  const npm = ["pusher-js", "laravel-echo", "pusher", "@playwright/test"].map((name) =>
    versionOf(name, `end2end/node_modules/${name}/package.json`),
  );
  const soketi = versionOf("soketi", "end2end/peers/soketi/node_modules/@soketi/soketi/package.json");
  const python = readFileSync(path("end2end/peers/requirements.txt"), "utf8")
    .split("\n")
    .filter((line) => /^(Django|channels|channels_redis|daphne|fastapi|uvicorn)==/.test(line))
    .map((line) => line.replace("==", " "));
  return [...npm, soketi, ...python].join(", ");
}

function versionOf(name: string, file: string): string {
  return `${name} ${(JSON.parse(readFileSync(path(file), "utf8")) as { version: string }).version}`;
}
