use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::time::Duration;

use bellwire::engine::{
    ClientEvent, CloseFrame, Config, ConnectionStatus, Engine, Frame, Input, Instant, MessageId,
    Network, OutboxConfig, Outcome, Output, Overflow, Page, SubscriptionId, TransportAction,
    TransportEvent, TransportId,
};
use bellwire::{Attempts, Backoff, Payload, Protocol, Publication};
use bellwire_protocol::ChannelName;
use fastrand::Rng;

use crate::link::Link;
use crate::oracle::{Checked, Oracle, Violation};
use crate::plan::{CHANNELS, Plan, Step, UNREST};
use crate::schedule::Schedule;
use crate::server::{Sent, Server};

/// How long the world is left in peace before it is judged.
const PEACE: Duration = Duration::from_secs(400);
/// How much a run may cost before it counts as running in circles.
const MOST_HAPPENINGS: usize = 60_000;
/// How much an engine at rest may hold, as it prints itself.
const MOST_MEMORY: usize = 16 * 1024;
/// Time enough for a message and its acknowledgement.
const ENOUGH: Duration = Duration::from_secs(10);
/// The longest time between the death of a connection and its detection: the heartbeat's interval,
/// its timeout, the second chance after a late timer, and the worst throttling of a hidden page.
const DETECTION: Duration = Duration::from_secs(25 + 10 + 3 + 2 * 60 + 2);

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
    server: Server,
    oracle: Oracle,
    schedule: Schedule,
    links: BTreeMap<TransportId, Link>,
    /// The transport that the client believes in.
    transport: Option<TransportId>,
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
    Arrives(TransportId, TransportEvent),
    /// The browser learns of a close; the event follows.
    Closing(TransportId, u16),
    ToServer(TransportId, ToServer),
    Welcome(TransportId),
    Resume(Option<Page>),
    Online,
    Peace,
    LastWords,
}

