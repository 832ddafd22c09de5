use super::{Severity, Toast, ToastAction};

/// What a toast is made of, for those who draw toasts of their own.
///
/// # Examples
///
/// ```
/// use bellwire_ui::{Toast, ToastParts};
///
/// let toast = Toast::error("Not saved").description("The disk is full").action("Again", || {});
/// let ToastParts { title, description, actions, .. } = toast.parts();
/// assert_eq!((title, description), ("Not saved", Some("The disk is full")));
/// assert_eq!(actions[0].label(), "Again");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct ToastParts<'a> {
    /// How serious it is.
    pub severity: Severity,
    /// An emoji, or another short text, in place of the severity's icon.
    pub icon: Option<&'a str>,
    /// The title.
    pub title: &'a str,
    /// The line below the title.
    pub description: Option<&'a str>,
    /// The small line at the end.
    pub detail: Option<&'a str>,
    /// Where a click leads; see [`UseToaster::follow`](crate::UseToaster::follow).
    pub link: Option<&'a str>,
    /// A class of its own; empty unless given.
    pub class: &'a str,
    /// Whether something is under way.
    pub is_loading: bool,
    /// Whether the user may dismiss it.
    pub is_dismissible: bool,
    /// Its buttons; see [`UseToaster::act`](crate::UseToaster::act).
    pub actions: &'a [ToastAction],
}

impl Toast {
    /// What it is made of.
    #[must_use]
    pub fn parts(&self) -> ToastParts<'_> {
        ToastParts {
            severity: self.severity,
            icon: self.icon.as_deref(),
            title: &self.title,
            description: self.description.as_deref(),
            detail: self.detail.as_deref(),
            link: self.link.as_deref(),
            class: &self.class,
            is_loading: self.is_loading,
            is_dismissible: self.is_dismissible,
            actions: &self.actions,
        }
    }
}
