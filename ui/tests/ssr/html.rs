use bellwire::{Client, Protocol};
use bellwire_ui::{
    ConnectionBadge, JobCompletion, JobParty, NotificationBell, NotificationSound, PresenceAvatars,
    RealtimeProvider, SettingsPanel, Toast, Toaster, provide_job_sockets,
    provide_notification_settings, use_browser_notifications, use_job_status,
    use_notification_sound, use_notifications, use_toaster,
};
use leptos::prelude::*;

use crate::page::{Page, client, render, render_with};

/// Renders a component, twice: what two requests get is the same.
fn html<V: IntoView + 'static>(view: fn() -> V) -> String {
    let [first, second] = [(), ()].map(|()| render_with(client(), view).html);
    assert_eq!(first, second);
    assert_strict(&first);
    first
}

/// Has nothing that a strict Content Security Policy would refuse.
fn assert_strict(html: &str) {
    for refused in ["<script", "<style", " style=", " onclick=", "javascript:"] {
        assert!(!html.contains(refused), "{refused} in {html}");
    }
}

#[test]
fn the_badge_says_that_there_is_no_connection() {
    let html = html(|| view! { <ConnectionBadge/> });
    assert!(html.contains(r#"data-state="idle""#), "{html}");
    assert!(html.contains("Disconnected"), "{html}");
}

#[test]
fn the_bell_is_closed_and_counts() {
    let html = html(|| {
        use_notifications().add(Toast::info("Saved"));
        view! { <NotificationBell/> }
    });
    assert!(html.contains(r#"aria-expanded="false""#), "{html}");
    assert!(html.contains("Notifications, 1 unread"), "{html}");
    assert!(!html.contains("bw-panel"), "{html}");
}

#[test]
fn toasts_are_for_who_is_there() {
    let html = html(|| {
        use_toaster().show(Toast::info("Saved"));
        view! { <Toaster/> }
    });
    assert!(!html.contains("bw-toast") && !html.contains("Saved"), "{html}");
}

#[test]
fn nobody_is_known_to_be_present() {
    let html = html(|| view! { <PresenceAvatars channel="presence-job.5"/> });
    assert!(html.contains("bw-presence") && !html.contains("bw-avatar"), "{html}");
}

#[test]
fn a_job_has_its_first_step() {
    let html = html(|| {
        provide_job_sockets(|job_id| {
            let protocol = Protocol::envelope().without_welcome().listening_only();
            Client::builder(format!("/ws/job/{job_id}/")).protocol(protocol).build().unwrap()
        });
        let status = use_job_status(5);
        let mark = Action::new(|(): &()| async { Ok(()) });
        let approve = Action::new(|_: &_| async { Ok(()) });
        view! { <JobCompletion status party=JobParty::Worker mark approve/> }
    });
    assert!(html.contains("Mark as complete"), "{html}");
}

#[test]
fn settings_are_the_usual_ones_until_the_page_is_there() {
    let html = html(|| {
        provide_notification_settings(Some("settings"));
        use_notification_sound(NotificationSound::Chime);
        use_browser_notifications();
        view! { <SettingsPanel/> }
    });
    assert_eq!(html.matches(r#"role="switch""#).count(), 3, "{html}");
    assert!(html.contains("Browser notifications"), "{html}");
}

#[test]
fn a_provider_renders_what_is_below_it() {
    let Page { html, .. } = render(|| {
        view! { <RealtimeProvider client=client()><ConnectionBadge/></RealtimeProvider> }
    });
    assert!(html.contains("bw-badge"), "{html}");
    assert_strict(&html);
}
