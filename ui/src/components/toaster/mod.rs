//! Toasts on the screen: the toaster, a list for each of its places, and the toasts in it.

mod focus;
mod toast_content;
mod toast_item;
mod toast_list;
mod toast_view;
mod toaster;

pub use self::toaster::{Toaster, ToasterClasses};
