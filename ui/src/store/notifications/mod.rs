//! What has happened and what the user has made of it: kept, counted, changed ahead of the server,
//! and laid out for a panel. No time zone, no clock and no server lives here; what they say comes
//! in.

mod arrivals;
mod changes;
mod content;
mod counts;
mod entry;
mod filter;
mod heights;
mod inbox;
#[cfg(test)]
mod invariants;
mod notification;
mod numbered;
mod pages;
mod patience;
mod rows;
mod snooze;
mod store;
mod window;

pub use self::arrivals::View;
pub use self::changes::{Change, ChangeId, Failure, Pending};
pub use self::content::{Actor, NotificationAction, NotificationContent};
pub use self::entry::NotificationEntry;
pub use self::filter::Filter;
pub(crate) use self::inbox::Marked;
pub use self::notification::{Notification, NotificationId, Place};
pub use self::pages::{Cursor, NotificationPage, PageRequest, Paging};
pub(crate) use self::patience::Patience;
pub use self::rows::{Day, Row, RowKey, Rows};
pub use self::store::NotificationStore;
pub use self::window::Window;
