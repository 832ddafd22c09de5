//! What calls the attention of somebody who looks elsewhere: how it is counted, and how often.

mod count;
#[cfg(any(test, target_family = "wasm"))]
mod counted_title;
mod hidden_news;
mod permission;
mod rings;

pub(crate) use self::count::short_count;
#[cfg(target_family = "wasm")]
pub(crate) use self::counted_title::CountedTitle;
pub(crate) use self::hidden_news::{HiddenNews, Knock};
pub use self::permission::Permission;
pub(crate) use self::rings::Rings;
