use crate::view::pressed;
use leptos::prelude::*;

use super::toast_view::ToastView;
use super::toaster::Look;
use crate::Toast;
use crate::components::classes;
use crate::components::icons::{icon, severity_icon, severity_mark};
use crate::store::Content;
use crate::{ShownToast, ToastActionKind};

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
            let picture = picture(&shown.content, look);
            view! { {picture} <div class=content_class>{body}{actions}</div> }.into_any()
        }
        Content::Burst { count, .. } => {
            let title = look.words.count(|labels| &labels.burst, *count);
            view! {
                {picture(&shown.content, look)}
                <div class=content_class>
                    <p class=classes("bw-toast-title", look.classes.title)>{title}</p>
                </div>
            }
            .into_any()
        }
    }
}

/// The icon, and what it shows for those who do not see it.
fn picture(content: &Content, look: &Look) -> AnyView {
    let (severity, own) = match content {
        Content::Toast(toast) if toast.is_loading => {
            (toast.severity, Some(view! { <span class="bw-spinner"></span> }.into_any()))
        }
        Content::Toast(toast) => (toast.severity, toast.icon.clone().map(IntoAny::into_any)),
        Content::Burst { severity, .. } => (*severity, None),
    };
    let mark = own.is_some().then(|| severity_mark(severity));
    let picture = own.unwrap_or_else(|| icon(severity_icon(severity)).into_any());
    let shows = look.words.with(|labels| {
        // What is said before the text, when it is said aloud.
        let (before, _) = labels.of_picture(content)?.split_once("{text}")?;
        Some(before.to_owned())
    });
    view! {
        <span class=classes("bw-toast-icon", look.classes.icon) aria-hidden="true">
            {picture}{mark}
        </span>
        {shows.map(|shows| view! { <span class="bw-hidden">{shows}</span> })}
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
            <span class=classes("bw-toast-times", look.classes.times) aria-hidden="true">
                "×" {times.to_string()}
            </span>
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
    let class = classes("bw-toast-actions", look.classes.actions);
    Some(view! { <div class=class>{buttons.collect_view()}</div> }.into_any())
}
