use std::time::Duration;

use bellwire_protocol::ChannelName;
use litemap::LiteMap;

use super::id::Counter;
use super::{Deadline, Instant, SubscriptionId, Timer};

/// How long a server may take to confirm a channel before its silence counts as consent: plain
/// servers subscribe without a word.
const CONFIRMATION_TIMEOUT: Duration = Duration::from_secs(5);

/// The channels the application wants, and what the server knows of them.
#[derive(Debug)]
pub(super) struct SubscriptionSet {
    linger: Duration,
    link: Link,
    ids: Counter,
    holders: LiteMap<SubscriptionId, ChannelName>,
    channels: LiteMap<ChannelName, Entry>,
    /// Answers to `unsubscribe` that are still out. An answer that comes while one is out belongs
    /// to an earlier subscription of the same channel.
    leaving: LiteMap<ChannelName, u32>,
}

/// The connection, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    /// There was none yet.
    New,
    Welcomed,
    /// Whoever asks for a channel now may look at data from before.
    Lost,
}

#[derive(Debug)]
struct Entry {
    demand: Demand,
    wire: Wire,
    /// Whether the connection was away while the channel was wanted.
    missed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Demand {
    Held {
        holders: u32,
    },
    /// The last holder has left; a remount within the linger costs nothing.
    Lingering {
        until: Instant,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wire {
    Unsent,
    /// Before the welcome the server may be busy, and its silence says nothing.
    Requested {
        assume_at: Option<Instant>,
    },
    /// The server has kept silent; should it confirm after all, it has done so late.
    Assumed,
    Confirmed,
}

/// A channel that has become live.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Confirmation {
    pub(super) channel: ChannelName,
    pub(super) missed: bool,
}

/// What is due: channels to give back, and channels that count as confirmed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) given_back: Vec<ChannelName>,
    pub(super) assumed: Vec<Confirmation>,
}

impl SubscriptionSet {
    pub(super) fn new(linger: Duration) -> Self {
        Self {
            linger,
            link: Link::New,
            ids: Counter::default(),
            holders: LiteMap::new(),
            channels: LiteMap::new(),
            leaving: LiteMap::new(),
        }
    }

    pub(super) fn add(&mut self, channel: ChannelName) -> SubscriptionId {
        let id = SubscriptionId::new(self.ids.next());
        let entry = self.channels.entry(channel.clone()).or_insert(Entry {
            demand: Demand::Held { holders: 0 },
            wire: Wire::Unsent,
            missed: self.link == Link::Lost,
        });
        entry.demand = match entry.demand {
            Demand::Held { holders } => Demand::Held { holders: holders + 1 },
            Demand::Lingering { .. } => Demand::Held { holders: 1 },
        };
        self.holders.insert(id, channel);
        id
    }

    /// Forgets a holder; does nothing for one that is forgotten already.
    pub(super) fn remove(&mut self, now: Instant, id: SubscriptionId) {
        let Some(channel) = self.holders.remove(&id) else { return };
        let Some(entry) = self.channels.get_mut(&channel) else { return };
        entry.demand = match entry.demand {
            Demand::Held { holders } if holders > 1 => Demand::Held { holders: holders - 1 },
            Demand::Held { .. } | Demand::Lingering { .. } => {
                Demand::Lingering { until: now + self.linger }
            }
        };
    }

    /// The channels to ask the server for, which count as asked for from here on.
    pub(super) fn take_unsent(&mut self, now: Instant) -> Vec<ChannelName> {
        let assume_at = (self.link == Link::Welcomed).then(|| now + CONFIRMATION_TIMEOUT);
        let mut unsent = Vec::new();
        for (channel, entry) in self.channels.iter_mut() {
            if matches!((entry.demand, entry.wire), (Demand::Held { .. }, Wire::Unsent)) {
                entry.wire = Wire::Requested { assume_at };
                unsent.push(channel.clone());
            }
        }
        unsent
    }

    /// The server has welcomed us, and should answer now. Returns whether this ends an absence.
    pub(super) fn handle_welcome(&mut self, now: Instant) -> bool {
        let was_lost = self.link == Link::Lost;
        self.link = Link::Welcomed;
        for (_, entry) in self.channels.iter_mut() {
            if let Wire::Requested { assume_at } = &mut entry.wire {
                *assume_at = Some(now + CONFIRMATION_TIMEOUT);
            }
        }
        was_lost
    }

