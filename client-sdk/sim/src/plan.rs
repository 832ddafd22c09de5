use std::time::Duration;

use fastrand::Rng;

use crate::dialect::Dialect;

/// What will happen in one world, all of it decided beforehand.
///
/// A plan is a list so that steps can be left out: that is how a failure is made short.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Decides what the plan leaves open, such as the latency of each frame.
    pub seed: u64,
    /// What both speak.
    pub dialect: Dialect,
    /// What the server can do.
    pub server: ServerKind,
    /// What tokens are like, where the server asks for them.
    pub tokens: Option<TokenKind>,
    /// How the application behaves when it is called.
    pub reflexes: Reflexes,
    /// Whether messages survive the page.
    pub persists: bool,
    /// How many messages may wait.
    pub outbox: usize,
    /// Whether a full outbox drops the oldest.
    pub drops_oldest: bool,
    /// How many attempts the client makes before it gives up; none stands for no limit.
    pub attempts: Option<u32>,
    /// What happens, and when.
    pub steps: Vec<(Duration, Step)>,
}

/// A server's abilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerKind {
    /// Keeps a history and names positions.
    pub recovers: bool,
    /// Acknowledges messages.
    pub acknowledges: bool,
    /// Answers subscriptions; where there are none, it begins with what it has kept.
    pub confirms: bool,
    /// Answers pings.
    pub pongs: bool,
    /// How many publications each channel remembers.
    pub history: usize,
}

/// The tokens of a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenKind {
    /// How many seconds one is good.
    pub seconds: u16,
    /// Whether a token says so.
    pub says_when: bool,
    /// Whether the server takes a new one on an open connection.
    pub in_band: bool,
    /// Whether the application always has one. Else it may fail, or never answer.
    pub is_reliable: bool,
}

/// What the application does within its handlers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reflexes {
    /// Calls `connect` whenever the connection is lost or given up.
    pub connects_when_lost: bool,
    /// Gives a channel back and takes it again when a message comes.
    pub remounts_on_message: bool,
    /// Sends a message whenever a gap is told.
    pub sends_on_gap: bool,
    /// Closes the connection when a message was refused.
    pub disconnects_on_refusal: bool,
}

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The application does something.
    App(AppStep),
    /// Something happens to the page or its machine.
    Page(PageStep),
    /// The server does something.
    Server(ServerStep),
    /// Something happens between the two.
    Network(NetworkStep),
}

/// What an application does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppStep {
    /// It connects.
    Connect,
    /// It disconnects.
    Disconnect,
    /// It subscribes to a channel.
    Subscribe(u8),
    /// It gives up one of its subscriptions.
    Unsubscribe(u8),
    /// It gives up its latest subscription.
    UnsubscribeLatest,
    /// It sends a message to a channel.
    Send(u8),
    /// Messages go both ways, and the connection breaks while they are on the way.
    Ambush(u8),
    /// It takes a channel, gives it back and takes it again, faster than a slow server answers,
    /// while others publish to it.
    Flicker(u8),
}

/// What happens to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStep {
    /// Nobody looks at it any more.
    Hide,
    /// Somebody looks at it again.
    Show,
    /// It is frozen for a while.
    Freeze(Duration),
    /// It is put into the back/forward cache for a while, which closes its sockets.
    Shelve(Duration),
    /// Its machine sleeps for a while, and nobody is told.
    Sleep(Duration),
    /// It crashes with its tab, and is opened again after a while.
    Reload(Duration),
    /// Its device has no network for a while, and says so.
    Offline(Duration),
}

/// What a server does. Durations are in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerStep {
    /// Somebody publishes some messages to a channel.
    Publish(u8, u8),
    /// It leaves the next publication of a channel out for those who listen.
    Swallow(u8),
    /// It sends the last publication of a channel a second time.
    Repeat(u8),
    /// It forgets the history of a channel, but not where it stands.
    Expire(u8),
    /// It takes a channel away.
    TakeAway(u8),
    /// It sends something that is none of the protocol's.
    Nonsense(u8),
    /// It dies, and is back after a while with an empty memory.
    Crash(u8),
    /// It says good-bye, and is back after a moment with its memory.
    Drain(u8),
    /// For a while it refuses connections.
    Refuse(u8),
    /// For a while it accepts connections and drops them at once.
    AcceptAndDrop(u8),
    /// For a while it does not say its welcome.
    Mute(u8),
    /// It accepts none of the tokens any more that there are.
    Revoke,
}

/// What happens to connections. Durations are in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkStep {
    /// They break, and whatever is on the way with them.
    Cut,
    /// They are dead, and nobody is told.
    HalfOpen,
    /// For a while nothing gets through, and nobody is told.
    Outage(u8),
}

/// The time in which steps happen; afterwards the world is left in peace.
pub(crate) const UNREST: Duration = Duration::from_secs(240);

/// How many channels there are.
pub(crate) const CHANNELS: u8 = 3;

