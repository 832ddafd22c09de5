use std::time::Duration;

use bellwire::{ConnectionStatus, FailReason, clock};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::details::Details;
use crate::announcer::provide_announcer;
use crate::clockwork::{effect, use_alarm};
use crate::components::icons::{WAVES, WAVES_OFF, icon};
use crate::components::{classes, unique_id, while_open};
use crate::derived::Derived;
use crate::labels::Words;
use crate::page::{self, use_press_outside};
use crate::store::{Announcement, Standing, StandingChange, Urgency};
use crate::view::{dynamic, pressed, text};
use crate::{BadgeLabels, use_realtime};

/// When a [`ConnectionBadge`] is to be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadgeVisibility {
    /// At all times.
    #[default]
    Always,
    /// Only while the connection is away, and has been for one and a half seconds.
    Trouble,
}

/// Classes for the parts of a [`ConnectionBadge`], beside their own.
///
/// # Examples
///
/// ```
/// use bellwire_ui::BadgeClasses;
///
/// let classes = BadgeClasses { label: "font-semibold", ..BadgeClasses::default() };
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BadgeClasses {
    /// Of the button that shows what is behind it.
    pub button: &'static str,
    /// Of its picture.
    pub icon: &'static str,
    /// Of the words.
    pub label: &'static str,
    /// Of the time until the next attempt.
    pub detail: &'static str,
    /// Of the button that tries at once, or lets the user sign in.
    pub retry: &'static str,
    /// Of what is behind it.
    pub details: &'static str,
    /// Of the sentence in it.
    pub cause: &'static str,
}

/// Says whether messages flow, and if not, what is done about it.
///
/// A connection that comes back within one and a half seconds is never seen to be away. What changes is
/// said aloud, politely, once it is shown: that the connection is lost, and that it is back.
///
/// Parts: `bw-badge` (with `data-state`: `connected`, `connecting`, `reconnecting`, `offline`, `failed` or
/// `idle`), `bw-badge-button`, `bw-badge-icon`, `bw-badge-label`, `bw-badge-detail`, `bw-badge-retry`,
/// `bw-badge-details` (with `data-side`), `bw-badge-cause`.
///
/// | key | |
/// |---|---|
/// | Enter, Space | on the badge: shows what is behind it, and hides it again; on the button: tries again |
/// | Escape | hides the details |
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime).
#[component]
pub fn ConnectionBadge(
    /// Its words; those of [`provide_labels`](crate::provide_labels) unless given, or else English ones.
    #[prop(optional)]
    labels: Option<BadgeLabels>,
    /// When it is to be seen; always unless given.
    #[prop(optional)]
    visibility: BadgeVisibility,
    /// Whether a press shows what is behind it: the cause, the attempt, the time of a round trip and how
    /// many messages wait.
    #[prop(default = true)]
    details: bool,
    /// What it shows; what the provided client does unless given. For the worst of several
    /// connections, say. Its button and its figures are the provided client's either way.
    #[prop(optional, into)]
    status: Option<Signal<ConnectionStatus>>,
    /// Lets the user sign in. With it, a connection that needs that has a button for it, in place of one
    /// that tries again in vain.
    #[prop(optional, into)]
    on_sign_in: Option<Callback<()>>,
    /// Classes of its parts.
    #[prop(optional)]
    classes: BadgeClasses,
    /// A class beside its own.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    let words = Words::new(labels);
    let standing = use_standing(status, words.clone());
    let shown = Derived::new(move |_| standing.with(|standing| standing.shown().clone()));
    let is_open = RwSignal::new(false);
    let root = NodeRef::<Div>::new();
    let inside = move || root.get_untracked().map(|root| root.unchecked_into());
    use_press_outside(inside, is_open.into(), move || is_open.set(false));
    let id = unique_id("bw-badge-details");
    let face = face(shown, words.clone(), classes);
    let cause = words.clone();
    let title = text(move || shown.with(|shown| cause.with(|labels| (labels.explain)(shown))));
    let (face, title) = match details {
        true => {
            let face = view! {
            <button
                type="button"
                class=self::classes("bw-badge-button", classes.button)
                title=title
                aria-expanded=text(move || is_open.get())
                aria-controls=while_open(is_open, &id)
                on:click=pressed(move |_| is_open.update(|is_open| *is_open = !*is_open))
            >
                {face}
            </button>
            };
            (face.into_any(), None)
        }
        false => (face, Some(title)),
    };
    let detail = countdown(shown, words.clone(), classes.detail);
    let way_out = way_out(shown, root, on_sign_in, words.clone(), classes.retry);
    let behind = dynamic(move || {
        is_open.get().then(|| view! { <Details id=id.clone() shown words=words.clone() classes/> })
    });
    let is_hidden = move || {
        visibility == BadgeVisibility::Trouble
            && !standing.with(|standing| standing.is_trouble(clock::now()))
    };
    view! {
        <div
            node_ref=root
            class=self::classes("bw-badge", &class)
            data-state=text(move || shown.with(state))
            role=title.is_some().then_some("group")
            title=title
            hidden=is_hidden
            on:keydown=move |event| {
                if event.key() == "Escape" && is_open.get_untracked() {
                    event.stop_propagation();
                    is_open.set(false);
                }
            }
        >
            {face}
            {detail}
            {way_out}
            {behind}
        </div>
    }
}

