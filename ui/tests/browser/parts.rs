use bellwire::{Member, Payload};
use bellwire_testing::eventually;
use bellwire_ui::{
    BadgeClasses, ConnectionBadge, JobCompletion, JobCompletionClasses, JobParty, PresenceAvatars,
    PresenceClasses, SettingsClasses, SettingsPanel, provide_job_sockets,
    provide_notification_settings, use_job_status,
};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, idle_client};

fn members() -> Vec<Member> {
    let member = |id: &str| Member { id: id.into(), info: Payload::from_json("null").unwrap() };
    ["Ada", "Bob", "Cem"].map(member).into()
}

#[wasm_bindgen_test]
async fn parts_have_the_classes_of_the_application_beside_their_own() {
    let ((), stage) = Stage::mount(idle_client(), |_| {
        provide_job_sockets(|_| idle_client());
        provide_notification_settings(None);
        let status = use_job_status(1);
        let mark = Action::new_local(|(): &()| std::future::ready(Ok(())));
        let approve = Action::new_local(|_: &_| std::future::ready(Ok(())));
        let badge =
            BadgeClasses { label: "a", details: "b", cause: "c", ..BadgeClasses::default() };
        let panel = SettingsClasses { title: "d", switch: "e", ..SettingsClasses::default() };
        let job = JobCompletionClasses { button: "f", ..JobCompletionClasses::default() };
        let view = view! {
            <ConnectionBadge classes=badge/>
            <SettingsPanel classes=panel/>
            <PresenceAvatars
                members=Signal::stored(members())
                max=1
                classes=PresenceClasses { avatar: "g", more: "h" }
            />
            <JobCompletion status party=JobParty::Worker mark approve classes=job/>
        };
        ((), view)
    });
    stage.click(".bw-badge-button").await;
    eventually("what is behind the badge is there", async || {
        stage.count(".bw-badge-details.b") == 1
    })
    .await;
    for part in [
        ".bw-badge-label.a",
        ".bw-badge-cause.c",
        ".bw-settings-title.d",
        ".bw-settings-switch.e",
        ".bw-completion-button.f",
        "ul.bw-presence[role=list] .bw-avatar.g",
        ".bw-avatar.bw-avatar-more.h",
    ] {
        assert_eq!(stage.count(part), 1, "{part}");
    }
}
