//! The bell and its panel.

mod actors;
mod classes;
mod empty;
mod failure;
mod filed;
mod flat;
mod loading;
mod many;
mod paged;
mod priorities;
mod refusal;
mod subjects;
mod tabs;
mod unloaded;
mod unread;
mod unseen;

use crate::sample::{Group, Stage, sample};

pub(super) const GROUP: Group = Group {
    name: "bell",
    title: "NotificationBell",
    about: "Counts what is unread, and shows what happened when it is pressed: in a panel beside \
            it, or on a sheet where the screen is narrow. Escape closes it and leads back to the \
            bell; the arrow keys lead through tabs and rows.",
    samples: &[
        sample!("bell", empty::Empty, Stage::Frame(400), "Empty", "Nothing has happened yet."),
        sample!(
            "bell",
            unread::Unread,
            Stage::Frame(560),
            "Unread and read",
            "A dot, heavier letters and a word for screen readers, never colour alone. Days have headings."
        ),
        sample!(
            "bell",
            many::Many,
            Stage::Frame(640),
            "More than 99",
            "The count ends at 99+ unless told otherwise. Of a long list only what is on the screen is drawn."
        ),
        sample!(
            "bell",
            priorities::Priorities,
            Stage::Frame(460),
            "Priorities",
            "From low to urgent; most say nothing of it."
        ),
        sample!(
            "bell",
            actors::Actors,
            Stage::Frame(480),
            "Actors and actions",
            "Who has done it, and what the user can do about it right there."
        ),
        sample!(
            "bell",
            subjects::Subjects,
            Stage::Frame(480),
            "Subjects",
            "What is about the same on a day is one row, which opens."
        ),
        sample!(
            "bell",
            tabs::Tabs,
            Stage::Frame(400),
            "Lists of your own",
            "Each tab is a filter, by what the user has done or by kind, with its count."
        ),
        sample!(
            "bell",
            flat::Flat,
            Stage::Frame(340),
            "One plain list",
            "Without tabs, days and subjects, where an application has few."
        ),
        sample!(
            "bell",
            filed::Filed,
            Stage::Frame(320),
            "Archived and snoozed",
            "What is done with, and what comes back, have lists of their own."
        ),
        sample!(
            "bell",
            unseen::Unseen,
            Stage::Frame(360),
            "Counting what is new",
            "The count goes as soon as the panel was open, whether or not anything was read."
        ),
        sample!(
            "bell",
            loading::Loading,
            Stage::Frame(500),
            "Loading",
            "Rows that stand for those that are on their way."
        ),
        sample!(
            "bell",
            unloaded::Unloaded,
            Stage::Frame(320),
            "Not to be had",
            "The server's words, and a way to try again."
        ),
        sample!(
            "bell",
            failure::Failure,
            Stage::Frame(380),
            "A change that is refused",
            "What the user does shows at once. Where the server does not follow, the row says so and offers to try again."
        ),
        sample!(
            "bell",
            refusal::Refusal,
            Stage::Frame(480),
            "A change of all that is refused",
            "The same where it is about all of them."
        ),
        sample!(
            "bell",
            paged::Paged,
            Stage::Frame(640),
            "100,000 in pages",
            "Older ones are loaded as they come near."
        ),
        sample!(
            "bell",
            classes::Classes,
            Stage::Frame(400),
            "Classes of your own",
            "Each part takes a class, which wins over the stylesheet without any force."
        ),
    ],
};
