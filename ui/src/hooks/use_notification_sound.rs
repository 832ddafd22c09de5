use std::sync::Arc;

use bellwire::clock;
use leptos::prelude::*;

use super::provide_notification_settings::Consent;
use crate::store::{Rings, is_safe_source};
use crate::{page, use_notifications};

/// What news sounds like.
///
/// # Examples
///
/// ```
/// use bellwire_ui::NotificationSound;
///
/// let ding = NotificationSound::Url("/sounds/ding.mp3".into());
/// assert_ne!(ding, NotificationSound::default());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotificationSound {
    /// Two soft tones of a quarter of a second, which need no file.
    #[default]
    Chime,
    /// A file: a path of the own page, which begins with `/`, or an `https` address. Anything else
    /// is not heard. A content security policy has to permit it as `media-src`.
    Url(String),
}

/// Plays a sound when there is news, for as long as the component lives.
///
/// It is heard once in three seconds at most, and on one of several open pages; never while the
/// user does not want to be disturbed, and not before they have pressed something on the page,
/// which is what browsers demand. What counts as news, [`UseNotifications::on_news`] says.
///
/// Below [`provide_notification_settings`](crate::provide_notification_settings), it is heard only
/// if the user has switched it on; without these, whenever there is news.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{
///     NotificationSound, provide_notification_settings, provide_notifications,
///     use_notification_sound,
/// };
/// use leptos::prelude::*;
///
/// #[component]
/// fn App() -> impl IntoView {
///     provide_notifications();
///     provide_notification_settings(Some("my-app"));
///     use_notification_sound(NotificationSound::Chime);
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_notifications`](crate::provide_notifications) and
/// [`provide_realtime`](crate::provide_realtime).
///
/// [`UseNotifications::on_news`]: crate::UseNotifications::on_news
pub fn use_notification_sound(sound: NotificationSound) {
    let address = match sound {
        NotificationSound::Chime => None,
        NotificationSound::Url(address) if is_safe_source(&address) => Some(address),
        NotificationSound::Url(_) => return,
    };
    let player = page::Player::new(address.as_deref());
    let consent = Consent::here();
    if let Some(settings) = consent.settings() {
        let player = player.clone();
        settings.sound.set(Some(Arc::new(move || player.try_out())));
        on_cleanup(move || {
            // The provider may be going as well.
            settings.sound.try_set(None);
        });
    }
    let rings = StoredValue::new(Rings::default());
    use_notifications().on_news(move |_| {
        if consent.is_given(|settings| settings.sound)
            && page::was_pressed()
            && rings.try_update_value(|rings| rings.ring(clock::now())) == Some(true)
        {
            player.play();
        }
    });
}
