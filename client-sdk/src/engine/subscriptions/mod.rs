//! The channels the application wants, what the server knows of them, and how far each was read.

mod cursor;
mod entry;

use std::time::Duration;

use bellwire_protocol::envelope::Standing;
use bellwire_protocol::{ChannelName, Position};
use litemap::LiteMap;

pub(super) use self::entry::{Credential, PermitAttempt};

use self::cursor::Arrival;
use self::entry::{Demand, Entry, Wire};
use super::id::Counter;
use super::{Deadline, GapReason, Instant, Protocol, SubscriptionId, Timer};

/// How long a server may take to confirm a channel before its silence counts as consent: plain
/// servers subscribe without a word.
const CONFIRMATION_TIMEOUT: Duration = Duration::from_secs(5);

/// How long the application may take to permit a channel, and the server to take the permission.
pub(super) const GRANT_TIMEOUT: Duration = Duration::from_secs(10);

/// How many answers to `unsubscribe` are waited for.
const MAX_LEAVING: usize = 256;

/// How many answers to `subscribe` are waited for, where each has one.
const MAX_ASKED: usize = 4096;

/// The channels the application wants, and what the server knows of them.
#[derive(Debug)]
pub(super) struct SubscriptionSet {
    linger: Duration,
    answers: Answers,
    link: Link,
    ids: Counter,
    holders: Vec<(SubscriptionId, ChannelName)>,
    channels: LiteMap<ChannelName, Entry>,
    /// Each `unsubscribe` that was not answered yet. An answer that comes while one is out belongs
    /// to an earlier subscription of the same channel.
    leaving: Vec<Leaving>,
    /// Each `subscribe` that was not answered yet, in order, where each is answered.
    asked: Vec<Asked>,
}

/// What the server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answers {
    /// Both requests, if any.
    ToAll,
    /// Each `subscribe` once and in order, and `unsubscribe` never.
    ToSubscribe,
}

/// What there is of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interest {
    Live,
    /// It is asked for.
    Awaited,
    /// Nobody wants it, or it is not to be had.
    None,
}

/// A `subscribe` that has no answer yet, though it may no longer be wanted.
#[derive(Debug)]
struct Asked {
    channel: ChannelName,
    /// Where it came with a permission: when an answer is no longer waited for.
    grant_ends_at: Option<Instant>,
}

/// How the server ends a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Unsubscribed { is_numbered: bool },
    Refused,
}

#[derive(Debug)]
struct Leaving {
    channel: ChannelName,
    is_numbered: bool,
}

/// The connection, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    /// There was none yet.
    New,
    Welcomed {
        /// Whether the server answers each subscription; its silence then means nothing.
        confirms: bool,
    },
    /// Whoever asks for a channel now may look at data from before.
    Lost,
}

/// A channel that has become live, or whose hole was dealt with.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Confirmation {
    pub(super) channel: ChannelName,
    pub(super) is_new: bool,
    pub(super) gap: Option<GapReason>,
}

/// What to do with a publication.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Arrived {
    HandOn,
    /// Something is to be told of the channel first.
    HandOnAfter(Confirmation),
    Leave,
}

/// What is due: channels to give back, and channels whose answer did not come.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Due {
    /// Channels that nobody wants any more.
    pub(super) over: Vec<ChannelName>,
    /// What the server is to be told of: those of them that it knows, and those that it has ignored,
    /// should it have subscribed us all the same.
    pub(super) given_back: Vec<ChannelName>,
    /// Whether the answer to that bears its number. The server may take a channel away at the same
    /// moment, and that is then no answer.
    pub(super) is_numbered: bool,
    pub(super) unanswered: Vec<Confirmation>,
    /// Whether a request to fill a hole was not answered.
    pub(super) in_doubt: bool,
    /// Channels that the application was asked to permit, and did not say.
    pub(super) unpermitted: Vec<ChannelName>,
    /// Channels whose permission the server was shown, and did not say anything.
    pub(super) ignored: Vec<ChannelName>,
}

