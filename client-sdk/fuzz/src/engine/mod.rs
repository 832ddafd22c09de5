//! The engine under scripts: who reads them, and who watches what the engine does.
//!
//! A script says what happens, never what must follow. What must follow is said once, by whoever
//! watches: `wire` for transports, `mail` for messages, `channels` for subscriptions, `world` for
//! the rest.

mod calls;
mod channels;
mod inputs;
mod mail;
mod peace;
mod speech;
mod wire;
mod world;

pub use self::inputs::engine_inputs;
