//! The samples, one file each: a folder for each component, which lists what is in it.

#![allow(non_snake_case, reason = "the table calls components by their names")]

mod badge;
mod bell;
mod completion;
mod presence;
mod settings;
mod toaster;

use crate::sample::{Group, Sample};

pub(crate) const GROUPS: &[Group] = &[
    toaster::GROUP,
    bell::GROUP,
    settings::GROUP,
    badge::GROUP,
    completion::GROUP,
    presence::GROUP,
];

/// The sample of an id such as `toaster/action`.
pub(crate) fn find(id: &str) -> Option<&'static Sample> {
    GROUPS.iter().flat_map(|group| group.samples).find(|sample| sample.id == id)
}
