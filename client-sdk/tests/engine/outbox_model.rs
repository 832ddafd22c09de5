//! The outbox beside a list of letters that follows the rules as users are told them.

use std::collections::BTreeMap;

use bellwire::engine::{ClientEvent, MessageId, OutboxLimit, RefuseReason, TransportEvent};
use bellwire::{OutboxConfig, Outcome, Overflow, Payload, Publication};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use serde_json::{Value, json};

use crate::harness::{Harness, PING, secs};

/// How many letters may be in flight.
const WINDOW: usize = 32;

/// How long a letter lasts, in seconds.
const LIFETIME: u64 = 60;

prop_state_machine! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_message_goes_the_way_it_must(sequential 1..40 => Run);
}

#[derive(Clone, Debug)]
enum Step {
    /// The application sends so many letters, one by one.
    Send {
        padding: usize,
        channel: Option<&'static str>,
        copies: usize,
    },
    Welcome(Server),
    Lose,
    /// The server says what has become of the n-th letter in flight.
    Answer(usize, Answer),
    /// The server acknowledges a letter that has met its end.
    AnswerLate,
    Sleep(u64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Server {
    /// Says no welcome; whatever it says will do.
    Wordless,
    Plain,
    Acknowledging,
    /// Acknowledges, and keeps a history in which a letter may come back.
    Recovering,
}

const SERVERS: [Server; 4] =
    [Server::Wordless, Server::Plain, Server::Acknowledging, Server::Recovering];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Acknowledge,
    Refuse,
    Publish,
}

const ANSWERS: [Answer; 3] = [Answer::Acknowledge, Answer::Refuse, Answer::Publish];
const WITHOUT_HISTORY: [Answer; 2] = [Answer::Acknowledge, Answer::Refuse];

/// A message. Its text begins with its number, and so is like no other.
#[derive(Clone, Debug)]
struct Letter {
    number: u64,
    padding: usize,
    channel: Option<&'static str>,
    expires_at: u64,
    way: Way,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    NeverSent,
    InFlight,
    /// A connection has had it, and is gone.
    Unanswered,
}

impl Letter {
    fn text(&self) -> String {
        format!("{}{}", self.number, "x".repeat(self.padding))
    }

    /// The event's name, the channel's, and the text with its quotes.
    fn bytes(&self) -> usize {
        "chat".len() + self.channel.map_or(0, str::len) + self.text().len() + 2
    }

    fn message(&self) -> Publication {
        let channel = self.channel.map(|name| name.parse().unwrap());
        Publication::new("chat", channel, Payload::encode(&self.text()).unwrap())
    }

    fn frame(&self) -> Value {
        let mut frame = json!({"type": "chat", "data": self.text()});
        if let Some(channel) = self.channel {
            frame["channel"] = channel.into();
        }
        frame
    }
}

/// What the outbox must hold.
#[derive(Clone, Debug)]
struct Model {
    messages: usize,
    bytes: usize,
    overflow: Overflow,
    now: u64,
    server: Option<Server>,
    letters: Vec<Letter>,
    written: u64,
    /// The last one that ended after a connection had had it.
    over: Option<Letter>,
    seen: Seen,
}

/// What must have been seen of the last step.
#[derive(Clone, Debug, Default)]
struct Seen {
    /// Each letter that was sent, and the limit for which it came back.
    sent: Vec<(Letter, Option<OutboxLimit>)>,
    frames: Vec<Letter>,
    outcomes: Vec<(u64, Outcome)>,
}

impl Model {
    fn send(&mut self, padding: usize, channel: Option<&'static str>) {
        let (number, expires_at) = (self.written, self.now + LIFETIME);
        self.written += 1;
        let letter = Letter { number, padding, channel, expires_at, way: Way::NeverSent };
        let refused = self.make_room(&letter).err();
        self.seen.sent.push((letter.clone(), refused));
        if refused.is_none() {
            self.letters.push(letter);
            self.fly();
        }
    }