#[derive(Clone, Debug)]
enum ToServer {
    Hello,
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
        let mut config = Config::new("ws://sim/ws");
        let overflow = if plan.drops_oldest { Overflow::DropOldest } else { Overflow::Refuse };
        config.outbox = OutboxConfig::default()
            .max_messages(plan.outbox)
            .expire_after(Duration::from_secs(90))
            .on_overflow(overflow);
        let attempts = plan.attempts.map_or(Attempts::Unlimited, Attempts::AtMost);
        config.backoff = Backoff::default().attempts(attempts);
        Self {
            plan,
            trace,
            rng: Rng::with_seed(plan.seed),
            now: Duration::ZERO,
            agenda: BinaryHeap::new(),
            happenings: BTreeMap::new(),
            count: 0,
            engine: Engine::new(config, Protocol::envelope(), plan.seed, Instant::ZERO),
            server: Server::new(plan.server),
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
            numbers: 0,
            dealt_with: BTreeSet::new(),
            well_since: None,
            sights: Sights::default(),
        }
    }

    fn run(&mut self) -> Checked {
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
            // What was started before may still come after.
            Happening::Step(_) if self.end.is_some() => {}
            Happening::Step(step) => self.step(step)?,
            Happening::Timer(timer) => {
                if timer == self.timer {
                    self.timer = 0;
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
            Happening::Resume(page) => self.resume(page)?,
            Happening::Online => self.go_online(),
            Happening::Peace => self.make_peace()?,
            Happening::LastWords => self.say_last_words(),
        }
        self.settle()
    }

    // What happens to the client.

    fn step(&mut self, step: Step) -> Checked {
        match step {
            Step::Connect => {
                self.tell_of_ending();
                self.schedule.fresh();
                self.engine.connect(self.instant());
            }
            Step::Disconnect => self.engine.disconnect(self.instant()),
            Step::Subscribe(channel) => self.subscribe(&channel_named(channel)),
            Step::Unsubscribe(index) => self.unsubscribe(usize::from(index)),
            Step::Send(channel) => self.send(&channel_named(channel)),
            Step::Ambush(channel) => {
                self.send(&channel_named(channel));
                self.send(&channel_named(channel));
                self.step_of_the_world(Step::Publish(channel, 2));
                self.happen_within(Duration::from_millis(200), Step::Cut);
            }
            Step::Flicker(channel) => {
                self.subscribe(&channel_named(channel));
                self.happen_within(Duration::from_millis(200), Step::Unsubscribe(255));
                for wait in [300, 600, 900, 1_200, 2_000] {
                    self.happen_within(Duration::from_millis(wait), Step::Publish(channel, 1));
                }
                self.happen_within(Duration::from_millis(1_500), Step::Subscribe(channel));
            }
            Step::Hide => {
                self.is_hidden = true;
                self.input(Input::Page(Page::Hidden));
            }
            Step::Show => {
                self.is_hidden = false;
                self.schedule.fresh();
                self.input(Input::Page(Page::Visible));
            }
            Step::Freeze(seconds) => {
                self.input(Input::Page(Page::Frozen));
                self.suspend(seconds, Some(Page::Resumed));
            }
            Step::Shelve(seconds) => {
                self.input(Input::Page(Page::Frozen));
                self.settle()?;
                self.cut();
                self.suspend(seconds, Some(Page::Resumed));
            }
            Step::Sleep(seconds) => self.suspend(seconds, None),
            Step::Offline(seconds) => {
                self.is_offline = true;
                self.break_links();
                self.input(Input::Network(Network::Offline));
                self.after(secs(seconds), Happening::Online);
            }
            _ => self.step_of_the_world(step),
        }
        Ok(())
    }

    fn happen_within(&mut self, longest: Duration, step: Step) {
        let wait = Duration::from_micros(self.rng.u64(..longest.as_micros() as u64));
        self.after(wait, Happening::Step(step));
    }

    fn subscribe(&mut self, channel: &ChannelName) {
        self.tell_of_ending();
        let id = self.engine.subscribe(self.instant(), channel.clone());
        self.subscriptions.push((id, channel.clone()));
    }

    fn unsubscribe(&mut self, index: usize) {
        if self.subscriptions.is_empty() {
            return;
        }
        self.tell_of_ending();
        // The largest index stands for the latest.
        let latest = self.subscriptions.len() - 1;
        let index = if index == 255 { latest } else { index % self.subscriptions.len() };
        let (id, _) = self.subscriptions.swap_remove(index);
        self.engine.unsubscribe(self.instant(), id);
    }

    fn send(&mut self, channel: &ChannelName) {
        self.tell_of_ending();
        self.numbers += 1;
        let number = self.numbers;
        let data = Payload::encode(&number).unwrap_or_else(|_| Payload::null());
        let message = Publication::new("chat", Some(channel.clone()), data);
        if let Ok(id) = self.engine.send(self.instant(), message) {
            self.oracle.sent(id, number);
        }
    }

    /// As a driver does before each request: the browser knows more than its events say.
    fn tell_of_ending(&mut self) {
        if let Some(id) = self.transport
            && self.links.get(&id).is_some_and(|link| link.is_closing)
        {
            self.input(Input::Transport { id, event: TransportEvent::Ending });
        }
    }

    fn arrive(&mut self, id: TransportId, event: TransportEvent) {
        if let Some(link) = self.links.get_mut(&id) {
            let is_end = matches!(event, TransportEvent::Closed(_));
            if (link.is_broken || link.is_closing) && !is_end {
                return;
            }
            link.heard_at = self.now;
            if is_end && self.transport == Some(id) {
                self.transport = None;
                self.oracle.lost(self.plan.server.recovers);
                self.schedule.lost(self.now);
            }
        }
        self.input(Input::Transport { id, event });
    }

    fn input(&mut self, input: Input) {
        self.engine.handle_input(self.instant(), input);
    }

    fn suspend(&mut self, seconds: u8, page: Option<Page>) {
        if self.suspended.is_none() {
            self.suspended = Some(Vec::new());
            let wait =
                if seconds == 255 { Duration::from_secs(3 * 60 * 60) } else { secs(seconds) };
            self.wakes_at = self.now + wait;
            self.after(wait, Happening::Resume(page));
        }
    }

    fn resume(&mut self, page: Option<Page>) -> Checked {
        let Some(backlog) = self.suspended.take() else { return Ok(()) };
        self.well_since = None;
        self.wakes_at = self.now;
        let is_first = self.rng.bool();
        if is_first && let Some(page) = page {
            self.schedule.fresh();
            self.input(Input::Page(page));
            self.settle()?;
        }
        for happening in backlog {
            self.happen(happening)?;
        }
        if !is_first && let Some(page) = page {
            self.schedule.fresh();
            self.input(Input::Page(page));
        }
        Ok(())
    }

    fn go_online(&mut self) {
        if self.is_offline {
            self.is_offline = false;
            self.schedule.fresh();
            self.input(Input::Network(Network::Online));
        }
    }

    // What happens elsewhere.

    fn step_of_the_world(&mut self, step: Step) {
        match step {
            Step::Publish(channel, count) => {
                for _ in 0..count {
                    self.publish(&channel_named(channel));
                }
            }
            Step::Swallow(channel) => {
                let channel = channel_named(channel);
                self.server.swallow(&channel);
            }
            Step::Repeat(channel) => {
                let sent = self.server.repeat(&channel_named(channel));
                self.deliver(sent);
            }
            Step::Expire(channel) => self.server.expire(&channel_named(channel)),
            Step::TakeAway(channel) => {
                let channel = channel_named(channel);
                let sent = self.server.take_away(&channel);
                self.deliver(sent);
            }
            Step::Nonsense(kind) => {
                let nonsense = NONSENSE[usize::from(kind) % NONSENSE.len()];
                let sent = self.server.connections().into_iter();
                let sent = sent.map(|connection| (connection, nonsense.to_owned())).collect();
                self.deliver(sent);
            }
            Step::Crash(seconds) => {
                self.server.crash();
                self.server_back_at = self.now + secs(seconds);
                self.close_links(1006);
            }
            Step::Drain(seconds) => {
                let sent = self.server.farewell();
                self.deliver(sent);
                self.schedule.drained();
                self.server_back_at = self.now + secs(seconds).min(Duration::from_secs(1));
                self.close_links(1012);
            }
            Step::Refuse(seconds) => self.refuses_until = self.now + secs(seconds),
            Step::AcceptAndDrop(seconds) => {
                self.drops_until = self.now + secs(seconds);
                self.close_links(1011);
            }
            Step::Mute(seconds) => self.mute_until = self.now + secs(seconds),
            Step::Cut => self.cut(),
            Step::HalfOpen => self.break_links(),
            Step::Outage(seconds) => {
                self.outage_until = self.now + secs(seconds);
                self.break_links();
            }
            _ => {}
        }
    }

    fn publish(&mut self, channel: &ChannelName) {
        self.numbers += 1;
        let sent = self.server.publish(channel, self.numbers);
        self.deliver(sent);
    }

    fn deliver(&mut self, sent: Sent) {
        for (connection, text) in sent {
            let link = self.links.iter_mut().find(|(_, link)| link.connection == connection);
            let Some((id, link)) = link.filter(|(_, link)| !link.is_broken) else { continue };
            let (id, at) = (*id, link.reaches_client(self.now, &mut self.rng));
            self.at(at, Happening::Arrives(id, TransportEvent::Received(Frame::Text(text))));
        }
        self.dealt_with.extend(self.server.lives.iter().flatten().copied());
    }

    fn reach_server(&mut self, id: TransportId, message: ToServer) {
        let is_gone = self.now < self.server_back_at || self.now < self.refuses_until;
        let Some(link) = self.links.get_mut(&id).filter(|link| !link.is_broken) else { return };
        let connection = link.connection;
        match message {
            ToServer::Hello if is_gone => self.close_link(id, 1006),
            ToServer::Hello => {
                link.reads_at = self.mute_until;
                let at = link.reaches_client(self.now, &mut self.rng);
                self.at(at, Happening::Arrives(id, TransportEvent::Opened));
                if self.now < self.drops_until {
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
                let sent = self.server.handle(connection, &text);
                for channel in std::mem::take(&mut self.server.losses) {
                    self.oracle.cause(&channel);
                }
                self.deliver(sent);
            }
            ToServer::Close => self.server.leave(connection),
        }
    }

    fn welcome(&mut self, id: TransportId) {
        let Some(link) = self.links.get_mut(&id).filter(|link| !link.is_broken) else { return };
        link.is_accepted = true;
        let sent = self.server.accept(link.connection);
        self.deliver(sent);
    }

    /// Ends the connection from the server's side, after what it has said before.
    fn close_link(&mut self, id: TransportId, code: u16) {
        let Some(link) = self.links.get_mut(&id).filter(|link| !link.is_broken) else { return };
        let connection = link.connection;
        let at = link.reaches_client(self.now, &mut self.rng);
        self.server.leave(connection);
        self.at(at, Happening::Closing(id, code));
    }

    fn close_links(&mut self, code: u16) {
        for id in self.links.keys().copied().collect::<Vec<_>>() {
            self.close_link(id, code);
        }
    }

    /// Breaks all connections; what is on the way is lost.
    fn cut(&mut self) {
        for (id, link) in self.links.iter_mut().collect::<Vec<_>>() {
            if !link.is_broken {
                link.is_broken = true;
                let wait = Duration::from_millis(self.rng.u64(1..800));
                let (id, connection) = (*id, link.connection);
                self.server.leave(connection);
                self.count += 1;
                self.agenda.push(Reverse((self.now + wait, self.count)));
                self.happenings.insert(self.count, Happening::Closing(id, 1006));
            }
        }
    }

    /// Breaks all connections, and nobody notices. Where the server answers no pings, nobody could.
    fn break_links(&mut self) {
        if !self.plan.server.pongs {
            self.cut();
        }
        for link in self.links.values_mut() {
            link.is_broken = true;
        }
    }

    fn make_peace(&mut self) -> Checked {
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
        // One of the ways back must do; only the application can take back its own good-bye.
        if self.engine.status() == ConnectionStatus::Idle || self.rng.bool() {
            self.step(Step::Connect)
        } else {
            self.step(Step::Show)
        }
    }

    fn say_last_words(&mut self) {
        for channel in 0..CHANNELS {
            self.publish(&channel_named(channel));
        }
        self.send(&channel_named(0));
    }

    // What the client does.

    /// Carries out what the engine wants, and what the application wants in turn.
    fn settle(&mut self) -> Checked {
        loop {
            while let Some(output) = self.engine.poll_output() {
                self.say(&format!("   {output:?}"));
                match output {
                    Output::Transport { id, action } => self.perform(id, action)?,
                    Output::Event(event) => self.hear(event)?,
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

    fn perform(&mut self, id: TransportId, action: TransportAction) -> Checked {
        match action {
            TransportAction::Open { .. } => {
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
                    self.at(at, Happening::ToServer(id, ToServer::Hello));
                }
            }
            TransportAction::Send(frame) => self.transmit(id, frame)?,
            TransportAction::Close(_) => {
                if self.transport != Some(id) {
                    return Err(("nothing on a transport that is gone", format!("close {id:?}")));
                }
                self.transport = None;
                self.oracle.lost(self.plan.server.recovers);
                self.schedule.lost(self.now);
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

    fn transmit(&mut self, id: TransportId, frame: Frame) -> Checked {
        let Frame::Text(text) = frame else { return Ok(()) };
        if self.transport != Some(id) {
            return Err(("nothing on a transport that is gone", text));
        }
        let Some(link) = self.links.get_mut(&id) else { return Ok(()) };
        if link.is_closing {
            // The browser swallows it.
            return match text.contains(r#""type":"chat""#) {
                true => Err(("no message into a closing socket", text)),
                false => Ok(()),
            };
        }
        let at = link.reaches_server(self.now, &mut self.rng);
        self.at(at, Happening::ToServer(id, ToServer::Text(text)));
        Ok(())
    }

    fn hear(&mut self, event: ClientEvent) -> Checked {
        let reflexes = self.plan.reflexes;
        match event {
            ClientEvent::StatusChanged(change) => {
                self.schedule.status(self.now, &change)?;
                let is_lost = matches!(
                    change.to,
                    ConnectionStatus::Reconnecting { .. } | ConnectionStatus::Failed { .. }
                );
                if is_lost && change.from.is_connected() && reflexes.connects_when_lost {
                    self.requests.push(Request::Connect);
                }
            }
            ClientEvent::Subscribed(channel) => {
                let connection = self
                    .transport
                    .and_then(|id| self.links.get(&id))
                    .map_or(0, |link| link.connection);
                let joined_at = self.server.joined_at.get(&(connection, channel.clone()));
                let joined_at = joined_at.copied().unwrap_or(self.server.published.len());
                self.oracle.subscribed(&channel, joined_at);
                self.taken_away.remove(&channel);
            }
            ClientEvent::Unsubscribed(channel) => {
                self.oracle.taken_away(&channel);
                self.taken_away.insert(channel);
            }
            ClientEvent::Received(publication) => {
                self.sights.received += 1;
                let Some(channel) = &publication.channel else { return Ok(()) };
                let Ok(number) = publication.data.read() else { return Ok(()) };
                self.oracle.received(channel, number, &self.server.published)?;
                if reflexes.remounts_on_message {
                    self.requests.push(Request::Remount);
                }
            }
            ClientEvent::Gap(gap) => {
                self.sights.gaps += 1;
                if let Some(channel) = &gap.channel {
                    self.oracle.gap(channel)?;
                }
                if reflexes.sends_on_gap {
                    self.requests.push(Request::Send);
                }
            }
            ClientEvent::Settled { id, outcome } => self.hear_outcome(id, outcome)?,
            _ => {}
        }
        Ok(())
    }

    fn hear_outcome(&mut self, id: MessageId, outcome: Outcome) -> Checked {
        self.sights.settled += 1;
        let is_well = self.well_since.is_some_and(|since| self.now - since > ENOUGH);
        if outcome == Outcome::Expired && self.plan.server.acknowledges && is_well {
            return Err(("a message that can be sent is sent", format!("{id:?} expired")));
        }
        self.oracle.settled(id, outcome, &self.dealt_with)?;
        if matches!(outcome, Outcome::Refused(_)) && self.plan.reflexes.disconnects_on_refusal {
            self.requests.push(Request::Disconnect);
        }
        Ok(())
    }

    fn fulfil(&mut self, request: Request) {
        self.tell_of_ending();
        match request {
            Request::Connect => {
                self.schedule.fresh();
                self.engine.connect(self.instant());
            }
            Request::Disconnect => {
                if self.now < UNREST {
                    self.engine.disconnect(self.instant());
                }
            }
            Request::Remount => {
                if let Some((_, channel)) = self.subscriptions.first().cloned() {
                    self.unsubscribe(0);
                    self.subscribe(&channel);
                }
            }
            Request::Send => self.send(&channel_named(0)),
        }
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

    // What must hold.

    fn check(&mut self) -> Checked {
        self.forget_what_is_not_wanted();
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
        if self.engine.queue_depth() > self.plan.outbox {
            return Err(("bounded memory", format!("{} wait", self.engine.queue_depth())));
        }
        Ok(())
    }

    /// A channel counts as wanted until the engine has given it back.
    fn forget_what_is_not_wanted(&mut self) {
        for channel in (0..CHANNELS).map(channel_named) {
            let is_confirmed = self.engine.confirmed_channels().any(|other| *other == channel)
                || self.engine.position(&channel).is_some();
            if !self.subscriptions.iter().any(|(_, other)| *other == channel) && !is_confirmed {
                self.oracle.given_up(&channel);
            }
        }
    }

    fn judge(&mut self) -> Checked {
        let status = self.engine.status();
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
        self.oracle.finish(&self.server.published)?;
        for life in &self.server.lives {
            let mut once = BTreeSet::new();
            if let Some(twice) = life.iter().find(|number| !once.insert(**number)) {
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
            Self::Timer(_) | Self::Arrives(..) | Self::Online | Self::LastWords => true,
            Self::Step(step) => matches!(
                step,
                Step::Connect
                    | Step::Disconnect
                    | Step::Subscribe(_)
                    | Step::Unsubscribe(_)
                    | Step::Send(_)
                    | Step::Hide
                    | Step::Show
                    | Step::Freeze(_)
                    | Step::Shelve(_)
                    | Step::Offline(_)
                    | Step::Ambush(_)
                    | Step::Flicker(_)
            ),
            Self::Closing(..)
            | Self::ToServer(..)
            | Self::Welcome(_)
            | Self::Resume(_)
            | Self::Peace => false,
        }
    }
}

/// What no server of this protocol may say.
const NONSENSE: [&str; 8] = [
    "",
    "{",
    "null",
    r#"{"type":5}"#,
    r#"[{"type":"ping"},5,{"no":"type"}]"#,
    r#"{"type":"ack","id":"of another"}"#,
    r#"{"type":"gap","channel":"nobody's","data":{}}"#,
    r#"{"type":"subscribed","channels":["nobody's"],"positions":{"nobody's":[]}}"#,
];

fn channel_named(number: u8) -> ChannelName {
    // Letters only: always a name.
    let name = ["jobs", "payments", "room"][usize::from(number % CHANNELS)];
    ChannelName::try_from(name).unwrap_or_else(|_| unreachable!("a word is a name"))
}

fn secs(seconds: u8) -> Duration {
    Duration::from_secs(seconds.into())
}
