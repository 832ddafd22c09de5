use bellwire::{Instant, clock};
use leptos::prelude::*;

use super::provide_notification_settings::Consent;
use crate::clockwork::{effect, use_alarm, use_frames};
use crate::labels::{ToasterLabels, Words};
use crate::page::{SystemNotification, SystemText};
use crate::store::{HiddenNews, Knock, is_safe};
use crate::{
    Notification, NotificationId, NotificationStore, Permission, UseNotifications, page,
    use_notifications,
};

/// What the browser shows beside all pages; see [`use_browser_notifications`].
#[derive(Clone, Copy)]
pub struct UseBrowserNotifications {
    permission: RwSignal<Permission>,
    /// By a pointer: who only looks whether there is something does not carry the code of it.
    request: fn(RwSignal<Permission>) -> bool,
}

/// Has the browser show news while the page is hidden, for as long as the component lives, and
/// returns whether it may.
///
/// Each is shown once, whichever of the open pages it comes from; more than three in ten seconds
/// are shown as one. A click brings the page to the front, marks the notification as read and goes
/// where its link leads, which a router can take for a click in the page. What was read elsewhere
/// goes, and all go when the page is seen again. What counts as news,
/// [`UseNotifications::on_news`] says.
///
/// Nobody is asked for the permission until the application calls
/// [`UseBrowserNotifications::request`], or the user switches it on in a
/// [`SettingsPanel`](crate::SettingsPanel). Below
/// [`provide_notification_settings`](crate::provide_notification_settings), the user has to want
/// them as well, and no system's sound is heard: sound is a setting of its own.
///
/// Its place is beside [`provide_realtime`](crate::provide_realtime), once.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{Permission, use_browser_notifications};
/// use leptos::prelude::*;
///
/// #[component]
/// fn AlsoOnTheDesktop() -> impl IntoView {
///     let browser = use_browser_notifications();
///     let is_asked = move || browser.permission() == Permission::Default;
///     let ask = move |_| {
///         browser.request();
///     };
///     view! { <button hidden=move || !is_asked() on:click=ask>"Also on the desktop"</button> }
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_notifications`](crate::provide_notifications) and
/// [`provide_realtime`](crate::provide_realtime).
pub fn use_browser_notifications() -> UseBrowserNotifications {
    let permission = page::use_permission();
    let here = UseBrowserNotifications { permission, request: page::request_permission };
    let consent = Consent::here();
    if let Some(settings) = consent.settings() {
        settings.browser.set(Some(here));
        on_cleanup(move || {
            // The provider may be going as well.
            settings.browser.try_set(None);
        });
    }
    Desk::new(permission, consent).follow();
    here
}

impl UseBrowserNotifications {
    /// Whether the browser may show notifications of this page; reactive. Until the page is there,
    /// nobody has been asked.
    #[must_use]
    pub fn permission(&self) -> Permission {
        self.permission.get()
    }

    /// Has the browser ask the user for the permission. Returns whether they are asked, or have
    /// answered before.
    ///
    /// It is for the moment in which the user presses something that says so. At any other, nothing
    /// happens: whoever is asked out of the blue says no, and for good.
    #[expect(clippy::must_use_candidate, reason = "what comes of it, the permission says")]
    pub fn request(&self) -> bool {
        (self.request)(self.permission)
    }
}

impl std::fmt::Debug for UseBrowserNotifications {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UseBrowserNotifications")
            .field("permission", &self.permission)
            .finish_non_exhaustive()
    }
}

/// How many are kept an eye on; older ones stay until somebody takes them away.
const WATCHED: usize = 30;

/// Where the browser's notifications lie.
#[derive(Clone, Copy)]
struct Desk {
    notifications: UseNotifications,
    permission: RwSignal<Permission>,
    consent: Consent,
    is_hidden: Signal<bool>,
    lying: StoredValue<Lying>,
    /// When the number of many is to be shown again.
    due: RwSignal<Option<Instant>>,
    words: StoredValue<Option<Words<ToasterLabels>>>,
}

#[derive(Default)]
struct Lying {
    news: HiddenNews,
    /// Oldest first.
    single: Vec<(NotificationId, SystemNotification)>,
    many: Option<SystemNotification>,
}

impl Desk {
    fn new(permission: RwSignal<Permission>, consent: Consent) -> Self {
        Self {
            notifications: use_notifications(),
            permission,
            consent,
            is_hidden: page::use_page_hidden(),
            lying: StoredValue::default(),
            due: RwSignal::new(None),
            words: StoredValue::new(None),
        }
    }

    fn follow(self) {
        let Self { notifications, is_hidden, due, words, .. } = self;
        // Whoever provides words may do so after us.
        effect(move || words.set_value(Some(Words::new(None))));
        notifications.on_news(move |id| self.handle_news(id));
        use_alarm(
            move || due.get(),
            move || {
                self.knock(|news| news.handle_timeout(clock::now()));
            },
        );
        effect(move || {
            if !is_hidden.get() {
                self.clear();
            }
        });
        let frame = use_frames(move || notifications.inbox.track());
        effect(move || {
            frame.track();
            self.take_what_was_read();
        });
    }

    fn handle_news(self, id: NotificationId) {
        if self.is_hidden.try_get_untracked() == Some(true)
            && self.permission.try_get_untracked() == Some(Permission::Granted)
            && self.consent.is_given(|settings| settings.browser)
        {
            self.knock(|news| news.handle_news(clock::now(), id));
        }
    }

    fn knock(self, ask: impl FnOnce(&mut HiddenNews) -> Option<Knock>) {
        let asked = self.lying.try_update_value(|lying| {
            let knock = ask(&mut lying.news);
            (knock, lying.news.poll_timeout())
        });
        let Some((knock, due)) = asked else { return };
        if self.due.try_get_untracked() != Some(due) {
            self.due.try_set(due);
        }
        match knock {
            None => {}
            Some(Knock::One(id)) => self.show_one(id),
            Some(Knock::Many { count, instead_of }) => self.show_many(count, &instead_of),
        }
    }

    fn show_one(self, id: NotificationId) {
        let is_silent = self.consent.settings().is_some();
        let found = self.notifications.peek(|all| {
            let one = all.get(id)?;
            Some((text_of(one, is_silent), one.link.clone().filter(|link| is_safe(link))))
        });
        let Some((text, link)) = found.flatten() else { return };
        let shown = SystemNotification::show(&text, None, move || {
            self.notifications.mark_read(id);
            if let Some(link) = &link {
                page::follow(link);
            }
        });
        match shown {
            None => self.give_up(),
            Some(shown) => {
                self.lying.try_update_value(|lying| {
                    lying.single.push((id, shown));
                    if lying.single.len() > WATCHED {
                        lying.single.remove(0);
                    }
                });
            }
        }
    }

    fn show_many(self, count: usize, instead_of: &[NotificationId]) {
        let title = self.words.try_with_value(|words| {
            let words = words.as_ref()?;
            Some(untrack(|| words.count(|labels| &labels.burst, count)))
        });
        let Some(title) = title.flatten() else { return };
        let text = SystemText {
            title,
            body: String::new(),
            icon: None,
            tag: "bellwire".to_owned(),
            is_silent: self.consent.settings().is_some(),
        };
        self.lying.try_update_value(|lying| {
            lying.single.retain(|(id, _)| !instead_of.contains(id));
            lying.many = SystemNotification::show(&text, lying.many.take(), || {});
        });
    }

    /// A browser that says no only when it is to show something shows nothing.
    fn give_up(self) {
        self.permission.try_set(Permission::Unsupported);
    }

    fn clear(self) {
        self.lying.try_update_value(|lying| *lying = Lying::default());
        self.due.try_set(None);
    }

    fn take_what_was_read(self) {
        let all_read = self.notifications.peek(|all| all.unread() == 0);
        if all_read != Some(false) {
            self.clear();
            return;
        }
        self.lying.try_update_value(|lying| {
            lying.single.retain(|(id, _)| {
                let is_unread =
                    |all: &NotificationStore| all.get(*id).is_some_and(Notification::is_news);
                self.notifications.peek(is_unread).unwrap_or_default()
            });
        });
    }
}

fn text_of(one: &Notification, is_silent: bool) -> SystemText {
    let lines = [one.description.as_deref(), one.detail.as_deref()];
    let lines: Vec<_> = lines.into_iter().flatten().collect();
    SystemText {
        title: match &one.icon {
            Some(icon) => format!("{icon} {}", one.title),
            None => one.title.clone(),
        },
        body: lines.join("\n"),
        icon: one.actor.as_ref().and_then(|actor| actor.image.clone()),
        tag: one.tag(),
        is_silent,
    }
}