    /// As few of the oldest go as will do. When all that may go would not do, none does.
    fn make_room(&mut self, letter: &Letter) -> Result<(), OutboxLimit> {
        if self.server.is_some() && !self.is_acknowledged() {
            return Ok(());
        }
        let may_go = |letter: &&Letter| letter.way == Way::NeverSent;
        let mut numbers: Vec<u64> = self.letters.iter().filter(may_go).map(|l| l.number).collect();
        if self.overflow == Overflow::Refuse {
            numbers.clear();
        }
        let enough = (0..numbers.len()).find(|count| self.fits(letter, &numbers[..*count]).is_ok());
        numbers.truncate(enough.unwrap_or(numbers.len()));
        self.fits(letter, &numbers)?;
        self.end(Outcome::Refused(RefuseReason::Displaced), |l| numbers.contains(&l.number));
        Ok(())
    }

    fn fits(&self, letter: &Letter, without: &[u64]) -> Result<(), OutboxLimit> {
        let (mut messages, mut bytes) = (1, letter.bytes());
        for other in self.letters.iter().filter(|other| !without.contains(&other.number)) {
            messages += 1;
            bytes += other.bytes();
        }
        if messages > self.messages {
            return Err(OutboxLimit::Messages(self.messages));
        }
        if bytes > self.bytes { Err(OutboxLimit::Bytes(self.bytes)) } else { Ok(()) }
    }

    /// A server that tells what has become of them has the oldest. One that does not has all at
    /// once, but for those that another may have.
    fn fly(&mut self) {
        match self.server {
            None => {}
            Some(Server::Wordless | Server::Plain) => {
                let unknown = self.letters.iter().filter(|letter| letter.way == Way::NeverSent);
                self.seen.frames.extend(unknown.cloned());
                self.end(Outcome::Delivered, |_| true);
            }
            Some(Server::Acknowledging | Server::Recovering) => {
                let oldest = self.letters.iter_mut().take(WINDOW);
                for letter in oldest.filter(|letter| letter.way != Way::InFlight) {
                    letter.way = Way::InFlight;
                    self.seen.frames.push(letter.clone());
                }
            }
        }
    }

    fn end(&mut self, outcome: Outcome, is_over: impl Fn(&Letter) -> bool) {
        for letter in self.letters.extract_if(.., |letter| is_over(letter)) {
            self.seen.outcomes.push((letter.number, outcome));
            if letter.way != Way::NeverSent {
                self.over = Some(letter);
            }
        }
    }

    fn lose(&mut self) {
        self.server = None;
        for letter in self.letters.iter_mut().filter(|letter| letter.way == Way::InFlight) {
            letter.way = Way::Unanswered;
        }
    }

    fn answer(&mut self, index: usize, answer: Answer) {
        let number = self.in_flight().nth(index).unwrap().number;
        let outcome = match answer {
            Answer::Acknowledge | Answer::Publish => Outcome::Acknowledged,
            Answer::Refuse => Outcome::Refused(RefuseReason::Server),
        };
        self.end(outcome, |letter| letter.number == number);
        self.fly();
    }

    fn sleep(&mut self, seconds: u64) {
        let end = self.now + seconds;
        let next = |letters: &[Letter]| letters.iter().map(|letter| letter.expires_at).min();
        while let Some(at) = next(&self.letters).filter(|at| *at <= end) {
            self.end(Outcome::Expired, |letter| letter.expires_at == at);
            self.fly();
        }
        self.now = end;
    }

    fn in_flight(&self) -> impl Iterator<Item = &Letter> {
        self.letters.iter().filter(|letter| letter.way == Way::InFlight)
    }

    fn is_acknowledged(&self) -> bool {
        matches!(self.server, Some(Server::Acknowledging | Server::Recovering))
    }
}

fn sends() -> BoxedStrategy<Step> {
    let padding = prop_oneof![3 => Just(0), 3 => 20..30_usize, 1 => Just(90)];
    let channel = prop_oneof![Just(None), Just(Some("room"))];
    let copies = prop_oneof![8 => Just(1_usize), 1 => 2..50_usize];
    (padding, channel, copies)
        .prop_map(|(padding, channel, copies)| Step::Send { padding, channel, copies })
        .boxed()
}

impl ReferenceStateMachine for Model {
    type State = Self;
    type Transition = Step;

