use std::time::Duration;

use bellwire::Instant;

/// How long a text stays for screen readers to pick it up.
const KEPT: Duration = Duration::from_secs(1);
/// How long a region is empty between two texts, so that the second one is news although it may be
/// the same.
const PAUSE: Duration = Duration::from_millis(100);
/// How often the bell says that something has come.
const BELL_PACE: Duration = Duration::from_secs(10);
/// How many toasts are said in a row before those that still wait are counted. Somebody who listens
/// hears of the last one within some seconds of what they see.
const IN_FULL: usize = 4;

/// What there is to say to those who cannot see the page, in which order and when.
///
/// Whatever comes while something is said waits for its turn. What is old by then is left out: only the
/// last text of a toast and the last state of the connection are said. Beyond a few in a row, what
/// waits is counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Announcements {
    polite: Region,
    assertive: Region,
    /// When the bell may speak again.
    bell_at: Instant,
    /// Whether the user does not want to be disturbed by what is new.
    is_quiet: bool,
}

/// Something to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Announcement {
    /// What the toast of this number says. A later text of the same toast replaces it. One that counts
    /// others is not counted with them.
    Toast { toast: u64, text: String, is_burst: bool },
    /// So many have come.
    Arrived(usize),
    /// What the connection does.
    Connection(String),
}

/// What is being said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Utterance {
    Text(String),
    /// So many toasts, too many to be said one by one.
    More(usize),
    /// So many notifications that no toast has shown.
    Arrived(usize),
}

/// How much of a hurry something is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Urgency {
    /// It waits until nothing else is said.
    Polite,
    /// It interrupts: for errors.
    Assertive,
}

#[derive(Clone, Debug, Default)]
struct Region {
    phase: Phase,
    waiting: Vec<Announcement>,
    /// How many toasts were said since the region was silent, or since some were counted.
    in_full: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Silent,
    Speaking {
        utterance: Utterance,
        until: Instant,
    },
    Pausing {
        until: Instant,
    },
}

impl Announcements {
    /// Has something said, now or when it is its turn.
    pub(crate) fn say(&mut self, now: Instant, urgency: Urgency, announcement: Announcement) {
        if self.is_quiet && announcement.is_bell() {
            return;
        }
        let region = match urgency {
            Urgency::Polite => &mut self.polite,
            Urgency::Assertive => &mut self.assertive,
        };
        region.queue(announcement);
        self.handle_timeout(now);
    }

    /// Says nothing of what only waits in the bell, for as long as the user wants it so. Nor is it said
    /// later: the bell counts it.
    pub(crate) fn set_quiet(&mut self, is_quiet: bool) {
        self.is_quiet = is_quiet;
        if is_quiet {
            self.polite.waiting.retain(|waiting| !waiting.is_bell());
        }
    }

    /// Goes on to what is next.
    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        // The bell never interrupts.
        let mut unused = Instant::ZERO;
        self.assertive.advance(now, &mut unused);
        self.polite.advance(now, &mut self.bell_at);
    }

    /// The moment at which [`Announcements::handle_timeout`] has something to do.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        let due = [self.polite.due(self.bell_at), self.assertive.due(Instant::ZERO)];
        due.into_iter().flatten().min()
    }

    /// What is being said.
    pub(crate) fn utterance(&self, urgency: Urgency) -> Option<&Utterance> {
        let region = match urgency {
            Urgency::Polite => &self.polite,
            Urgency::Assertive => &self.assertive,
        };
        match &region.phase {
            Phase::Speaking { utterance, .. } => Some(utterance),
            Phase::Silent | Phase::Pausing { .. } => None,
        }
    }
}

impl Region {
    fn queue(&mut self, announcement: Announcement) {
        let same = self.waiting.iter_mut().find(|waiting| match (&**waiting, &announcement) {
            (Announcement::Toast { toast: a, .. }, Announcement::Toast { toast: b, .. }) => a == b,
            (Announcement::Arrived(_), Announcement::Arrived(_))
            | (Announcement::Connection(_), Announcement::Connection(_)) => true,
            _ => false,
        });
        match (same, announcement) {
            (Some(Announcement::Arrived(so_far)), Announcement::Arrived(more)) => *so_far += more,
            (Some(waiting), announcement) => *waiting = announcement,
            (None, announcement) => self.waiting.push(announcement),
        }
    }

    fn advance(&mut self, now: Instant, bell_at: &mut Instant) {
        if self.due(*bell_at).is_none_or(|due| due > now) {
            return;
        }
        self.phase = match &self.phase {
            Phase::Speaking { .. } => Phase::Pausing { until: now + PAUSE },
            Phase::Silent | Phase::Pausing { .. } => match self.next(now, bell_at) {
                Some(utterance) => Phase::Speaking { utterance, until: now + KEPT },
                None => {
                    self.in_full = 0;
                    Phase::Silent
                }
            },
        };
    }

