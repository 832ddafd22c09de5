use bellwire_demo_api::{JobId, JobMessage, job_channel};
use bellwire_ui::invalidation::InvalidationRules;
use bellwire_ui::view::{dynamic, text};
use bellwire_ui::{key, use_channel, use_event, use_invalidation, use_realtime, use_typing};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api;
use crate::query::use_query;
use crate::session::use_session;

/// What is said about a job. A line that is written without a connection waits in the outbox and
/// is sent when the connection is back.
#[component]
pub(super) fn Conversation(id: JobId) -> impl IntoView {
    let said = use_query(key!["job", id, "messages"], move || async move {
        api::get::<Vec<JobMessage>>(&format!("jobs/{id}/messages"), None).await
    });
    let unsent = RwSignal::new(Vec::<JobMessage>::new());

    use_channel(job_channel(id));
    use_event(move |message: JobMessage| {
        if message.job_id != id {
            return;
        }
        unsent.update(|unsent| unsent.retain(|mine| mine.key != message.key));
        said.patch(|said| {
            if said.iter().all(|known| known.key != message.key) {
                said.push(message);
            }
        });
    });
    if let Ok(channel) = job_channel(id).parse() {
        use_invalidation(InvalidationRules::new().on::<JobMessage>(|rule| {
            // Each line brings itself; only lines that were missed make the list stale.
            rule.stale_on_gap(key!["job", id, "messages"]).in_channel(channel)
        }));
    }

    let lines = dynamic(move || {
        let said = said.with(Vec::clone).unwrap_or_default();
        let unsent = unsent.get();
        if said.is_empty() && unsent.is_empty() {
            return view! { <p class="empty">"Nothing was said yet."</p> }.into_any();
        }
        let said = said.into_iter().map(|line| message(line, false));
        let unsent = unsent.into_iter().map(|line| message(line, true));
        view! { <ol class="messages">{said.chain(unsent).collect_view()}</ol> }.into_any()
    });
    view! {
        <section class="card conversation" aria-labelledby="conversation-title">
            <h2 id="conversation-title">"Conversation"</h2>
            <div aria-live="polite">{lines}</div>
            <Say id unsent/>
        </section>
    }
}

/// Where one says something, and sees that others are about to.
#[component]
fn Say(id: JobId, unsent: RwSignal<Vec<JobMessage>>) -> impl IntoView {
    let client = use_realtime().client().clone();
    let session = use_session();
    let draft = RwSignal::new(String::new());
    let error = RwSignal::new(String::new());
    let name = session.user_now().map(|user| user.name).unwrap_or_default();
    let typing = use_typing(job_channel(id), name);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let words = draft.get_untracked().trim().to_owned();
        let (Some(user), false) = (session.user_now(), words.is_empty()) else { return };
        let message = JobMessage { job_id: id, key: fresh_key(), author: user.name, text: words };
        match client.send_to(job_channel(id), &message) {
            Ok(_) => {
                typing.stop();
                unsent.update(|unsent| unsent.push(message));
                draft.set(String::new());
                error.set(String::new());
            }
            Err(failure) => error.set(failure.to_string()),
        }
    };
    let typists = text(move || match typing.names() {
        names if names.is_empty() => String::new(),
        names => format!("{} is typing…", names.join(", ")),
    });
    view! {
        <p class="typing" aria-live="polite">{typists}</p>
        <form class="say" on:submit=send>
            <input
                aria-label="Message"
                placeholder="Say something"
                maxlength="1000"
                bind:value=draft
                on:input=move |_| typing.handle_key()
                on:blur=move |_| typing.stop()
            />
            <button type="submit" class="primary">"Send"</button>
        </form>
        <p class="error" role="alert">{text(move || error.get())}</p>
    }
}

fn message(message: JobMessage, is_unsent: bool) -> impl IntoView {
    view! {
        <li data-unsent=is_unsent.to_string()>
            <strong>{message.author}</strong> " " {message.text}
            <small>{is_unsent.then_some("waiting to be sent")}</small>
        </li>
    }
}

/// A mark that no other line has.
fn fresh_key() -> String {
    format!("{:x}", (js_sys::Math::random() * 9e15) as u64)
}
