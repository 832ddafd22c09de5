//! The connection badge.

mod alone;
mod details;
mod failed;
mod states;
mod trouble;
mod wordings;

use crate::sample::{Group, Stage, sample};

pub(super) const GROUP: Group = Group {
    name: "badge",
    title: "ConnectionBadge",
    about: "Says whether messages flow, and if not, what is done about it: in words and with an \
            icon, never with colour alone. A connection that comes back within one and a half \
            seconds troubles nobody. A press shows what is behind it.",
    samples: &[
        sample!(
            "badge",
            states::States,
            Stage::Page,
            "States",
            "All that a connection can be doing."
        ),
        sample!(
            "badge",
            details::Details,
            Stage::Frame(220),
            "Details",
            "What is behind it: the cause, the attempt, the time of a round trip, what waits."
        ),
        sample!(
            "badge",
            failed::Failed,
            Stage::Page,
            "Given up",
            "Why only the application, or the user, can bring the connection back."
        ),
        sample!(
            "badge",
            wordings::Wordings,
            Stage::Page,
            "Wordings",
            "Other words: those of three documents, and your own."
        ),
        sample!(
            "badge",
            trouble::Trouble,
            Stage::Page,
            "Hidden until there is trouble",
            "Nothing is to be seen while all is well, nor in the first second and a half of an \
             absence."
        ),
        sample!(
            "badge",
            alone::Alone,
            Stage::Page,
            "Without details",
            "Words alone, which no press opens."
        ),
    ],
};
