import type { Page } from "@playwright/test";

/** What the page is told to show, how much of it, and within how many milliseconds. */
export interface Burst {
  event: "toast" | "notification" | "news";
  count: number;
  over: number;
}

/** What can be seen from within the page. Times are in milliseconds, memory in bytes. */
export interface Sight {
  /** From the first message until the page has been drawn after the last one. */
  shown: number;
  /** Frames that were not drawn in the meantime, of sixty in a second. */
  dropped: number;
  /** Elements on the page then. */
  elements: number;
  /** The largest heap of JavaScript that a frame has seen. */
  peak: number;
}

/** What is in the page for the driver, as `globalThis.probe`. */
interface Probe {
  burst(burst: Burst): Promise<Sight>;
  clear(toast: string): Promise<void>;
  /** The bytes of WebAssembly's memory. It never shrinks. */
  memory(): number;
}

/** The marks in the trace between which tasks count. */
export const BEGIN = "burst-begin";
export const END = "burst-end";

/** Puts the probe into a page before anything else is in it. */
export async function addProbe(page: Page): Promise<void> {
  await page.addInitScript(install, { begin: BEGIN, end: END });
}

export function burst(page: Page, burst: Burst): Promise<Sight> {
  return page.evaluate((burst) => (globalThis as unknown as { probe: Probe }).probe.burst(burst), burst);
}

/** Takes everything away, and waits until no toast is left. */
export function clear(page: Page, toast: string): Promise<void> {
  return page.evaluate((toast) => (globalThis as unknown as { probe: Probe }).probe.clear(toast), toast);
}

export function wasmMemory(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as { probe: Probe }).probe.memory());
}

/** Runs in the page. */
function install(marks: { begin: string; end: string }): void {
  const memories: WebAssembly.Memory[] = [];
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (...given) => {
    const result = await instantiateStreaming(...given);
    const { memory } = result.instance.exports;
    if (memory instanceof WebAssembly.Memory) memories.push(memory);
    return result;
  };

  // As a socket does: from another thread, each message a task of its own.
  const feeder = () => {
    onmessage = ({ data: { count, over } }: MessageEvent<Burst>) => {
      const begin = performance.now();
      let sent = 0;
      const send = () => {
        const due = Math.ceil(((performance.now() - begin) / over) * count);
        while (sent < Math.min(due, count)) postMessage((sent += 1));
        if (sent < count) setTimeout(send);
      };
      send();
    };
  };
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const drawn = async () => {
    await frame();
    await frame();
  };
  const heap = () =>
    (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize;

  const probe: Probe = {
    async burst(burst) {
      const feed = new Worker(URL.createObjectURL(new Blob([`(${feeder})()`])));
      const done = new Promise<void>((resolve) => {
        feed.onmessage = ({ data }: MessageEvent<number>) => {
          dispatchEvent(new CustomEvent(burst.event, { detail: data }));
          if (data === burst.count) resolve();
        };
      });
      let [peak, dropped, last, isWatching] = [heap(), 0, await frame(), true];
      const watch = (now: number) => {
        dropped += Math.max(0, Math.round(((now - last) * 60) / 1000) - 1);
        [last, peak] = [now, Math.max(peak, heap())];
        if (isWatching) requestAnimationFrame(watch);
      };
      requestAnimationFrame(watch);
      const begin = performance.now();
      performance.mark(marks.begin);
      feed.postMessage(burst);
      await done;
      await drawn();
      isWatching = false;
      const shown = performance.now() - begin;
      feed.terminate();
      return { shown, dropped, elements: document.querySelectorAll("*").length, peak };
    },
    async clear(toast) {
      dispatchEvent(new CustomEvent("clear"));
      do await new Promise((resolve) => setTimeout(resolve, 50));
      while (document.querySelector(toast) !== null);
      await drawn();
      performance.mark(marks.end);
    },
    memory: () => memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
  };
  Object.assign(globalThis, { probe });
}
