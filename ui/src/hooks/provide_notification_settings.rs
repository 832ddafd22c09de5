use std::sync::Arc;

use leptos::prelude::*;

use crate::announcer::Announcer;
use crate::clockwork::effect;
use crate::{NotificationSettings, UseBrowserNotifications, UseToaster, page};

/// What the user wants of notifications; see [`provide_notification_settings`].
#[derive(Clone, Copy)]
pub struct UseNotificationSettings {
    settings: RwSignal<NotificationSettings>,
    /// Whether there are toasts, whose time is then a matter of taste.
    pub(crate) has_toasts: bool,
    /// What can be heard, where something can.
    pub(crate) sound: RwSignal<Option<TryOut>>,
    /// What the browser can show, where it is asked to.
    pub(crate) browser: RwSignal<Option<UseBrowserNotifications>>,
}

/// Has the user hear what news sounds like.
pub(crate) type TryOut = Arc<dyn Fn() + Send + Sync>;

/// Lets the user say what they want of notifications, and returns it; a
/// [`SettingsPanel`](crate::SettingsPanel) shows it.
///
/// Toasts, [`use_notification_sound`](crate::use_notification_sound) and
/// [`use_browser_notifications`](crate::use_browser_notifications) do as the user says where they
/// find this above them. So its place is below [`provide_realtime`](crate::provide_realtime) and
/// above these.
///
/// With a key, the browser keeps the settings (`localStorage`, some forty bytes), for all pages of
/// the origin, and what the user says on one page holds on the others at once. Where the browser
/// keeps nothing, they hold until the page is left. They are read once the page is there.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{
///     NotificationSound, SettingsPanel, Toaster, provide_notification_settings,
///     provide_notifications, provide_toaster, use_browser_notifications, use_notification_sound,
/// };
/// use leptos::prelude::*;
///
/// #[component]
/// fn App() -> impl IntoView {
///     provide_toaster();
///     provide_notifications();
///     // What holds until the user says otherwise.
///     provide_notification_settings(Some("my-app")).update(|settings| settings.sound = true);
///     use_notification_sound(NotificationSound::Chime);
///     use_browser_notifications();
///     view! { <SettingsPanel/> <Toaster/> }
/// }
/// ```
pub fn provide_notification_settings(storage_key: Option<&str>) -> UseNotificationSettings {
    let toaster = use_context::<UseToaster>();
    let here = UseNotificationSettings {
        settings: RwSignal::default(),
        has_toasts: toaster.is_some(),
        sound: RwSignal::new(None),
        browser: RwSignal::new(None),
    };
    if let Some(key) = storage_key {
        here.keep(key.to_owned());
    }
    let announcer = use_context::<Announcer>();
    effect(move || {
        let settings = here.get();
        if let Some(announcer) = announcer {
            announcer.set_quiet(settings.is_quiet);
        }
        if let Some(toaster) = toaster {
            toaster.set_quiet(settings.is_quiet);
            toaster.set_reading_time(settings.reading_time);
        }
    });
    provide_context(here);
    here
}

impl UseNotificationSettings {
    /// What the user wants; reactive.
    #[must_use]
    pub fn get(&self) -> NotificationSettings {
        self.settings.get()
    }

    /// Changes what the user wants. Before the page is there, this is what holds until the user
    /// says otherwise: what the browser has kept wins, and nothing is kept.
    pub fn update(&self, change: impl FnOnce(&mut NotificationSettings)) {
        self.settings.try_maybe_update(|settings| {
            let before = *settings;
            change(settings);
            (*settings != before, ())
        });
    }

    /// Has the browser keep the settings.
    fn keep(self, key: String) {
        let mut is_first = true;
        let own_key = key.clone();
        effect(move || {
            let now = self.get();
            let kept = page::stored(&own_key).map(|text| NotificationSettings::parse(&text));
            match (std::mem::take(&mut is_first), kept) {
                (true, Some(kept)) => self.update(|settings| *settings = kept),
                // What nobody has said is not kept.
                (true, None) => {}
                (false, kept) if kept == Some(now) => {}
                (false, _) => page::store(&own_key, &now.to_string()),
            }
        });
        page::use_stored_elsewhere(key.clone(), move || {
            let kept = page::stored(&key).map(|text| NotificationSettings::parse(&text));
            self.update(|settings| *settings = kept.unwrap_or_default());
        });
    }
}

impl std::fmt::Debug for UseNotificationSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UseNotificationSettings")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// Whether the user wants to be disturbed by news, and how; it is asked when there is some.
#[derive(Clone, Copy)]
pub(super) struct Consent {
    settings: Option<UseNotificationSettings>,
    toaster: Option<UseToaster>,
}

impl Consent {
    /// As it is given where a hook is used.
    pub(super) fn here() -> Self {
        Self { settings: use_context(), toaster: use_context() }
    }

    /// Whether the user wants it in a certain way. Where nobody asks them, they want what the
    /// application does.
    pub(super) fn is_given(self, way: fn(&NotificationSettings) -> bool) -> bool {
        let is_quiet = self.toaster.is_some_and(|toaster| untrack(|| toaster.is_quiet()));
        let settings = self.settings.and_then(|here| here.settings.try_get_untracked());
        !is_quiet && settings.is_none_or(|settings| !settings.is_quiet && way(&settings))
    }

    pub(super) fn settings(self) -> Option<UseNotificationSettings> {
        self.settings
    }
}
