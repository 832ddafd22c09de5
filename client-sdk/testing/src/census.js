// Puts counters in front of what a page can be asked to call.

const listeners = new Set();
const targets = new WeakMap();
const timers = new Set();
const sockets = new Set();
let numbers = 0;

/** One number for each registration, as the platform tells them apart. */
function registration(target, type, listener, options) {
  const capture = typeof options === "boolean" ? options : Boolean(options?.capture);
  let known = targets.get(target);
  if (!known) targets.set(target, (known = new Map()));
  const name = `${type} ${capture}`;
  let numbered = known.get(name);
  if (!numbered) known.set(name, (numbered = new WeakMap()));
  if (!numbered.has(listener)) numbered.set(listener, ++numbers);
  return numbered.get(listener);
}

const { addEventListener, removeEventListener } = EventTarget.prototype;
EventTarget.prototype.addEventListener = function (type, listener, options) {
  const target = this ?? globalThis;
  if (listener) listeners.add(registration(target, type, listener, options));
  return addEventListener.call(target, type, listener, options);
};
EventTarget.prototype.removeEventListener = function (type, listener, options) {
  const target = this ?? globalThis;
  if (listener) listeners.delete(registration(target, type, listener, options));
  return removeEventListener.call(target, type, listener, options);
};

for (const [start, stop] of [
  ["setTimeout", "clearTimeout"],
  ["setInterval", "clearInterval"],
]) {
  const [platformStart, platformStop] = [globalThis[start], globalThis[stop]];
  globalThis[start] = (callback, wait, ...values) => {
    const timer = platformStart(() => {
      if (start === "setTimeout") timers.delete(timer);
      callback(...values);
    }, wait);
    timers.add(timer);
    return timer;
  };
  globalThis[stop] = (timer) => {
    timers.delete(timer);
    platformStop(timer);
  };
}

globalThis.WebSocket = class extends WebSocket {
  constructor(...values) {
    super(...values);
    sockets.add(this);
  }
};

export function count() {
  const all = [...sockets];
  const alive = all.filter((socket) => socket.readyState <= WebSocket.OPEN);
  const handlers = all.flatMap((socket) =>
    [socket.onopen, socket.onmessage, socket.onclose, socket.onerror].filter(Boolean),
  );
  return new Uint32Array([listeners.size, timers.size, alive.length, handlers.length]);
}