/// Follows the connection, with patience, and says aloud what is worth it. All badges of the provided
/// client look at one standing: whoever is told first of a change says it, for all.
fn use_standing(
    status: Option<Signal<ConnectionStatus>>,
    words: Words<BadgeLabels>,
) -> RwSignal<Standing> {
    let announcer = provide_announcer();
    let (standing, status) = match status {
        Some(status) => {
            (RwSignal::new(Standing::new(clock::now(), status.get_untracked())), status)
        }
        None => {
            let realtime = use_realtime();
            (realtime.standing, realtime.status().into())
        }
    };
    let say = move |change: Option<StandingChange>| {
        let text = match change {
            None => return,
            Some(StandingChange::Back) => words.say(|labels| &labels.back),
            Some(StandingChange::Lost) => standing.with_untracked(|standing| {
                untrack(|| words.say(|labels| labels.of_status(standing.shown())))
            }),
        };
        announcer.say(Urgency::Polite, Announcement::Connection(text));
    };
    let follow = move |status| {
        standing.try_update(|standing| standing.handle_status(clock::now(), status)).flatten()
    };
    let say_later = say.clone();
    // What has come before there was a badge is shown from the start.
    say(follow(status.get_untracked()));
    effect(move || say(follow(status.get())));
    // Also for a badge that is hidden until the first attempt has taken too long.
    let due = move || {
        standing.with(|standing| {
            standing
                .poll_timeout()
                .or_else(|| standing.trouble_at())
                .filter(|&due| due > clock::now())
        })
    };
    use_alarm(due, move || {
        say_later(standing.try_update(|standing| standing.handle_timeout(clock::now())).flatten());
    });
    standing
}

/// A picture and words: neither says less than the other.
fn face(
    shown: Derived<ConnectionStatus>,
    words: Words<BadgeLabels>,
    classes: BadgeClasses,
) -> AnyView {
    let picture = dynamic(move || {
        icon(if shown.with(ConnectionStatus::is_connected) { WAVES } else { WAVES_OFF })
    });
    let label = text(move || shown.with(|shown| words.say(|labels| labels.of_status(shown))));
    view! {
        <span class=self::classes("bw-badge-icon", classes.icon)>{picture}</span>
        <span class=self::classes("bw-badge-label", classes.label)>{label}</span>
    }
    .into_any()
}

