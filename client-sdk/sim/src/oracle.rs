//! What must hold, checked against what the server really published and dealt with.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use bellwire::engine::Outcome;
use bellwire_protocol::ChannelName;

use crate::server::Published;

/// A rule that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule, in a few words that stay the same.
    pub rule: &'static str,
    /// What happened.
    pub details: String,
    /// When.
    pub at: Duration,
}

pub(crate) type Checked = Result<(), (&'static str, String)>;

/// How far the application got in each channel, and what has become of its messages.
#[derive(Debug, Default)]
pub(crate) struct Oracle {
    channels: BTreeMap<ChannelName, Reader>,
    /// Messages without an outcome, and when they were sent.
    pending: BTreeMap<u64, Duration>,
    outcomes: BTreeSet<u64>,
    /// Messages that the page was done with, and that its next life knows nothing of.
    repeated: BTreeSet<u64>,
    /// Messages that were given up; a slow connection may carry them all the same.
    expired: BTreeSet<u64>,
    /// Publications that came before their channel was confirmed.
    early: BTreeSet<u64>,
    /// A connection was lost, or could not be made: who subscribes then may look at old data.
    was_away: bool,
}

#[derive(Debug, Default)]
struct Reader {
    /// The index in the server's book of what comes next at the earliest; none while the
    /// application has no subscription that was confirmed.
    next: Option<usize>,
    /// A gap was told, and nothing has come since.
    gap: bool,
    /// What could have caused a gap since the last one: connections lost, losses told.
    causes: u64,
}

impl Oracle {
    /// The server has confirmed a channel that was published up to `joined_at`.
    pub(crate) fn subscribed(&mut self, channel: &ChannelName, joined_at: usize) {
        let reader = self.channels.entry(channel.clone()).or_default();
        if reader.next.is_none() {
            let causes = reader.causes + u64::from(self.was_away);
            *reader = Reader { next: Some(joined_at), causes, gap: false };
        }
    }

    /// The application has no interest in a channel any more.
    pub(crate) fn given_up(&mut self, channel: &ChannelName) {
        self.channels.remove(channel);
    }

    /// The connection was lost, or could not be made. Where the server keeps a history, that alone
    /// is no reason for a gap.
    pub(crate) fn lost(&mut self, recovers: bool) {
        self.was_away = true;
        if !recovers {
            for reader in self.channels.values_mut() {
                reader.causes += 1;
            }
        }
    }

    /// The server has said that something of a channel is lost.
    pub(crate) fn cause(&mut self, channel: &ChannelName) {
        if let Some(reader) = self.channels.get_mut(channel) {
            reader.causes += 1;
        }
    }

    /// The application was told that a channel was taken away from it.
    pub(crate) fn taken_away(&mut self, channel: &ChannelName) {
        let reader = self.channels.entry(channel.clone()).or_default();
        reader.causes += 1;
        reader.gap = true;
    }

    pub(crate) fn gap(&mut self, channel: &ChannelName) -> Checked {
        let Some(reader) = self.channels.get_mut(channel) else { return Ok(()) };
        if reader.causes == 0 {
            return Err(("no gap without a cause", channel.to_string()));
        }
        reader.causes = 0;
        reader.gap = true;
        Ok(())
    }

    /// A publication was handed to the application.
    pub(crate) fn received(
        &mut self,
        channel: &ChannelName,
        number: u64,
        book: &[Published],
    ) -> Checked {
        let reader = self.channels.get_mut(channel).and_then(|reader| Some((reader.next?, reader)));
        let Some((next, reader)) = reader else {
            self.early.insert(number);
            return Ok(());
        };
        let places = book.iter().enumerate();
        let mut places =
            places.filter(|(_, entry)| entry.number == number && entry.channel == *channel);
        let place = places.clone().find(|(index, _)| *index >= next).or_else(|| places.next());
        let Some((index, entry)) = place else {
            return Err(("nothing is made up", format!("{channel}: {number}")));
        };
        if index < next {
            if entry.is_clients {
                return Ok(());
            }
            return Err((
                "each publication once and in order",
                format!("{channel}: {number} again or too late"),
            ));
        }
        let missing = missing(book, channel, next, index, &self.early);
        if !missing.is_empty() && !reader.gap {
            return Err(("nothing is lost without a gap", format!("{channel}: {missing:?}")));
        }
        reader.next = Some(index + 1);
        reader.gap = false;
        Ok(())
    }

    pub(crate) fn sent(&mut self, number: u64, now: Duration) {
        self.pending.insert(number, now);
    }

    /// The messages that have waited for longer than this.
    pub(crate) fn waiting_since(&self, now: Duration, wait: Duration) -> impl Iterator<Item = u64> {
        let is_old = move |since: Duration| since + wait < now;
        self.pending.iter().filter(move |(_, since)| is_old(**since)).map(|(number, _)| *number)
    }

    /// The page is gone, and everything with it that was not written down.
    pub(crate) fn crashed(&mut self, kept: &BTreeSet<u64>) {
        self.channels.clear();
        self.early.clear();
        self.was_away = false;
        // A slow connection may carry them all the same, at any time.
        self.expired.extend(self.pending.keys().filter(|number| !kept.contains(number)));
        self.pending.retain(|number, _| kept.contains(number));
        for number in kept {
            if self.outcomes.remove(number) {
                self.repeated.insert(*number);
                self.expired.insert(*number);
                self.pending.insert(*number, Duration::ZERO);
            }
        }
    }

    /// These may come at any time.
    pub(crate) fn disorder(&mut self, numbers: impl Iterator<Item = u64>) {
        self.expired.extend(numbers);
    }

    /// Whether a server that cannot tell may have had a message twice.
    pub(crate) fn is_repeated(&self, number: u64) -> bool {
        self.repeated.contains(&number)
    }

    /// A message has met its end.
    pub(crate) fn settled(
        &mut self,
        number: u64,
        outcome: Outcome,
        dealt_with: &BTreeSet<u64>,
    ) -> Checked {
        self.pending.remove(&number);
        if !self.outcomes.insert(number) {
            return Err(("each message has one outcome", format!("{number}: {outcome:?} as well")));
        }
        if outcome == Outcome::Expired {
            self.expired.insert(number);
        }
        if outcome == Outcome::Acknowledged && !dealt_with.contains(&number) {
            return Err(("acknowledged is arrived", format!("{number} never came")));
        }
        Ok(())
    }

    pub(crate) fn is_expired(&self, number: u64) -> bool {
        self.expired.contains(&number)
    }

    /// The world was quiet for long: nothing may be outstanding.
    pub(crate) fn finish(&self, book: &[Published]) -> Checked {
        if let Some((number, _)) = self.pending.first_key_value() {
            return Err(("each message has one outcome", format!("{number} has none")));
        }
        for (channel, reader) in &self.channels {
            let Some(next) = reader.next else { continue };
            let missing = missing(book, channel, next, book.len(), &self.early);
            if !missing.is_empty() && !reader.gap {
                return Err(("nothing is lost without a gap", format!("{channel}: {missing:?}")));
            }
        }
        Ok(())
    }
}

/// What others published to a channel between two places of the book, and did not come early.
fn missing(
    book: &[Published],
    channel: &ChannelName,
    from: usize,
    to: usize,
    early: &BTreeSet<u64>,
) -> Vec<u64> {
    book.get(from..to)
        .unwrap_or_default()
        .iter()
        .filter(|entry| entry.channel == *channel && !entry.is_clients)
        .map(|entry| entry.number)
        .filter(|number| !early.contains(number))
        .collect()
}
