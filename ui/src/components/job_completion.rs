use bellwire::job_status::PaymentMethod;
use leptos::html::Section;
use leptos::prelude::*;

use super::classes;
use crate::clockwork::effect;
use crate::view::dynamic;
use crate::{Completion, UseJobStatus};

/// Who looks at a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobParty {
    /// Does it, and says when it is done.
    Worker,
    /// Has asked for it, agrees, and pays.
    Client,
}

/// The words of a [`JobCompletion`].
///
/// # Examples
///
/// ```
/// use bellwire_ui::JobCompletionLabels;
///
/// let labels = JobCompletionLabels { approved: "Erledigt", ..JobCompletionLabels::default() };
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobCompletionLabels {
    /// The worker's button.
    pub mark: &'static str,
    /// To the worker, once that is said.
    pub waiting: &'static str,
    /// To the worker, at the end.
    pub approved: &'static str,
    /// To the client, at the beginning.
    pub in_progress: &'static str,
    /// To the client, once the worker has said it.
    pub marked: &'static str,
    /// The client's button.
    pub approve: &'static str,
    /// What is chosen with it.
    pub pay_with: &'static str,
    /// To the client, at the end.
    pub you_approved: &'static str,
}

impl Default for JobCompletionLabels {
    fn default() -> Self {
        Self {
            mark: "Mark as complete",
            waiting: "Waiting for the client to approve completion",
            approved: "Job completed! The client has approved.",
            in_progress: "The worker has not marked this job as complete yet.",
            marked: "The worker has marked this job as complete.",
            approve: "Approve & pay",
            pay_with: "Pay with",
            you_approved: "You have approved this job's completion",
        }
    }
}

/// The two steps by which a job is done: the worker says so, then the client agrees and pays. What one
/// does shows on the other's page at once.
///
/// Parts: `bw-completion` (with `data-step`: `open`, `marked` or `approved`), `bw-completion-text` (a
/// live region), `bw-completion-choice`, `bw-completion-button`, `bw-completion-error`. The focus moves
/// to the text when the button that had it goes.
#[component]
pub fn JobCompletion(
    /// How far the job is, from [`use_job_status`](crate::use_job_status).
    status: UseJobStatus,
    /// Who looks at it.
    party: JobParty,
    /// Tells the server that the job is done.
    mark: Action<(), Result<(), String>>,
    /// Tells the server that the client agrees, and how it is paid.
    approve: Action<PaymentMethod, Result<(), String>>,
    /// Its words.
    #[prop(optional)]
    labels: JobCompletionLabels,
    /// A class beside its own.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    let root = NodeRef::<Section>::new();
    let completion = Memo::new(move |_| status.completion());
    let method = RwSignal::new(PaymentMethod::Gcash);
    on_success(mark, move || {
        status.learn(Completion::Marked);
        keep_focus(root);
    });
    on_success(approve, move || {
        status.learn(Completion::Approved(Some(method.get_untracked())));
        keep_focus(root);
    });
    let text = dynamic(move || text_of(party, completion.get(), &labels));
    let step = dynamic(move || match (party, completion.get()) {
        (JobParty::Worker, Completion::Open) => view! {
            <button
                type="button"
                class="bw-completion-button"
                disabled=mark.pending()
                on:click=move |_| drop(mark.dispatch(()))
            >
                {labels.mark}
            </button>
        }
        .into_any(),
        (JobParty::Client, Completion::Marked) => view! {
            <label class="bw-completion-choice">
                {labels.pay_with} " "
                <select on:change=move |event| method.set(chosen(&event_target_value(&event)))>
                    <option value=GCASH>"GCash"</option>
                    <option value=CASH>"Cash"</option>
                </select>
            </label>
            <button
                type="button"
                class="bw-completion-button"
                disabled=approve.pending()
                on:click=move |_| drop(approve.dispatch(method.get_untracked()))
            >
                {labels.approve}
            </button>
        }
        .into_any(),
        _ => ().into_any(),
    });
    let error = dynamic(move || {
        let failure = mark.value().get().and_then(Result::err);
        failure.or_else(|| approve.value().get().and_then(Result::err))
    });
    view! {
        <section
            node_ref=root
            class=classes("bw-completion", &class)
            tabindex="-1"
            data-step=move || step_name(completion.get())
        >
            <p class="bw-completion-text" role="status">{text}</p>
            {step}
            <p class="bw-completion-error" role="alert">{error}</p>
        </section>
    }
}

const GCASH: &str = "gcash";
const CASH: &str = "cash";

fn chosen(value: &str) -> PaymentMethod {
    match value {
        CASH => PaymentMethod::Cash,
        _ => PaymentMethod::Gcash,
    }
}

fn text_of(party: JobParty, completion: Completion, labels: &JobCompletionLabels) -> &'static str {
    match (party, completion) {
        (JobParty::Worker, Completion::Open) => "",
        (JobParty::Worker, Completion::Marked) => labels.waiting,
        (JobParty::Worker, Completion::Approved(_)) => labels.approved,
        (JobParty::Client, Completion::Open) => labels.in_progress,
        (JobParty::Client, Completion::Marked) => labels.marked,
        (JobParty::Client, Completion::Approved(_)) => labels.you_approved,
    }
}

fn step_name(completion: Completion) -> &'static str {
    match completion {
        Completion::Open => "open",
        Completion::Marked => "marked",
        Completion::Approved(_) => "approved",
    }
}

/// What we did ourselves we know, whether or not we hear of it.
fn on_success<I: Send + Sync + 'static>(
    action: Action<I, Result<(), String>>,
    then: impl Fn() + 'static,
) {
    effect(move || {
        if action.value().with(|value| matches!(value, Some(Ok(())))) {
            then();
        }
    });
}

/// The button that was pressed goes; the focus stays close by.
fn keep_focus(root: NodeRef<Section>) {
    if let Some(root) = root.get_untracked() {
        let _ = root.focus();
    }
}
