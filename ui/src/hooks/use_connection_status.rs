use bellwire::ConnectionStatus;
use leptos::prelude::ReadSignal;

use crate::use_realtime;

/// Returns what the connection is doing, as a signal.
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
#[must_use]
pub fn use_connection_status() -> ReadSignal<ConnectionStatus> {
    use_realtime().status()
}
