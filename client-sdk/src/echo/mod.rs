//! Laravel Echo's names for channels and events, on top of a [`Client`](crate::Client) that speaks the
//! Pusher protocol. What lives here renames and filters, and decides nothing.

mod channel;
#[expect(clippy::module_inception, reason = "a folder is named for its main type")]
mod echo;
mod event_name;

pub use self::channel::EchoChannel;
pub use self::echo::Echo;
