//! Whatever happens, in whatever order, some things never do.

use bellwire::engine::{
    ClientEvent, CloseFrame, Frame, Input, Network, Page, SubscriptionId, TransportEvent,
};
use proptest::prelude::*;

use crate::harness::{Harness, millis};

#[derive(Clone, Debug)]
enum Step {
    Connect,
    Disconnect,
    Subscribe(u8),
    Unsubscribe(usize),
    Send,
    Sleep(u64),
    Doze(u64),
    Timeout,
    Network(Network),
    Page(Page),
    Transport(Wire),
    /// The same, from a transport that the engine has left.
    OldTransport(Wire),
}

#[derive(Clone, Debug)]
enum Wire {
    Opened,
    Welcome,
    Text(String),
    Binary(Vec<u8>),
    Oversized,
    Refused,
    Ending,
    Closed(u16),
}

impl Wire {
    fn event(self) -> TransportEvent {
        match self {
            Self::Opened => TransportEvent::Opened,
            Self::Welcome => {
                TransportEvent::Received(Frame::Text(r#"{"type":"connected"}"#.into()))
            }
            Self::Text(text) => TransportEvent::Received(Frame::Text(text)),
            Self::Binary(bytes) => TransportEvent::Received(Frame::Binary(bytes)),
            Self::Oversized => TransportEvent::Oversized { size: 10_000_000 },
            Self::Refused => TransportEvent::Refused { reason: "no".into() },
            Self::Ending => TransportEvent::Ending,
            Self::Closed(code) => {
                TransportEvent::Closed(CloseFrame { code, reason: String::new() })
            }
        }
    }
}

fn wire() -> impl Strategy<Value = Wire> {
    prop_oneof![
        3 => Just(Wire::Opened),
        3 => Just(Wire::Welcome),
        3 => r#"\{"type":"(sub|unsub)scribed"(,"channels":\["c[0-3]"\])?\}"#.prop_map(Wire::Text),
        1 => r#"\{"type":"(ping|pong|tick)"\}"#.prop_map(Wire::Text),
        1 => ".{0,20}".prop_map(Wire::Text),
        1 => proptest::collection::vec(any::<u8>(), 0..8).prop_map(Wire::Binary),
        1 => Just(Wire::Oversized),
        1 => Just(Wire::Refused),
        1 => Just(Wire::Ending),
        2 => prop_oneof![Just(1000), Just(1006), Just(4001), Just(4003), Just(4008), any::<u16>()]
            .prop_map(Wire::Closed),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => Just(Step::Connect),
        1 => Just(Step::Disconnect),
        3 => (0..4_u8).prop_map(Step::Subscribe),
        2 => any::<usize>().prop_map(Step::Unsubscribe),
        2 => Just(Step::Send),
        4 => (0..40_000_u64).prop_map(Step::Sleep),
        1 => (0..4_000_000_u64).prop_map(Step::Doze),
        1 => Just(Step::Timeout),
        2 => prop_oneof![Just(Network::Online), Just(Network::Offline)].prop_map(Step::Network),
        2 => prop_oneof![
            Just(Page::Visible), Just(Page::Hidden), Just(Page::Frozen), Just(Page::Resumed)
        ].prop_map(Step::Page),
        8 => wire().prop_map(Step::Transport),
        1 => wire().prop_map(Step::OldTransport),
    ]
}

struct Run {
    harness: Harness,
    subscriptions: Vec<SubscriptionId>,
    old: Vec<bellwire::engine::TransportId>,
    accepted: usize,
    settled: usize,
}

impl Run {
    fn apply(&mut self, step: Step) {
        let harness = &mut self.harness;
        if let Some(id) = harness.transport.filter(|id| !self.old.contains(id)) {
            self.old.push(id);
        }
        match step {
            Step::Connect => harness.connect(),
            Step::Disconnect => {
                harness.engine.disconnect(harness.now);
                harness.input(Input::Timeout);
            }
            Step::Subscribe(channel) => {
                self.subscriptions.push(harness.subscribe(&format!("c{channel}")));
            }
            Step::Unsubscribe(index) => {
                if !self.subscriptions.is_empty() {
                    let id = self.subscriptions.swap_remove(index % self.subscriptions.len());
                    harness.unsubscribe(id);
                }
            }
            Step::Send => {
                if harness.engine.send(harness.now, Harness::message("x")).is_ok() {
                    self.accepted += 1;
                }
                harness.input(Input::Timeout);
            }
            Step::Sleep(duration) => harness.sleep(millis(duration)),
            Step::Doze(duration) => harness.doze(millis(duration)),
            Step::Timeout => harness.input(Input::Timeout),
            Step::Network(network) => harness.input(Input::Network(network)),
            Step::Page(page) => harness.input(Input::Page(page)),
            Step::Transport(wire) => self.on_transport(wire),
            Step::OldTransport(wire) => {
                let old = self.old.iter().find(|id| Some(**id) != harness.transport).copied();
                if let Some(id) = old {
                    harness.input(Input::Transport { id, event: wire.event() });
                }
            }
        }
        self.settled += self
            .harness
            .events()
            .iter()
            .filter(|event| matches!(event, ClientEvent::Settled { .. }))
            .count();
    }

    fn on_transport(&mut self, wire: Wire) {
        let Some(id) = self.harness.transport else { return };
        if matches!(wire, Wire::Closed(_) | Wire::Refused) {
            // The platform has closed it; there is nothing left that the engine could close.
            self.harness.transport = None;
        }
        self.harness.input(Input::Transport { id, event: wire.event() });
    }

    fn check(&mut self) {
        let Self { harness, accepted, settled, .. } = self;
        assert_eq!(*accepted, *settled + harness.engine.queue_depth(), "one end per message");
        let confirmed: Vec<_> = harness.engine.confirmed_channels().cloned().collect();
        if harness.transport.is_none() {
            assert!(confirmed.is_empty(), "confirmed without a connection");
            assert!(!harness.status().is_connected());
        }
        for pair in harness.opened_at.windows(2) {
            assert!(pair[1].since(pair[0]) >= millis(500), "attempts too close: {pair:?}");
        }
        harness.input(Input::Timeout);
        if let Some(deadline) = harness.engine.poll_timeout() {
            assert!(deadline.at > harness.now, "{deadline:?} is due for ever");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// The harness itself asserts that there is one transport at most and that nothing is sent on
    /// one that is gone.
    #[test]
    fn nothing_breaks_the_rules(steps in proptest::collection::vec(step(), 1..60)) {
        let mut run = Run {
            harness: Harness::new(),
            subscriptions: Vec::new(),
            old: Vec::new(),
            accepted: 0,
            settled: 0,
        };
        for step in steps {
            run.apply(step);
            run.check();
        }
    }

    #[test]
    fn once_the_world_is_quiet_what_is_wanted_is_confirmed(
        steps in proptest::collection::vec(step(), 1..40),
    ) {
        let mut run = Run {
            harness: Harness::with(Harness::never_giving_up),
            subscriptions: Vec::new(),
            old: Vec::new(),
            accepted: 0,
            settled: 0,
        };
        for step in steps {
            run.apply(step);
        }
        let harness = &mut run.harness;
        // What a server takes away unasked is asked for again on the next connection.
        harness.engine.disconnect(harness.now);
        harness.input(Input::Network(Network::Online));
        harness.connect();
        if harness.transport.is_none() {
            harness.sleep(millis(45_000));
        }
        if !harness.status().is_connected() {
            let id = harness.transport.unwrap();
            harness.input(Input::Transport { id, event: TransportEvent::Opened });
            harness.receive(r#"{"type":"connected"}"#);
        }
        // Long enough for the linger and for the confirmations that never came.
        harness.sleep(millis(6_000));
        let wanted: Vec<_> = harness.engine.wanted_channels().collect();
        let confirmed: Vec<_> = harness.engine.confirmed_channels().collect();
        prop_assert_eq!(wanted, confirmed);
        prop_assert_eq!(harness.engine.queue_depth(), 0);
    }
}
