#![cfg_attr(
    not(any(target_family = "wasm", feature = "native")),
    expect(dead_code, reason = "only drivers use it")
)]

use std::sync::Arc;

use bellwire_protocol::{ChannelName, Publication};

use super::mailbox::{End, HolderId, Mail, MailSender, Request};
use super::shared::Shared;
use super::sources::Sources;
use crate::clock;
#[cfg(all(target_family = "wasm", feature = "persistence"))]
use crate::engine::StoreAction;
use crate::engine::{
    ChannelAuthRequest, ClientEvent, Deadline, Input, Instant, MessageId, Outcome, Output,
    Protocol, RefuseReason, SubscriptionId, TransportAction, TransportId,
};

/// The engine, with a memory where that is wanted.
#[cfg(feature = "trace")]
pub(super) type Machine = crate::engine::Recorder;
#[cfg(not(feature = "trace"))]
pub(super) type Machine = crate::engine::Engine;

/// Connects an engine with the handles: requests in, events out. A driver owns it and is left
/// with its chores and the timer.
#[derive(Debug)]
pub(crate) struct Switchboard {
    engine: Machine,
    shared: Arc<Shared>,
    subscriptions: Vec<(HolderId, SubscriptionId)>,
    ends: Vec<(MessageId, End)>,
    sources: Sources,
    /// The permissions that are to be asked for.
    wanted: Vec<ChannelAuthRequest>,
    mail: MailSender,
}

/// Something that only a driver can do.
pub(crate) enum Chore {
    Transport(TransportId, TransportAction),
    #[cfg(all(target_family = "wasm", feature = "persistence"))]
    Store(StoreAction),
}

impl Switchboard {
    pub(super) fn new(
        engine: Machine,
        shared: Arc<Shared>,
        sources: Sources,
        mail: MailSender,
    ) -> Self {
        let (subscriptions, ends, wanted) = (Vec::new(), Vec::new(), Vec::new());
        Self { engine, shared, subscriptions, ends, sources, wanted, mail }
    }

    /// The name under which the driver is to keep messages beyond the page.
    #[cfg(all(target_family = "wasm", feature = "persistence"))]
    pub(crate) fn persistence(&self) -> Option<&str> {
        self.engine.persistence()
    }

    pub(crate) fn handle_request(&mut self, now: Instant, request: Request) {
        match request {
            Request::Connect => self.engine.connect(now),
            Request::Disconnect => self.engine.disconnect(now),
            Request::Subscribe { id, channel } => self.subscribe(now, id, channel),
            Request::Unsubscribe { id } => {
                if let Some(subscription) = take(&mut self.subscriptions, &id) {
                    self.engine.unsubscribe(now, subscription);
                }
            }
            Request::Send { message, end } => self.send(now, message, end),
            Request::Whisper(message) => self.engine.whisper(now, &message),
            Request::AskForChannels if Protocol::KNOWS_PUSHER => {
                for request in self.wanted.drain(..) {
                    self.sources.ask_for_channels(request, &self.mail);
                }
            }
            Request::AskForChannels => {}
            #[cfg(feature = "trace")]
            Request::Trace(answer) => {
                // Nobody needs to wait for it.
                let _ = answer.send(self.engine.trace().clone());
            }
            Request::Report(fault) => self.shared.report(fault),
        }
    }

    pub(crate) fn handle_input(&mut self, now: Instant, input: Input) {
        self.engine.handle_input(now, input);
    }

    /// Returns what is to be done next. Handlers of the application run within.
    pub(crate) fn poll_chore(&mut self) -> Option<Chore> {
        while let Some(output) = self.engine.poll_output() {
            match output {
                Output::Transport { id, action } => return Some(Chore::Transport(id, action)),
                Output::RequestToken => {
                    self.sources.ask_for_token(&self.mail);
                }
                Output::RequestChannelAuth(request) if Protocol::KNOWS_PUSHER => {
                    self.want_channels(request);
                }
                Output::RequestChannelAuth(_) => {}
                #[cfg(all(target_family = "wasm", feature = "persistence"))]
                Output::Store(action) => return Some(Chore::Store(action)),
                #[cfg(not(all(target_family = "wasm", feature = "persistence")))]
                Output::Store(_) => {}
                Output::Event(event) => self.tell(event),
            }
        }
        let (rtt, queue_depth) = (self.engine.rtt(), self.engine.queue_depth());
        let engine = &self.engine;
        let socket_id = engine.socket_id().filter(|_| Protocol::KNOWS_PUSHER);
        self.shared.update(|snapshot| {
            snapshot.rtt = rtt;
            snapshot.queue_depth = queue_depth;
            if snapshot.socket_id.as_deref() != socket_id {
                snapshot.socket_id = socket_id.map(Into::into);
            }
            if Protocol::KNOWS_PRESENCE {
                snapshot.forget_members(|channel| engine.members(channel).is_empty());
            }
        });
        None
    }

