use arbitrary::{Arbitrary, Unstructured};
use bellwire::engine::Config;
use bellwire::{Attempts, Backoff, OutboxConfig, Overflow, Protocol};

use super::calls;
use super::mail::Mail;
use super::world::World;

/// Longer scripts find nothing that shorter ones do not, and take their time.
const MOST_CALLS: usize = 500;

/// Whatever happens to an engine, in whatever order, it keeps its rules. And whatever has happened,
/// a server that behaves brings everything back in the end.
///
/// The bytes are a script; `engine/calls.rs` says how it is read.
///
/// # Panics
///
/// Panics when that does not hold.
pub fn engine_inputs(data: &[u8]) {
    let mut u = Unstructured::new(data);
    let settings = calls::digit(&mut u).unwrap_or_default();
    let seed = u8::arbitrary(&mut u).unwrap_or_default();
    let mut world = world(settings, seed);
    for call in calls::read(&mut u).take(MOST_CALLS) {
        world.happen(call);
    }
    world.make_peace();
}

/// Each bit is a setting that changes what the engine does. A capital letter as the seed stands for a
/// server that asks for tokens.
fn world(settings: u8, seed: u8) -> World {
    let is_set = |bit: u8| settings & bit != 0;
    let envelope = Protocol::envelope();
    let protocol = if is_set(1) { envelope.without_welcome() } else { envelope };
    let (max_messages, max_bytes) = if is_set(2) { (4, 256) } else { (64, 4_096) };
    let overflow = if is_set(4) { Overflow::DropOldest } else { Overflow::Refuse };
    let mut config = Config::new("ws://fuzz/ws");
    config.outbox = OutboxConfig::default()
        .max_messages(max_messages)
        .max_bytes(max_bytes)
        .on_overflow(overflow);
    if is_set(8) {
        config.backoff = Backoff::default().attempts(Attempts::Unlimited);
        config.max_frame = 64;
    }
    config.authenticates = seed.is_ascii_uppercase();
    World::new(config, protocol, seed.into(), Mail::new(max_messages, max_bytes))
}
