//! Toasts.

mod action;
mod burst;
mod classes;
mod detail;
mod expanded;
mod failure;
mod icon;
mod link;
mod loading;
mod own;
mod plain;
mod positions;
mod progress;
mod promise;
mod severities;
mod stack;
mod times;
mod update;
mod view;

use crate::sample::{Group, Stage, sample};

pub(super) const GROUP: Group = Group {
    name: "toaster",
    title: "Toaster",
    about: "Shows toasts in six places on the screen: a few at a time, the newest in front. The \
            pointer or the keyboard on them spreads them out and stops their clocks. F8 leads to \
            them, Escape dismisses one; they can be swiped away.",
    samples: &[
        sample!(
            "toaster",
            severities::Severities,
            Stage::Frame(380),
            "Severities",
            "An icon and a word for screen readers, never colour alone. Errors stay until they are \
             dismissed, warnings for eight seconds, the others for five."
        ),
        sample!(
            "toaster",
            plain::Plain,
            Stage::Frame(300),
            "A title and no more",
            "The same with nothing but a title."
        ),
        sample!(
            "toaster",
            detail::Detail,
            Stage::Frame(200),
            "Description and detail",
            "A line below the title, and a small one at the end."
        ),
        sample!(
            "toaster",
            icon::Icon,
            Stage::Frame(170),
            "An icon of its own",
            "An emoji, or another short text, in place of the severity's icon."
        ),
        sample!(
            "toaster",
            link::Link,
            Stage::Frame(170),
            "Link",
            "A click anywhere on it leads there. Addresses that run code are left out."
        ),
        sample!(
            "toaster",
            action::Action,
            Stage::Frame(220),
            "Action and cancel",
            "What asks for an answer stays until it has one."
        ),
        sample!(
            "toaster",
            view::View,
            Stage::Frame(220),
            "A view of your own",
            "Any view in place of the words. The title is still what is said aloud."
        ),
        sample!(
            "toaster",
            loading::Loading,
            Stage::Frame(150),
            "Loading",
            "Stays until it is updated or dismissed."
        ),
        sample!(
            "toaster",
            promise::Promise,
            Stage::Frame(170),
            "Promise that is kept",
            "One toast while something is under way, and in its place what has become of it."
        ),
        sample!(
            "toaster",
            failure::Failure,
            Stage::Frame(190),
            "Promise that is broken",
            "The outcome may be an error as well, with a way to try again."
        ),
        sample!(
            "toaster",
            update::Update,
            Stage::Frame(170),
            "Update in place",
            "Toasts that bear a name take the place of the one before."
        ),
        sample!(
            "toaster",
            times::Times,
            Stage::Frame(170),
            "Merge",
            "What says the same again is counted in the toast that is there."
        ),
        sample!(
            "toaster",
            burst::Burst,
            Stage::Frame(300),
            "Burst",
            "From the sixth in a second on, they are one toast that counts."
        ),
        sample!(
            "toaster",
            stack::Stack,
            Stage::Frame(260),
            "Stack",
            "Three at a time unless told otherwise, in depth; the others wait. The pointer or the \
             focus spreads them out."
        ),
        sample!(
            "toaster",
            expanded::Expanded,
            Stage::Frame(320),
            "Expanded",
            "Side by side at all times."
        ),
        sample!(
            "toaster",
            progress::Progress,
            Stage::Frame(170),
            "Progress",
            "How much of its time a toast has left; it stands while the pointer is on it."
        ),
        sample!(
            "toaster",
            positions::Positions,
            Stage::Frame(460),
            "Positions",
            "Six places; start and end are those of a line of text. A custom property makes the \
             toasts narrower here. On a phone they take the full width."
        ),
        sample!(
            "toaster",
            classes::Classes,
            Stage::Frame(190),
            "Classes of your own",
            "Each part takes a class, which wins over the stylesheet without any force."
        ),
        sample!(
            "toaster",
            own::Own,
            Stage::Pressed,
            "Toasts of your own",
            "The queue, the clocks and what is said aloud, drawn by the application: in the page, and \
             without <Toaster/>."
        ),
    ],
};
