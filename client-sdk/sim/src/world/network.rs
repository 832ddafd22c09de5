//! What is between the two: links that are made, carry and break.

use std::time::Duration;

use bellwire::engine::{CloseFrame, Frame, Input, TransportAction, TransportEvent};

use super::{Happening, LinkId, ToServer, World, secs};
use crate::dialect::Dialect;
use crate::link::Link;
use crate::oracle::Checked;
use crate::plan::NetworkStep;

impl World<'_> {
    pub(super) fn network_step(&mut self, step: NetworkStep) {
        match step {
            NetworkStep::Cut => self.cut(),
            NetworkStep::HalfOpen => self.break_links(),
            NetworkStep::Outage(seconds) => {
                self.outage_until = self.now + secs(seconds);
                self.break_links();
            }
        }
    }

    pub(super) fn arrive(&mut self, id: LinkId, event: TransportEvent) {
        if let Some(link) = self.links.get_mut(&id) {
            let is_end = matches!(event, TransportEvent::Closed(_));
            // What came before the machine slept waits for the page.
            let is_lost = link.is_broken && !link.died_asleep;
            if (is_lost || link.is_closing) && !is_end {
                return;
            }
            link.heard_at = self.now;
            let was_open = std::mem::replace(&mut link.is_open, true);
            if is_end && self.transport == Some(id) {
                self.end_connection();
                if !was_open {
                    self.tokens.doubt();
                }
                if matches!(&event, TransportEvent::Closed(close) if close.code == 4001) {
                    self.refused();
                }
            }
        }
        // A page that is gone hears nothing.
        if id.0 == self.life {
            self.input(Input::Transport { id: id.1, event });
        }
    }

    /// Ends the connection from the server's side, after what it has said before.
    pub(super) fn close_link(&mut self, id: LinkId, code: u16) {
        let Some(link) = self.links.get_mut(&id).filter(|link| !link.is_broken) else { return };
        let connection = link.connection;
        let at = link.reaches_client(self.now, &mut self.rng);
        self.server.leave(connection);
        self.at(at, Happening::Closing(id, code));
    }

    pub(super) fn close_links(&mut self, code: u16) {
        for id in self.links.keys().copied().collect::<Vec<_>>() {
            self.close_link(id, code);
        }
    }

    /// Breaks all connections; what is on the way is lost.
    pub(super) fn cut(&mut self) {
        let whole = self.links.iter_mut().filter(|(_, link)| !link.is_broken);
        let broken = whole.map(|(id, link)| {
            link.is_broken = true;
            (*id, link.connection)
        });
        for (id, connection) in broken.collect::<Vec<_>>() {
            let wait = Duration::from_millis(self.rng.u64(1..800));
            self.server.leave(connection);
            self.after(wait, Happening::Closing(id, 1006));
        }
    }

    /// Breaks all connections while the machine sleeps. Whoever can ask nothing has only the sleep
    /// to tell it by.
    pub(super) fn die_asleep(&mut self) {
        for link in self.links.values_mut().filter(|link| !link.is_broken) {
            (link.is_broken, link.died_asleep) = (true, true);
            self.server.leave(link.connection);
        }
    }

    /// Breaks all connections, and nobody notices. Where the server answers no pings, nobody could.
    pub(super) fn break_links(&mut self) {
        if !self.plan.server.pongs {
            self.cut();
        }
        for link in self.links.values_mut() {
            link.is_broken = true;
        }
    }

    pub(super) fn perform(&mut self, id: LinkId, action: TransportAction) -> Checked {
        match action {
            TransportAction::Open(address) => {
                let token = Self::read_token(address.reveal());
                self.check_token(token)?;
                if let Some(other) = self.transport {
                    return Err(("one transport at most", format!("{id:?} beside {other:?}")));
                }
                self.sights.attempts += 1;
                self.taken_away.clear();
                self.schedule.opened(self.now)?;
                self.transport = Some(id);
                let connection = self.links.len() as u64;
                let mut link = Link::new(connection, self.now, &mut self.rng);
                let at = link.reaches_server(self.now, &mut self.rng);
                link.is_broken = self.now < self.outage_until;
                self.links.insert(id, link);
                if self.is_offline {
                    self.close_link(id, 1006);
                } else {
                    self.at(at, Happening::ToServer(id, ToServer::Hello(token)));
                }
            }
            TransportAction::Send(frame) => self.transmit(id, frame)?,
            TransportAction::Close(_) => {
                if self.transport != Some(id) {
                    return Err(("nothing on a transport that is gone", format!("close {id:?}")));
                }
                self.end_connection();
                if let Some(link) = self.links.get_mut(&id) {
                    let at = link.reaches_server(self.now, &mut self.rng);
                    self.at(at, Happening::ToServer(id, ToServer::Close));
                    // A careless driver reports the end of what the client has left.
                    let late = Duration::from_millis(self.rng.u64(..3_000));
                    let close = CloseFrame { code: 1000, reason: String::new() };
                    self.after(late, Happening::Arrives(id, TransportEvent::Closed(close)));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The client has no transport any more.
    fn end_connection(&mut self) {
        self.transport = None;
        self.oracle.lost(self.plan.server.recovers);
        if self.schedule.lost(self.now) {
            self.tokens.forgive();
        }
    }

    pub(super) fn transmit(&mut self, id: LinkId, frame: Frame) -> Checked {
        let (Frame::Text(text) | Frame::Secret(text)) = frame else { return Ok(()) };
        if self.transport != Some(id) {
            return Err(("nothing on a transport that is gone", text));
        }
        if self.plan.dialect == Dialect::ListeningOnly {
            return Err(("who only listens says nothing", text));
        }
        let Some(link) = self.links.get_mut(&id) else { return Ok(()) };
        if link.is_closing {
            // The browser swallows it.
            return match text.contains(&format!("{}\"", self.plan.dialect.message())) {
                true => Err(("no message into a closing socket", text)),
                false => Ok(()),
            };
        }
        let at = link.reaches_server(self.now, &mut self.rng);
        self.at(at, Happening::ToServer(id, ToServer::Text(text)));
        Ok(())
    }
}
