//! Toasts: what they say, which of them are on the screen, and how they move there.

mod action;
mod burst;
mod clock;
mod duration;
mod hotkey;
mod overflow;
mod parts;
mod position;
mod severity;
mod shown;
mod stack;
mod swipe;
mod toast;
mod toast_store;

pub(crate) use self::action::Opaque;
pub use self::action::{ToastAction, ToastActionKind};
pub(in crate::store) use self::duration::Patience;
pub use self::duration::{ReadingTime, ToastDuration, ToastDurations};
pub(crate) use self::hotkey::{Held, Hotkey};
pub use self::overflow::ToastOverflow;
pub use self::parts::ToastParts;
pub use self::position::ToasterPosition;
pub use self::severity::Severity;
pub(crate) use self::shown::Content;
pub use self::shown::{ShownToast, ToastStage};
pub(crate) use self::stack::Stack;
pub(crate) use self::swipe::{Swipe, SwipeEnd};
pub use self::toast::Toast;
pub use self::toast_store::{CloseCause, ToastId, ToastStore};
