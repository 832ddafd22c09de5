//! What the application does, and what it is told.

use std::time::Duration;

use bellwire::Publication;
use bellwire::engine::{
    ClientEvent, Input, MessageId, Outcome, RefuseReason, StatusChange, TransportEvent,
};
use bellwire::{ConnectionStatus, FailReason};
use bellwire_protocol::ChannelName;

use super::{Request, World, channel_named};
use crate::dialect::{Dialect, everything};
use crate::oracle::Checked;
use crate::plan::{AppStep, NetworkStep, ServerStep, Step, UNREST};
use crate::server::is_refused;

/// Time enough for a message and its acknowledgement.
const ENOUGH: Duration = Duration::from_secs(10);

impl World<'_> {
    pub(super) fn app_step(&mut self, step: AppStep) {
        match step {
            AppStep::Connect => {
                self.tell_of_ending();
                self.hope();
                self.engine.connect(self.instant());
            }
            AppStep::Disconnect => self.engine.disconnect(self.instant()),
            AppStep::Subscribe(channel) => self.subscribe(&channel_named(channel)),
            AppStep::Unsubscribe(number) => {
                self.unsubscribe(|count| usize::from(number) % count);
            }
            AppStep::UnsubscribeLatest => self.unsubscribe(|count| count - 1),
            AppStep::Send(channel) => self.send(&channel_named(channel)),
            AppStep::Ambush(channel) => {
                self.send(&channel_named(channel));
                self.send(&channel_named(channel));
                self.server_step(ServerStep::Publish(channel, 2));
                self.happen_within(Duration::from_millis(200), Step::Network(NetworkStep::Cut));
            }
            AppStep::Flicker(channel) => {
                self.subscribe(&channel_named(channel));
                self.happen_within(
                    Duration::from_millis(200),
                    Step::App(AppStep::UnsubscribeLatest),
                );
                self.happen_within(
                    Duration::from_millis(1_500),
                    Step::Server(ServerStep::TakeAway(channel)),
                );
                for wait in [300, 600, 900, 1_200, 2_000] {
                    self.happen_within(
                        Duration::from_millis(wait),
                        Step::Server(ServerStep::Publish(channel, 1)),
                    );
                }
                self.happen_within(
                    Duration::from_millis(1_500),
                    Step::App(AppStep::Subscribe(channel)),
                );
            }
        }
    }

    pub(super) fn subscribe(&mut self, channel: &ChannelName) {
        self.tell_of_ending();
        if self.plan.server.recovers {
            // It is asked again, and will say so.
            self.taken_away.remove(channel);
        }
        let id = self.engine.subscribe(self.instant(), channel.clone());
        self.subscriptions.push((id, channel.clone()));
    }

    /// Gives one of the subscriptions up, if there is any.
    pub(super) fn unsubscribe(&mut self, choose: impl Fn(usize) -> usize) {
        if self.subscriptions.is_empty() {
            return;
        }
        self.tell_of_ending();
        let index = choose(self.subscriptions.len());
        let (id, _) = self.subscriptions.swap_remove(index);
        self.engine.unsubscribe(self.instant(), id);
    }

    pub(super) fn send(&mut self, channel: &ChannelName) {
        self.tell_of_ending();
        self.numbers += 1;
        let number = self.numbers;
        let dialect = self.plan.dialect;
        let named = dialect.has_channels().then(|| channel.clone());
        let message = Publication::new(dialect.message(), named, dialect.data(number));
        if let Ok(id) = self.engine.send(self.instant(), message) {
            self.messages.insert(id, number);
            self.oracle.sent(number, self.now);
        }
    }

    /// As a driver does before each request: the browser knows more than its events say.
    pub(super) fn tell_of_ending(&mut self) {
        if let Some(id) = self.transport
            && self.links.get(&id).is_some_and(|link| link.is_closing)
        {
            self.input(Input::Transport { id: id.1, event: TransportEvent::Ending });
        }
    }

    pub(super) fn hear(&mut self, event: ClientEvent) -> Checked {
        let reflexes = self.plan.reflexes;
        match event {
            ClientEvent::StatusChanged(change) => self.hear_status(&change)?,
            ClientEvent::Subscribed(channel) => {
                self.hear_subscribed(&channel);
                self.taken_away.remove(&channel);
            }
            ClientEvent::Unsubscribed { channel, .. } => {
                self.oracle.taken_away(&channel);
                self.taken_away.insert(channel);
            }
            ClientEvent::Received(publication) => {
                self.sights.received += 1;
                let Some(channel) = self.place_of(publication.channel) else { return Ok(()) };
                let number = self.plan.dialect.number(&publication.data);
                let Some(number) = number else { return Ok(()) };
                self.oracle.received(&channel, number, &self.server.published)?;
                if reflexes.remounts_on_message {
                    self.requests.push(Request::Remount);
                }
            }
            ClientEvent::Gap(gap) => {
                self.sights.gaps += 1;
                if let Some(channel) = self.place_of(gap.channel) {
                    self.oracle.gap(&channel)?;
                }
                if reflexes.sends_on_gap {
                    self.requests.push(Request::Send);
                }
            }
            ClientEvent::Settled { id, outcome } => self.hear_outcome(id, outcome)?,
            ClientEvent::Fault(_) | _ => {}
        }
        Ok(())
    }

    /// Where the book has what is said of a channel, or of none.
    fn place_of(&self, channel: Option<ChannelName>) -> Option<ChannelName> {
        channel.or_else(|| (!self.plan.dialect.has_channels()).then(everything))
    }

    fn hear_status(&mut self, change: &StatusChange) -> Checked {
        self.schedule.status(self.now, change)?;
        if let ConnectionStatus::Failed { reason: FailReason::Unauthorized(_) } = &change.to {
            self.check_unauthorized()?;
        }
        if change.to.is_connected() && !self.plan.dialect.has_channels() {
            self.hear_subscribed(&everything());
        }
        let is_lost = matches!(
            change.to,
            ConnectionStatus::Reconnecting { .. } | ConnectionStatus::Failed { .. }
        );
        if is_lost && change.from.is_connected() && self.plan.reflexes.connects_when_lost {
            self.requests.push(Request::Connect);
        }
        Ok(())
    }

    fn hear_subscribed(&mut self, channel: &ChannelName) {
        let joined_at = self.server.joined_at.get(&(self.connection(), channel.clone()));
        let joined_at = joined_at.copied().unwrap_or(self.server.published.len());
        self.oracle.subscribed(channel, joined_at);
    }

    pub(super) fn hear_outcome(&mut self, id: MessageId, outcome: Outcome) -> Checked {
        self.sights.settled += 1;
        // What an earlier life has left has another name here.
        let number = self.messages.get(&id).copied().or(self.shelf.forgotten);
        let Some(number) = number else {
            return Err(("nothing is made up", format!("the outcome of {id:?}")));
        };
        let is_well = self.well_since.is_some_and(|since| self.now - since > ENOUGH);
        let is_on_time = is_well && !self.oracle.is_expired(number);
        if outcome == Outcome::Expired && self.plan.server.acknowledges && is_on_time {
            return Err(("a message that can be sent is sent", format!("{id:?} expired")));
        }
        let listens_only = self.plan.dialect == Dialect::ListeningOnly;
        let is_possible = match outcome {
            Outcome::Acknowledged => self.plan.server.acknowledges,
            Outcome::Delivered => !self.plan.server.acknowledges && !listens_only,
            Outcome::Refused(RefuseReason::Server) => is_refused(number),
            Outcome::Refused(RefuseReason::Unsupported) => {
                listens_only || self.plan.dialect == Dialect::Pusher
            }
            Outcome::Expired | Outcome::Refused(_) | _ => true,
        };
        if !is_possible {
            return Err(("an outcome is what it says", format!("{number}: {outcome:?}")));
        }
        self.oracle.settled(number, outcome, &self.dealt_with)?;
        if matches!(outcome, Outcome::Refused(_)) && self.plan.reflexes.disconnects_on_refusal {
            self.requests.push(Request::Disconnect);
        }
        Ok(())
    }

    pub(super) fn fulfil(&mut self, request: Request) {
        self.tell_of_ending();
        match request {
            Request::Connect => {
                self.hope();
                self.engine.connect(self.instant());
            }
            Request::Disconnect => {
                if self.now < UNREST {
                    self.engine.disconnect(self.instant());
                }
            }
            Request::Remount => {
                if let Some((_, channel)) = self.subscriptions.first().cloned() {
                    self.unsubscribe(|_| 0);
                    self.subscribe(&channel);
                }
            }
            Request::Send => self.send(&channel_named(0)),
        }
    }
}