    fn due(&self, bell_at: Instant) -> Option<Instant> {
        match &self.phase {
            Phase::Speaking { until, .. } | Phase::Pausing { until } => Some(*until),
            Phase::Silent if self.waiting.is_empty() => None,
            Phase::Silent if self.waiting.iter().all(Announcement::is_bell) => Some(bell_at),
            Phase::Silent => Some(Instant::ZERO),
        }
    }

    /// What the connection does is said first: it explains the rest.
    fn next(&mut self, now: Instant, bell_at: &mut Instant) -> Option<Utterance> {
        let connection =
            self.waiting.iter().position(|one| matches!(one, Announcement::Connection(_)));
        if let Some(index) = connection
            && let Announcement::Connection(text) = self.waiting.remove(index)
        {
            return Some(Utterance::Text(text));
        }
        let more = self.waiting.iter().filter(|one| one.is_single()).count();
        if more > 1 && self.in_full >= IN_FULL {
            self.waiting.retain(|one| !one.is_single());
            self.in_full = 0;
            return Some(Utterance::More(more));
        }
        let first = self.waiting.iter().position(|one| !one.is_bell());
        if let Some(Announcement::Toast { text, .. }) =
            first.map(|first| self.waiting.remove(first))
        {
            self.in_full += 1;
            return Some(Utterance::Text(text));
        }
        if *bell_at > now {
            return None;
        }
        let Announcement::Arrived(count) = self.waiting.pop()? else { return None };
        *bell_at = now + BELL_PACE;
        Some(Utterance::Arrived(count))
    }
}

impl Announcement {
    fn is_bell(&self) -> bool {
        matches!(self, Self::Arrived(_))
    }

