use crate::view::pressed;
use leptos::prelude::*;

use super::toast_view::ToastView;
use super::toaster::Look;
use crate::components::classes;
use crate::components::icons::{CHECK, INFO, STOP, TRIANGLE, icon};
use crate::store::Content;
use crate::{Severity, ShownToast, Toast, ToastActionKind};

/// What is used of a toast: one of its buttons, or its link.
#[derive(Clone, Copy)]
pub(super) enum Used {
    Button(usize, ToastActionKind),
    Link,
}

/// What a toast says, and its buttons. `act` is called when something of it is used.
pub(super) fn content(
    shown: &ShownToast,
    look: &Look,
    act: impl Fn(Used) + Copy + 'static,
) -> AnyView {
    let content_class = classes("bw-toast-content", look.classes.content);
    match &shown.content {
        Content::Toast(toast) => {
            let body = match toast.view.as_ref().and_then(ToastView::of) {
                Some(view) => view.show(),
                None => words(toast, shown.times, look, act),
            };
            let actions = actions(toast, look, act);
            view! { {picture(toast, look)} <div class=content_class>{body}{actions}</div> }
                .into_any()
        }
        Content::Burst { count, severity, .. } => {
            let title = look.words.count(|labels| &labels.burst, *count);
            view! {
                <span class=classes("bw-toast-icon", look.classes.icon) aria-hidden="true">
                    {icon(severity_icon(*severity))}
                </span>
                <div class=content_class>
                    <p class=classes("bw-toast-title", look.classes.title)>{title}</p>
                </div>
            }
            .into_any()
        }
    }
}

fn picture(toast: &Toast, look: &Look) -> AnyView {
    let picture = match &toast.icon {
        _ if toast.is_loading => view! { <span class="bw-spinner"></span> }.into_any(),
        Some(text) => text.clone().into_any(),
        None => icon(severity_icon(toast.severity)).into_any(),
    };
    view! {
        <span class=classes("bw-toast-icon", look.classes.icon) aria-hidden="true">{picture}</span>
    }
    .into_any()
}

fn words(toast: &Toast, times: usize, look: &Look, act: impl Fn(Used) + 'static) -> AnyView {
    let title = match &toast.link {
        Some(link) => {
            // A link that can be dragged elsewhere cannot be swiped.
            view! {
                <a href=link.clone() draggable="false" on:click=pressed(move |_| act(Used::Link))>
                    {toast.title.clone()}
                </a>
            }
            .into_any()
        }
        None => toast.title.clone().into_any(),
    };
    let times = (times > 1).then(|| {
        view! {
            <span class=classes("bw-toast-times", look.classes.times) aria-hidden="true">"×" {times.to_string()}</span>
            <span class="bw-hidden">{look.words.count(|labels| &labels.times, times)}</span>
        }
    });
    let classes_of = look.classes;
    let line = |own: &'static str, class: &str, text: &Option<String>| {
        text.clone().map(|text| view! { <p class=classes(own, class)>{text}</p> }.into_any())
    };
    view! {
        <p class=classes("bw-toast-title", classes_of.title)>{title} {times}</p>
        {line("bw-toast-description", classes_of.description, &toast.description)}
        {line("bw-toast-detail", classes_of.detail, &toast.detail)}
    }
    .into_any()
}

fn actions(toast: &Toast, look: &Look, act: impl Fn(Used) + Copy + 'static) -> Option<AnyView> {
    if toast.actions.is_empty() {
        return None;
    }
    let buttons = toast.actions.iter().enumerate().map(|(index, action)| {
        let kind = action.kind;
        let class = match kind {
            ToastActionKind::Act | ToastActionKind::Stay => {
                classes("bw-toast-action", look.classes.action)
            }
            ToastActionKind::Cancel => classes("bw-toast-cancel", look.classes.cancel),
        };
        let press = pressed(move |_| act(Used::Button(index, kind)));
        view! { <button type="button" class=class on:click=press>{action.label.clone()}</button> }
            .into_any()
    });
    Some(view! { <div class=classes("bw-toast-actions", look.classes.actions)>{buttons.collect_view()}</div> }.into_any())
}

pub(in crate::components) fn severity_icon(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => INFO,
        Severity::Success => CHECK,
        Severity::Warning => TRIANGLE,
        Severity::Error => STOP,
    }
}