/// What to ask the server for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) channels: Vec<ChannelName>,
    pub(super) recover: Vec<(ChannelName, Position)>,
}

impl SubscriptionSet {
    pub(super) fn new(linger: Duration, answers: Answers) -> Self {
        Self {
            linger,
            answers,
            link: Link::New,
            ids: Counter::default(),
            holders: Vec::new(),
            channels: LiteMap::new(),
            leaving: Vec::new(),
            asked: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, channel: ChannelName) -> SubscriptionId {
        let id = SubscriptionId::new(self.ids.next());
        let is_lost = self.link == Link::Lost;
        let entry = self.channels.entry(channel.clone()).or_insert_with(|| Entry::new(is_lost));
        if matches!(entry.wire, Wire::Refused | Wire::Disputed) {
            // Somebody has a reason to ask again.
            entry.wire = Wire::Unsent;
        }
        entry.demand = match entry.demand {
            Demand::Held { holders } => Demand::Held { holders: holders + 1 },
            Demand::Lingering { .. } => Demand::Held { holders: 1 },
        };
        self.holders.push((id, channel));
        id
    }

    /// Forgets a holder; does nothing for one that is forgotten already.
    pub(super) fn remove(&mut self, now: Instant, id: SubscriptionId) {
        let Some(index) = self.holders.iter().position(|(other, _)| *other == id) else { return };
        let (_, channel) = self.holders.swap_remove(index);
        let Some(entry) = self.channels.get_mut(&channel) else { return };
        entry.demand = match entry.demand {
            Demand::Held { holders } if holders > 1 => Demand::Held { holders: holders - 1 },
            Demand::Held { .. } | Demand::Lingering { .. } => {
                Demand::Lingering { until: now + self.linger }
            }
        };
    }

    /// The channels to ask the server for, which count as asked for from here on.
    pub(super) fn take_due(
        &mut self,
        now: Instant,
        needs_grant: &dyn Fn(&ChannelName) -> bool,
    ) -> Wanted {
        let silence_ends_at = self.silence_ends_at(now);
        let mut wanted = Wanted::default();
        let due = self.channels.iter_mut().filter(|(_, entry)| entry.is_due(now));
        for (channel, entry) in due.filter(|(channel, _)| !needs_grant(channel)) {
            entry.request(silence_ends_at, now + CONFIRMATION_TIMEOUT);
            wanted.channels.push(channel.clone());
            if let Some(position) = entry.cursor.position() {
                wanted.recover.push((channel.clone(), position.clone()));
            }
        }
        for channel in &wanted.channels {
            self.note_asked(channel, None);
        }
        wanted
    }

    fn note_asked(&mut self, channel: &ChannelName, grant_ends_at: Option<Instant>) {
        if !is_terse(self.answers) {
            return;
        }
        if self.asked.len() >= MAX_ASKED {
            // A server that does not keep its word; but for nothing that is still waited for.
            let is_awaited = |asked: &Asked| {
                let entry = self.channels.get(&asked.channel);
                entry.is_some_and(|entry| {
                    matches!(entry.wire, Wire::Claimed { .. } | Wire::Requested { .. })
                })
            };
            let idle = self.asked.iter().position(|asked| !is_awaited(asked));
            let is_flood = self.asked.len() >= 4 * MAX_ASKED;
            if let Some(index) = idle.or_else(|| is_flood.then_some(0)) {
                self.asked.remove(index);
            }
        }
        self.asked.push(Asked { channel: channel.clone(), grant_ends_at });
    }

    /// Whether there is a channel to be permitted.
    pub(super) fn lacks_grants(
        &self,
        now: Instant,
        needs_grant: &dyn Fn(&ChannelName) -> bool,
    ) -> bool {
        self.channels.iter().any(|(channel, entry)| entry.is_due(now) && needs_grant(channel))
    }

    /// The channels to be permitted, which count as asked for from here on.
    pub(super) fn take_unpermitted(
        &mut self,
        now: Instant,
        needs_grant: &dyn Fn(&ChannelName) -> bool,
    ) -> Vec<ChannelName> {
        let mut unpermitted = Vec::new();
        for (channel, entry) in self.channels.iter_mut() {
            if entry.is_due(now) && needs_grant(channel) {
                entry.wire = Wire::Permitting {
                    attempt: entry.attempt().next(),
                    give_up_at: now + GRANT_TIMEOUT,
                };
                unpermitted.push(channel.clone());
            }
        }
        unpermitted
    }

    /// The channel is permitted. Returns whether it is to be asked for, and so counts as asked for.
    pub(super) fn handle_permitted(&mut self, now: Instant, channel: &ChannelName) -> bool {
        let Some(entry) = self.channels.get_mut(channel) else { return false };
        if !matches!(entry.wire, Wire::Permitting { .. }) {
            return false;
        }
        entry.wire = Wire::Claimed { attempt: entry.attempt() };
        self.note_asked(channel, Some(now + GRANT_TIMEOUT));
        true
    }

    /// The attempt to have a channel permitted; nothing when nobody waits for it.
    pub(super) fn attempt_at_permit(&self, channel: &ChannelName) -> Option<PermitAttempt> {
        let entry = self.channels.get(channel)?;
        matches!(entry.wire, Wire::Permitting { .. }).then(|| entry.attempt())
    }

    /// The channel is not permitted; until another attempt, or for good.
    pub(super) fn handle_unpermitted(
        &mut self,
        channel: &ChannelName,
        attempt: PermitAttempt,
        retry_at: Option<Instant>,
    ) {
        let Some(entry) = self.channels.get_mut(channel) else { return };
        match retry_at {
            Some(retry_at) => entry.wire = Wire::Waiting { attempt, retry_at },
            None => {
                entry.wire = Wire::Refused;
                entry.missed = true;
            }
        }
    }

    /// Another token takes the place of the one with which permissions were asked for, but for those
    /// that wait for it.
    pub(super) fn handle_token_replaced(&mut self, awaiting: &[ChannelName]) {
        for (channel, entry) in self.channels.iter_mut() {
            if let Wire::Permitting { attempt, .. } = &mut entry.wire
                && attempt.credential == Credential::Current
                && !awaiting.contains(channel)
            {
                attempt.credential = Credential::Replaced;
            }
        }
    }

    /// The server has welcomed us, and should answer now. Returns whether this ends an absence.
    pub(super) fn handle_welcome(&mut self, now: Instant, confirms: bool) -> bool {
        let was_lost = self.link == Link::Lost;
        self.link = Link::Welcomed { confirms };
        let silence_ends_at = self.silence_ends_at(now);
        for (_, entry) in self.channels.iter_mut() {
            if let Wire::Requested { assume_at } = &mut entry.wire {
                *assume_at = silence_ends_at;
            }
        }
        was_lost
    }

    /// The server confirms `channels`, or all that were asked for where it does not say which.
    pub(super) fn handle_subscribed(
        &mut self,
        channels: Vec<ChannelName>,
        positions: &[(ChannelName, Standing)],
    ) -> Vec<Confirmation> {
        let named = if channels.is_empty() { self.requested() } else { channels };
        let mut confirmations = Vec::new();
        for channel in named {
            if !self.take_answer(&channel) {
                continue;
            }
            confirmations.extend(self.confirm(channel, positions));
        }
        confirmations
    }

    /// Returns the channels that the server took away without being asked.
    pub(super) fn handle_unsubscribed(
        &mut self,
        channels: Vec<ChannelName>,
        is_numbered: bool,
    ) -> Vec<ChannelName> {
        if channels.is_empty() {
            // Where the server does not say which, it answers.
            self.leaving.clear();
        }
        self.take_away(channels, Ending::Unsubscribed { is_numbered })
    }

    /// The server does not subscribe us to these channels. Returns those that were asked for.
    pub(super) fn handle_refused(&mut self, mut channels: Vec<ChannelName>) -> Vec<ChannelName> {
        channels.retain(|channel| self.take_answer(channel));
        self.take_away(channels, Ending::Refused)
    }

    /// The server does not subscribe us to a channel that needs a permission, and does not say which:
    /// it answers in order. Returns the channel.
    pub(super) fn handle_refused_next(&mut self) -> Vec<ChannelName> {
        let next = self.asked.iter().find(|asked| asked.grant_ends_at.is_some());
        let channel = next.map(|asked| asked.channel.clone());
        self.handle_refused(channel.into_iter().collect())
    }

    /// Whether the server has answered everything that it was asked before it was asked for this.
    pub(super) fn is_next(&self, channel: &str) -> bool {
        self.asked.first().is_some_and(|asked| asked.channel.as_str() == channel)
    }

    /// Takes a publication's place in its channel into account.
    pub(super) fn handle_publication(
        &mut self,
        channel: &ChannelName,
        position: Option<&Position>,
    ) -> Arrived {
        let is_given_back = self.is_leaving(channel);
        let Some(entry) = self.channels.get_mut(channel) else {
            // What was given back is not wanted, even if it was sent before.
            let is_ended = is_given_back || is_terse(self.answers);
            return if is_ended { Arrived::Leave } else { Arrived::HandOn };
        };
        // Where each request is answered, this may belong to an earlier one.
        let is_requested = matches!(entry.wire, Wire::Requested { .. }) && !is_terse(self.answers);
        if position.is_none() && is_requested && !is_given_back {
            // A server that sends has subscribed us, whether it says so or not.
            let confirmation = entry.go_live(channel.clone(), Wire::Confirmed, None);
            return Arrived::HandOnAfter(confirmation);
        }
        if !entry.is_live() && entry.cursor.position().is_none() {
            // The confirmation will say where the channel stands.
            return Arrived::HandOn;
        }
        match (entry.cursor.pass(position), position) {
            (Arrival::Next, _) => Arrived::HandOn,
            (Arrival::Early, Some(position))
                if matches!(entry.wire, Wire::Confirmed | Wire::Assumed) =>
            {
                match entry.tear() {
                    Some(gap) => {
                        entry.cursor.jump(position.clone());
                        let (channel, gap) = (channel.clone(), Some(gap));
                        Arrived::HandOnAfter(Confirmation { channel, is_new: false, gap })
                    }
                    None => Arrived::Leave,
                }
            }
            // What fills the hole comes first, and this one again after it.
            (Arrival::Early | Arrival::Duplicate, _) => Arrived::Leave,
        }
    }

    /// The server says where channels stand. Returns those that have lost something for good.
    pub(super) fn handle_positions(
        &mut self,
        positions: Vec<(ChannelName, Standing)>,
    ) -> Vec<(ChannelName, GapReason)> {
        let mut gaps = Vec::new();
        for (channel, Standing { position, .. }) in positions {
            let Some(entry) = self.channels.get_mut(&channel) else { continue };
            let is_behind = entry.cursor.position().is_some_and(|here| !here.covers(&position));
            if is_behind
                && entry.wire == Wire::Confirmed
                && let Some(gap) = entry.tear()
            {
                entry.cursor.jump(position);
                gaps.push((channel, gap));
            }
        }
        gaps
    }

    /// The server has left publications of a channel out. Returns whether the channel is ours.
    pub(super) fn handle_gap(&mut self, channel: &ChannelName, position: Option<Position>) -> bool {
        let Some(entry) = self.channels.get_mut(channel) else { return false };
        match position {
            Some(position) => entry.cursor.jump(position),
            None => entry.cursor.forget(),
        }
        true
    }

    /// The connection is gone, and the server's knowledge with it.
    pub(super) fn handle_lost(&mut self) {
        self.link = Link::Lost;
        self.leaving.clear();
        self.asked.clear();
        for (_, entry) in self.channels.iter_mut() {
            entry.wire = Wire::Unsent;
            entry.missed = true;
        }
    }

    pub(super) fn handle_timeout(&mut self, now: Instant) -> Due {
        let is_numbered = self.link == Link::Welcomed { confirms: true } && !is_terse(self.answers);
        let mut due = Due { is_numbered, ..Due::default() };
        let leaving = &mut self.leaving;
        let mut over = Vec::new();
        for (channel, entry) in self.channels.iter_mut() {
            if matches!(entry.demand, Demand::Lingering { until } if until <= now) {
                over.push(channel.clone());
                if entry.is_on_wire() {
                    // Some servers never answer.
                    if leaving.len() < MAX_LEAVING && !is_terse(self.answers) {
                        leaving.push(Leaving { channel: channel.clone(), is_numbered });
                    }
                    due.given_back.push(channel.clone());
                }
                continue;
            }
            match entry.wire {
                Wire::Requested { assume_at: Some(at) } if at <= now => {
                    due.unanswered.push(entry.go_live(channel.clone(), Wire::Assumed, None));
                }
                Wire::Mending { give_up_at } if give_up_at <= now => {
                    entry.wire = Wire::Doubtful;
                    due.in_doubt = true;
                }
                Wire::Permitting { give_up_at, .. }
                    if Protocol::KNOWS_PUSHER && give_up_at <= now =>
                {
                    due.unpermitted.push(channel.clone());
                }
                Wire::Unsent
                | Wire::Requested { .. }
                | Wire::Assumed
                | Wire::Confirmed
                | Wire::Torn
                | Wire::Mending { .. }
                | Wire::Doubtful
                | Wire::Permitting { .. }
                | Wire::Claimed { .. }
                | Wire::Waiting { .. }
                | Wire::Refused
                | Wire::Disputed => {}
            }
        }
        for channel in &over {
            self.channels.remove(channel);
        }
        due.over = over;
        if Protocol::KNOWS_PUSHER {
            due.ignored = self.take_ignored(now);
            due.given_back.extend_from_slice(&due.ignored);
        }
        due
    }

    /// Forgets the requests with a permission that the server has left without an answer. Returns the
    /// channels that wait for one.
    fn take_ignored(&mut self, now: Instant) -> Vec<ChannelName> {
        let is_over = |asked: &Asked| asked.grant_ends_at.is_some_and(|at| at <= now);
        let mut ignored = Vec::new();
        while let Some(index) = self.asked.iter().position(is_over) {
            let channel = self.asked.remove(index).channel;
            if !self.asked.iter().any(|asked| asked.channel == channel)
                && let Some(entry) = self.channels.get_mut(&channel)
                && let Wire::Claimed { attempt } = entry.wire
            {
                // What follows is the same as if there were no permission.
                entry.wire = Wire::Permitting { attempt, give_up_at: now };
                ignored.push(channel);
            }
        }
        ignored
    }

    /// The server is alive, and so will not answer what it has not answered. Returns the channels
    /// that have lost something by that.
    pub(super) fn handle_doubts_over(&mut self) -> Vec<ChannelName> {
        let mut lost = Vec::new();
        for (channel, entry) in self.channels.iter_mut() {
            if entry.wire == Wire::Doubtful {
                entry.wire = Wire::Confirmed;
                entry.cursor.forget();
                lost.push(channel.clone());
            }
        }
        lost
    }

    /// `can_ask` while there is a connection over which channels are asked for.
    pub(super) fn poll_timeout(&self, can_ask: bool) -> Option<Deadline> {
        let mut soonest = None;
        for entry in self.channels.values() {
            entry.add_deadlines(can_ask, &mut soonest);
        }
        if Protocol::KNOWS_PUSHER {
            for at in self.asked.iter().filter_map(|asked| asked.grant_ends_at) {
                Deadline::keep_sooner(&mut soonest, at, Timer::ChannelAuth);
            }
        }
        soonest
    }

    pub(super) fn wanted(&self) -> impl Iterator<Item = &ChannelName> {
        self.channels
            .iter()
            .filter(|(_, entry)| matches!(entry.demand, Demand::Held { .. }))
            .map(|(channel, _)| channel)
    }

    pub(super) fn confirmed(&self) -> impl Iterator<Item = &ChannelName> {
        self.channels.iter().filter(|(_, entry)| entry.is_live()).map(|(channel, _)| channel)
    }

    /// Those wanted that have no answer yet, from the server or from whoever permits them.
    pub(super) fn awaited(&self) -> impl Iterator<Item = &ChannelName> {
        self.wanted().filter(|channel| self.interest_in(channel) == Interest::Awaited)
    }

    pub(super) fn position(&self, channel: &ChannelName) -> Option<&Position> {
        self.channels.get(channel)?.cursor.position()
    }

    /// What there is of a channel for somebody who wants to send to it.
    pub(super) fn interest_in(&self, channel: &ChannelName) -> Interest {
        match self.channels.get(channel) {
            Some(entry) if entry.is_live() => Interest::Live,
            Some(Entry { wire: Wire::Refused | Wire::Disputed, .. }) | None => Interest::None,
            Some(_) => Interest::Awaited,
        }
    }

    fn silence_ends_at(&self, now: Instant) -> Option<Instant> {
        (self.link == Link::Welcomed { confirms: false }).then(|| now + CONFIRMATION_TIMEOUT)
    }

    fn requested(&self) -> Vec<ChannelName> {
        self.channels
            .iter()
            .filter(|(_, entry)| matches!(entry.wire, Wire::Requested { .. }))
            .map(|(channel, _)| channel.clone())
            .collect()
    }

    fn confirm(
        &mut self,
        channel: ChannelName,
        positions: &[(ChannelName, Standing)],
    ) -> Option<Confirmation> {
        if self.is_leaving(&channel) {
            return None;
        }
        let entry = self.channels.get_mut(&channel)?;
        match entry.wire {
            // What was sent between the assumption and now went past us.
            Wire::Assumed => entry.missed = true,
            // An answer without a position leaves the hole open.
            Wire::Mending { .. } | Wire::Doubtful => {
                entry.missed = entry.cursor.position().is_some();
            }
            // Whatever it has said before, it sends now.
            Wire::Requested { .. } | Wire::Claimed { .. } | Wire::Refused | Wire::Disputed => {}
            Wire::Unsent
            | Wire::Permitting { .. }
            | Wire::Waiting { .. }
            | Wire::Confirmed
            | Wire::Torn => return None,
        }
        let named = positions.iter().find(|(name, _)| *name == channel);
        let standing = named.map(|(_, standing)| standing.clone());
        let is_late = entry.wire == Wire::Assumed;
        let mut confirmation = entry.go_live(channel, Wire::Confirmed, standing);
        confirmation.is_new |= is_late;
        Some(confirmation)
    }

    fn take_away(&mut self, channels: Vec<ChannelName>, how: Ending) -> Vec<ChannelName> {
        let mut taken_away = Vec::new();
        for channel in channels {
            if self.is_leaving(&channel) {
                let is_answered = |leaving: &Leaving| {
                    leaving.channel == channel
                        && how == Ending::Unsubscribed { is_numbered: leaving.is_numbered }
                };
                if let Some(index) = self.leaving.iter().position(is_answered) {
                    self.leaving.swap_remove(index);
                }
                continue;
            }
            let Some(entry) = self.channels.get_mut(&channel) else { continue };
            if entry.is_live()
                || matches!(entry.wire, Wire::Requested { .. } | Wire::Claimed { .. })
            {
                // To ask again at once would be to insist; the next connection is an occasion.
                entry.wire = if matches!(entry.wire, Wire::Mending { .. } | Wire::Doubtful) {
                    Wire::Disputed
                } else {
                    Wire::Refused
                };
                entry.missed = true;
                taken_away.push(channel);
            }
        }
        taken_away
    }

    /// Takes note of an answer to a request. Returns whether it is one to the last request for its
    /// channel: what answers an earlier one says nothing any more.
    fn take_answer(&mut self, channel: &ChannelName) -> bool {
        if !is_terse(self.answers) {
            return true;
        }
        let is_of_channel = |asked: &Asked| asked.channel == *channel;
        let Some(index) = self.asked.iter().position(is_of_channel) else { return false };
        self.asked.remove(index);
        !self.asked.iter().any(is_of_channel)
    }

    fn is_leaving(&self, channel: &ChannelName) -> bool {
        self.leaving.iter().any(|leaving| leaving.channel == *channel)
    }
}

/// Whether an `unsubscribe` has no answer.
fn is_terse(answers: Answers) -> bool {
    Protocol::KNOWS_PUSHER && answers == Answers::ToSubscribe
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(millis: u64) -> Instant {
        Instant::from_elapsed(Duration::from_millis(millis))
    }

    fn channel(name: &str) -> ChannelName {
        name.parse().unwrap()
    }

    fn set() -> SubscriptionSet {
        SubscriptionSet::new(Duration::from_millis(250), Answers::ToAll)
    }

    fn missed(name: &str) -> Confirmation {
        Confirmation { channel: channel(name), is_new: true, gap: Some(GapReason::NoRecovery) }
    }

    fn live(set: &mut SubscriptionSet, name: &str) -> SubscriptionId {
        let id = set.add(channel(name));
        set.take_due(at(0), &|_| false);
        set.handle_subscribed(vec![channel(name)], &[]);
        id
    }

    #[test]
    fn two_holders_cost_one_request_and_the_last_one_gives_back() {
        let mut set = set();
        let (first, second) = (set.add(channel("jobs")), set.add(channel("jobs")));
        assert_eq!(set.take_due(at(0), &|_| false).channels, [channel("jobs")]);
        assert!(set.take_due(at(0), &|_| false).channels.is_empty());

        set.remove(at(0), first);
        assert_eq!(set.handle_timeout(at(1000)), Due::default());
        set.remove(at(1000), second);
        assert_eq!(set.handle_timeout(at(1249)), Due::default());
        assert_eq!(set.handle_timeout(at(1250)).given_back, [channel("jobs")]);
        assert_eq!(set.wanted().count(), 0);
    }

    #[test]
    fn a_remount_within_the_linger_costs_nothing() {
        let mut set = set();
        let id = live(&mut set, "jobs");
        set.remove(at(0), id);
        set.add(channel("jobs"));
        assert!(set.take_due(at(200), &|_| false).channels.is_empty());
        assert_eq!(set.handle_timeout(at(300)), Due::default());
    }

    #[test]
    fn removing_twice_is_removing_once() {
        let mut set = set();
        let id = live(&mut set, "jobs");
        set.add(channel("jobs"));
        set.remove(at(0), id);
        set.remove(at(0), id);
        assert_eq!(set.handle_timeout(at(1000)), Due::default());
    }

    #[test]
    fn a_lost_connection_leaves_a_gap_in_every_wanted_channel() {
        let mut set = set();
        live(&mut set, "jobs");
        set.handle_lost();
        assert_eq!(set.take_due(at(0), &|_| false).channels, [channel("jobs")]);
        assert_eq!(set.handle_subscribed(vec![channel("jobs")], &[]), [missed("jobs")]);
    }

    #[test]
    fn whoever_subscribes_while_the_connection_is_away_has_a_gap() {
        let mut set = set();
        set.handle_welcome(at(0), false);
        set.handle_lost();
        let gap = missed("jobs");
        set.add(channel("jobs"));
        set.take_due(at(0), &|_| false);
        assert_eq!(set.handle_subscribed(Vec::new(), &[]), [gap]);
    }

    #[test]
    fn a_server_that_never_confirms_is_believed_after_a_while() {
        let mut set = set();
        set.add(channel("jobs"));
        set.take_due(at(0), &|_| false);
        assert_eq!(set.poll_timeout(true), None, "it has not welcomed us");
        set.handle_welcome(at(7000), false);
        assert_eq!(set.handle_timeout(at(11_999)).unanswered, []);
        assert_eq!(set.handle_timeout(at(12_000)).unanswered.len(), 1);
        assert_eq!(set.confirmed().count(), 1);
    }

    #[test]
    fn a_server_that_confirms_is_not_believed_without() {
        let mut set = set();
        set.handle_welcome(at(0), true);
        set.add(channel("jobs"));
        set.take_due(at(0), &|_| false);
        assert_eq!(set.poll_timeout(true), None);
        assert_eq!(set.handle_timeout(at(60_000)).unanswered, []);
    }

    #[test]
    fn a_confirmation_that_comes_after_all_leaves_a_gap() {
        let mut set = set();
        set.handle_welcome(at(0), false);
        set.add(channel("jobs"));
        set.take_due(at(0), &|_| false);
        let unmissed = Confirmation { gap: None, ..missed("jobs") };
        assert_eq!(set.handle_timeout(at(5000)).unanswered, [unmissed]);
        assert_eq!(set.handle_subscribed(Vec::new(), &[]), []);
        assert_eq!(set.handle_subscribed(vec![channel("jobs")], &[]), [missed("jobs")]);
        assert_eq!(set.handle_subscribed(vec![channel("jobs")], &[]), []);
    }

    #[test]
    fn a_confirmation_without_names_confirms_what_was_asked_for() {
        let mut set = set();
        set.add(channel("jobs"));
        set.add(channel("payments"));
        set.take_due(at(0), &|_| false);
        assert_eq!(set.handle_subscribed(Vec::new(), &[]).len(), 2);
    }

    #[test]
    fn late_answers_to_an_earlier_subscription_change_nothing() {
        let mut set = set();
        let id = set.add(channel("jobs"));
        set.take_due(at(0), &|_| false);
        set.remove(at(0), id);
        assert_eq!(set.handle_timeout(at(250)).given_back, [channel("jobs")]);
        set.add(channel("jobs"));
        assert_eq!(set.take_due(at(260), &|_| false).channels, [channel("jobs")]);

        assert!(
            set.handle_subscribed(vec![channel("jobs")], &[]).is_empty(),
            "of the first request"
        );
        assert!(
            set.handle_unsubscribed(vec![channel("jobs")], false).is_empty(),
            "of the unsubscribe"
        );
        assert_eq!(
            set.handle_subscribed(vec![channel("jobs")], &[]).len(),
            1,
            "of the second request"
        );
    }

    #[test]
    fn a_channel_that_the_server_takes_away_is_reported() {
        let mut set = set();
        live(&mut set, "jobs");
        assert_eq!(set.handle_unsubscribed(vec![channel("jobs")], false), [channel("jobs")]);
        assert_eq!(set.confirmed().count(), 0);
    }

    #[test]
    fn what_is_taken_away_and_granted_after_all_is_live() {
        let mut set = set();
        set.handle_welcome(at(0), true);
        live(&mut set, "jobs");
        let jobs = || vec![channel("jobs")];
        assert_eq!(set.handle_refused(jobs()), jobs());
        assert_eq!(set.handle_subscribed(jobs(), &[]), [missed("jobs")]);
        assert_eq!(set.confirmed().count(), 1);
    }

    #[test]
    fn what_is_taken_away_while_it_is_given_back_is_no_answer() {
        let mut set = set();
        set.handle_welcome(at(0), true);
        let id = live(&mut set, "jobs");
        set.remove(at(0), id);
        assert!(set.handle_timeout(at(250)).is_numbered);
        set.add(channel("jobs"));
        set.take_due(at(260), &|_| false);

        let jobs = || vec![channel("jobs")];
        assert!(set.handle_unsubscribed(jobs(), false).is_empty(), "of the earlier subscription");
        assert!(set.handle_unsubscribed(jobs(), true).is_empty(), "the answer");
        assert_eq!(set.handle_subscribed(jobs(), &[]).len(), 1);
    }
}
