import { once } from "node:events";

import { WebSocket } from "ws";

import { Diary } from "./diary.ts";
import type { Peer } from "./peer.ts";

export interface Frame {
  event: string;
  channel?: string;
  data?: unknown;
}

/** A WebSocket on which anything can be said. */
export class Socket {
  /** Every frame under the name of its event. */
  readonly frames = new Diary();
  /** The code with which it was closed. */
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;

  constructor(peer: Peer, key = peer.key) {
    const query = "protocol=7&client=js&version=8.6.0&flash=false";
    this.#socket = new WebSocket(`ws://${peer.host}:${peer.port}/app/${key}?${query}`);
    this.closed = once(this.#socket, "close").then(([code]) => code as number);
    this.#socket.on("message", (text) => {
      const frame = JSON.parse(String(text)) as Frame;
      this.frames.note(frame.event, frame);
    });
  }

  /** Says something as it is, or an object in JSON. */
  say(frame: string | Buffer | object): void {
    const verbatim = typeof frame === "string" || Buffer.isBuffer(frame);
    this.#socket.send(verbatim ? frame : JSON.stringify(frame));
  }

  close(): void {
    this.#socket.terminate();
  }
}
