use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bellwire::inbox::{InboxEntry, Priority};

use super::{NotificationContent, Severity, Toast};

/// How long a toast about a notification stays, as the cleaning-jobs application has it.
const DURATION: Duration = Duration::from_secs(6);

/// The kinds that have an icon of their own.
const ICONS: [(&str, &str); 6] = [
    ("job_created", "🆕"),
    ("bid_received", "💰"),
    ("bid_accepted", "🎉"),
    ("payment_received", "💵"),
    ("job_status_changed", "🔄"),
    ("message_received", "💬"),
];

/// The kinds that are good news, however urgent they are.
const GOOD_NEWS: [&str; 3] = ["bid_received", "bid_accepted", "payment_received"];

/// What the notifications of a server's inbox look like, by type and priority.
///
/// Good news are a success; anything else is an error where it is urgent, a warning where its
/// priority is high, and an information otherwise. A toast stays for six seconds. A click leads to
/// the notification's `action_url`, where that is a path of our own or an `http(s)` address.
///
/// # Examples
///
/// ```
/// use bellwire::Payload;
/// use bellwire::inbox::InboxEntry;
/// use bellwire_ui::InboxRules;
///
/// let rules = InboxRules::new()
///     .icon("job_created", "🧹")
///     .link(|entry| entry.job_id.map(|job| format!("#/jobs/{job}")))
///     .silent("message_received");
/// let json = r#"{"id":7,"notification_type":"job_created","title":"Job","message":"Big","job_id":5}"#;
/// let entry: InboxEntry = Payload::from_json(json)?.read()?;
/// assert_eq!(rules.toast_for(&entry).to_sentence(), "Job. Big");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "rules work once they are given to `use_inbox`"]
pub struct InboxRules {
    icons: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    silent: Vec<Cow<'static, str>>,
    duration: Duration,
    link: Option<ToLink>,
    content: Option<Refine>,
}

type ToLink = Box<dyn Fn(&InboxEntry) -> Option<String> + Send + Sync>;
type Refine = Box<dyn Fn(&InboxEntry, NotificationContent) -> NotificationContent + Send + Sync>;

impl InboxRules {
    /// The rules as described above.
    pub fn new() -> Self {
        let (icons, silent) = (Vec::new(), Vec::new());
        Self { icons, silent, duration: DURATION, link: None, content: None }
    }

    /// An emoji, or another short text, for notifications of a type.
    pub fn icon(
        mut self,
        kind: impl Into<Cow<'static, str>>,
        icon: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.icons.push((kind.into(), icon.into()));
        self
    }

    /// Shows notifications of a type in the bell alone.
    pub fn silent(mut self, kind: impl Into<Cow<'static, str>>) -> Self {
        self.silent.push(kind.into());
        self
    }

    /// How long toasts stay; six seconds unless given.
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = duration;
        self
    }

    /// Where a click leads; to the `action_url` unless given.
    pub fn link(
        mut self,
        link: impl Fn(&InboxEntry) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.link = Some(Box::new(link));
        self
    }

    /// Adds to what the bell keeps: who has done it, what it is about, what can be done about it.
    /// The content comes with what the toast says, and what is about a job has that for its
    /// subject.
    pub fn content(
        mut self,
        refine: impl Fn(&InboxEntry, NotificationContent) -> NotificationContent + Send + Sync + 'static,
    ) -> Self {
        self.content = Some(Box::new(refine));
        self
    }

    /// What the bell keeps of a notification.
    pub fn content_for(&self, entry: &InboxEntry) -> NotificationContent {
        let mut content = NotificationContent::from(self.toast_for(entry))
            .priority(entry.priority)
            .kind(entry.kind.as_str());
        if let Some(job_id) = entry.job_id {
            content = content.subject(format!("job/{job_id}"));
        }
        match &self.content {
            Some(refine) => refine(entry, content),
            None => content,
        }
    }

    /// What the user is told of a notification.
    #[must_use]
    pub fn toast_for(&self, entry: &InboxEntry) -> Toast {
        let link = match &self.link {
            Some(link) => link(entry),
            None => entry.action_url.clone(),
        };
        // Without a headline, what is said is one.
        let (title, description) = match entry.title.as_str() {
            "" => (&entry.message, ""),
            _ => (&entry.title, entry.message.as_str()),
        };
        let mut toast = Toast::new(severity(entry), title).duration(self.duration);
        if !description.is_empty() {
            toast = toast.description(description);
        }
        if let Some(icon) = self.icon_of(&entry.kind) {
            toast = toast.icon(icon);
        }
        match link {
            Some(link) => toast.link(link),
            None => toast,
        }
    }

    pub(crate) fn is_silent(&self, kind: &str) -> bool {
        self.silent.iter().any(|silent| silent == kind)
    }

    fn icon_of(&self, kind: &str) -> Option<&str> {
        let own = self.icons.iter().rev().find(|(of, _)| of == kind).map(|(_, icon)| icon.as_ref());
        own.or_else(|| ICONS.iter().find(|(of, _)| *of == kind).map(|(_, icon)| *icon))
    }
}

impl Default for InboxRules {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for InboxRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InboxRules").field("icons", &self.icons).finish_non_exhaustive()
    }
}

fn severity(entry: &InboxEntry) -> Severity {
    match entry.priority {
        _ if GOOD_NEWS.contains(&entry.kind.as_str()) => Severity::Success,
        Priority::Urgent => Severity::Error,
        Priority::High => Severity::Warning,
        Priority::Low | Priority::Medium => Severity::Info,
    }
}

#[cfg(test)]
mod tests {
    use bellwire::Payload;

    use super::*;
    use crate::store::toasts::Patience;

    fn entry(kind: &str, priority: &str, action_url: &str) -> InboxEntry {
        let json = format!(
            r#"{{"id":1,"notification_type":"{kind}","title":"T","priority":"{priority}",
                "action_url":"{action_url}"}}"#,
        );
        Payload::from_json(json).unwrap().read().unwrap()
    }

    #[test]
    fn a_toast_looks_like_its_type_and_priority() {
        let rules = InboxRules::new();
        for (kind, priority, icon, severity) in [
            ("job_created", "medium", Some("🆕"), Severity::Info),
            ("bid_received", "high", Some("💰"), Severity::Success),
            ("bid_accepted", "urgent", Some("🎉"), Severity::Success),
            ("bid_rejected", "low", None, Severity::Info),
            ("dispute", "high", None, Severity::Warning),
            ("dispute", "urgent", None, Severity::Error),
        ] {
            let toast = rules.toast_for(&entry(kind, priority, "/jobs?job=5"));
            assert_eq!((toast.icon.as_deref(), toast.severity), (icon, severity), "{kind}");
            assert_eq!(toast.lifetime(Patience::default()), Some(DURATION));
            assert_eq!(toast.link.as_deref(), Some("/jobs?job=5"));
        }
    }

    #[test]
    fn a_link_of_the_server_leads_nowhere_else() {
        let rules = InboxRules::new();
        for url in ["javascript:alert(1)", "//evil.example", "data:text/html,x", ""] {
            assert_eq!(rules.toast_for(&entry("x", "low", url)).link, None, "{url}");
        }
    }
}