    pub(crate) fn poll_timeout(&self) -> Option<Deadline> {
        self.engine.poll_timeout()
    }

    fn subscribe(&mut self, now: Instant, id: HolderId, channel: ChannelName) {
        let subscription = self.engine.subscribe(now, channel);
        self.subscriptions.push((id, subscription));
    }

    fn want_channels(&mut self, request: ChannelAuthRequest) {
        if let Some(answer) = self.sources.refusal(&request) {
            return self.engine.handle_input(clock::now(), answer);
        }
        let is_same = |wanted: &&mut ChannelAuthRequest| {
            wanted.socket_id == request.socket_id && wanted.token == request.token
        };
        if let Some(wanted) = self.wanted.iter_mut().find(is_same) {
            wanted.channels.extend(request.channels);
            return;
        }
        self.wanted.push(request);
        // It is read after what waits already: who subscribes to a list asks once for all of it.
        let _ = self.mail.unbounded_send(Mail::Request(Request::AskForChannels));
    }

    fn send(&mut self, now: Instant, message: Publication, end: End) {
        if self.engine.is_reserved(&message.event) {
            return self.end(end, Outcome::Refused(RefuseReason::ReservedName));
        }
        match self.engine.send(now, message) {
            Ok(id) => {
                self.ends.push((id, end));
            }
            Err(full) => self.end(end, Outcome::Refused(RefuseReason::OutboxFull(full.limit))),
        }
    }

    fn tell(&mut self, event: ClientEvent) {
        match event {
            ClientEvent::Fault(fault) => self.shared.report(fault),
            ClientEvent::Settled { id, outcome } => {
                if let Some(end) = take(&mut self.ends, &id) {
                    self.end(end, outcome);
                }
            }
            ClientEvent::StatusChanged(ref change) => {
                self.shared.update(|snapshot| snapshot.status = change.to.clone());
                self.shared.tell(&event);
            }
            ClientEvent::Presence { .. } if !Protocol::KNOWS_PRESENCE => {}
            ClientEvent::Presence { ref channel, .. } => {
                let members = self.engine.members(channel).to_vec();
                self.shared.update(|snapshot| snapshot.set_members(channel, members));
                self.shared.tell(&event);
            }
            ClientEvent::Subscribed(_) | ClientEvent::Unsubscribed { .. } | ClientEvent::Gap(_) => {
                let awaited_channels = self.engine.awaited_channels().count();
                self.shared.update(|snapshot| snapshot.awaited_channels = awaited_channels);
                self.shared.tell(&event);
            }
            ClientEvent::Received(_) => self.shared.tell(&event),
        }
    }

    fn end(&self, end: End, outcome: Outcome) {
        end.meet(outcome, |words| self.shared.report_panic("outcome", words));
    }
}

/// Takes a value out of a list of few.
fn take<K: PartialEq, V>(list: &mut Vec<(K, V)>, key: &K) -> Option<V> {
    let index = list.iter().position(|(other, _)| other == key)?;
    Some(list.swap_remove(index).1)
}

#[cfg(test)]
mod tests {
    use futures_channel::oneshot;

    use super::*;
    #[cfg(feature = "pusher")]
    use crate::client::channel_authorizer::{ChannelAuthorizer, PendingChannelAuth};
    #[cfg(feature = "pusher")]
    use crate::client::mailbox::Mailbox;
    use crate::engine::{Config, Protocol, TransportEvent};

    fn switchboard() -> Switchboard {
        let config = Config::new("ws://localhost/ws");
        let engine = Machine::new(config, Protocol::envelope(), 1, Instant::ZERO);
        let (mail, _) = futures_channel::mpsc::unbounded();
        Switchboard::new(engine, Arc::default(), Sources::default(), mail)
    }

    fn connect(switchboard: &mut Switchboard) {
        switchboard.handle_request(Instant::ZERO, Request::Connect);
        let Some(Chore::Transport(id, _)) = switchboard.poll_chore() else {
            panic!("no transport")
        };
        for event in [
            TransportEvent::Opened,
            TransportEvent::Received(crate::engine::Frame::Text(
                r#"{"type":"connected"}"#.to_owned(),
            )),
        ] {
            switchboard.handle_input(Instant::ZERO, Input::Transport { id, event });
            while switchboard.poll_chore().is_some() {}
        }
    }

    fn send(switchboard: &mut Switchboard) -> oneshot::Receiver<Outcome> {
        let (sender, outcome) = oneshot::channel();
        let end = End::new(move |outcome| sender.send(outcome).unwrap());
        let message = Publication::new("chat", None, bellwire_protocol::Payload::null());
        switchboard.handle_request(Instant::ZERO, Request::Send { message, end });
        outcome
    }

    #[test]
    fn a_receipt_tells_when_a_queued_message_has_left() {
        let mut switchboard = switchboard();
        let mut outcome = send(&mut switchboard);
        assert_eq!(outcome.try_recv(), Ok(None));
        connect(&mut switchboard);
        assert_eq!(outcome.try_recv(), Ok(Some(Outcome::Delivered)));
    }

