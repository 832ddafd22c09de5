import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

import { path } from "../../support/paths.ts";

const TYPES: Record<string, string> = { js: "text/javascript", wasm: "application/wasm" };

/** An application's own site: an empty page, the npm package, and its authorisation endpoints. */
export class Site {
  readonly #listener: Server;
  /** How the endpoints answer instead of asking the backend, while that is set. */
  refusal: number | undefined;
  /** Whether the signatures are wrong. */
  forges = false;
  /** How often the endpoints were asked. */
  asked = 0;

  private constructor(listener: Server) {
    this.#listener = listener;
  }

  /** Starts one whose endpoints are those of a backend elsewhere. */
  static async start(backend?: string): Promise<Site> {
    const listener = createServer();
    const site = new Site(listener);
    listener.on("request", async (request, response) => {
      const file = /^\/bellwire\/(\w+\.(\w+))$/.exec(request.url ?? "");
      if (file) {
        const type = TYPES[file[2]!] ?? "text/plain";
        response.writeHead(200, { "Content-Type": type });
        response.end(await readFile(path(`dist/npm/full/${file[1]}`)));
      } else if (request.method === "POST") {
        site.asked += 1;
        const headers = {
          authorization: request.headers.authorization ?? "",
          "content-type": request.headers["content-type"] ?? "",
        };
        const body = await buffer(request);
        const answer =
          site.refusal === undefined
            ? await fetch(`${backend}${request.url}`, { method: "POST", headers, body })
            : new Response("no", { status: site.refusal });
        response.writeHead(answer.status, { "Content-Type": "application/json" });
        const text = await answer.text();
        response.end(site.forges ? text.replace(/:[0-9a-f]{64}/, `:${"0".repeat(64)}`) : text);
      } else {
        response.writeHead(200, { "Content-Type": "text/html" });
        response.end("<!doctype html><title>An application</title>");
      }
    });
    listener.listen(0, "127.0.0.1");
    await once(listener, "listening");
    return site;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#listener.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#listener.closeAllConnections();
    this.#listener.close();
    await once(this.#listener, "close");
  }
}
