//! One world: a clock, an agenda, and everything that takes part.

mod app;
mod grants;
mod network;
mod page;
mod rules;
mod server;
mod shelf;
mod tokens;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::time::Duration;

use bellwire::engine::CloseFrame;
use bellwire::engine::{
    ChannelAuth, Config, Engine, Input, Instant, MessageId, Output, Page, StoreAction,
    SubscriptionId, TransportEvent, TransportId,
};
use bellwire::{Attempts, Backoff, OutboxConfig, Overflow};
use bellwire_protocol::ChannelName;
use fastrand::Rng;

use crate::link::Link;
use crate::oracle::{Checked, Oracle, Violation};
use crate::plan::{CHANNELS, PageStep, Plan, Step, UNREST};
use crate::schedule::Schedule;
use crate::server::Server;

use self::shelf::Shelf;
use self::tokens::Tokens;

/// A transport of one of the page's lives.
type LinkId = (u32, TransportId);

/// How much a run may cost before it counts as running in circles.
const MOST_HAPPENINGS: usize = 60_000;

/// What a run has seen; it shows whether plans are worth their while.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sights {
    /// Transports that were opened.
    pub attempts: usize,
    /// Publications that were handed on.
    pub received: usize,
    /// Gaps that were told.
    pub gaps: usize,
    /// Messages that met their end.
    pub settled: usize,
}

/// Runs a plan. Equal plans give equal results.
///
/// # Errors
///
/// Fails with the first rule that is broken.
pub fn run(plan: &Plan, trace: &mut dyn FnMut(Duration, &str)) -> Result<Sights, Violation> {
    let mut world = World::new(plan, trace);
    world.run().map_err(|(rule, details)| Violation { rule, details, at: world.now })?;
    Ok(world.sights)
}

struct World<'a> {
    plan: &'a Plan,
    trace: &'a mut dyn FnMut(Duration, &str),
    rng: Rng,
    now: Duration,
    agenda: BinaryHeap<Reverse<(Duration, usize)>>,
    happenings: BTreeMap<usize, Happening>,
    count: usize,
    engine: Engine,
    /// How often the page was loaded again.
    life: u32,
    shelf: Shelf,
    /// The messages of this life, by their numbers.
    messages: BTreeMap<MessageId, u64>,
    server: Server,
    tokens: Tokens,
    oracle: Oracle,
    schedule: Schedule,
    links: BTreeMap<LinkId, Link>,
    /// The transport that the client believes in.
    transport: Option<LinkId>,
    /// The one timer.
    timer: usize,
    /// While the page does not run, what would reach it.
    suspended: Option<Vec<Happening>>,
    wakes_at: Duration,
    /// When all is judged.
    end: Option<Duration>,
    is_hidden: bool,
    is_offline: bool,
    server_back_at: Duration,
    refuses_until: Duration,
    drops_until: Duration,
    mute_until: Duration,
    outage_until: Duration,
    subscriptions: Vec<(SubscriptionId, ChannelName)>,
    /// Channels that the server has taken away on this connection.
    taken_away: BTreeSet<ChannelName>,
    requests: Vec<Request>,
    /// How often the application was asked to permit channels.
    questions: usize,
    numbers: u64,
    dealt_with: BTreeSet<u64>,
    /// Since when there is a connection over which everything gets through.
    well_since: Option<Duration>,
    sights: Sights,
}

#[derive(Clone, Debug)]
enum Happening {
    Step(Step),
    Timer(usize),
    Arrives(LinkId, TransportEvent),
    /// The browser learns of a close; the event follows.
    Closing(LinkId, u16),
    ToServer(LinkId, ToServer),
    Welcome(LinkId),
    /// The application answers a request for a token.
    Token(usize),
    /// The application's server has said whether a channel is permitted, in this life of the page.
    Granted(u32, ChannelAuth),
    /// What was kept is read, in this life of the page.
    Restored(u32),
    /// Something is written down, in this life of the page.
    Written(u32, StoreAction),
    /// A token expires that a connection was made with.
    Expiry(LinkId, usize),
    Resume(Option<Page>),
    Online,
    Peace,
    LastWords,
}

#[derive(Clone, Debug)]
enum ToServer {
    /// With a token, where there is one.
    Hello(Option<usize>),
    Text(String),
    Close,
}

