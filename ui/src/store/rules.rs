use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bellwire::{Client, Event, Listener};
use serde::de::DeserializeOwned;

use super::{NotificationContent, Toast};

/// What a user is to the application, such as `employer`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Role(Cow<'static, str>);

impl From<&'static str> for Role {
    fn from(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }
}

impl From<String> for Role {
    fn from(name: String) -> Self {
        Self(Cow::Owned(name))
    }
}

/// Begins a rule for the events of type `E`.
///
/// # Examples
///
/// ```
/// use bellwire::Event;
/// use bellwire_ui::{Role, Toast, on};
/// use serde::Deserialize;
///
/// #[derive(Deserialize, Event)]
/// struct JobAccepted {
///     job_id: u64,
/// }
///
/// let rule = on::<JobAccepted>()
///     .for_role("employer")
///     .toast(|event| Toast::success("Job Accepted!").detail(format!("Job #{}", event.job_id)));
/// let event = JobAccepted { job_id: 5 };
/// assert!(rule.toast_for(&event, Some(&Role::from("employer"))).is_some());
/// assert!(rule.toast_for(&event, Some(&Role::from("worker"))).is_none());
/// ```
pub fn on<E: Event>() -> Rule<E> {
    Rule { role: None, toast: None, notification: None, duration: None }
}

/// What an event means to a user.
#[must_use = "a rule works once it is part of `NotificationRules`"]
pub struct Rule<E> {
    role: Option<Role>,
    toast: Option<ToToast<E>>,
    notification: Option<ToNotification<E>>,
    duration: Option<Duration>,
}

type ToToast<E> = Box<dyn Fn(&E) -> Toast + Send + Sync>;
type ToNotification<E> = Box<dyn Fn(&E) -> NotificationContent + Send + Sync>;

impl<E: Event> Rule<E> {
    /// Restricts the rule to users of a role; by default it holds for everybody.
    pub fn for_role(mut self, role: impl Into<Role>) -> Self {
        self.role = Some(role.into());
        self
    }

    /// What the user is told, in a toast and in the bell.
    pub fn toast(mut self, toast: impl Fn(&E) -> Toast + Send + Sync + 'static) -> Self {
        self.toast = Some(Box::new(toast));
        self
    }

    /// What the bell keeps: what the toast says unless given. A rule that has no toast tells the
    /// bell alone.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Event;
    /// use bellwire_ui::notifications::Actor;
    /// use bellwire_ui::{NotificationContent, Toast, on};
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize, Event)]
    /// struct BidReceived {
    ///     job_id: u64,
    ///     bidder: String,
    /// }
    ///
    /// let toast = |bid: &BidReceived| Toast::success(format!("{} has made a bid", bid.bidder));
    /// let rule = on::<BidReceived>().toast(toast).notification(move |bid| {
    ///     NotificationContent::from(toast(bid))
    ///         .actor(Actor::new(&*bid.bidder))
    ///         .subject(format!("job/{}", bid.job_id))
    /// });
    /// let bid = BidReceived { job_id: 5, bidder: "Ada".into() };
    /// assert_eq!(rule.notification_for(&bid, None).unwrap().title(), "Ada has made a bid");
    /// ```
    pub fn notification(
        mut self,
        content: impl Fn(&E) -> NotificationContent + Send + Sync + 'static,
    ) -> Self {
        self.notification = Some(Box::new(content));
        self
    }

    /// How long the toast stays; what the toast says itself unless given.
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = Some(duration);
        self
    }

    /// What a user of the given role is told of an event, if anything.
    #[must_use]
    pub fn toast_for(&self, event: &E, role: Option<&Role>) -> Option<Toast> {
        if !self.is_for(role) {
            return None;
        }
        let toast = self.toast.as_ref()?(event);
        Some(match self.duration {
            Some(duration) => toast.duration(duration),
            None => toast,
        })
    }

    /// What the bell keeps of an event for a user of the given role, if anything.
    #[must_use]
    pub fn notification_for(&self, event: &E, role: Option<&Role>) -> Option<NotificationContent> {
        match &self.notification {
            Some(content) => self.is_for(role).then(|| content(event)),
            None => self.toast_for(event, role).map(NotificationContent::from),
        }
    }

    fn is_for(&self, role: Option<&Role>) -> bool {
        self.role.is_none() || self.role.as_ref() == role
    }
}

impl<E> fmt::Debug for Rule<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rule").field("role", &self.role).finish_non_exhaustive()
    }
}

/// Rules for events of any type.
///
/// Put them to work with [`use_notification_rules`](crate::use_notification_rules).
#[derive(Default)]
#[must_use = "rules work once they are given to `use_notification_rules`"]
pub struct NotificationRules {
    attach: Vec<Attach>,
}

/// Registers a rule with a client.
type Attach = Box<dyn FnOnce(&Client, RoleNow, Deliver) -> Listener>;
/// Tells the user's present role.
pub(crate) type RoleNow = Arc<dyn Fn() -> Option<Role> + Send + Sync>;
/// Shows a toast, and keeps a notification.
pub(crate) type Deliver = Arc<dyn Fn(Option<Toast>, NotificationContent) + Send + Sync>;

impl NotificationRules {
    /// No rules.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a rule.
    pub fn with<E>(mut self, rule: Rule<E>) -> Self
    where
        E: Event + DeserializeOwned + 'static,
    {
        self.attach.push(Box::new(move |client, role_now, deliver| {
            client.on(move |event: E| {
                let role = role_now();
                if let Some(content) = rule.notification_for(&event, role.as_ref()) {
                    deliver(rule.toast_for(&event, role.as_ref()), content);
                }
            })
        }));
        self
    }

    pub(crate) fn attach(
        self,
        client: &Client,
        role_now: &RoleNow,
        deliver: &Deliver,
    ) -> Vec<Listener> {
        self.attach
            .into_iter()
            .map(|attach| attach(client, role_now.clone(), deliver.clone()))
            .collect()
    }
}

impl fmt::Debug for NotificationRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} rules>", self.attach.len())
    }
}
