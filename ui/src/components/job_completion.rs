use bellwire::job_status::PaymentMethod;
use leptos::html::{P, Section};
use leptos::prelude::*;

use super::classes;
use crate::clockwork::effect;
use crate::derived::Derived;
use crate::labels::Words;
use crate::page::has_focus;
use crate::view::{Dynamic, DynamicText, dynamic, pressed, text};
use crate::{Completion, JobCompletionLabels, UseJobStatus};

/// Who looks at a job.
///
/// # Examples
///
/// ```
/// use bellwire_ui::JobParty;
///
/// fn party(user: u64, client: u64) -> JobParty {
///     if user == client { JobParty::Client } else { JobParty::Worker }
/// }
/// assert_eq!(party(1, 1), JobParty::Client);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobParty {
    /// Does it, and says when it is done.
    Worker,
    /// Has asked for it, agrees, and pays.
    Client,
}

/// Classes for the parts of a [`JobCompletion`], beside their own.
///
/// # Examples
///
/// ```
/// use bellwire_ui::JobCompletionClasses;
///
/// let classes = JobCompletionClasses { button: "btn", ..JobCompletionClasses::default() };
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobCompletionClasses {
    /// Of what there is to say.
    pub text: &'static str,
    /// Of the choice of a way to pay.
    pub choice: &'static str,
    /// Of the button.
    pub button: &'static str,
    /// Of what has failed.
    pub error: &'static str,
}

/// The two steps by which a job is done: the worker says so, then the client agrees and pays. What one
/// does shows on the other's page at once.
///
/// Parts: `bw-completion` (with `data-step`: `open`, `marked` or `approved`), `bw-completion-text` (a
/// live region), `bw-completion-choice`, `bw-completion-button`, `bw-completion-error`. The focus moves
/// to the text when the button that had it goes, whoever has made it go.
///
/// # Examples
///
/// ```no_run
/// use bellwire::job_status::PaymentMethod;
/// use bellwire_ui::{JobCompletion, JobParty, use_job_status};
/// use leptos::prelude::*;
///
/// #[component]
/// fn Job(id: u64) -> impl IntoView {
///     let status = use_job_status(id);
///     let mark = Action::new_local(move |(): &()| async move { post("mark-complete").await });
///     let approve = Action::new_local(move |_: &PaymentMethod| async move {
///         post("approve-completion").await
///     });
///     view! { <JobCompletion status party=JobParty::Worker mark approve/> }
/// }
///
/// async fn post(_step: &str) -> Result<(), String> {
///     Ok(())
/// }
/// ```
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
    /// Its words; those of [`provide_labels`](crate::provide_labels) unless given, or else English ones.
    #[prop(optional)]
    labels: Option<JobCompletionLabels>,
    /// Classes of its parts.
    #[prop(optional)]
    classes: JobCompletionClasses,
    /// A class beside its own.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    let (root, status_line) = (NodeRef::<Section>::new(), NodeRef::<P>::new());
    let (words, completion) = (Words::new(labels), Derived::new(move |_| status.completion()));
    let said = said(party, completion, words.clone());
    let method = RwSignal::new(PaymentMethod::Gcash);
    let asked = StoredValue::new(None::<Asked>);
    let learn = move |known: fn(PaymentMethod) -> Completion| {
        // What we did ourselves we know, whether or not we hear of it.
        if let Some(Asked { job_id, method }) = asked.get_value() {
            status.learn(job_id, known(method));
        }
    };
    on_success(mark, move || learn(|_| Completion::Marked));
    on_success(approve, move || learn(|method| Completion::Approved(Some(method))));
    let is_busy = move || mark.pending().get() || approve.pending().get();
    // Returns whether nothing is under way already.
    let act = move || {
        let is_free = !untrack(is_busy);
        if is_free {
            let job_id = untrack(|| status.job_id());
            asked.set_value(Some(Asked { job_id, method: method.get_untracked() }));
        }
        is_free
    };
    let had_focus = keep_focus(status_line, completion);
    let step = dynamic(move || {
        // What was there is still there.
        had_focus.set_value(has_focus(root));
        match (party, completion.get()) {
            (JobParty::Worker, Completion::Open) => {
                let mark = move || {
                    if act() {
                        mark.dispatch(());
                    }
                };
                button(words.say(|labels| &labels.mark), classes.button, is_busy, mark).into_any()
            }
            (JobParty::Client, Completion::Marked) => {
                let approve = move || {
                    if act() {
                        approve.dispatch(method.get_untracked());
                    }
                };
                vec![
                    choice(&words, classes.choice, method, is_busy).into_any(),
                    button(words.say(|labels| &labels.approve), classes.button, is_busy, approve)
                        .into_any(),
                ]
                .into_any()
            }
            _ => ().into_any(),
        }
    });
    view! {
        <section
            node_ref=root
            class=self::classes("bw-completion", &class)
            data-step=text(move || step_name(completion.get()))
        >
            <p node_ref=status_line class=self::classes("bw-completion-text", classes.text) role="status" tabindex="-1">{said}</p>
            {step}
            <p class=self::classes("bw-completion-error", classes.error) role="alert">{failure_of(mark, approve)}</p>
        </section>
    }
}