/// What the application asks for within a handler, done when the handlers are through.
#[derive(Clone, Copy, Debug)]
enum Request {
    Connect,
    Disconnect,
    Remount,
    Send,
}

impl<'a> World<'a> {
    fn new(plan: &'a Plan, trace: &'a mut dyn FnMut(Duration, &str)) -> Self {
        Self {
            plan,
            trace,
            rng: Rng::with_seed(plan.seed),
            now: Duration::ZERO,
            agenda: BinaryHeap::new(),
            happenings: BTreeMap::new(),
            count: 0,
            engine: new_engine(plan, 0, Instant::ZERO),
            life: 0,
            shelf: Shelf::default(),
            messages: BTreeMap::new(),
            server: Server::new(
                plan.dialect,
                plan.server,
                plan.tokens.is_some_and(|tokens| tokens.in_band),
            ),
            tokens: Tokens::default(),
            oracle: Oracle::default(),
            schedule: Schedule::new(plan.attempts),
            links: BTreeMap::new(),
            transport: None,
            timer: 0,
            suspended: None,
            wakes_at: Duration::ZERO,
            end: None,
            is_hidden: false,
            is_offline: false,
            server_back_at: Duration::ZERO,
            refuses_until: Duration::ZERO,
            drops_until: Duration::ZERO,
            mute_until: Duration::ZERO,
            outage_until: Duration::ZERO,
            subscriptions: Vec::new(),
            taken_away: BTreeSet::new(),
            requests: Vec::new(),
            questions: 0,
            numbers: 0,
            dealt_with: BTreeSet::new(),
            well_since: None,
            sights: Sights::default(),
        }
    }

    fn run(&mut self) -> Checked {
        self.open_shelf();
        for (at, step) in &self.plan.steps {
            self.at(*at, Happening::Step(*step));
        }
        self.at(UNREST, Happening::Peace);
        while let Some(Reverse((at, index))) = self.agenda.pop() {
            if self.end.is_some_and(|end| at > end) {
                break;
            }
            if self.count > MOST_HAPPENINGS {
                return Err(("no running in circles", format!("{} happenings", self.count)));
            }
            self.now = at;
            if let Some(happening) = self.happenings.remove(&index) {
                self.happen(happening)?;
            }
        }
        self.judge()
    }

    fn at(&mut self, at: Duration, happening: Happening) -> usize {
        self.count += 1;
        self.agenda.push(Reverse((at.max(self.now), self.count)));
        self.happenings.insert(self.count, happening);
        self.count
    }

    fn after(&mut self, wait: Duration, happening: Happening) {
        self.at(self.now + wait, happening);
    }

    fn happen(&mut self, happening: Happening) -> Checked {
        if let Some(backlog) = &mut self.suspended
            && happening.is_the_page_s()
        {
            backlog.push(happening);
            return Ok(());
        }
        self.say(&format!("{happening:?}"));
        match happening {
            Happening::Step(_) if self.end.is_some() => {}
            Happening::Step(Step::App(step)) => self.app_step(step),
            Happening::Step(Step::Page(step)) => {
                self.tokens.disturbed_at = self.now;
                self.page_step(step)?;
            }
            Happening::Step(Step::Server(step)) => {
                self.tokens.disturbed_at = self.now;
                self.server_step(step);
            }
            Happening::Step(Step::Network(step)) => {
                self.tokens.disturbed_at = self.now;
                self.network_step(step);
            }
            Happening::Timer(timer) => {
                if timer == self.timer {
                    self.timer = 0;
                    self.tell_of_ending();
                    self.input(Input::Timeout);
                }
            }
            Happening::Arrives(id, event) => self.arrive(id, event),
            Happening::Closing(id, code) => {
                if let Some(link) = self.links.get_mut(&id) {
                    link.is_closing = true;
                }
                let close = CloseFrame { code, reason: String::new() };
                let wait = Duration::from_millis(self.rng.u64(..20));
                self.after(wait, Happening::Arrives(id, TransportEvent::Closed(close)));
            }
            Happening::ToServer(id, message) => self.reach_server(id, message),
            Happening::Welcome(id) => self.welcome(id),
            Happening::Token(request) => self.answer_token(request),
            Happening::Granted(life, auth) => self.answer_grants(life, auth),
            Happening::Restored(life) => self.restore(life),
            Happening::Written(life, action) => self.write(life, action),
            Happening::Expiry(id, token) => self.expire_token(id, token)?,
            Happening::Resume(page) => self.resume(page)?,
            Happening::Online => self.go_online(),
            Happening::Peace => self.make_peace()?,
            Happening::LastWords => self.say_last_words(),
        }
        self.settle()
    }

