//! The subscriptions beside a model that sees what the server has read, which no client can.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bellwire::engine::{ClientEvent, SubscriptionId, TransportEvent};
use bellwire::{ChannelName, UnsubscribeReason};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::Union;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use serde_json::{Value, json};

use crate::harness::{Harness, PING, millis};

/// The model's clock, in milliseconds.
const TICK: u64 = 50;

/// How many ticks a channel outlives its last holder.
const LINGER: u64 = 5;

/// After how many ticks a server's silence is consent.
const CONSENT: u64 = 100;

prop_state_machine! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_server_is_asked_for_what_is_wanted_and_for_nothing_else(sequential 1..60 => Run);
}

type Channel = &'static str;

const CHANNELS: [Channel; 3] = ["jobs", "payments", "room"];

#[derive(Clone, Debug)]
enum Step {
    Subscribe(Channel),
    /// The n-th holder leaves.
    Unsubscribe(usize),
    Open,
    Welcome(Server),
    Lose,
    /// The server reads the next frame; these are channels that it subscribes nobody to.
    Read(Vec<Channel>),
    TakeAway(Channel),
    Sleep(u64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Server {
    /// Subscribes without a word, and has none for a welcome either.
    Silent,
    /// Answers, sometimes late.
    Plain,
    /// Keeps a history, and so must answer.
    Recovering,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    Away,
    Opened,
    Welcomed(Server),
}

/// What a connection that was asked for a channel has said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Awaited { consent_at: Option<u64> },
    Yes,
    No,
}

#[derive(Clone, Debug)]
enum Frame {
    Subscribe(Vec<Channel>),
    /// With a number where the answer bears it.
    Unsubscribe(Vec<Channel>, Option<u64>),
}

impl Frame {
    fn gives_back(&self, channel: Channel) -> bool {
        matches!(self, Self::Unsubscribe(channels, _) if channels.contains(&channel))
    }

    fn is_numbered(&self) -> bool {
        matches!(self, Self::Unsubscribe(_, Some(_)))
    }

    fn json(&self) -> Value {
        match self {
            Self::Subscribe(channels) => message("subscribe", channels, None),
            Self::Unsubscribe(channels, id) => message("unsubscribe", channels, *id),
        }
    }
}

fn message(kind: &str, channels: &[Channel], id: Option<u64>) -> Value {
    let mut message = json!({"type": kind, "channels": channels});
    if let Some(id) = id {
        message["id"] = id.into();
    }
    message
}

/// Both ends of the wire.
#[derive(Clone, Debug)]
struct Model {
    now: u64,
    link: Link,
    /// What each holder wants.
    holders: Vec<Channel>,
    /// Since when nobody wants a channel any more.
    left_at: BTreeMap<Channel, u64>,
    asked: BTreeMap<Channel, Answer>,
    unread: VecDeque<Frame>,
    /// How many frames were numbered.
    numbered: u64,
    /// What the server takes for subscribed.
    subscribed: BTreeSet<Channel>,
    /// What the client sent in the last step.
    sent: Vec<Frame>,
    /// What the server said in the last step.
    said: Vec<Value>,
    /// What the application heard of in the last step.
    heard: Vec<ClientEvent>,
}

impl Model {
    fn wanted(&self) -> BTreeSet<Channel> {
        self.holders.iter().copied().collect()
    }

    fn answered(&self, answer: Answer) -> Vec<Channel> {
        keys_of(&self.asked, |given| *given == answer)
    }

    fn subscribe(&mut self, channel: Channel) {
        self.holders.push(channel);
        self.left_at.remove(channel);
        if self.asked.get(channel) == Some(&Answer::No) {
            self.asked.remove(channel);
        }
        self.ask();
    }

    fn unsubscribe(&mut self, holder: usize) {
        let channel = self.holders.remove(holder);
        if !self.holders.contains(&channel) {
            self.left_at.insert(channel, self.now);
        }
    }

