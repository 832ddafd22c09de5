//! The bell and its panel.

mod actors;
mod empty;
mod failure;
mod many;
mod paged;
mod priorities;
mod subjects;
mod unread;

use crate::sample::{Group, Stage, sample};

pub(super) const GROUP: Group = Group {
    name: "bell",
    title: "NotificationBell",
    about: "Counts what is unread, and shows what happened when it is pressed: a panel on wide \
            screens, a sheet on phones. Escape closes it and leads back to the bell.",
    samples: &[
        sample!("bell", empty::Empty, Stage::Frame(260), "Empty", "Nothing has happened yet."),
        sample!(
            "bell",
            unread::Unread,
            Stage::Frame(420),
            "Unread and read",
            "A dot, heavier letters and a word for screen readers, never colour alone."
        ),
        sample!(
            "bell",
            many::Many,
            Stage::Frame(640),
            "More than 99",
            "The count ends at 99+; the name of the button says how many there are."
        ),
        sample!(
            "bell",
            priorities::Priorities,
            Stage::Frame(420),
            "Priorities",
            "From low to urgent; most say nothing of it."
        ),
        sample!(
            "bell",
            actors::Actors,
            Stage::Frame(320),
            "Actors and actions",
            "Who has done it, and what the user can do about it right there."
        ),
        sample!(
            "bell",
            subjects::Subjects,
            Stage::Frame(380),
            "Subjects",
            "What several notifications are about."
        ),
        sample!(
            "bell",
            failure::Failure,
            Stage::Frame(260),
            "A server that refuses",
            "What the user does shows at once, and is taken back where the server does not follow."
        ),
        sample!(
            "bell",
            paged::Paged,
            Stage::Frame(640),
            "100,000 in pages",
            "Older ones are loaded as they are wanted; only what can be seen is on the page."
        ),
    ],
};
