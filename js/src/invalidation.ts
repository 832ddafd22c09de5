import type { Client } from "./index.ts";

/**
 * Names a query: a path, from the general to the particular, such as `["job", 123]`. It stands for what
 * is at and below it, as in TanStack Query.
 */
export type QueryKey = readonly unknown[];

/** What the events of one name make stale. */
export interface InvalidationRule<Data> {
  /** The channel on which the events come. Without one, they go to every connection. */
  readonly channel?: string;
  /** The keys that each event makes stale, or how the event tells. */
  readonly stale?: readonly QueryKey[] | ((data: Data) => readonly QueryKey[]);
  /**
   * The keys that are stale where such events may have been missed; by default those in `stale`. Where
   * that is a function, name the kind here: `["job"]` for `["job", 123]`.
   */
  readonly staleOnGap?: readonly QueryKey[];
}

/** Rules by the names of events. */
export type InvalidationRules<Events extends object> = {
  readonly [Name in keyof Events & string]?: InvalidationRule<Events[Name]>;
};

/** How long keys are collected, in milliseconds: many events of one moment cost one request. */
const WINDOW = 300;
/** How long a reconnect may put it off, in milliseconds. */
const LONGEST_WAVE = 2_000;
/** How many keys are kept apart; when there are more, everything is stale. */
const KEPT_APART = 256;

/**
 * Lets events make data stale, by rules, until it is closed.
 *
 * `invalidate` is called with the keys that are stale, 300 ms after the first of them: once for a burst
 * of events, once when a hidden page is seen again, and once for a reconnect, when all channels of the
 * rules have told what they have missed.
 *
 * ```ts
 * const invalidation = new Invalidation(
 *   client,
 *   {
 *     job_created: { channel: "jobs", stale: [["jobs"], ["stats"]] },
 *     job_accepted: {
 *       channel: "jobs",
 *       stale: (job) => [["job", job.job_id]],
 *       staleOnGap: [["job"]],
 *     },
 *   },
 *   (keys) => {
 *     for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey });
 *   },
 * );
 * ```
 */
export class Invalidation<Events extends object = Record<string, any>> {
  readonly #invalidate: (keys: readonly QueryKey[]) => void;
  readonly #rules: readonly InvalidationRule<never>[];
  readonly #offs: (() => void)[] = [];
  /** The channels of rules that were confirmed, and those of them that a reconnect waits for. */
  readonly #confirmed = new Set<string>();
  #awaited = new Set<string>();
  #wasConnected: boolean;
  #isBack = false;
  #stale: QueryKey[] = [];
  #dueAt = 0;
  #waveEndsAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    client: Client<Events>,
    rules: InvalidationRules<Events>,
    invalidate: (keys: readonly QueryKey[]) => void,
  ) {
    this.#invalidate = invalidate;
    this.#rules = Object.values(rules);
    this.#wasConnected = client.isConnected;
    for (const name of Object.keys(rules) as (keyof Events & string)[]) {
      const stale = rules[name]?.stale;
      if (stale === undefined) continue;
      const keys = typeof stale === "function" ? stale : () => stale;
      this.#offs.push(client.on(name, (data) => this.markStale(...keys(data))));
    }
    const arm = () => this.#arm();
    globalThis.document?.addEventListener("visibilitychange", arm);
    this.#offs.push(
      client.onStatus(({ state }) => {
        if (state !== "connected") return;
        this.#isBack = this.#wasConnected;
        this.#wasConnected = true;
      }),
      client.onGap(({ channel }) => this.#handleGap(channel)),
      client.onSubscription(({ channel, reason }) => this.#handleAnswer(channel, reason === undefined)),
      () => globalThis.document?.removeEventListener("visibilitychange", arm),
    );
  }

  /** Marks the queries at and below the keys as stale: for what the application changes itself. */
  markStale(...keys: readonly QueryKey[]): void {
    for (const key of keys) {
      if (this.#stale.some((other) => startsWith(key, other))) continue;
      if (this.#stale.length === 0) this.#dueAt = performance.now() + WINDOW;
      // Two calls for one query would be two requests.
      this.#stale = this.#stale.filter((other) => !startsWith(other, key));
      this.#stale.push(key);
    }
    if (this.#stale.length > KEPT_APART) this.#stale = [[]];
    this.#arm();
  }

  /** Stops listening; what waits is left as it is. */
  close(): void {
    for (const off of this.#offs.splice(0)) off();
    this.#stale = [];
    this.#arm();
  }

  #handleGap(channel: string | undefined): void {
    // It is told once on each connection after the first, before the channels' own.
    if (channel === undefined && this.#isBack) {
      this.#isBack = false;
      this.#awaited = new Set(this.#confirmed);
      const now = performance.now();
      // A connection that comes and goes does not put it off for ever.
      if (this.#waveEndsAt <= now) this.#waveEndsAt = now + LONGEST_WAVE;
      this.#settle();
    }
    for (const rule of this.#rules) {
      if (rule.channel !== channel) continue;
      const { stale, staleOnGap = typeof stale === "function" ? [] : stale } = rule;
      this.markStale(...(staleOnGap ?? []));
    }
  }

  #handleAnswer(channel: string, isConfirmed: boolean): void {
    if (!this.#rules.some((rule) => rule.channel === channel)) return;
    if (isConfirmed) this.#confirmed.add(channel);
    else this.#confirmed.delete(channel);
    if (this.#awaited.delete(channel)) this.#settle();
  }

  /** Ends a wave whose channels have all been answered for; their gaps follow in the same task. */
  #settle(): void {
    if (this.#awaited.size > 0) return;
    this.#waveEndsAt = 0;
    this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const isHidden = globalThis.document?.visibilityState === "hidden";
    if (isHidden || this.#stale.length === 0) return;
    const wait = Math.max(this.#dueAt, this.#waveEndsAt) - performance.now();
    this.#timer = setTimeout(() => this.#pass(), Math.max(wait, 0));
  }

  #pass(): void {
    const stale = this.#stale;
    this.#stale = [];
    this.#invalidate(stale);
  }
}

/** Whether a key lies below another, or is it. */
function startsWith(key: QueryKey, prefix: QueryKey): boolean {
  return (
    prefix.length <= key.length &&
    prefix.every((part, index) => JSON.stringify(part) === JSON.stringify(key[index]))
  );
}
