// What wasm-bindgen makes of `client.rs` and `dispatch.rs`. The numbers are names that `index.ts`
// gives to handlers and subscriptions.

import type { Status, WasmSource } from "./index.js";

export class RawClient {
  constructor(
    url: string,
    protocol: string,
    appKey: string | undefined,
    attempts: number | undefined,
    token: number | undefined,
    persistent: string | undefined,
    channelAuth: number | undefined,
  );
  answerToken(
    token?: string | undefined,
    lifetime?: number | undefined,
    error?: string | undefined,
  ): void;
  connect(): void;
  disconnect(): void;
  subscribe(guard: number, channel: string): void;
  on(handler: number, event: string): void;
  onStatus(handler: number): void;
  onSubscription(handler: number): void;
  // These only in what is built for `bellwire/full`.
  answerChannel(
    question: number,
    channel: string,
    json: string | undefined,
    status: number,
    words: string,
  ): void;
  whisper(event: string, channel: string, json: string): void;
  onPresence(handler: number): void;
  members(channel: string): string;
  socketId(): string | undefined;
  onGap(handler: number): void;
  onFault(handler: number): void;
  release(guard: number): void;
  send(handler: number, event: string, channel: string | undefined, json: string): void;
  trace(handler: number): void;
  handlerFailed(event: string, error: string): void;
  status(): Status;
  isConnected(): boolean;
  queueDepth(): number;
  rtt(): number | undefined;
  free(): void;
}

export function setDispatch(
  dispatch: (handler: number, first: unknown, second: unknown, third: unknown) => void,
): void;

export default function load(options?: { module_or_path: WasmSource }): Promise<unknown>;
