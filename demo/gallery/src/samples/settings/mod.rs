//! What the user wants of notifications.

mod all;
mod toasts;

use crate::sample::{Group, Stage, sample};

pub(super) const GROUP: Group = Group {
    name: "settings",
    title: "SettingsPanel",
    about: "Lets the user say what they want: not to be disturbed, how long toasts stay, sound, \
            and the browser's notifications. It shows what the application makes use of.",
    samples: &[
        sample!(
            "settings",
            all::All,
            Stage::Frame(440),
            "All that there is",
            "The browser is asked for its permission when its notifications are switched on; where \
             it has refused, the panel says what can be done."
        ),
        sample!(
            "settings",
            toasts::Toasts,
            Stage::Frame(320),
            "Toasts alone",
            "Everybody may have ten times as long for reading, or for ever."
        ),
    ],
};