    /// In a small outbox the limits bite, in a roomy one the window does.
    fn init_state() -> BoxedStrategy<Self> {
        let limits = prop_oneof![Just((4, 80)), Just((48, 1_000))];
        let overflow = prop_oneof![Just(Overflow::Refuse), Just(Overflow::DropOldest)];
        (limits, overflow)
            .prop_map(|((messages, bytes), overflow)| Self {
                messages,
                bytes,
                overflow,
                now: 0,
                server: None,
                letters: Vec::new(),
                written: 0,
                over: None,
                seen: Seen::default(),
            })
            .boxed()
    }

    fn transitions(state: &Self) -> BoxedStrategy<Step> {
        let mut steps = vec![
            (6, sends()),
            (2, (1..10_u64).prop_map(Step::Sleep).boxed()),
            (1, (40..=LIFETIME).prop_map(Step::Sleep).boxed()),
        ];
        if state.server.is_some() {
            steps.push((2, Just(Step::Lose).boxed()));
        } else {
            steps.push((6, select(&SERVERS[..]).prop_map(Step::Welcome).boxed()));
        }
        let in_flight = state.in_flight().count();
        if in_flight > 0 {
            let has_history = state.server == Some(Server::Recovering);
            let answers = if has_history { &ANSWERS[..] } else { &WITHOUT_HISTORY[..] };
            let answer = (0..in_flight, select(answers));
            steps.push((4, answer.prop_map(|(index, say)| Step::Answer(index, say)).boxed()));
        }
        if state.is_acknowledged() && state.over.is_some() {
            steps.push((1, Just(Step::AnswerLate).boxed()));
        }
        Union::new_weighted(steps).boxed()
    }

    fn preconditions(state: &Self, step: &Step) -> bool {
        match step {
            Step::Send { .. } | Step::Sleep(_) => true,
            Step::Welcome(_) => state.server.is_none(),
            Step::Lose => state.server.is_some(),
            Step::Answer(index, Answer::Acknowledge | Answer::Refuse) => {
                *index < state.in_flight().count()
            }
            Step::Answer(index, Answer::Publish) => {
                state.server == Some(Server::Recovering) && *index < state.in_flight().count()
            }
            Step::AnswerLate => state.is_acknowledged() && state.over.is_some(),
        }
    }

    fn apply(mut state: Self, step: &Step) -> Self {
        state.seen = Seen::default();
        match *step {
            Step::Send { padding, channel, copies } => {
                (0..copies).for_each(|_| state.send(padding, channel));
            }
            Step::Welcome(server) => {
                state.server = Some(server);
                state.fly();
            }
            Step::Lose => state.lose(),
            Step::Answer(index, answer) => state.answer(index, answer),
            Step::AnswerLate => {}
            Step::Sleep(seconds) => state.sleep(seconds),
        }
        state
    }
}

struct Run {
    harness: Harness,
    /// The letters that are on their way.
    numbers: BTreeMap<MessageId, u64>,
    /// The id and the key of each text that was sent under one.
    names: BTreeMap<String, (u64, String)>,
}

impl Run {
    fn send(&mut self, letter: &Letter, refused: Option<OutboxLimit>) {
        match self.harness.send(letter.message()) {
            Ok(id) => {
                assert_eq!(refused, None, "{letter:?} must come back");
                assert_eq!(self.numbers.insert(id, letter.number), None, "{id:?} twice");
            }
            Err(full) => {
                assert_eq!((*full.message, Some(full.limit)), (letter.message(), refused));
            }
        }
    }

