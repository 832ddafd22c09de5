import { EventEmitter } from "node:events";

/** What pusher-js has channels, connections and users do. */
interface Dispatcher {
  bind_global(callback: (event: string, data: unknown) => void): unknown;
}

/** What somebody has heard, in its order. */
export class Diary {
  readonly #entries: { name: string; data: unknown }[] = [];
  readonly #taken = new Map<string, number>();
  readonly #news = new EventEmitter().setMaxListeners(0);

  static of(dispatcher: Dispatcher): Diary {
    const diary = new Diary();
    dispatcher.bind_global((event, data) => diary.note(event, data));
    return diary;
  }

  get names(): string[] {
    return this.#entries.map(({ name }) => name);
  }

  note(name: string, data: unknown): void {
    this.#entries.push({ name, data });
    this.#news.emit("entry");
  }

  /** The data of the first event of that name that has not been asked for yet. */
  async next<T = unknown>(name: string, milliseconds = 5_000): Promise<T> {
    const turn = this.#taken.get(name) ?? 0;
    this.#taken.set(name, turn + 1);
    const found = new Promise<T>((resolve) => {
      const look = () => {
        const entry = this.#entries.filter((entry) => entry.name === name)[turn];
        if (entry === undefined) this.#news.once("entry", look);
        else resolve(entry.data as T);
      };
      look();
    });
    try {
      return await within(milliseconds, found);
    } catch {
      throw new Error(`no ${name} within ${milliseconds} ms, but ${this.names.join(", ") || "nothing"}`);
    }
  }
}

/** Waits for something no longer than that. */
export async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
