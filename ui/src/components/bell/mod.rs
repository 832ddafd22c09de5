//! The bell, the panel that it opens, and what is in it: a list of which only what is on the screen is
//! drawn, however long it is.

mod list;
mod notification_bell;
mod older;
mod panel;
mod placement;
mod reader;
mod row;
mod row_content;
mod row_tools;
mod rows;
mod tabs;
mod voice;

pub use self::notification_bell::{BadgeCount, BellAction, BellClasses, NotificationBell};