    fn welcome(&mut self, server: Server) {
        self.harness.connect();
        self.harness.happens(TransportEvent::Opened);
        assert_eq!(self.harness.sent(), [""; 0], "nothing leaves before the welcome");
        self.harness.receive(match server {
            Server::Wordless => r#"{"type":"pong"}"#,
            Server::Plain => r#"{"type":"connected"}"#,
            Server::Acknowledging => r#"{"type":"connected","data":{"capabilities":["ack"]}}"#,
            Server::Recovering => {
                r#"{"type":"connected","data":{"capabilities":["ack","recovery"]}}"#
            }
        });
        self.harness.receive(r#"{"type":"pong"}"#);
    }

    fn answer(&mut self, letter: &Letter, answer: Answer) {
        let (id, key) = &self.names[&letter.text()];
        let text = match answer {
            Answer::Acknowledge => json!({"type": "ack", "id": id}),
            Answer::Refuse => json!({"type": "error", "id": id, "data": {"message": "no"}}),
            Answer::Publish => json!({"type": "chat", "channel": "room", "key": key}),
        };
        self.harness.receive(&text.to_string());
    }

    /// What was sent, without the names, which are the same each time and of no other.
    fn frames(&mut self, is_acknowledged: bool) -> Vec<Value> {
        let mut frames = Vec::new();
        for sent in self.harness.sent().into_iter().filter(|sent| sent != PING) {
            let mut frame: Value = serde_json::from_str(&sent).unwrap();
            let fields = frame.as_object_mut().unwrap();
            let name = (fields.remove("id"), fields.remove("key"));
            if is_acknowledged {
                let (Some(Value::Number(id)), Some(Value::String(key))) = name else {
                    panic!("no name: {sent}");
                };
                let name = (id.as_u64().unwrap(), key);
                let text = fields["data"].as_str().unwrap();
                for (other, known) in &self.names {
                    assert_eq!(name.0 == known.0, other == text, "{sent} beside {known:?}");
                    assert_eq!(name.1 == known.1, other == text, "{sent} beside {known:?}");
                }
                self.names.insert(text.to_owned(), name);
            } else {
                assert_eq!(name, (None, None), "{sent}");
            }
            frames.push(frame);
        }
        frames
    }

    /// What has met its end; nothing does so twice.
    fn outcomes(&mut self) -> Vec<(u64, Outcome)> {
        let mut outcomes = Vec::new();
        for event in self.harness.events() {
            if let ClientEvent::Settled { id, outcome } = event {
                outcomes.push((self.numbers.remove(&id).expect("a letter on its way"), outcome));
            } else {
                assert!(!matches!(event, ClientEvent::Received(_)), "our own: {event:?}");
            }
        }
        outcomes
    }
}

impl StateMachineTest for Run {
    type SystemUnderTest = Self;
    type Reference = Model;

    fn init_test(model: &Model) -> Self {
        let outbox = OutboxConfig::default()
            .max_messages(model.messages)
            .max_bytes(model.bytes)
            .expire_after(secs(LIFETIME))
            .on_overflow(model.overflow);
        let harness = Harness::obedient(|mut config| {
            config.outbox = outbox;
            config
        });
        Self { harness, numbers: BTreeMap::new(), names: BTreeMap::new() }
    }

    fn apply(mut run: Self, model: &Model, step: Step) -> Self {
        match step {
            Step::Send { .. } => {
                for (letter, refused) in &model.seen.sent {
                    run.send(letter, *refused);
                }
            }
            Step::Welcome(server) => run.welcome(server),
            Step::Lose => run.harness.close(1006),
            Step::Answer(_, answer) => run.answer(model.over.as_ref().unwrap(), answer),
            Step::AnswerLate => run.answer(model.over.as_ref().unwrap(), Answer::Acknowledge),
            Step::Sleep(seconds) => run.harness.sleep(secs(seconds)),
        }
        let expected: Vec<_> = model.seen.frames.iter().map(Letter::frame).collect();
        assert_eq!(run.frames(model.is_acknowledged()), expected);
        assert_eq!(run.outcomes(), model.seen.outcomes);
        run
    }

    fn check_invariants(run: &Self, model: &Model) {
        assert_eq!(run.harness.engine.queue_depth(), model.letters.len());
    }

    /// In the end every message has met its own.
    fn teardown(run: Self, model: Model) {
        let step = Step::Sleep(LIFETIME);
        let model = Model::apply(model, &step);
        let run = Self::apply(run, &model, step);
        assert_eq!(run.numbers, BTreeMap::new());
        assert_eq!(run.harness.engine.queue_depth(), 0);
    }
}