    /// Asks for all that is wanted and was not asked for.
    fn ask(&mut self) {
        let mut channels = self.wanted();
        channels.retain(|channel| !self.asked.contains_key(channel));
        if self.link != Link::Away && !channels.is_empty() {
            let answer = Answer::Awaited { consent_at: self.consent_at() };
            self.asked.extend(channels.iter().map(|channel| (*channel, answer)));
            self.send(Frame::Subscribe(channels.into_iter().collect()));
        }
    }

    /// Who has not said that it is there, or must answer, does not consent by silence.
    fn consent_at(&self) -> Option<u64> {
        match self.link {
            Link::Welcomed(Server::Silent | Server::Plain) => Some(self.now + CONSENT),
            Link::Away | Link::Opened | Link::Welcomed(Server::Recovering) => None,
        }
    }

    fn send(&mut self, frame: Frame) {
        self.sent.push(frame.clone());
        self.unread.push_back(frame);
    }

    fn welcome(&mut self, server: Server) {
        self.link = Link::Welcomed(server);
        let answer = Answer::Awaited { consent_at: self.consent_at() };
        self.asked.values_mut().for_each(|unanswered| *unanswered = answer);
    }

    fn lose(&mut self) {
        self.link = Link::Away;
        self.asked.clear();
        self.unread.clear();
        self.subscribed.clear();
    }

    fn read(&mut self, refused: &[Channel]) {
        match self.unread.pop_front().unwrap() {
            Frame::Subscribe(channels) => {
                let is_refused = |channel: &Channel| refused.contains(channel);
                let (no, yes): (Vec<_>, Vec<_>) = channels.into_iter().partition(is_refused);
                self.subscribed.extend(&yes);
                self.answer(yes, Answer::Yes, "subscribed");
                self.answer(no, Answer::No, "error");
            }
            Frame::Unsubscribe(channels, id) => {
                self.subscribed.retain(|channel| !channels.contains(channel));
                self.say("unsubscribed", &channels, id);
            }
        }
    }

    fn take_away(&mut self, channel: Channel) {
        self.subscribed.remove(channel);
        self.answer(vec![channel], Answer::No, "unsubscribed");
    }

    /// What the client has given back meanwhile is not what it is told of.
    fn answer(&mut self, mut channels: Vec<Channel>, answer: Answer, kind: &str) {
        self.say(kind, &channels, None);
        channels.retain(|channel| !self.is_given_back(channel));
        if !self.is_silent() {
            self.conclude(channels, answer);
        }
    }

    fn say(&mut self, kind: &str, channels: &[Channel], id: Option<u64>) {
        if !self.is_silent() && !channels.is_empty() {
            self.said.push(message(kind, channels, id));
        }
    }

    fn conclude(&mut self, channels: Vec<Channel>, answer: Answer) {
        for channel in channels {
            self.asked.insert(channel, answer);
            let name = channel.parse().unwrap();
            self.heard.push(match answer {
                Answer::Yes => ClientEvent::Subscribed(name),
                Answer::No | Answer::Awaited { .. } => unsubscribed(name),
            });
        }
    }

    fn is_welcomed(&self) -> bool {
        matches!(self.link, Link::Welcomed(_))
    }

    fn is_silent(&self) -> bool {
        self.link == Link::Welcomed(Server::Silent)
    }

    fn is_given_back(&self, channel: Channel) -> bool {
        self.unread.iter().any(|frame| frame.gives_back(channel))
    }

    /// Whether it would take anything that ends a channel for the answer that it waits for.
    fn is_easily_misled(&self, channel: Channel) -> bool {
        self.unread.iter().any(|frame| frame.gives_back(channel) && !frame.is_numbered())
    }

