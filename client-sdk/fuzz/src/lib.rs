//! What must hold whatever comes in: a function from bytes for each promise, which panics when the
//! promise is broken.
//!
//! The functions know nothing of fuzzing. `tests/bounded.rs` calls them for a few seconds with each
//! run of the tests; `cargo-fuzz/` calls them for as long as somebody lets it.

#![deny(missing_docs)]

mod engine;
mod frames;
mod names;
mod payload;
mod text;

pub use self::engine::engine_inputs;
pub use self::frames::{client_frame, server_frame};
pub use self::names::{channel_name, position};
pub use self::payload::payload;

/// A promise, which panics with bytes that break it.
pub type Target = fn(&[u8]);

/// All targets, each with the name of its folder in `corpus/`.
pub const TARGETS: [(&str, Target); 6] = [
    ("channel_name", channel_name),
    ("client_frame", client_frame),
    ("engine_inputs", engine_inputs),
    ("payload", payload),
    ("position", position),
    ("server_frame", server_frame),
];
