//! What the server does.

use std::time::Duration;

use bellwire::ConnectionStatus;
use bellwire::engine::{Frame, TransportEvent};
use bellwire_protocol::ChannelName;
use bellwire_protocol::envelope::close_code;

use super::{Happening, LinkId, ToServer, World, channel_named, secs};
use crate::dialect::{Dialect, everything};
use crate::oracle::Checked;
use crate::plan::{AppStep, CHANNELS, PageStep, ServerStep};
use crate::server::Sent;

/// How long the world is left in peace before it is judged.
pub(super) const PEACE: Duration = Duration::from_secs(400);

impl World<'_> {
    pub(super) fn server_step(&mut self, step: ServerStep) {
        match step {
            ServerStep::Publish(channel, count) => {
                for _ in 0..count {
                    self.publish(&channel_named(channel));
                }
            }
            ServerStep::Swallow(channel) => {
                let channel = channel_named(channel);
                self.server.swallow(&channel);
            }
            ServerStep::Repeat(channel) => {
                let sent = self.server.repeat(&channel_named(channel));
                self.deliver(sent);
            }
            ServerStep::Expire(channel) => self.server.expire(&channel_named(channel)),
            ServerStep::TakeAway(channel) => {
                let channel = channel_named(channel);
                let sent = self.server.take_away(&channel);
                self.deliver(sent);
            }
            ServerStep::Nonsense(kind) => {
                let nonsense = self.plan.dialect.nonsense();
                let nonsense =
                    nonsense.iter().cycle().nth(kind.into()).copied().unwrap_or_default();
                let sent = self.server.connections().into_iter();
                let sent = sent.map(|connection| (connection, nonsense.to_owned())).collect();
                self.deliver(sent);
            }
            ServerStep::Crash(seconds) => {
                self.server.crash();
                self.server_back_at = self.now + secs(seconds);
                self.close_links(1006);
            }
            ServerStep::Drain(seconds) => {
                let sent = self.server.farewell();
                self.deliver(sent);
                let (code, says_when) = self.plan.dialect.departure();
                if says_when {
                    self.schedule.drained();
                }
                self.server_back_at = self.now + secs(seconds).min(Duration::from_secs(1));
                self.close_links(code);
            }
            ServerStep::Refuse(seconds) => self.refuses_until = self.now + secs(seconds),
            ServerStep::AcceptAndDrop(seconds) => {
                self.drops_until = self.now + secs(seconds);
                self.close_links(1011);
            }
            ServerStep::Revoke => self.revoke_tokens(),
            ServerStep::Mute(seconds) => self.mute_until = self.now + secs(seconds),
        }
    }

    pub(super) fn publish(&mut self, channel: &ChannelName) {
        self.numbers += 1;
        let everything = everything();
        let channel = if self.plan.dialect.has_channels() { channel } else { &everything };
        let sent = self.server.publish(channel, self.numbers);
        self.deliver(sent);
    }

    pub(super) fn deliver(&mut self, sent: Sent) {
        for (connection, text) in sent {
            let link = self.links.iter_mut().find(|(_, link)| link.connection == connection);
            let Some((id, link)) = link.filter(|(_, link)| !link.is_broken) else { continue };
            let (id, at) = (*id, link.reaches_client(self.now, &mut self.rng));
            self.at(at, Happening::Arrives(id, TransportEvent::Received(Frame::Text(text))));
        }
        self.dealt_with.extend(self.server.lives.iter().flatten().copied());
    }

    pub(super) fn reach_server(&mut self, id: LinkId, message: ToServer) {
        let is_gone = self.now < self.server_back_at || self.now < self.refuses_until;
        let Some(link) = self.links.get_mut(&id).filter(|link| !link.is_broken) else { return };
        let connection = link.connection;
        match message {
            ToServer::Hello(_) if is_gone => self.close_link(id, 1006),
            ToServer::Hello(token) if self.plan.dialect.opens_when_welcome() => {
                self.answer_the_door(id, token);
            }
            ToServer::Hello(token) => {
                link.reads_at = self.mute_until;
                let at = link.reaches_client(self.now, &mut self.rng);
                self.at(at, Happening::Arrives(id, TransportEvent::Opened));
                if !self.admits(id, token) {
                    self.close_link(id, close_code::UNAUTHORIZED);
                } else if self.now < self.drops_until {
                    self.close_link(id, 1011);
                } else if self.now < self.mute_until {
                    self.at(self.mute_until, Happening::Welcome(id));
                } else {
                    self.welcome(id);
                }
            }
            ToServer::Text(text) if !link.is_accepted => {
                if self.now < link.reads_at {
                    let at = link.reads_at;
                    self.at(at, Happening::ToServer(id, ToServer::Text(text)));
                }
            }
            ToServer::Text(text) => {
                self.authenticate(id, &text);
                let sent = self.server.handle(connection, &text);
                for channel in std::mem::take(&mut self.server.losses) {
                    self.oracle.cause(&channel);
                }
                self.deliver(sent);
            }
            ToServer::Close => self.server.leave(connection),
        }
    }

    /// Lets a client in, or shuts the door without a word.
    fn answer_the_door(&mut self, id: LinkId, token: Option<usize>) {
        if self.now < self.mute_until {
            self.at(self.mute_until, Happening::ToServer(id, ToServer::Hello(token)));
            return;
        }
        if !self.admits(id, token) {
            self.close_link(id, 1006);
            return;
        }
        let Some(link) = self.links.get_mut(&id) else { return };
        let at = link.reaches_client(self.now, &mut self.rng);
        self.at(at, Happening::Arrives(id, TransportEvent::Opened));
        if self.now < self.drops_until {
            self.close_link(id, 1011);
        } else {
            self.welcome(id);
        }
    }

    pub(super) fn welcome(&mut self, id: LinkId) {
        let Some(link) = self.links.get_mut(&id).filter(|link| !link.is_broken) else { return };
        link.is_accepted = true;
        let sent = self.server.accept(link.connection);
        self.deliver(sent);
    }

    pub(super) fn make_peace(&mut self) -> Checked {
        if self.suspended.is_some() {
            self.at(self.wakes_at, Happening::Peace);
            return Ok(());
        }
        self.at(self.now + PEACE / 2, Happening::LastWords);
        self.end = Some(self.now + PEACE);
        for until in [
            &mut self.server_back_at,
            &mut self.refuses_until,
            &mut self.drops_until,
            &mut self.mute_until,
            &mut self.outage_until,
        ] {
            *until = self.now.min(*until);
        }
        self.go_online();
        self.settle()?;
        if self.plan.dialect == Dialect::ListeningOnly {
            // A late timer costs it the connection, and it would be judged amid the next attempt.
            self.is_hidden = false;
        }
        // One of the ways back must do; only the application can take back its own good-bye.
        let status = self.engine.status();
        let is_stuck = status == ConnectionStatus::Idle
            || matches!(status, ConnectionStatus::Failed { reason } if reason.is_terminal());
        if is_stuck || self.rng.bool() {
            self.app_step(AppStep::Connect);
            Ok(())
        } else {
            self.page_step(PageStep::Show)
        }
    }

    pub(super) fn say_last_words(&mut self) {
        for channel in 0..CHANNELS {
            self.publish(&channel_named(channel));
        }
        self.send(&channel_named(0));
    }
}
