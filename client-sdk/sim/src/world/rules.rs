//! What must hold after each happening, and at the end.

use std::collections::BTreeSet;
use std::time::Duration;

use bellwire::{Cause, ConnectionStatus};

use super::{World, channel_named};
use crate::oracle::Checked;
use crate::plan::CHANNELS;

/// How much an engine at rest may hold, as it prints itself.
const MOST_MEMORY: usize = 16 * 1024;
/// The longest time between the death of a connection and its detection: the heartbeat's interval,
/// its timeout, the second chance after a late timer, and the worst throttling of a hidden page.
const DETECTION: Duration = Duration::from_secs(25 + 10 + 3 + 2 * 60 + 2);

/// How long a page that has slept may believe in the connection from before: nobody may look at it,
/// and its timers run late.
const DROWSY: Duration = Duration::from_secs(62);

impl World<'_> {
    pub(super) fn check(&mut self) -> Checked {
        self.forget_what_is_not_wanted();
        if let Some(wrong) = self.server.wrongs.first() {
            return Err(("what a client says makes sense", wrong.clone()));
        }
        let status = self.engine.status();
        if status.is_connected() && self.transport.is_none() {
            return Err(("connected means connected", "there is no transport".to_owned()));
        }
        if self.transport.is_none() && self.engine.confirmed_channels().next().is_some() {
            return Err(("connected means connected", "confirmed without a transport".to_owned()));
        }
        let link = self.transport.and_then(|id| self.links.get(&id));
        let is_well =
            status.is_connected() && link.is_some_and(|link| !link.is_broken && !link.is_closing);
        self.well_since = is_well.then(|| self.well_since.unwrap_or(self.now));
        let silence = link.map_or(Duration::ZERO, |link| {
            // Nobody can notice anything while asleep.
            self.now.saturating_sub(link.heard_at.max(self.wakes_at))
        });
        if status.is_connected() && self.plan.server.pongs && silence > DETECTION {
            return Err(("a dead connection is noticed", format!("silent for {silence:?}")));
        }
        if link.is_some_and(|link| link.died_asleep)
            && status.is_connected()
            && self.suspended.is_none()
            && self.now > self.wakes_at + DROWSY
        {
            return Err(("a sleep ends in a new connection", format!("{status:?}")));
        }
        // What was left behind comes on top.
        let most = if self.plan.persists { self.plan.outbox * 2 } else { self.plan.outbox };
        if self.engine.queue_depth() > most {
            return Err(("bounded memory", format!("{} wait", self.engine.queue_depth())));
        }
        Ok(())
    }

    /// What the server calls the connection at hand.
    pub(super) fn connection(&self) -> u64 {
        self.transport.and_then(|id| self.links.get(&id)).map_or(0, |link| link.connection)
    }

    /// A channel counts as wanted until the engine has given it back.
    pub(super) fn forget_what_is_not_wanted(&mut self) {
        for channel in (0..CHANNELS).map(channel_named) {
            let is_known = self.engine.confirmed_channels().any(|other| *other == channel)
                || self.engine.position(&channel).is_some()
                || self.taken_away.contains(&channel);
            if !self.subscriptions.iter().any(|(_, other)| *other == channel) && !is_known {
                self.oracle.given_up(&channel);
            }
        }
    }

    pub(super) fn judge(&mut self) -> Checked {
        let status = self.engine.status();
        // A server that answers no pings costs two connections, and the second may go at any time.
        let is_given_up = matches!(
            status,
            ConnectionStatus::Reconnecting { attempt: 1, cause: Cause::HeartbeatTimedOut, .. }
        );
        if is_given_up && !self.plan.server.pongs {
            return Ok(());
        }
        if !status.is_connected() {
            return Err(("peace brings the connection back", format!("{status:?}")));
        }
        let wanted = self.subscriptions.iter().map(|(_, channel)| channel);
        let wanted: BTreeSet<_> =
            wanted.filter(|channel| !self.taken_away.contains(channel)).cloned().collect();
        let confirmed: BTreeSet<_> = self.engine.confirmed_channels().cloned().collect();
        if wanted != confirmed {
            return Err(("subscribed is wanted", format!("{confirmed:?} for {wanted:?}")));
        }
        let mut subscribed = self.server.subscribed(self.connection());
        if !self.plan.server.recovers {
            // Its answers bear no numbers, and one that crosses a question may mislead.
            subscribed.retain(|channel| !self.taken_away.contains(channel));
        }
        if !self.plan.dialect.has_channels() {
            // All they can agree on is that they talk.
            subscribed.clone_from(&confirmed);
            if !self.server.is_connected(self.connection()) {
                return Err(("both ends agree", "the server has no connection".to_owned()));
            }
        }
        if subscribed != confirmed {
            return Err(("both ends agree", format!("{subscribed:?} there, {confirmed:?} here")));
        }
        self.oracle.finish(&self.server.published)?;
        self.check_shelf()?;
        for life in &self.server.lives {
            let mut once = BTreeSet::new();
            let twice = life.iter().find(|number| !once.insert(**number));
            let knows = self.plan.server.acknowledges;
            if let Some(twice) = twice.filter(|twice| knows || !self.oracle.is_repeated(**twice)) {
                return Err(("each message once", format!("{twice} twice")));
            }
            // Without acknowledgements, what an older and slower connection carries comes later.
            let in_time = life.iter().filter(|number| !self.oracle.is_expired(**number));
            if self.plan.server.acknowledges && !in_time.is_sorted() {
                return Err(("messages in order", format!("{life:?}")));
            }
        }
        let memory = format!("{:?}", self.engine).len();
        if memory > MOST_MEMORY {
            return Err(("bounded memory", format!("an engine of {memory} letters at rest")));
        }
        Ok(())
    }
}