const GCASH: &str = "gcash";
const CASH: &str = "cash";

/// What the user has asked for.
#[derive(Clone, Copy, Debug)]
struct Asked {
    job_id: u64,
    method: PaymentMethod,
}

/// A button that keeps the focus while its request is under way, and does nothing more then.
fn button(
    words: String,
    class: &'static str,
    is_busy: impl Fn() -> bool + Send + 'static,
    act: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=classes("bw-completion-button", class)
            aria-disabled=text(is_busy)
            on:click=pressed(move |_| act())
        >
            {words}
        </button>
    }
}

fn choice(
    words: &Words<JobCompletionLabels>,
    class: &'static str,
    method: RwSignal<PaymentMethod>,
    is_busy: impl Fn() -> bool + Send + Sync + 'static,
) -> impl IntoView {
    let chosen = method.get_untracked() == PaymentMethod::Cash;
    let choose = move |event| {
        method.set(match event_target_value(&event).as_str() {
            CASH => PaymentMethod::Cash,
            _ => PaymentMethod::Gcash,
        });
    };
    view! {
        <label class=classes("bw-completion-choice", class)>
            {words.say(|labels| &labels.pay_with)} " "
            <select disabled=is_busy on:change=choose>
                <option value=GCASH selected=!chosen>"GCash"</option>
                <option value=CASH selected=chosen>{words.say(|labels| &labels.cash)}</option>
            </select>
        </label>
    }
}

fn said(
    party: JobParty,
    completion: Derived<Completion>,
    words: Words<JobCompletionLabels>,
) -> DynamicText {
    text(move || words.with(|labels| text_of(party, completion.get(), labels)))
}

fn text_of(party: JobParty, completion: Completion, labels: &JobCompletionLabels) -> String {
    let text = match (party, completion) {
        (JobParty::Worker, Completion::Open) => return String::new(),
        (JobParty::Worker, Completion::Marked) => &labels.waiting,
        (JobParty::Worker, Completion::Approved(_)) => &labels.approved,
        (JobParty::Client, Completion::Open) => &labels.in_progress,
        (JobParty::Client, Completion::Marked) => &labels.marked,
        (JobParty::Client, Completion::Approved(_)) => &labels.you_approved,
    };
    text.clone().into_owned()
}

fn step_name(completion: Completion) -> &'static str {
    match completion {
        Completion::Open => "open",
        Completion::Marked => "marked",
        Completion::Approved(_) => "approved",
    }
}

/// Why the last step was not taken.
fn failure_of(
    mark: Action<(), Result<(), String>>,
    approve: Action<PaymentMethod, Result<(), String>>,
) -> Dynamic {
    dynamic(move || {
        let failure = mark.value().get().and_then(Result::err);
        failure.or_else(|| approve.value().get().and_then(Result::err))
    })
}

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

/// The button that had the focus goes with its step; the focus stays close by. Returns where to note
/// whether it had it.
fn keep_focus(status_line: NodeRef<P>, completion: Derived<Completion>) -> StoredValue<bool> {
    let had_focus = StoredValue::new(false);
    effect(move || {
        completion.track();
        if had_focus.get_value()
            && let Some(status_line) = status_line.get_untracked()
        {
            let _ = status_line.focus();
        }
    });
    had_focus
}
