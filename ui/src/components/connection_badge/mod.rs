//! The connection badge: what the connection does, in words, and on demand what is behind it.

mod connection_badge;
mod details;

pub use self::connection_badge::{BadgeClasses, BadgeVisibility, ConnectionBadge};
