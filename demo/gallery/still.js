// With `?still` in its address the page holds still, for tests and pictures: its clocks stand, so that
// toasts stay and "5 min. ago" is true for ever. The styles do the same for what moves.
if (new URLSearchParams(location.search).has("still")) {
  document.documentElement.dataset.still = "";
  const moment = Date.UTC(2026, 0, 15, 12);
  globalThis.Date = class extends Date {
    constructor(...parts) {
      super(...(parts.length > 0 ? parts : [moment]));
    }
    static now() {
      return moment;
    }
  };
  performance.now = () => 1_000;
}