    fn happen_within(&mut self, longest: Duration, step: Step) {
        let wait = Duration::from_micros(self.rng.u64(..longest.as_micros() as u64));
        self.after(wait, Happening::Step(step));
    }

    /// Carries out what the engine wants, and what the application wants in turn.
    fn settle(&mut self) -> Checked {
        loop {
            while let Some(output) = self.engine.poll_output() {
                self.say(&format!("   {output:?}"));
                match output {
                    Output::Transport { id, action } => self.perform((self.life, id), action)?,
                    Output::Event(event) => self.hear(event)?,
                    Output::RequestToken => self.fetch_token()?,
                    Output::Store(action) => self.store(action),
                    Output::RequestChannelAuth(request) => self.fetch_grants(request)?,
                    _ => {}
                }
            }
            if self.requests.is_empty() {
                break;
            }
            let request = self.requests.remove(0);
            self.fulfil(request);
        }
        self.check()?;
        self.arm();
        Ok(())
    }

    fn arm(&mut self) {
        self.happenings.remove(&self.timer);
        let Some(deadline) = self.engine.poll_timeout() else {
            self.timer = 0;
            return;
        };
        let at = deadline.at.since(Instant::ZERO).max(self.now);
        let late = match self.is_hidden {
            true if self.rng.u8(..8) == 0 => self.rng.u64(..60_000),
            true => self.rng.u64(..1_000),
            false => self.rng.u64(..4),
        };
        self.timer = self.at(at + Duration::from_millis(late), Happening::Timer(0));
        let timer = self.timer;
        self.happenings.insert(timer, Happening::Timer(timer));
    }

    /// Something happens after which the client may start over.
    fn hope(&mut self) {
        self.schedule.fresh();
        self.tokens.forgive();
        self.tokens.disturbed_at = self.now;
    }

    fn input(&mut self, input: Input) {
        self.engine.handle_input(self.instant(), input);
    }

    fn instant(&self) -> Instant {
        Instant::from_elapsed(self.now)
    }

    fn say(&mut self, words: &str) {
        (self.trace)(self.now, words);
    }
}

impl Happening {
    /// Whether it has to wait while the page does not run.
    fn is_the_page_s(&self) -> bool {
        match self {
            Self::Timer(_)
            | Self::Arrives(..)
            | Self::Token(_)
            | Self::Granted(..)
            | Self::Restored(_)
            | Self::Online
            | Self::LastWords => true,
            Self::Step(Step::App(_)) => true,
            // What wakes it, or what it does not notice, needs no page that runs.
            Self::Step(Step::Page(step)) => !matches!(step, PageStep::Sleep(_)),
            Self::Step(Step::Server(_) | Step::Network(_)) => false,
            Self::Closing(..)
            | Self::Written(..)
            | Self::ToServer(..)
            | Self::Welcome(_)
            | Self::Expiry(..)
            | Self::Resume(_)
            | Self::Peace => false,
        }
    }
}

fn new_engine(plan: &Plan, life: u32, now: Instant) -> Engine {
    let mut config = Config::new("ws://sim/ws");
    let overflow = if plan.drops_oldest { Overflow::DropOldest } else { Overflow::Refuse };
    let outbox = OutboxConfig::default()
        .max_messages(plan.outbox)
        .expire_after(Duration::from_secs(90))
        .on_overflow(overflow);
    let attempts = plan.attempts.map_or(Attempts::Unlimited, Attempts::AtMost);
    config.backoff = Backoff::default().attempts(attempts);
    config.authenticates = plan.tokens.is_some();
    config.outbox = if plan.persists { outbox.persistent("sim") } else { outbox };
    Engine::new(config, plan.dialect.protocol(), plan.seed + u64::from(life), now)
}

fn channel_named(number: u8) -> ChannelName {
    // Letters only: always a name.
    let name = match number % CHANNELS {
        0 => "jobs",
        1 => "private-payments",
        _ => "presence-room",
    };
    // A word is a name.
    ChannelName::try_from(name).unwrap_or_else(|_| unreachable!())
}

fn secs(seconds: u8) -> Duration {
    Duration::from_secs(seconds.into())
}