    #[test]
    fn the_snapshot_says_what_the_engine_says() {
        let mut switchboard = switchboard();
        let _outcome = send(&mut switchboard);
        assert!(switchboard.poll_chore().is_none());
        assert_eq!(switchboard.shared.read(|snapshot| snapshot.queue_depth), 1);
        connect(&mut switchboard);
        assert_eq!(switchboard.shared.read(|snapshot| snapshot.queue_depth), 0);
        assert!(switchboard.shared.read(|snapshot| snapshot.status.is_connected()));
    }

    /// With the mail that it sends to itself, and connected to a server of the Pusher protocol.
    #[cfg(feature = "pusher")]
    fn with_pusher(sources: Sources) -> (Switchboard, Mailbox, TransportId) {
        let config = Config::new("ws://localhost");
        let engine = Machine::new(config, Protocol::pusher("key"), 1, Instant::ZERO);
        let (mail, mailbox) = futures_channel::mpsc::unbounded();
        let mut switchboard = Switchboard::new(engine, Arc::default(), sources, mail);
        switchboard.handle_request(Instant::ZERO, Request::Connect);
        let Some(Chore::Transport(id, _)) = switchboard.poll_chore() else {
            panic!("no transport")
        };
        let opened = Input::Transport { id, event: TransportEvent::Opened };
        switchboard.handle_input(Instant::ZERO, opened);
        receive(
            &mut switchboard,
            id,
            r#"{"event":"pusher:connection_established","data":{"socket_id":"1.1"}}"#,
        );
        (switchboard, mailbox, id)
    }

    #[cfg(feature = "pusher")]
    fn receive(switchboard: &mut Switchboard, id: TransportId, text: &str) {
        let event = TransportEvent::Received(crate::engine::Frame::Text(text.to_owned()));
        switchboard.handle_input(Instant::ZERO, Input::Transport { id, event });
        while switchboard.poll_chore().is_some() {}
    }

    #[cfg(feature = "pusher")]
    fn subscribe(switchboard: &mut Switchboard, number: u64, channel: &str) {
        let channel = channel.parse().unwrap();
        let request = Request::Subscribe { id: HolderId(number), channel };
        switchboard.handle_request(Instant::ZERO, request);
        while switchboard.poll_chore().is_some() {}
    }

    #[test]
    #[cfg(feature = "pusher")]
    fn who_subscribes_to_a_list_asks_once_for_all_of_it() {
        let (asked, questions) = std::sync::mpsc::channel();
        let ask = move |pending: PendingChannelAuth| {
            let channels = pending.request().channels.iter().map(ToString::to_string);
            asked.send(channels.collect::<Vec<_>>()).unwrap();
        };
        let channel_auth = Some(ChannelAuthorizer::new(ask));
        let sources = Sources { channel_auth, ..Sources::default() };
        let (mut switchboard, mut mailbox, _) = with_pusher(sources);
        for (number, channel) in [(1, "private-a"), (2, "private-b"), (3, "presence-c")] {
            subscribe(&mut switchboard, number, channel);
        }
        while let Ok(Mail::Request(request)) = mailbox.try_recv() {
            switchboard.handle_request(Instant::ZERO, request);
        }
        let questions: Vec<_> = questions.try_iter().collect();
        assert_eq!(questions, [["private-a", "private-b", "presence-c"]]);
    }

    #[test]
    #[cfg(feature = "pusher")]
    fn who_was_in_a_channel_is_forgotten_with_it() {
        const CHANNEL: &str = "presence-job.5";
        let (mut switchboard, _, id) = with_pusher(Sources::default());
        subscribe(&mut switchboard, 1, CHANNEL);
        assert_eq!(
            switchboard.shared.read(|snapshot| snapshot.socket_id.clone()).as_deref(),
            Some("1.1")
        );
        let count = |switchboard: &Switchboard| {
            switchboard.shared.read(|snapshot| snapshot.members(CHANNEL).len())
        };
        // Nobody can be asked, and so the channel is refused at once.
        receive(
            &mut switchboard,
            id,
            r#"{"event":"pusher_internal:subscription_succeeded","channel":"presence-job.5",
                "data":{"presence":{"ids":["7"],"hash":{}}}}"#,
        );
        assert_eq!(count(&switchboard), 0);
        switchboard.shared.update(|snapshot| {
            let member = bellwire_protocol::Member {
                id: "7".into(),
                info: bellwire_protocol::Payload::null(),
            };
            snapshot.set_members(&CHANNEL.parse().unwrap(), vec![member]);
        });
        assert_eq!(count(&switchboard), 1);
        receive(&mut switchboard, id, r#"{"event":"pusher:pong"}"#);
        assert_eq!(count(&switchboard), 0);
    }
}
