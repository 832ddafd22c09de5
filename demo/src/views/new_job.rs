use bellwire_demo_api::{Job, NewJob, Usd};
use bellwire_ui::view::{dynamic, pressed, text};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::session::use_session;

const KINDS: [&str; 4] = ["development", "design", "writing", "other"];

/// A button that becomes a form. `created` is called with each job that is posted.
#[component]
pub(crate) fn NewJobForm(created: impl Fn(Job) + Copy + Send + 'static) -> impl IntoView {
    let is_open = RwSignal::new(false);
    dynamic(move || match is_open.get() {
        true => view! { <Form created close=move || is_open.set(false)/> }.into_any(),
        false => view! {
            <button type="button" class="primary" on:click=pressed(move |_| is_open.set(true))>
                "Create new job"
            </button>
        }
        .into_any(),
    })
}

#[component]
fn Form(
    created: impl Fn(Job) + Copy + 'static,
    close: impl Fn() + Copy + 'static,
) -> impl IntoView {
    let session = use_session();
    let draft = Draft::default();
    let error = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let job = match draft.to_job() {
            Ok(job) => job,
            Err(words) => return error.set(words.to_owned()),
        };
        spawn_local(async move {
            match api::post::<Job>("jobs", session.token().as_deref(), &job).await {
                Ok(job) => {
                    close();
                    created(job);
                }
                Err(words) => drop(error.try_set(words)),
            }
        });
    };
    let kinds = KINDS.map(|kind| view! { <option value=kind>{kind}</option> });
    view! {
        <form class="card form" on:submit=submit aria-label="New job">
            <label>"Title" <input required maxlength="120" bind:value=draft.title autofocus/></label>
            <div class="pair">
                <label>"Pay in dollars" <input required inputmode="decimal" bind:value=draft.pay/></label>
                <label>"Kind" <select bind:value=draft.kind>{kinds.collect_view()}</select></label>
            </div>
            <label>
                "Description"
                <textarea rows="3" maxlength="4000" bind:value=draft.description></textarea>
            </label>
            <p class="error" role="alert">{text(move || error.get())}</p>
            <div class="actions">
                <button type="submit" class="primary">"Post job"</button>
                <button type="button" class="quiet" on:click=pressed(move |_| close())>"Cancel"</button>
            </div>
        </form>
    }
}

/// What is written in the form.
#[derive(Clone, Copy)]
struct Draft {
    title: RwSignal<String>,
    pay: RwSignal<String>,
    kind: RwSignal<String>,
    description: RwSignal<String>,
}

impl Default for Draft {
    fn default() -> Self {
        let [kind, ..] = KINDS;
        Self {
            title: RwSignal::default(),
            pay: RwSignal::default(),
            kind: RwSignal::new(kind.to_owned()),
            description: RwSignal::default(),
        }
    }
}

impl Draft {
    fn to_job(self) -> Result<NewJob, &'static str> {
        Ok(NewJob {
            title: self.title.get_untracked(),
            description: self.description.get_untracked(),
            pay_amount_usd: dollars(&self.pay.get_untracked())
                .ok_or("The pay is a number of dollars, such as 5000.")?,
            job_type: self.kind.get_untracked(),
        })
    }
}

/// Reads an amount as people write it: `5000`, `$5,000`, `49.90`.
pub(crate) fn dollars(text: &str) -> Option<Usd> {
    let digits: String = text.chars().filter(|letter| !matches!(letter, '$' | ',' | ' ')).collect();
    let (whole, cents) = digits.split_once('.').unwrap_or((&digits, ""));
    let cents: u64 = match cents.len() {
        0 => 0,
        1 => cents.parse::<u64>().ok()? * 10,
        2 => cents.parse().ok()?,
        _ => return None,
    };
    Some(Usd::from_dollars(whole.parse().ok()?) + Usd::from_cents(cents))
}