    /// The server confirms `channels`, or all that were asked for where it does not say which.
    pub(super) fn handle_subscribed(&mut self, channels: Vec<ChannelName>) -> Vec<Confirmation> {
        let named = if channels.is_empty() { self.requested() } else { channels };
        named.into_iter().filter_map(|channel| self.confirm(channel)).collect()
    }

    /// Returns the channels that the server took away without being asked.
    pub(super) fn handle_unsubscribed(&mut self, channels: Vec<ChannelName>) -> Vec<ChannelName> {
        let mut taken_away = Vec::new();
        if channels.is_empty() {
            // Where the server does not say which, it answers.
            self.leaving.clear();
        }
        for channel in channels {
            if self.is_answer_to_an_earlier_leave(&channel) {
                continue;
            }
            let Some(entry) = self.channels.get_mut(&channel) else { continue };
            if entry.is_live() {
                entry.wire = Wire::Unsent;
                entry.missed = true;
                taken_away.push(channel);
            }
        }
        taken_away
    }

    /// The connection is gone, and the server's knowledge with it.
    pub(super) fn handle_lost(&mut self) {
        self.link = Link::Lost;
        self.leaving.clear();
        for (_, entry) in self.channels.iter_mut() {
            entry.wire = Wire::Unsent;
            entry.missed = true;
        }
    }

    pub(super) fn handle_timeout(&mut self, now: Instant) -> Due {
        let mut due = Due::default();
        let leaving = &mut self.leaving;
        self.channels.retain(|channel, entry| {
            let is_over = matches!(entry.demand, Demand::Lingering { until } if until <= now);
            if is_over && entry.wire != Wire::Unsent {
                *leaving.entry(channel.clone()).or_insert(0) += 1;
                due.given_back.push(channel.clone());
            }
            !is_over
        });
        for (channel, entry) in self.channels.iter_mut() {
            if matches!(entry.wire, Wire::Requested { assume_at: Some(at) } if at <= now) {
                due.assumed.push(entry.go_live(channel.clone(), Wire::Assumed));
            }
        }
        due
    }

    pub(super) fn poll_timeout(&self) -> Option<Deadline> {
        self.channels.values().flat_map(Entry::deadlines).min_by_key(|deadline| deadline.at)
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

    fn requested(&self) -> Vec<ChannelName> {
        self.channels
            .iter()
            .filter(|(_, entry)| matches!(entry.wire, Wire::Requested { .. }))
            .map(|(channel, _)| channel.clone())
            .collect()
    }

    fn confirm(&mut self, channel: ChannelName) -> Option<Confirmation> {
        if self.leaving.contains_key(&channel) {
            return None;
        }
        let entry = self.channels.get_mut(&channel)?;
        match entry.wire {
            // What was sent between the assumption and now went past us.
            Wire::Assumed => entry.missed = true,
            Wire::Requested { .. } => {}
            Wire::Unsent | Wire::Confirmed => return None,
        }
        Some(entry.go_live(channel, Wire::Confirmed))
    }

    fn is_answer_to_an_earlier_leave(&mut self, channel: &ChannelName) -> bool {
        let Some(answers) = self.leaving.get_mut(channel) else { return false };
        *answers -= 1;
        if *answers == 0 {
            self.leaving.remove(channel);
        }
        true
    }
}

impl Entry {
    fn is_live(&self) -> bool {
        matches!(self.wire, Wire::Assumed | Wire::Confirmed)
    }

    fn go_live(&mut self, channel: ChannelName, wire: Wire) -> Confirmation {
        self.wire = wire;
        Confirmation { channel, missed: std::mem::take(&mut self.missed) }
    }

