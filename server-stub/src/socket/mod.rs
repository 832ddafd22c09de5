//! What every WebSocket has in common, whatever protocol is spoken there: its queue, its end, and
//! that it is counted.

mod end;
mod open_sockets;
mod queue;

pub(crate) use self::end::{End, say_good_bye, send};
pub(crate) use self::open_sockets::OpenSockets;
pub(crate) use self::queue::{Queue, QueueSender, queue};
