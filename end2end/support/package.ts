import { cp, mkdir, rm, writeFile } from "node:fs/promises";

import { path } from "./paths.ts";

/** A service worker that keeps what an empty page with the package needs. */
const WORKER = `
  const FILES = ["index.js", "bellwire_bg.wasm"].map((file) => "/node_modules/bellwire/full/" + file);
  addEventListener("install", (event) => {
    const keep = (cache) => cache.addAll(["/empty.html", ...FILES]);
    event.waitUntil(caches.open("files").then(keep).then(() => skipWaiting()));
  });
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("fetch", (event) => {
    const answer = caches.match(event.request).then((kept) => kept ?? fetch(event.request));
    event.respondWith(answer);
  });
`;

/**
 * A folder to be served, with the example of a plain page, an empty page named `empty.html`, and the
 * npm package beside them.
 */
export async function packageFolder(name: string): Promise<string> {
  const folder = path(`target/end2end/${name}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(`${folder}/node_modules`, { recursive: true });
  await cp(path("js/examples/plain"), folder, { recursive: true });
  await cp(path("dist/npm"), `${folder}/node_modules/bellwire`, { recursive: true });
  await writeFile(`${folder}/empty.html`, "<!doctype html><title>Nothing</title>");
  await writeFile(`${folder}/worker.js`, WORKER);
  return folder;
}