    /// Whether it is one toast.
    fn is_single(&self) -> bool {
        matches!(self, Self::Toast { is_burst: false, .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(millis: u64) -> Instant {
        Instant::from_elapsed(Duration::from_millis(millis))
    }

    fn toast(toast: u64, text: &str) -> Announcement {
        Announcement::Toast { toast, text: text.to_owned(), is_burst: false }
    }

    /// All that is said in a region until nothing is left, with the moments in milliseconds.
    fn listen_to(announcements: &mut Announcements, urgency: Urgency) -> Vec<(u64, String)> {
        let mut heard = Vec::new();
        let mut last = None;
        let mut now = Instant::ZERO;
        loop {
            let said = announcements.utterance(urgency).cloned();
            if said != last {
                let text = match &said {
                    Some(Utterance::Text(text)) => text.clone(),
                    Some(Utterance::More(count)) => format!("{count} more"),
                    Some(Utterance::Arrived(count)) => format!("{count} new"),
                    None => String::new(),
                };
                heard.push((now.since(Instant::ZERO).as_millis() as u64, text));
                last = said;
            }
            let Some(due) = announcements.poll_timeout() else { return heard };
            now = now.max(due);
            announcements.handle_timeout(now);
        }
    }

    fn listen(announcements: &mut Announcements) -> Vec<(u64, String)> {
        listen_to(announcements, Urgency::Polite)
    }

    /// What is said, without the silence in between.
    fn words(heard: &[(u64, String)]) -> Vec<&str> {
        heard.iter().map(|(_, text)| text.as_str()).filter(|text| !text.is_empty()).collect()
    }

    fn texts(heard: &[(u64, String)]) -> Vec<(u64, &str)> {
        heard.iter().map(|(at, text)| (*at, text.as_str())).collect()
    }

    #[test]
    fn a_text_stays_for_a_second_and_the_same_again_is_news() {
        let mut announcements = Announcements::default();
        announcements.say(at(0), Urgency::Polite, toast(1, "Saved"));
        announcements.say(at(0), Urgency::Polite, toast(2, "Saved"));
        let heard = listen(&mut announcements);
        assert_eq!(texts(&heard), [(0, "Saved"), (1_000, ""), (1_100, "Saved"), (2_100, "")]);
    }

    #[test]
    fn what_waits_is_said_in_its_order_each_for_as_long_as_it_can_be_read() {
        let mut announcements = Announcements::default();
        for (id, text) in [(1, "Ada is looking"), (2, "Warning: Slow"), (3, "Saved")] {
            announcements.say(at(0), Urgency::Polite, toast(id, text));
        }
        let heard = listen(&mut announcements);
        assert_eq!(
            texts(&heard),
            [
                (0, "Ada is looking"),
                (1_000, ""),
                (1_100, "Warning: Slow"),
                (2_100, ""),
                (2_200, "Saved"),
                (3_200, "")
            ]
        );
    }

    #[test]
    fn a_toast_that_changes_while_it_waits_is_said_as_it_is_then() {
        let mut announcements = Announcements::default();
        for (id, text) in [(1, "a"), (2, "Saving…"), (3, "c"), (2, "Saved")] {
            announcements.say(at(0), Urgency::Polite, toast(id, text));
        }
        assert_eq!(words(&listen(&mut announcements)), ["a", "Saved", "c"]);
    }

    #[test]
    fn after_four_in_a_row_those_that_wait_are_counted_and_the_next_are_said_again() {
        let mut announcements = Announcements::default();
        for id in 1..=7 {
            announcements.say(at(0), Urgency::Polite, toast(id, &id.to_string()));
        }
        assert_eq!(words(&listen(&mut announcements)), ["1", "2", "3", "4", "3 more"]);
        for id in 1..=5 {
            announcements.say(at(60_000), Urgency::Polite, toast(id, &id.to_string()));
        }
        let heard = listen(&mut announcements);
        assert_eq!(
            words(&heard),
            ["1", "2", "3", "4", "5"],
            "one alone is no longer than its count"
        );
    }

    #[test]
    fn a_toast_that_counts_others_is_not_counted_with_them() {
        let mut announcements = Announcements::default();
        for id in 1..=6 {
            announcements.say(at(0), Urgency::Polite, toast(id, &id.to_string()));
        }
        let burst = Announcement::Toast { toast: 7, text: "15 new".to_owned(), is_burst: true };
        announcements.say(at(0), Urgency::Polite, burst);
        assert_eq!(words(&listen(&mut announcements)), ["1", "2", "3", "4", "2 more", "15 new"]);
    }

    #[test]
    fn errors_that_wait_behind_others_are_said_or_counted_as_what_they_are() {
        let mut announcements = Announcements::default();
        for id in 1..=6 {
            announcements.say(at(0), Urgency::Assertive, toast(id, &format!("Error: {id}")));
        }
        let heard = listen_to(&mut announcements, Urgency::Assertive);
        assert_eq!(words(&heard), ["Error: 1", "Error: 2", "Error: 3", "Error: 4", "2 more"]);
        assert_eq!(words(&listen(&mut announcements)), [""; 0], "and nothing in their place");
    }

    #[test]
    fn news_that_no_toast_has_shown_is_counted_apart_from_toasts() {
        let mut announcements = Announcements::default();
        announcements.say(at(0), Urgency::Polite, toast(1, "a"));
        announcements.say(at(0), Urgency::Polite, Announcement::Arrived(1));
        announcements.say(at(0), Urgency::Polite, toast(2, "b"));
        announcements.say(at(0), Urgency::Polite, Announcement::Arrived(1));
        assert_eq!(words(&listen(&mut announcements)), ["a", "b", "2 new"]);
    }

    #[test]
    fn only_the_last_state_of_the_connection_is_said() {
        let mut announcements = Announcements::default();
        for text in ["Connected", "Reconnecting", "Connected"] {
            announcements.say(at(0), Urgency::Polite, Announcement::Connection(text.to_owned()));
        }
        let heard = listen(&mut announcements);
        assert_eq!(texts(&heard)[2], (1_100, "Connected"));
        assert_eq!(heard.len(), 4);
    }

    #[test]
    fn the_bell_speaks_every_ten_seconds_at_most() {
        let mut announcements = Announcements::default();
        announcements.say(at(0), Urgency::Polite, Announcement::Arrived(1));
        for _ in 0..4 {
            announcements.say(at(0), Urgency::Polite, Announcement::Arrived(2));
        }
        let heard = listen(&mut announcements);
        assert_eq!(texts(&heard), [(0, "1 new"), (1_000, ""), (10_000, "8 new"), (11_000, "")]);
    }

    #[test]
    fn who_is_not_to_be_disturbed_hears_no_news_and_still_what_a_toast_says() {
        let mut announcements = Announcements::default();
        let arrived = || Announcement::Arrived(1);
        announcements.say(at(0), Urgency::Polite, toast(1, "a"));
        announcements.say(at(0), Urgency::Polite, arrived());
        announcements.set_quiet(true);
        announcements.say(at(0), Urgency::Polite, arrived());
        announcements.say(at(0), Urgency::Polite, toast(2, "Saved"));
        assert_eq!(words(&listen(&mut announcements)), ["a", "Saved"]);
        announcements.set_quiet(false);
        announcements.say(at(60_000), Urgency::Polite, arrived());
        assert_eq!(words(&listen(&mut announcements)), ["1 new"]);
    }

    #[test]
    fn an_error_does_not_wait_for_what_is_polite() {
        let mut announcements = Announcements::default();
        announcements.say(at(0), Urgency::Polite, toast(1, "Saved"));
        announcements.say(at(10), Urgency::Assertive, toast(2, "Error: Not sent"));
        let said = announcements.utterance(Urgency::Assertive);
        assert_eq!(said, Some(&Utterance::Text("Error: Not sent".to_owned())));
        assert_eq!(announcements.poll_timeout(), Some(at(1_000)));
    }
}