    fn deadlines(&self) -> impl Iterator<Item = Deadline> + use<> {
        let linger = match self.demand {
            Demand::Lingering { until } => Some(Deadline { at: until, reason: Timer::Linger }),
            Demand::Held { .. } => None,
        };
        let confirmation = match self.wire {
            Wire::Requested { assume_at } => {
                assume_at.map(|at| Deadline { at, reason: Timer::Confirmation })
            }
            Wire::Unsent | Wire::Assumed | Wire::Confirmed => None,
        };
        linger.into_iter().chain(confirmation)
    }
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
        SubscriptionSet::new(Duration::from_millis(250))
    }

    fn live(set: &mut SubscriptionSet, name: &str) -> SubscriptionId {
        let id = set.add(channel(name));
        set.take_unsent(at(0));
        set.handle_subscribed(vec![channel(name)]);
        id
    }

    #[test]
    fn two_holders_cost_one_request_and_the_last_one_gives_back() {
        let mut set = set();
        let (first, second) = (set.add(channel("jobs")), set.add(channel("jobs")));
        assert_eq!(set.take_unsent(at(0)), [channel("jobs")]);
        assert!(set.take_unsent(at(0)).is_empty());

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
        assert!(set.take_unsent(at(200)).is_empty());
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
        assert_eq!(set.take_unsent(at(0)), [channel("jobs")]);
        assert_eq!(
            set.handle_subscribed(vec![channel("jobs")]),
            [Confirmation { channel: channel("jobs"), missed: true }]
        );
    }

    #[test]
    fn whoever_subscribes_while_the_connection_is_away_has_a_gap() {
        let mut set = set();
        set.handle_welcome(at(0));
        set.handle_lost();
        let gap = Confirmation { channel: channel("jobs"), missed: true };
        set.add(channel("jobs"));
        set.take_unsent(at(0));
        assert_eq!(set.handle_subscribed(Vec::new()), [gap]);
    }

    #[test]
    fn a_server_that_never_confirms_is_believed_after_a_while() {
        let mut set = set();
        set.add(channel("jobs"));
        set.take_unsent(at(0));
        assert_eq!(set.poll_timeout(), None, "it has not welcomed us");
        set.handle_welcome(at(7000));
        assert_eq!(set.handle_timeout(at(11_999)).assumed, []);
        assert_eq!(set.handle_timeout(at(12_000)).assumed.len(), 1);
        assert_eq!(set.confirmed().count(), 1);
    }

    #[test]
    fn a_confirmation_that_comes_after_all_leaves_a_gap() {
        let mut set = set();
        set.handle_welcome(at(0));
        set.add(channel("jobs"));
        set.take_unsent(at(0));
        let live = |missed| Confirmation { channel: channel("jobs"), missed };
        assert_eq!(set.handle_timeout(at(5000)).assumed, [live(false)]);
        assert_eq!(set.handle_subscribed(Vec::new()), []);
        assert_eq!(set.handle_subscribed(vec![channel("jobs")]), [live(true)]);
        assert_eq!(set.handle_subscribed(vec![channel("jobs")]), []);
    }

    #[test]
    fn a_confirmation_without_names_confirms_what_was_asked_for() {
        let mut set = set();
        set.add(channel("jobs"));
        set.add(channel("payments"));
        set.take_unsent(at(0));
        assert_eq!(set.handle_subscribed(Vec::new()).len(), 2);
    }

    #[test]
    fn late_answers_to_an_earlier_subscription_change_nothing() {
        let mut set = set();
        let id = set.add(channel("jobs"));
        set.take_unsent(at(0));
        set.remove(at(0), id);
        assert_eq!(set.handle_timeout(at(250)).given_back, [channel("jobs")]);
        set.add(channel("jobs"));
        assert_eq!(set.take_unsent(at(260)), [channel("jobs")]);

        assert!(set.handle_subscribed(vec![channel("jobs")]).is_empty(), "of the first request");
        assert!(set.handle_unsubscribed(vec![channel("jobs")]).is_empty(), "of the unsubscribe");
        assert_eq!(set.handle_subscribed(vec![channel("jobs")]).len(), 1, "of the second request");
    }

    #[test]
    fn a_channel_that_the_server_takes_away_is_reported() {
        let mut set = set();
        live(&mut set, "jobs");
        assert_eq!(set.handle_unsubscribed(vec![channel("jobs")]), [channel("jobs")]);
        assert_eq!(set.confirmed().count(), 0);
    }
}
