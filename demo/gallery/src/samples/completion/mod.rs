//! The two steps by which a job is done.

mod approved;
mod error;
mod marked;
mod open;

use crate::sample::{Group, Stage, sample};

pub(super) const GROUP: Group = Group {
    name: "completion",
    title: "JobCompletion",
    about: "The worker says that a job is done, the client agrees and pays. What one does shows on \
            the other's page at once: here both are shown, the worker's first.",
    samples: &[
        sample!(
            "completion",
            open::Open,
            Stage::Page,
            "In progress",
            "The worker may say that the job is done. Both steps can be taken here."
        ),
        sample!(
            "completion",
            marked::Marked,
            Stage::Page,
            "Marked as complete",
            "The client is asked to agree, and how it is paid."
        ),
        sample!(
            "completion",
            approved::Approved,
            Stage::Page,
            "Approved",
            "Both know that it is over."
        ),
        sample!(
            "completion",
            error::Error,
            Stage::Pressed,
            "A step that fails",
            "The server's words, said aloud at once. The button stays."
        ),
    ],
};
