//! Who is there.

mod changing;
mod sizes;

use crate::sample::{Group, Stage, sample};

pub(super) const GROUP: Group = Group {
    name: "presence",
    title: "PresenceAvatars",
    about: "Who is in a channel: initials in the same colour wherever somebody is shown, and a \
            number for those beyond. To screen readers it is a list of names.",
    samples: &[
        sample!(
            "presence",
            sizes::Sizes,
            Stage::Page,
            "Nobody, one, five, twelve",
            "Five are shown unless told otherwise."
        ),
        sample!(
            "presence",
            changing::Changing,
            Stage::Page,
            "People come and go",
            "From a signal, where the application knows it from elsewhere than a channel."
        ),
    ],
};
