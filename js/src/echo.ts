import type { Client, Member, Meta } from "./index.ts";

/** What an Echo may be told. */
export interface EchoOptions {
  /** What stands before names of events that begin with no dot; `"App.Events"` by default. */
  readonly namespace?: string | false;
}

type Handler = (data: any) => void;

const NOTIFICATION = ".Illuminate\\Notifications\\Events\\BroadcastNotificationCreated";

/**
 * Laravel Echo's names for channels and events, on top of a client that speaks the Pusher protocol.
 *
 * ```ts
 * await init();
 * const client = new Client("ws://localhost:8080", { protocol: "pusher", appKey: "sharedjox" });
 * const echo = new Echo(client);
 * echo.channel("jobs.discovery").listen(".job.posted", ({ job }) => console.log(job.title));
 * echo.private("job.5").listenForWhisper("typing", ({ name }) => console.log(name));
 * echo.join("job.5").here((members) => console.log(members.length));
 * ```
 */
export class Echo {
  readonly #client: Client;
  readonly #namespace: string | false;
  readonly #channels = new Map<string, EchoChannel>();

  constructor(client: Client, options: EchoOptions = {}) {
    this.#client = client;
    this.#namespace = options.namespace ?? "App.Events";
  }

  /** A channel that is open to everybody. */
  channel(name: string): EchoChannel {
    return this.#open(name);
  }

  /** A channel that the application's server must permit. */
  private(name: string): EchoChannel {
    return this.#open(`private-${name}`);
  }

  /** A private channel that knows who is in it. */
  join(name: string): EchoChannel {
    return this.#open(`presence-${name}`);
  }

  /** Leaves a channel in all of its forms. */
  leave(name: string): void {
    for (const form of [name, `private-${name}`, `private-encrypted-${name}`, `presence-${name}`]) {
      this.leaveChannel(form);
    }
  }

  /** Leaves the one channel of this full name. */
  leaveChannel(name: string): void {
    this.#channels.get(name)?.leave();
    this.#channels.delete(name);
  }

  leaveAllChannels(): void {
    for (const name of [...this.#channels.keys()]) this.leaveChannel(name);
  }

  /** The connection's name, for requests whose effects are sent to all but this connection. */
  socketId(): string | undefined {
    return this.#client.socketId;
  }

  #open(name: string): EchoChannel {
    const open = this.#channels.get(name) ?? new EchoChannel(this.#client, name, this.#namespace);
    this.#channels.set(name, open);
    return open;
  }
}

/** A channel that is subscribed until it is left. */
export class EchoChannel {
  readonly name: string;
  readonly #client: Client;
  readonly #namespace: string | false;
  readonly #unsubscribe: () => void;
  /** What takes a listener off, and the event and handler it stands for. */
  readonly #listeners: { event: string; handler: unknown; off: () => void }[] = [];

  constructor(client: Client, name: string, namespace: string | false) {
    this.name = name;
    this.#client = client;
    this.#namespace = namespace;
    this.#unsubscribe = client.subscribe(name);
  }

  /**
   * Calls `handler` with the data of each such event. A name that begins with a dot is taken as it is
   * without the dot, any other one stands in the namespace.
   */
  listen(event: string, handler: Handler): this {
    const wire = this.#wireName(event);
    const hear = (data: any, { channel }: Meta) => {
      if (channel === this.name) handler(data);
    };
    return this.#keep(wire, handler, this.#client.on(wire, hear));
  }

  /** Takes a handler off, or all of the event. */
  stopListening(event: string, handler?: Handler): this {
    return this.#stop(this.#wireName(event), handler);
  }

  /** Calls `handler` with what other subscribers whisper. */
  listenForWhisper(event: string, handler: Handler): this {
    return this.listen(`.client-${event}`, handler);
  }

  stopListeningForWhisper(event: string, handler?: Handler): this {
    return this.stopListening(`.client-${event}`, handler);
  }

  /** Tells the other subscribers something that matters only now: it is sent at once or never. */
  whisper(event: string, data: unknown): this {
    this.#client.whisper(this.name, event, data);
    return this;
  }

  /** Calls `handler` with each notification that Laravel broadcasts to the channel. */
  notification(handler: Handler): this {
    return this.listen(NOTIFICATION, handler);
  }

  stopListeningForNotification(handler?: Handler): this {
    return this.stopListening(NOTIFICATION, handler);
  }

  /** Calls `handler` each time the channel is subscribed, at reconnects as well. */
  subscribed(handler: () => void): this {
    return this.#onSubscription("subscribed", handler, (reason) => {
      if (reason === undefined) handler();
    });
  }

  /** Calls `handler` with a sentence when the channel is not to be had. */
  error(handler: (reason: string) => void): this {
    return this.#onSubscription("error", handler, (reason) => {
      if (reason !== undefined) handler(reason);
    });
  }

  /** Calls `handler` with everybody who is there, now if that is known and at each subscription. */
  here(handler: (members: readonly Member[]) => void): this {
    const known = this.#client.members(this.name);
    if (known.length > 0) handler(known);
    return this.#onPresence("here", handler, handler);
  }

  /** Calls `handler` with whoever comes. */
  joining(handler: (member: Member) => void): this {
    return this.#onPresence("joining", handler, ([member]) => member && handler(member));
  }

  /** Calls `handler` with whoever goes. */
  leaving(handler: (member: Member) => void): this {
    return this.#onPresence("leaving", handler, ([member]) => member && handler(member));
  }

  /** Ends the subscription and takes every handler off. */
  leave(): void {
    for (const { off } of this.#listeners.splice(0)) off();
    this.#unsubscribe();
  }

  #wireName(event: string): string {
    if (event.startsWith(".") || event.startsWith("\\")) return event.slice(1);
    const full = this.#namespace === false ? event : `${this.#namespace}.${event}`;
    return full.replaceAll(".", "\\");
  }

  #onSubscription(name: string, handler: unknown, hear: (reason: string | undefined) => void): this {
    const off = this.#client.onSubscription(({ channel, reason }) => {
      if (channel === this.name) hear(reason);
    });
    return this.#keep(`#${name}`, handler, off);
  }

  #onPresence(kind: string, handler: unknown, hear: (members: readonly Member[]) => void): this {
    const off = this.#client.onPresence((change) => {
      if (change.channel === this.name && change.kind === kind) hear(change.members);
    });
    return this.#keep(`#${kind}`, handler, off);
  }

  #keep(event: string, handler: unknown, off: () => void): this {
    this.#listeners.push({ event, handler, off });
    return this;
  }

  #stop(event: string, handler: unknown): this {
    const stays = this.#listeners.filter((listener) => {
      const ends = listener.event === event && (handler ?? listener.handler) === listener.handler;
      if (ends) listener.off();
      return !ends;
    });
    this.#listeners.splice(0, this.#listeners.length, ...stays);
    return this;
  }
}
