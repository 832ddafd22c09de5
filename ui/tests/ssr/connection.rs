use std::io::ErrorKind;
use std::net::TcpListener;

use bellwire::{Client, ConnectionStatus, Event};
use bellwire_ui::invalidation::InvalidationRules;
use bellwire_ui::{
    ConnectionBadge, NotificationBell, NotificationRules, NotificationSound, NotificationSource,
    PresenceAvatars, SettingsPanel, Toast, Toaster, key, on, provide_notification_settings,
    use_browser_notifications, use_channel, use_event, use_inbox, use_invalidation,
    use_notification_rules, use_notification_sound, use_notification_source, use_notifications,
    use_presence, use_refetch, use_toaster, use_typing, use_unread_favicon, use_unread_title,
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::page::{client, render_with};

#[derive(Deserialize, Event)]
struct JobCreated {
    title: String,
}

/// An application that does with a client all that there is to do.
#[component]
fn Everything() -> impl IntoView {
    let latest = RwSignal::new(String::new());
    use_channel("jobs");
    use_event(move |job: JobCreated| latest.set(job.title));
    use_notification_rules(
        NotificationRules::new().with(on::<JobCreated>().toast(|job| Toast::info(&job.title))),
        None,
    );
    let stale =
        use_invalidation(InvalidationRules::new().on::<JobCreated>(|r| r.stale(key!["jobs"])));
    let not_to_be_sent = std::rc::Rc::new(());
    use_refetch(key!["jobs"], move || drop(not_to_be_sent.clone()));
    stale.mark_stale(key!["jobs"]);
    use_inbox(Default::default());
    use_notification_source(NotificationSource::new());
    let presence = use_presence("presence-job.5");
    let typing = use_typing("jobs", "Ada".to_owned());
    use_toaster().show(Toast::info("Saved"));
    provide_notification_settings(Some("settings"));
    use_notification_sound(NotificationSound::Chime);
    use_browser_notifications();
    use_unread_title();
    use_unread_favicon();
    use_notifications().on_news(|_| {});
    use_notifications().add(Toast::info("Saved"));
    view! {
        <ConnectionBadge/>
        <NotificationBell/>
        <SettingsPanel/>
        <PresenceAvatars channel="presence-job.5"/>
        <Toaster/>
        <p>{latest} {move || typing.names().len()} {move || presence.members().len()}</p>
    }
}

#[test]
fn rendering_opens_no_connection() {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    server.set_nonblocking(true).unwrap();
    let url = format!("ws://{}/ws", server.local_addr().unwrap());
    let client = Client::builder(url).build().unwrap();
    client.connect();
    let page = render_with(client.clone(), || view! { <Everything/> });
    assert_eq!(client.status(), ConnectionStatus::Idle);
    drop(page);
    assert_eq!(server.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[test]
fn what_one_thread_has_rendered_another_may_drop() {
    let page = render_with(client(), || view! { <Everything/> });
    std::thread::spawn(move || drop(page)).join().unwrap();
}
