import load, { RawClient, setDispatch } from "#wasm";

import { type ChannelAuth, authorize } from "./channel-auth.ts";

export type {
  ChannelAuth,
  ChannelAuthEndpoint,
  ChannelAuthQuestion,
  ChannelGrant,
} from "./channel-auth.ts";

/** Where the WebAssembly is, or the thing itself. */
export type WasmSource =
  | string
  | URL
  | Request
  | Response
  | BufferSource
  | WebAssembly.Module
  | Promise<Response>;

/** What the connection is doing. */
export type Status =
  /** Nobody asked for a connection, or it was closed. */
  | { readonly state: "idle" }
  /** An attempt that was asked for is under way. */
  | { readonly state: "connecting" }
  /** The server has welcomed us. */
  | { readonly state: "connected" }
  /** The connection was lost, or could not be made, and is tried again. */
  | {
      readonly state: "reconnecting";
      /** The number of the attempt that comes next or is under way, from 1. */
      readonly attempt: number;
      /** When the attempt begins, in milliseconds since 1970; now, once it is under way. */
      readonly retryAt: number;
      /** Why it is necessary, as a sentence. */
      readonly cause: string;
    }
  /** The device has no network; no attempt is made until it returns, or `connect()` is called. */
  | { readonly state: "offline" }
  /** Given up. */
  | {
      readonly state: "failed";
      /** Why, as a sentence. */
      readonly reason: string;
      /** Whether only `connect()` brings the connection back; else the network or the page does. */
      readonly isTerminal: boolean;
    };

/** What is known of a message beside its data. */
export interface Meta {
  /** The event's name. */
  readonly event: string;
  /** The channel, where the server tells it. */
  readonly channel: string | undefined;
  /** When the server sent it, in the server's words. */
  readonly timestamp: string | undefined;
}

/**
 * A stretch in which messages may have been missed: what was built from them must be fetched
 * again.
 */
export interface Gap {
  /** The channel it concerns; `undefined` stands for messages that go to every connection. */
  readonly channel: string | undefined;
}

/**
 * The end of a message: the server has it (`acknowledged`); it was handed to an open connection, of a
 * server that acknowledges nothing (`delivered`); it waited for too long (`expired`); it had no
 * effect (`refused`), except that at `close()` the server may have what was on its way, and that the
 * next page sends what a `persistentOutbox` still holds.
 */
export type Outcome = "acknowledged" | "delivered" | "expired" | "refused";

/**
 * A token, and for how many seconds it is good from now; it is renewed before that time is over. A
 * string may be a JSON Web Token, which says so itself if it has `exp`. `null`: nobody is signed in.
 */
export type TokenAnswer = string | { readonly token: string; readonly expiresIn?: number } | null;

export interface ClientOptions {
  /**
   * The protocol to speak; `"envelope"` by default. `"listening-only"` is the envelope of a server that
   * only sends. `"pusher"` is that of Laravel Reverb, soketi and Pusher, for a URL without a path;
   * `"inbox"` that of a user's inbox on a Django Channels server: both only in what is imported from
   * `"bellwire/full"`.
   */
  readonly protocol?:
    | "envelope"
    | "envelope-with-auth-message"
    | "envelope-without-welcome"
    | "inbox"
    | "listening-only"
    | "pusher";
  /** The key of the application, for the protocol `"pusher"`. */
  readonly appKey?: string;
  /**
   * Where permissions for private channels come from, for the protocol `"pusher"`; by default the
   * endpoint `"/broadcasting/auth"`. It is asked on each connection anew, for all channels at once.
   */
  readonly channelAuth?: ChannelAuth;
  /**
   * Where tokens come from: called before the first connection, before a token expires, and when the
   * server refuses one; one call at a time, unless one takes over ten seconds. When it throws, the
   * client tries again as after any loss.
   */
  readonly token?: () => TokenAnswer | Promise<TokenAnswer>;
  /**
   * The name under which messages that wait are kept in IndexedDB, so that they survive a reload and a
   * crash; without it, or without Web Locks (on http, save localhost), they are kept in memory. Tabs may share a name: each looks after its own messages,
   * and after those of tabs that are gone. Put the user into the name, or the next one to sign in here
   * sends what was left. Only in what is imported from `"bellwire/full"`, which is larger: 89 KB with
   * brotli instead of 44.
   */
  readonly persistentOutbox?: string;
  /** How many reconnects in a row may fail before the client gives up; 5 by default. */
  readonly attempts?: number | "unlimited";
}

