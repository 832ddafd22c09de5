use bellwire::clock;
use leptos::prelude::*;

use crate::clockwork::{effect, use_alarm};
use crate::labels::{Plural, ToasterLabels, Words};
use crate::page::LiveRegions;
use crate::store::{Announcement, Announcements, Urgency, Utterance};

/// Says things aloud, in two regions that are on the page before there is anything to say: one that
/// arrives together with its text is not read.
#[derive(Clone, Copy)]
pub(crate) struct Announcer {
    announcements: RwSignal<Announcements>,
}

/// Returns the announcer of the components around, or makes one for those below.
pub(crate) fn provide_announcer() -> Announcer {
    use_context().unwrap_or_else(|| {
        let announcer = Announcer::new();
        provide_context(announcer);
        announcer
    })
}

impl Announcer {
    fn new() -> Self {
        let announcements = RwSignal::new(Announcements::default());
        use_alarm(
            move || announcements.with(Announcements::poll_timeout),
            move || announcements.update(|all| all.handle_timeout(clock::now())),
        );
        let regions = LiveRegions::new();
        let mut words = None;
        effect(move || {
            // Whoever provides words may do so after us.
            let words = words.get_or_insert_with(|| Words::<ToasterLabels>::new(None));
            announcements.with(|all| {
                for urgency in [Urgency::Polite, Urgency::Assertive] {
                    regions.say(urgency, &text(urgency, all.utterance(urgency), words));
                }
            });
        });
        Self { announcements }
    }

    pub(crate) fn say(self, urgency: Urgency, announcement: Announcement) {
        self.announcements.try_update(|all| all.say(clock::now(), urgency, announcement));
    }

    /// Whether nothing is said of what only waits in the bell.
    pub(crate) fn set_quiet(self, is_quiet: bool) {
        self.announcements.try_update(|all| all.set_quiet(is_quiet));
    }

    /// Says that a notification has come which no toast has shown.
    pub(crate) fn say_arrived(self) {
        self.say(Urgency::Polite, Announcement::Arrived(1));
    }
}

fn text(urgency: Urgency, utterance: Option<&Utterance>, words: &Words<ToasterLabels>) -> String {
    let (plural, count): (fn(&ToasterLabels) -> &Plural, usize) = match (utterance, urgency) {
        (None, _) => return String::new(),
        (Some(Utterance::Text(text)), _) => return text.clone(),
        (Some(Utterance::More(count)), Urgency::Polite) => (|labels| &labels.more, *count),
        (Some(Utterance::More(count)), Urgency::Assertive) => {
            (|labels| &labels.more_errors, *count)
        }
        (Some(Utterance::Arrived(count)), _) => (|labels| &labels.burst, *count),
    };
    words.count(plural, count)
}
