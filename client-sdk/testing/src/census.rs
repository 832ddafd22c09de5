use wasm_bindgen::prelude::*;

/// What a page holds at a moment: everything that would keep code alive or call it.
///
/// Counts what was made since the first census.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Census {
    /// Listeners on the window, the document and other targets.
    pub listeners: u32,
    /// Timers that have not fired.
    pub timers: u32,
    /// WebSockets that are open or opening.
    pub sockets: u32,
    /// Functions that sockets would call, whatever their state.
    pub socket_handlers: u32,
    /// JavaScript values held by Rust, closures among them.
    pub values: u32,
}

impl Census {
    /// Counts.
    #[must_use]
    pub fn take() -> Self {
        let counts = count();
        let [listeners, timers, sockets, socket_handlers] =
            [0, 1, 2, 3].map(|index| counts.get(index).copied().unwrap_or_default());
        Self {
            listeners,
            timers,
            sockets,
            socket_handlers,
            values: wasm_bindgen::externref_heap_live_count(),
        }
    }
}

#[wasm_bindgen(module = "/src/census.js")]
extern "C" {
    fn count() -> Vec<u32>;
}
