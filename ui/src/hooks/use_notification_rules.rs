use std::sync::Arc;

use leptos::prelude::*;

use crate::realtime::until_cleanup;
use crate::store::{Deliver, RoleNow};
use crate::{NotificationRules, Role, use_realtime};

/// Turns events into toasts and notifications, by rules, for as long as the component lives.
///
/// `role` is what the user is; it may change, and counts at the moment when an event arrives.
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
pub fn use_notification_rules(rules: NotificationRules, role: impl Into<Signal<Option<Role>>>) {
    let role = role.into();
    let realtime = use_realtime();
    let role_now: RoleNow = Arc::new(move || role.try_get_untracked().flatten());
    let deliver: Deliver = {
        let realtime = realtime.clone();
        Arc::new(move |toast, content| realtime.deliver(toast, content))
    };
    until_cleanup(rules.attach(realtime.client(), &role_now, &deliver));
}