/** A channel that is subscribed, or is not. */
export interface SubscriptionChange {
  readonly channel: string;
  /** Why it is not, as a sentence; `undefined` when it is. */
  readonly reason: string | undefined;
}

/** Somebody who is present in a channel. */
export interface Member {
  /** The user, who may have several connections and counts once. */
  readonly id: string;
  /** What the server tells of the user, such as a name. */
  readonly info: any;
}

/** What has changed in who is in a channel. */
export interface PresenceChange {
  readonly channel: string;
  /** Everybody who is there, at each subscription; or whoever comes or goes. */
  readonly kind: "here" | "joining" | "leaving";
  readonly members: readonly Member[];
}

export interface SendOptions {
  /** The channel to send to. */
  readonly channel?: string;
}

const NEEDS_FULL = 'this needs an import from "bellwire/full"';

type Handler<Data> = (data: Data, meta: Meta) => void;

let loading: Promise<void> | undefined;

/**
 * Loads the WebAssembly. Call it once, before the first `new Client`; more calls do no harm.
 *
 * @param source Where the WebAssembly is; by default beside this file.
 */
export default function init(source?: WasmSource): Promise<void> {
  loading ??= load(source === undefined ? undefined : { module_or_path: source }).then(
    () => setDispatch(dispatch),
    (error: unknown) => {
      // The next call may have more luck.
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** The functions that the WebAssembly calls, by the numbers it knows them by. */
const handlers = new Map<number, (first: unknown, second: unknown, third: unknown) => void>();
let lastHandler = 0;

function dispatch(handler: number, first: unknown, second: unknown, third: unknown): void {
  handlers.get(handler)?.(first, second, third);
}

function register(handler: (first: never, second: never, third: never) => void): number {
  handlers.set(++lastHandler, handler as (...values: unknown[]) => void);
  return lastHandler;
}

/**
 * A realtime connection that is kept: it reconnects with backoff, subscribes again, queues what is
 * sent while offline, and says at every moment what it is doing and why.
 *
 * `Events` maps the names of events to the types of their data.
 *
 * ```ts
 * await init();
 * const client = new Client<{ job_created: { job_id: number; title: string } }>(
 *   "ws://localhost:8080/ws",
 * );
 * client.subscribe(["jobs", "payments"]);
 * const off = client.on("job_created", (job) => console.log(job.title));
 * ```
 */
export class Client<Events extends object = Record<string, any>> {
  readonly #raw: RawClient;
  readonly #subscriptions = new Map<string, Set<number>>();
  readonly #events = new Map<string, { guard: number; handlers: Set<Handler<never>> }>();
  readonly #listeners = new Map<number, string>();
  #isClosed = false;

  /**
   * Connects to the server at `url`, which begins with `ws://`, `wss://`, `http://` or `https://`,
   * or is a path of the page's own server, such as `/ws`.
   *
   * @throws Error when the URL leads to no WebSocket, an option makes no sense, or `init()` has not
   * finished.
   */
  constructor(url: string, options: ClientOptions = {}) {
    const { protocol = "envelope", appKey, attempts, token, persistentOutbox } = options;
    const limit = toLimit(attempts);
    const source = token && register(() => void this.#fetchToken(token));
    if (source) this.#listeners.set(source, "token");
    const isPusher = FULL && protocol === "pusher";
    const auth = isPusher ? this.#authSource(options.channelAuth ?? {}) : undefined;
    try {
      this.#raw = new RawClient(url, protocol, appKey, limit, source, persistentOutbox, auth);
    } catch (error) {
      if (source) handlers.delete(source);
      if (auth) handlers.delete(auth);
      throw error;
    }
    this.#raw.connect();
  }

  /**
   * Subscribes to channels, now and after every reconnect, until the function that is returned is
   * called, or `unsubscribe` as often as this.
   */
  subscribe(channels: string | readonly string[]): () => void {
    this.#check();
    const own = toList(channels).map((name) => ({ name, guard: ++lastHandler }));
    for (const { name, guard } of own) {
      this.#raw.subscribe(guard, name);
      const guards = this.#subscriptions.get(name);
      guards ? guards.add(guard) : this.#subscriptions.set(name, new Set([guard]));
    }
    return () => {
      for (const { name, guard } of own) this.#giveBack(name, guard);
    };
  }

  /** Gives channels back, each one of its subscriptions: the oldest that is left. */
  unsubscribe(channels: string | readonly string[]): void {
    for (const name of toList(channels)) {
      const [oldest] = this.#subscriptions.get(name) ?? [];
      if (oldest !== undefined) this.#giveBack(name, oldest);
    }
  }

  /**
   * Calls `handler` with each message of the given name, until the function that is returned is
   * called. A handler that throws is reported and harms no other.
   */
  on<Name extends keyof Events & string>(event: Name, handler: Handler<Events[Name]>): () => void {
    this.#check();
    let entry = this.#events.get(event);
    if (entry === undefined) {
      const set = new Set<Handler<never>>();
      const guard = register((json: string, channel?: string, timestamp?: string) => {
        const meta = { event, channel, timestamp };
        this.#call(event, set, JSON.parse(json) as never, meta);
      });
      this.#raw.on(guard, event);
      entry = { guard, handlers: set };
      this.#events.set(event, entry);
    }
    // A function that is added twice is called twice, and each can be taken off by itself.
    const own: Handler<Events[Name]> = (data, meta) => handler(data, meta);
    entry.handlers.add(own);
    return once(() => this.#off(event, own));
  }

  /** Calls `handler` with each change of the connection's status. */
  onStatus(handler: (status: Status) => void): () => void {
    return this.#listen("status", handler, (guard) => this.#raw.onStatus(guard));
  }

  /** Calls `handler` with each channel that the server confirms, and with each that is not to be had. */
  onSubscription(handler: (change: SubscriptionChange) => void): () => void {
    this.#check();
    const guard = register((channel: string, reason: string | undefined) =>
      this.#attempt("subscription", () => handler({ channel, reason })),
    );
    return this.#start("subscription", guard, () => this.#raw.onSubscription(guard));
  }

  /**
   * Calls `handler` with each change in who is in a channel whose server tells, such as a presence
   * channel. Only in what is imported from `"bellwire/full"`.
   */
  onPresence(handler: (change: PresenceChange) => void): () => void {
    this.#check();
    if (!FULL) throw new Error(NEEDS_FULL);
    const guard = register((channel: string, kind: PresenceChange["kind"], json: string) =>
      this.#attempt("presence", () => handler({ channel, kind, members: JSON.parse(json) })),
    );
    return this.#start("presence", guard, () => this.#raw.onPresence(guard));
  }

  /**
   * Everybody who is in such a channel; while the connection is away, who was there last. Only in what
   * is imported from `"bellwire/full"`.
   */
  members(channel: string): readonly Member[] {
    if (!FULL) throw new Error(NEEDS_FULL);
    return this.#isClosed ? [] : JSON.parse(this.#raw.members(channel));
  }

  /** Calls `handler` whenever messages may have been missed. */
  onGap(handler: (gap: Gap) => void): () => void {
    const tell = (channel: string | undefined) => handler({ channel });
    return this.#listen("gap", tell, (guard) => this.#raw.onGap(guard));
  }

  /**
   * Calls `handler` with a sentence whenever something came in that could not be used. While nobody
   * listens, the console is told.
   */
  onFault(handler: (fault: string) => void): () => void {
    return this.#listen("fault", handler, (guard) => this.#raw.onFault(guard));
  }

  /**
   * Sends a message, now or as soon as there is a connection. The promise tells its end; it never
   * rejects, and need not be awaited.
   *
   * @throws Error when `JSON.stringify` refuses the data, or the channel's name is none.
   */
  send(event: string, data: unknown = null, options: SendOptions = {}): Promise<Outcome> {
    this.#check();
    const json = JSON.stringify(data) ?? "null";
    const { promise, resolve } = deferred<Outcome>();
    const guard = register((outcome: Outcome) => {
      handlers.delete(guard);
      resolve(outcome);
    });
    try {
      this.#raw.send(guard, event, options.channel, json);
    } catch (error) {
      handlers.delete(guard);
      throw error;
    }
    return promise;
  }

  /**
   * Tells the other subscribers of a channel something that matters only now, such as that somebody is
   * typing. It is sent at once or never. They receive it as `client-` and the name. Only in what is
   * imported from `"bellwire/full"`.
   *
   * @throws Error when `JSON.stringify` refuses the data, or the channel's name is none.
   */
  whisper(channel: string, event: string, data: unknown = null): void {
    this.#check();
    if (!FULL) throw new Error(NEEDS_FULL);
    this.#raw.whisper(`client-${event}`, channel, JSON.stringify(data) ?? "null");
  }

  /**
   * Says on each connection who its user is, until the function that is returned is called, so that the
   * server can send what is for this user alone; see `channelAuth`. It arrives on the channel
   * `#server-to-user-…`. Some servers of the Pusher protocol know that, Reverb does not.
   */
  signIn(): () => void {
    return this.subscribe("#sign-in");
  }

  /**
   * The name that a server of the Pusher protocol has given to the connection, for requests whose
   * effects are sent to all but this connection (`X-Socket-Id`).
   */
  get socketId(): string | undefined {
    return !FULL || this.#isClosed ? undefined : this.#raw.socketId();
  }

  /** Whether messages flow. */
  get isConnected(): boolean {
    return !this.#isClosed && this.#raw.isConnected();
  }

  /** What the connection is doing. */
  get status(): Status {
    return this.#isClosed ? { state: "idle" } : this.#raw.status();
  }

  /** How many messages wait for a connection, or for the server's acknowledgement. */
  get queueDepth(): number {
    return this.#isClosed ? 0 : this.#raw.queueDepth();
  }

  /** The round trip of the last ping that was answered, in milliseconds. */
  get rtt(): number | undefined {
    return this.#isClosed ? undefined : this.#raw.rtt();
  }

  /**
   * What went into the client and came out of it of late, as JSON, for reports of faults. It holds
   * messages, and no token. Only in what is imported from `"bellwire/full"`; elsewhere `undefined`.
   */
  trace(): Promise<string | undefined> {
    this.#check();
    const { promise, resolve } = deferred<string | undefined>();
    const guard = register((json: string | undefined) => {
      handlers.delete(guard);
      resolve(json);
    });
    this.#raw.trace(guard);
    return promise;
  }

  /** Connects again after `disconnect`, or makes the next attempt now. */
  connect(): void {
    this.#check();
    this.#raw.connect();
  }

  /** Closes the connection. Subscriptions and queued messages wait for `connect`. */
  disconnect(): void {
    this.#check();
    this.#raw.disconnect();
  }

  /** Closes the connection for good and lets go of everything. */
  close(): void {
    if (this.#isClosed) return;
    const change = this.status.state === "idle" ? undefined : ({ state: "idle" } satisfies Status);
    this.#isClosed = true;
    for (const [guard, name] of this.#listeners) {
      if (change && name === "status") dispatch(guard, change, undefined, undefined);
      handlers.delete(guard);
    }
    for (const { guard } of this.#events.values()) handlers.delete(guard);
    this.#raw.free();
  }

  async #fetchToken(fetch: () => TokenAnswer | Promise<TokenAnswer>): Promise<void> {
    let answer: Parameters<RawClient["answerToken"]> = [];
    try {
      const fetched = await fetch();
      if (fetched !== null) {
        const { token, expiresIn } =
          typeof fetched === "string" ? { token: fetched, expiresIn: lifetimeOf(fetched) } : fetched;
        // What is no answer at all says nothing about who is signed in.
        if (typeof token !== "string") throw new TypeError("there is no token in the answer");
        answer = [token, expiresIn && expiresIn * 1000];
      }
    } catch (error) {
      answer = [undefined, undefined, String(error)];
    }
    if (!this.#isClosed) this.#raw.answerToken(...answer);
  }

  #authSource(auth: ChannelAuth): number {
    if (!FULL) return 0;
    const source = register((question: number, asked: string[], token: string | undefined) => {
      const [socketId = "", ...channels] = asked;
      authorize(auth, socketId, channels, token, (channel, ...answer) => {
        if (!this.#isClosed) this.#raw.answerChannel(question, channel, ...answer);
      });
    });
    this.#listeners.set(source, "channelAuth");
    return source;
  }

  #giveBack(name: string, guard: number): void {
    const guards = this.#subscriptions.get(name);
    if (!guards?.delete(guard)) return;
    if (guards.size === 0) this.#subscriptions.delete(name);
    this.#release(guard);
  }

  #off(event: string, handler: Handler<never>): void {
    const entry = this.#events.get(event);
    entry?.handlers.delete(handler);
    if (entry?.handlers.size === 0) {
      this.#events.delete(event);
      this.#release(entry.guard);
    }
  }

  #listen<Value>(
    name: string,
    handler: (value: Value) => void,
    start: (guard: number) => void,
  ): () => void {
    this.#check();
    const guard = register((value: Value) => this.#attempt(name, () => handler(value)));
    return this.#start(name, guard, () => start(guard));
  }

  #start(name: string, guard: number, start: () => void): () => void {
    start();
    this.#listeners.set(guard, name);
    return once(() => {
      this.#listeners.delete(guard);
      this.#release(guard);
    });
  }

  #release(guard: number): void {
    handlers.delete(guard);
    if (!this.#isClosed) this.#raw.release(guard);
  }

  #call(event: string, set: Set<Handler<never>>, data: never, meta: Meta): void {
    // A copy: handlers may add and remove handlers.
    for (const handler of [...set]) {
      if (set.has(handler)) this.#attempt(event, () => handler(data, meta));
    }
  }

  #attempt(event: string, call: () => void): void {
    try {
      call();
    } catch (error) {
      if (!this.#isClosed && event !== "fault") this.#raw.handlerFailed(event, String(error));
      // The page's own error handling sees it as it sees every other.
      globalThis.reportError?.(error);
    }
  }

  #check(): void {
    if (this.#isClosed) throw new Error("this client is closed; make a new one");
  }
}

function toList(channels: string | readonly string[]): readonly string[] {
  return typeof channels === "string" ? [channels] : channels;
}

/** The limit of attempts as the WebAssembly takes it; its largest number stands for none. */
function toLimit(attempts: number | "unlimited" | undefined): number | undefined {
  if (attempts === "unlimited") return 0xffff_ffff;
  if (attempts === undefined || (Number.isSafeInteger(attempts) && attempts >= 0)) return attempts;
  throw new RangeError(`${attempts} attempts: neither a whole number nor "unlimited"`);
}

/** The seconds that a JSON Web Token is good for; none for anything else. */
function lifetimeOf(token: string): number | undefined {
  try {
    const claims = token.split(".")[1]!.replace(/-/g, "+").replace(/_/g, "/");
    // Between two times of the server's clock; without `iat`, by this device's.
    const { exp, iat = Date.now() / 1000 } = JSON.parse(atob(claims));
    return Math.max(exp - iat, 0) || undefined;
  } catch {
    return undefined;
  }
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) {
      isDone = true;
      action();
    }
  };
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}