/// What is done about a lost connection, counted down second by second.
fn countdown(
    shown: Derived<ConnectionStatus>,
    words: Words<BadgeLabels>,
    class: &'static str,
) -> AnyView {
    let tick = RwSignal::new(());
    let wait = move || shown.with(|shown| shown.retry_in(clock::now()));
    use_alarm(
        move || {
            tick.track();
            Some(clock::now() + wait()?.min(Duration::from_secs(1)))
        },
        move || tick.notify(),
    );
    let left = Derived::new(move |_| {
        tick.track();
        let is_waiting = shown.with(|shown| matches!(shown, ConnectionStatus::Reconnecting { .. }));
        is_waiting.then(|| wait().map(whole_seconds))
    });
    let detail = dynamic(move || {
        let detail = match left.get()? {
            Some(seconds) => words.count(|labels| &labels.retry_in, seconds),
            None => words.say(|labels| &labels.retrying),
        };
        Some(view! { <span class=classes("bw-badge-detail", class)>{detail}</span> })
    });
    detail.into_any()
}

/// The seconds that are shown while so much time is left: 1 until it is over.
fn whole_seconds(left: Duration) -> usize {
    left.as_secs() as usize + usize::from(left.subsec_nanos() > 0)
}

/// What the user can do about it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WayOut {
    Retry,
    SignIn,
}

/// A button for what can be done; nothing where that is nothing.
fn way_out(
    shown: Derived<ConnectionStatus>,
    root: NodeRef<Div>,
    on_sign_in: Option<Callback<()>>,
    words: Words<BadgeLabels>,
    class: &'static str,
) -> AnyView {
    let client = use_realtime().client().clone();
    let way = Derived::new(move |_| shown.with(|shown| way_of(shown, on_sign_in.is_some())));
    let button = dynamic(move || {
        let (client, words, way) = (client.clone(), words.clone(), way.get());
        keep_focus(root);
        let way = way?;
        let press = pressed(move |_| match (way, on_sign_in) {
            (WayOut::SignIn, Some(sign_in)) => sign_in.run(()),
            _ => client.connect(),
        });
        let label = text(move || match way {
            WayOut::Retry => words.say(|labels| &labels.retry),
            WayOut::SignIn => words.say(|labels| &labels.sign_in),
        });
        Some(
            view! { <button type="button" class=classes("bw-badge-retry", class) on:click=press>{label}</button> },
        )
    });
    button.into_any()
}

fn way_of(status: &ConnectionStatus, can_sign_in: bool) -> Option<WayOut> {
    match status {
        ConnectionStatus::Failed {
            reason: FailReason::SignedOut | FailReason::Unauthorized(_),
        } if can_sign_in => Some(WayOut::SignIn),
        ConnectionStatus::Reconnecting { .. }
        | ConnectionStatus::Offline
        | ConnectionStatus::Failed { .. } => Some(WayOut::Retry),
        ConnectionStatus::Idle | ConnectionStatus::Connecting | ConnectionStatus::Connected | _ => {
            None
        }
    }
}

/// A button is about to go. Whoever has pressed it stays at the badge.
fn keep_focus(root: NodeRef<Div>) {
    let (Some(root), Some(focused)) = (root.get_untracked(), page::focused()) else { return };
    if root.contains(Some(&focused)) && focused.matches(".bw-badge-retry").unwrap_or_default() {
        let _ = match page::find_all(&root, ".bw-badge-button").first() {
            Some(badge) => badge.focus(),
            // Text takes the focus where it is given it, and has no other use for it.
            None => root.set_attribute("tabindex", "-1").and_then(|()| root.focus()),
        };
    }
}

fn state(status: &ConnectionStatus) -> &'static str {
    match status {
        ConnectionStatus::Connected => "connected",
        ConnectionStatus::Connecting => "connecting",
        ConnectionStatus::Reconnecting { .. } => "reconnecting",
        ConnectionStatus::Offline => "offline",
        ConnectionStatus::Failed { .. } => "failed",
        ConnectionStatus::Idle | _ => "idle",
    }
}
