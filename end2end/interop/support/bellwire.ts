import { type Page, expect } from "@playwright/test";

import type { Client, ClientOptions, Echo, Member, Status } from "../../../js/src/full.ts";

/** What a client has heard and done since it was made. */
export interface Log {
  events: { event: string; channel: string | undefined; data: unknown }[];
  states: Status["state"][];
  gaps: (string | undefined)[];
  subscriptions: { channel: string; reason: string | undefined }[];
  presence: { channel: string; kind: string; members: readonly Member[] }[];
  faults: string[];
  tokens: number;
}

interface Globals {
  client: Client;
  echo: Echo;
  log: Log;
}

/** Bellwire in a page, as an application has it. */
export class Bellwire {
  readonly page: Page;
  /** When the page has opened sockets, in milliseconds since 1970. */
  readonly sockets: number[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("websocket", () => this.sockets.push(Date.now()));
  }

  /**
   * Makes a client that writes down what it hears of the events named. Each `token` is returned once,
   * the last one for ever.
   */
  static async start(
    page: Page,
    origin: string,
    url: string,
    options: Omit<ClientOptions, "token"> & { events?: string[]; tokens?: string[] } = {},
  ): Promise<Bellwire> {
    const bellwire = new Bellwire(page);
    await page.goto(origin);
    await page.evaluate(
      async ([url, { events = [], tokens, ...options }]) => {
        const module = "/bellwire/index.js";
        const bellwire = (await import(module)) as typeof import("../../../js/src/full.ts");
        await bellwire.default();
        const log: Log = {
          events: [],
          states: [],
          gaps: [],
          subscriptions: [],
          presence: [],
          faults: [],
          tokens: 0,
        };
        const token = () => tokens![Math.min(log.tokens++, tokens!.length - 1)]!;
        const client = new bellwire.Client(url, { ...options, ...(tokens && { token }) });
        for (const event of events) {
          client.on(event, (data, { channel }) => log.events.push({ event, channel, data }));
        }
        client.onStatus(({ state }) => log.states.push(state));
        client.onGap(({ channel }) => log.gaps.push(channel));
        client.onSubscription((change) => log.subscriptions.push(change));
        client.onPresence((change) => log.presence.push(change));
        client.onFault((fault) => log.faults.push(fault));
        Object.assign(globalThis, { client, log, echo: new bellwire.Echo(client) });
      },
      [url, options] as const,
    );
    return bellwire;
  }

  /** Runs code of the application. */
  async run<T, A = undefined>(
    code: (globals: Globals, argument: A) => T | Promise<T>,
    argument?: A,
  ): Promise<T> {
    const call = `(argument) => (${code.toString()})(globalThis, argument)`;
    return (await this.page.evaluate(`(${call})(${JSON.stringify(argument)})`)) as T;
  }

  log(): Promise<Log> {
    return this.run(({ log }) => log);
  }

  /** What came of an event, in its order. */
  async heard(event: string): Promise<unknown[]> {
    return (await this.log()).events.filter((one) => one.event === event).map(({ data }) => data);
  }

  async expectState(state: Status["state"], timeout = 20_000): Promise<void> {
    await expect.poll(() => this.run(({ client }) => client.status.state), { timeout }).toBe(state);
  }

  /** Subscribes, and waits until that is confirmed. */
  async subscribe(...channels: string[]): Promise<void> {
    await this.run(({ client }, channels) => void client.subscribe(channels), channels);
    for (const channel of channels) await this.expectSubscribed(channel);
  }

  async expectSubscribed(channel: string, times = 1, timeout = 20_000): Promise<void> {
    const count = async () => {
      const { subscriptions } = await this.log();
      return subscriptions.filter((one) => one.channel === channel && one.reason === undefined).length;
    };
    await expect.poll(count, { timeout }).toBeGreaterThanOrEqual(times);
  }
}