    fn tick(&mut self) {
        self.now += 1;
        let over = keys_of(&self.left_at, |at| at + LINGER == self.now);
        let mut given_back = Vec::new();
        for channel in over {
            self.left_at.remove(channel);
            if self.asked.remove(channel).is_some_and(|answer| answer != Answer::No) {
                given_back.push(channel);
            }
        }
        if !given_back.is_empty() {
            let is_numbered = self.link == Link::Welcomed(Server::Recovering);
            self.numbered += u64::from(is_numbered);
            self.send(Frame::Unsubscribe(given_back, is_numbered.then_some(self.numbered)));
        }
        let silence = Answer::Awaited { consent_at: Some(self.now) };
        self.conclude(keys_of(&self.asked, |answer| *answer == silence), Answer::Yes);
    }
}

fn keys_of<V>(map: &BTreeMap<Channel, V>, is_meant: impl Fn(&V) -> bool) -> Vec<Channel> {
    map.iter().filter(|(_, value)| is_meant(value)).map(|(channel, _)| *channel).collect()
}

impl ReferenceStateMachine for Model {
    type State = Self;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Self> {
        Just(Self {
            now: 0,
            link: Link::Away,
            holders: Vec::new(),
            left_at: BTreeMap::new(),
            asked: BTreeMap::new(),
            unread: VecDeque::new(),
            numbered: 0,
            subscribed: BTreeSet::new(),
            sent: Vec::new(),
            said: Vec::new(),
            heard: Vec::new(),
        })
        .boxed()
    }

    fn transitions(state: &Self) -> BoxedStrategy<Step> {
        let sleep = prop_oneof![
            4 => 1..LINGER,
            3 => LINGER..3 * LINGER,
            1 => CONSENT - LINGER..=CONSENT
        ];
        let mut steps = vec![
            (4, select(&CHANNELS[..]).prop_map(Step::Subscribe).boxed()),
            (4, sleep.prop_map(Step::Sleep).boxed()),
        ];
        if !state.holders.is_empty() {
            steps.push((4, (0..state.holders.len()).prop_map(Step::Unsubscribe).boxed()));
        }
        match state.link {
            Link::Away => steps.push((6, Just(Step::Open).boxed())),
            Link::Opened => {
                let servers = select(&[Server::Silent, Server::Plain, Server::Recovering][..]);
                steps.push((6, servers.prop_map(Step::Welcome).boxed()));
            }
            Link::Welcomed(_) => {}
        }
        if !state.unread.is_empty() && state.is_welcomed() {
            steps.push((2, Just(Step::Read(Vec::new())).boxed()));
            if !state.is_silent() {
                let refused = subsequence(&CHANNELS[..], 1..=CHANNELS.len());
                steps.push((1, refused.prop_map(Step::Read).boxed()));
            }
        }
        let mut takes = CHANNELS.map(Step::TakeAway).to_vec();
        takes.retain(|step| Self::preconditions(state, step));
        if !takes.is_empty() {
            steps.push((1, select(takes).boxed()));
        }
        if state.link != Link::Away {
            steps.push((1, Just(Step::Lose).boxed()));
        }
        Union::new_weighted(steps).boxed()
    }

    fn preconditions(state: &Self, step: &Step) -> bool {
        match step {
            Step::Subscribe(_) | Step::Sleep(_) => true,
            Step::Unsubscribe(holder) => *holder < state.holders.len(),
            Step::Open => state.link == Link::Away,
            Step::Welcome(_) => state.link == Link::Opened,
            Step::Lose => state.link != Link::Away,
            Step::Read(refused) => {
                state.is_welcomed()
                    && !state.unread.is_empty()
                    && (refused.is_empty() || !state.is_silent())
            }
            Step::TakeAway(channel) => {
                state.subscribed.contains(channel)
                    && !state.is_easily_misled(channel)
                    && !state.is_silent()
            }
        }
    }

    fn apply(mut state: Self, step: &Step) -> Self {
        state.sent.clear();
        state.said.clear();
        state.heard.clear();
        match step {
            Step::Subscribe(channel) => state.subscribe(channel),
            Step::Unsubscribe(holder) => state.unsubscribe(*holder),
            Step::Open => {
                state.link = Link::Opened;
                state.ask();
            }
            Step::Welcome(server) => state.welcome(*server),
            Step::Lose => state.lose(),
            Step::Read(refused) => state.read(refused),
            Step::TakeAway(channel) => state.take_away(channel),
            Step::Sleep(ticks) => (0..*ticks).for_each(|_| state.tick()),
        }
        state
    }
}

struct Run {
    harness: Harness,
    holders: Vec<SubscriptionId>,
}

impl Run {
    /// Takes a step that the model allows; no other.
    fn step(self, model: &mut Model, step: Step) -> Self {
        if !Model::preconditions(model, &step) {
            return self;
        }
        *model = Model::apply(model.clone(), &step);
        let run = Self::apply(self, model, step);
        Self::check_invariants(&run, model);
        run
    }