impl Plan {
    /// Makes the plan of a seed, in a protocol.
    #[must_use]
    pub fn speaking(dialect: Dialect, seed: u64) -> Self {
        let mut plan = Self::from_seed(seed);
        plan.dialect = dialect;
        let plain = ServerKind { recovers: false, acknowledges: false, ..plan.server };
        plan.server = match dialect {
            Dialect::Envelope => plan.server,
            // All its servers are alike.
            Dialect::Pusher => ServerKind { confirms: true, pongs: true, ..plain },
            // What shows that one lives is a question of the application's, and all answer it.
            Dialect::Inbox => ServerKind { pongs: true, ..plain },
            Dialect::ListeningOnly => ServerKind { pongs: false, ..plain },
        };
        if !dialect.takes_new_tokens()
            && let Some(tokens) = &mut plan.tokens
        {
            tokens.in_band = false;
        }
        plan
    }

    /// Makes the plan of a seed, in the envelope.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let is_rich = rng.u8(..4) != 0;
        let (recovers, acknowledges) = (is_rich || rng.bool(), is_rich || rng.bool());
        let server = ServerKind {
            recovers,
            acknowledges,
            // What the protocol asks of a server that can do more than a plain one.
            confirms: recovers || rng.bool(),
            pongs: recovers || acknowledges || rng.bool(),
            history: pick(&mut rng, [4, 16, 1000]),
        };
        let reflexes = Reflexes {
            connects_when_lost: rng.u8(..4) == 0,
            remounts_on_message: rng.u8(..4) == 0,
            sends_on_gap: rng.bool(),
            disconnects_on_refusal: rng.u8(..8) == 0,
        };
        let tokens = (rng.u8(..3) == 0).then(|| TokenKind {
            seconds: pick(&mut rng, [20, 60, 3_600]),
            says_when: rng.u8(..4) != 0,
            in_band: rng.bool(),
            is_reliable: rng.bool(),
        });
        let mut steps = vec![(Duration::ZERO, Step::App(AppStep::Connect))];
        for _ in 0..rng.usize(5..60) {
            let at = Duration::from_millis(rng.u64(..UNREST.as_millis() as u64));
            steps.push((at, step(&mut rng)));
        }
        steps.sort_by_key(|(at, _)| *at);
        Self {
            seed,
            dialect: Dialect::Envelope,
            server,
            tokens,
            reflexes,
            persists: rng.bool(),
            outbox: pick(&mut rng, [3, 256]),
            drops_oldest: rng.bool(),
            attempts: pick(&mut rng, [None, Some(5), Some(2)]),
            steps,
        }
    }
}

/// A time after which nothing is as it was.
const HOURS: Duration = Duration::from_secs(3 * 60 * 60);

fn step(rng: &mut Rng) -> Step {
    let channel = rng.u8(..CHANNELS);
    let seconds = pick(rng, [0, 1, 3, 8, 20, 40]);
    match rng.u8(..72) {
        0..26 => Step::App(app_step(rng, channel)),
        26..37 => Step::Page(page_step(rng, Duration::from_secs(seconds.into()))),
        37..61 => Step::Server(server_step(rng, channel, seconds)),
        _ => Step::Network(match rng.u8(..10) {
            0..6 => NetworkStep::Cut,
            6..8 => NetworkStep::HalfOpen,
            _ => NetworkStep::Outage(seconds),
        }),
    }
}

fn app_step(rng: &mut Rng, channel: u8) -> AppStep {
    match rng.u8(..26) {
        0..3 => AppStep::Connect,
        3 => AppStep::Disconnect,
        4..10 => AppStep::Subscribe(channel),
        10..13 => AppStep::Unsubscribe(rng.u8(..)),
        13..19 => AppStep::Send(channel),
        19..23 => AppStep::Ambush(channel),
        _ => AppStep::Flicker(channel),
    }
}

fn page_step(rng: &mut Rng, time: Duration) -> PageStep {
    match rng.u8(..14) {
        12.. => PageStep::Reload(time),
        0 => PageStep::Hide,
        1..3 => PageStep::Show,
        3..5 => PageStep::Freeze(if rng.bool() { time } else { HOURS }),
        5..7 => PageStep::Shelve(time),
        7..9 => PageStep::Sleep(time),
        _ => PageStep::Offline(time),
    }
}

fn server_step(rng: &mut Rng, channel: u8, seconds: u8) -> ServerStep {
    match rng.u8(..25) {
        0..12 => ServerStep::Publish(channel, rng.u8(1..8)),
        12 => ServerStep::Swallow(channel),
        13 => ServerStep::Repeat(channel),
        14 => ServerStep::Expire(channel),
        15 => ServerStep::TakeAway(channel),
        16 => ServerStep::Nonsense(rng.u8(..)),
        17..19 => ServerStep::Crash(seconds),
        19..21 => ServerStep::Drain(seconds),
        21 => ServerStep::Refuse(seconds),
        22 => ServerStep::AcceptAndDrop(seconds),
        23 => ServerStep::Revoke,
        _ => ServerStep::Mute(seconds),
    }
}

#[expect(clippy::indexing_slicing, reason = "the index is drawn from the list's length")]
fn pick<T: Copy, const N: usize>(rng: &mut Rng, options: [T; N]) -> T {
    options[rng.usize(..N)]
}
