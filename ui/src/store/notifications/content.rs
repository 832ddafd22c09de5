use bellwire::inbox::Priority;

use crate::store::link::is_safe;
use crate::{Severity, Toast};

/// How many actions a notification has at most.
const MAX_ACTIONS: usize = 2;

/// What a notification says. Everything is text; nothing is read as HTML.
///
/// A [`Toast`] is one as well, as far as it goes: what else the bell can show is added to it.
///
/// # Examples
///
/// ```
/// use bellwire_ui::notifications::Actor;
/// use bellwire_ui::{NotificationAction, NotificationContent, Toast};
///
/// let content = NotificationContent::from(Toast::success("New bid").description("$120"))
///     .kind("bid_received")
///     .actor(Actor::new("Ada").image("/people/ada.png"))
///     .subject("job/5")
///     .subject_title("Window cleaning")
///     .action(NotificationAction::new("accept", "Accept"))
///     .action(NotificationAction::new("view", "View").link("/jobs/5"));
/// assert_eq!(content.title(), "New bid");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "it is kept once it is given to a store"]
pub struct NotificationContent {
    pub(super) severity: Severity,
    pub(super) priority: Priority,
    pub(super) kind: Option<String>,
    pub(super) icon: Option<String>,
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) detail: Option<String>,
    pub(super) link: Option<String>,
    pub(super) actor: Option<Actor>,
    pub(super) subject: Option<String>,
    pub(super) subject_title: Option<String>,
    pub(super) actions: Vec<NotificationAction>,
}

/// Who has done what a notification tells of.
///
/// # Examples
///
/// ```
/// use bellwire_ui::notifications::Actor;
///
/// let ada = Actor::new("Ada").image("/people/ada.png");
/// assert_eq!(ada.image.as_deref(), Some("/people/ada.png"));
/// assert_eq!(Actor::new("Eve").image("javascript:alert(1)").image, None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Actor {
    /// What they are called.
    pub name: String,
    /// Where their picture is: a path of the own page, or an `http(s)` address.
    pub image: Option<String>,
}

/// Something that the user can do about a notification, right where it is shown.
///
/// # Examples
///
/// ```
/// use bellwire_ui::NotificationAction;
///
/// let action = NotificationAction::new("accept", "Accept the bid");
/// assert_eq!((action.name.as_str(), action.link), ("accept", None));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotificationAction {
    /// What the application calls it.
    pub name: String,
    /// What the user reads.
    pub label: String,
    /// Where it leads, if it is a link.
    pub link: Option<String>,
}

impl NotificationContent {
    /// Content of the given severity.
    pub fn new(severity: Severity, title: impl Into<String>) -> Self {
        Self::from(Toast::new(severity, title))
    }

    /// What happened.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// How urgent it is; medium unless given.
    pub fn priority(mut self, priority: Priority) -> Self {
        self.priority = priority;
        self
    }

    /// What sort of news it is, such as `bid_received`: the application's word, by which
    /// notifications are filtered.
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into()).filter(|kind| !kind.is_empty());
        self
    }

    /// An emoji, or another short text, in place of the severity's icon.
    pub fn icon(mut self, icon: impl Into<String>) -> Self {
        self.icon = Some(icon.into());
        self
    }

    /// The line below the title.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The small line at the end.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Where a click leads: a path or fragment of the own page, or an `http(s)` address. Anything
    /// else is left out.
    pub fn link(mut self, link: impl Into<String>) -> Self {
        self.link = safe_link(link.into());
        self
    }

    /// Who has done it.
    pub fn actor(mut self, actor: Actor) -> Self {
        self.actor = Some(actor);
        self
    }

    /// What it is about: a key such as `job/5`, by which notifications are grouped.
    pub fn subject(mut self, key: impl Into<String>) -> Self {
        self.subject = Some(key.into()).filter(|key| !key.is_empty());
        self
    }

    /// What the user calls that which it is about.
    pub fn subject_title(mut self, title: impl Into<String>) -> Self {
        self.subject_title = Some(title.into());
        self
    }

    /// Adds something that the user can do about it; two at most, and what is more is left out.
    pub fn action(mut self, action: NotificationAction) -> Self {
        if self.actions.len() < MAX_ACTIONS {
            self.actions.push(action);
        }
        self
    }
}

impl From<Toast> for NotificationContent {
    fn from(toast: Toast) -> Self {
        Self {
            severity: toast.severity,
            priority: Priority::default(),
            kind: None,
            icon: toast.icon,
            title: toast.title,
            description: toast.description,
            detail: toast.detail,
            link: toast.link,
            actor: None,
            subject: None,
            subject_title: None,
            actions: Vec::new(),
        }
    }
}

impl Actor {
    /// Somebody.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), image: None }
    }

    /// Where their picture is: a path of the own page, or an `http(s)` address. Anything else is
    /// left out.
    #[must_use]
    pub fn image(mut self, image: impl Into<String>) -> Self {
        self.image = safe_link(image.into()).filter(|image| !image.starts_with('#'));
        self
    }
}

impl NotificationAction {
    /// Something to do: what the application calls it, and what the user reads.
    #[must_use]
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), link: None }
    }

    /// Where it leads: a path or fragment of the own page, or an `http(s)` address. Anything else
    /// is left out.
    #[must_use]
    pub fn link(mut self, link: impl Into<String>) -> Self {
        self.link = safe_link(link.into());
        self
    }
}

fn safe_link(link: String) -> Option<String> {
    Some(link).filter(|link| is_safe(link))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_toast_says_is_kept_and_its_duration_is_not_missed() {
        let toast = Toast::warning("Late").icon("⏰").detail("now").link("/jobs/5");
        let content = NotificationContent::from(toast);
        assert_eq!(content.severity, Severity::Warning);
        assert_eq!(content.icon.as_deref(), Some("⏰"));
        assert_eq!(
            (content.detail.as_deref(), content.link.as_deref()),
            (Some("now"), Some("/jobs/5"))
        );
    }

    #[test]
    fn links_of_all_kinds_lead_to_our_own_pages_or_to_the_web() {
        let bad = "javascript:alert(1)";
        let content = NotificationContent::from(Toast::info("x")).link(bad);
        assert_eq!(content.link, None);
        assert_eq!(NotificationAction::new("a", "A").link(bad).link, None);
        assert_eq!(Actor::new("Ada").image(bad).image, None);
        assert_eq!(Actor::new("Ada").image("#ada").image, None, "a fragment is no picture");
        let web = "https://example.org/ada.png";
        assert_eq!(Actor::new("Ada").image(web).image.as_deref(), Some(web));
    }

    #[test]
    fn two_actions_are_enough() {
        let action = |name: &str| NotificationAction::new(name, name);
        let content = NotificationContent::from(Toast::info("x"))
            .action(action("a"))
            .action(action("b"))
            .action(action("c"));
        assert_eq!(content.actions, [action("a"), action("b")]);
    }
}
