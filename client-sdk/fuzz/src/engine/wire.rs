use std::collections::BTreeSet;

use bellwire::ChannelName;
use bellwire::engine::{Frame, Instant, TransportAction, TransportId};
use bellwire_protocol::envelope::ClientFrame;

/// The shortest time between two attempts, by default.
const FLOOR_MILLIS: u128 = 500;

/// The transports, as the platform has them: one at most.
#[derive(Debug, Default)]
pub(super) struct Wire {
    live: Option<Transport>,
    /// The last one that was left or closed.
    left: Option<TransportId>,
    last_opened: Option<(TransportId, Instant)>,
}

#[derive(Debug)]
struct Transport {
    id: TransportId,
    is_open: bool,
    is_ending: bool,
    /// The channels that the server was asked for.
    asked: BTreeSet<ChannelName>,
    /// The number of the last message of the application that was sent.
    last_number: Option<u64>,
}

impl Wire {
    pub(super) fn live(&self) -> Option<TransportId> {
        self.live.as_ref().map(|transport| transport.id)
    }

    pub(super) fn left(&self) -> Option<TransportId> {
        self.left
    }

    pub(super) fn is_open(&self) -> bool {
        self.live.as_ref().is_some_and(|transport| transport.is_open)
    }

    /// Whether the server was asked for a channel on the transport at hand.
    pub(super) fn was_asked_for(&self, channel: &ChannelName) -> bool {
        self.live.as_ref().is_some_and(|transport| transport.asked.contains(channel))
    }

    pub(super) fn opened(&mut self) {
        if let Some(transport) = &mut self.live {
            transport.is_open = true;
        }
    }

    pub(super) fn ending(&mut self) {
        if let Some(transport) = &mut self.live {
            transport.is_ending = true;
        }
    }

    /// The platform has closed it: there is nothing left that the engine could close.
    pub(super) fn closed(&mut self) {
        self.left = self.live().or(self.left);
        self.live = None;
    }

    /// Does what the engine wants. Returns what is sent, if something is.
    pub(super) fn perform(
        &mut self,
        now: Instant,
        id: TransportId,
        action: TransportAction,
    ) -> Option<ClientFrame> {
        match action {
            TransportAction::Open(_) => self.open(now, id),
            TransportAction::Send(frame) => return self.send(id, &frame),
            TransportAction::Close(_) => {
                assert_eq!(self.live(), Some(id), "closed a transport that is gone");
                self.closed();
            }
            other => unreachable!("unknown action {other:?}"),
        }
        None
    }

    fn open(&mut self, now: Instant, id: TransportId) {
        assert_eq!(self.live(), None, "{id:?} beside another transport");
        if let Some((before, at)) = self.last_opened {
            assert!(before < id, "{id:?} after {before:?}");
            let distance = now.since(at);
            assert!(distance.as_millis() >= FLOOR_MILLIS, "the next attempt after {distance:?}");
        }
        self.last_opened = Some((id, now));
        self.live = Some(Transport {
            id,
            is_open: false,
            is_ending: false,
            asked: BTreeSet::new(),
            last_number: None,
        });
    }

    fn send(&mut self, id: TransportId, frame: &Frame) -> Option<ClientFrame> {
        let transport = self.live.as_mut().filter(|live| live.id == id && live.is_open);
        assert!(transport.is_some(), "sent on {id:?}, which is gone or never opened: {frame:?}");
        let (Frame::Text(text) | Frame::Secret(text)) = frame else {
            unreachable!("the protocol is text")
        };
        let message = ClientFrame::decode(text);
        assert!(message.is_ok(), "a server could not read {text}");
        let (transport, message) = (transport?, message.ok()?);
        // A ping asks whether it is still there.
        let is_lost = transport.is_ending && message != ClientFrame::Ping;
        assert!(!is_lost, "sent on a transport that is ending: {text}");
        match &message {
            ClientFrame::Subscribe { channels, .. } => {
                transport.asked.extend(channels.iter().cloned());
            }
            ClientFrame::Publish { publication, .. } => {
                let number = publication.data.as_number();
                let before = std::mem::replace(&mut transport.last_number, number);
                assert!(before < number, "message {number:?} after {before:?}");
            }
            ClientFrame::Unsubscribe { .. } | ClientFrame::Ping | ClientFrame::Pong | _ => {}
        }
        Some(message)
    }
}