    /// Waits until nobody has anything left to say. Both ends then agree on what was not refused.
    fn quiet(mut self, model: &mut Model) -> Self {
        for step in [Step::Open, Step::Welcome(Server::Plain), Step::Sleep(LINGER)] {
            self = self.step(model, step);
        }
        while !model.unread.is_empty() {
            self = self.step(model, Step::Read(Vec::new()));
        }
        let run = self.step(model, Step::Sleep(CONSENT));
        let refused = model.answered(Answer::No);
        let mut wanted = run.wanted();
        wanted.retain(|channel| !refused.contains(channel));
        let subscribed = Vec::from_iter(model.subscribed.iter().copied());
        assert_eq!((&wanted, &run.confirmed()), (&subscribed, &subscribed));
        run
    }

    fn wanted(&self) -> Vec<&str> {
        self.harness.engine.wanted_channels().map(ChannelName::as_str).collect()
    }

    fn confirmed(&self) -> Vec<&str> {
        self.harness.engine.confirmed_channels().map(ChannelName::as_str).collect()
    }

    fn sent(&mut self) -> Vec<Value> {
        let sent = self.harness.sent().into_iter().filter(|text| text != PING);
        sent.map(|text| serde_json::from_str(&text).unwrap()).collect()
    }

    fn heard(&mut self) -> Vec<ClientEvent> {
        let mut heard = self.harness.events();
        heard.retain_mut(|event| {
            if let ClientEvent::Unsubscribed { channel, .. } = event {
                *event = unsubscribed(channel.clone());
                return true;
            }
            matches!(event, ClientEvent::Subscribed(_))
        });
        heard
    }
}

/// The model does not say why.
fn unsubscribed(channel: ChannelName) -> ClientEvent {
    ClientEvent::Unsubscribed { channel, reason: UnsubscribeReason::TakenAway }
}

impl StateMachineTest for Run {
    type SystemUnderTest = Self;
    type Reference = Model;

    fn init_test(_: &Model) -> Self {
        Self { harness: Harness::obedient(|config| config), holders: Vec::new() }
    }

    fn apply(mut run: Self, model: &Model, step: Step) -> Self {
        let harness = &mut run.harness;
        match step {
            Step::Subscribe(channel) => run.holders.push(harness.subscribe(channel)),
            Step::Unsubscribe(holder) => harness.unsubscribe(run.holders.remove(holder)),
            Step::Open => {
                harness.connect();
                harness.happens(TransportEvent::Opened);
            }
            Step::Welcome(server) => {
                harness.receive(match server {
                    Server::Silent => r#"{"type":"pong"}"#,
                    Server::Plain => r#"{"type":"connected"}"#,
                    Server::Recovering => {
                        r#"{"type":"connected","data":{"capabilities":["recovery"]}}"#
                    }
                });
                harness.receive(r#"{"type":"pong"}"#);
            }
            Step::Lose => harness.close(1006),
            Step::Read(_) | Step::TakeAway(_) => {
                for text in &model.said {
                    harness.receive(&text.to_string());
                }
            }
            Step::Sleep(ticks) => harness.sleep(millis(ticks * TICK)),
        }
        let sent: Vec<_> = model.sent.iter().map(Frame::json).collect();
        assert_eq!(run.sent(), sent);
        assert_eq!(run.heard(), model.heard);
        run
    }

    fn check_invariants(run: &Self, model: &Model) {
        assert_eq!(run.wanted(), Vec::from_iter(model.wanted()));
        assert_eq!(run.confirmed(), model.answered(Answer::Yes));
    }

    /// In the end the server has what is wanted; what it has refused, after a new connection.
    fn teardown(run: Self, mut model: Model) {
        let run = run.quiet(&mut model);
        let run = run.step(&mut model, Step::Lose).quiet(&mut model);
        assert_eq!(run.wanted(), Vec::from_iter(model.subscribed));
    }
}
