use std::time::Duration;

use fastrand::Rng;

/// What will happen in one world, all of it decided beforehand.
///
/// A plan is a list so that steps can be left out: that is how a failure is made short.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Decides what the plan leaves open, such as the latency of each frame.
    pub seed: u64,
    /// What the server can do.
    pub server: ServerKind,
    /// How the application behaves when it is called.
    pub reflexes: Reflexes,
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
    /// Answers subscriptions.
    pub confirms: bool,
    /// Answers pings.
    pub pongs: bool,
    /// How many publications each channel remembers.
    pub history: usize,
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
    /// The application connects.
    Connect,
    /// The application disconnects.
    Disconnect,
    /// The application subscribes to a channel.
    Subscribe(u8),
    /// The application gives up one of its subscriptions.
    Unsubscribe(u8),
    /// The application sends a message to a channel.
    Send(u8),
    /// Somebody publishes some messages to a channel.
    Publish(u8, u8),
    /// The server leaves the next publication of a channel out for those who listen.
    Swallow(u8),
    /// The server sends the last publication of a channel a second time.
    Repeat(u8),
    /// The server forgets the history of a channel, but not where it stands.
    Expire(u8),
    /// The server takes a channel away.
    TakeAway(u8),
    /// The server sends something that is none of the protocol's.
    Nonsense(u8),
    /// The server dies, and is back after some seconds with an empty memory.
    Crash(u8),
    /// The server says good-bye, and is back after some seconds with its memory.
    Drain(u8),
    /// For some seconds, the server refuses connections.
    Refuse(u8),
    /// For some seconds, the server accepts connections and drops them at once.
    AcceptAndDrop(u8),
    /// For some seconds, the server does not say its welcome.
    Mute(u8),
    /// The connection breaks, and whatever is on the way with it.
    Cut,
    /// The connection is dead, and nobody is told.
    HalfOpen,
    /// For some seconds nothing gets through, and nobody is told.
    Outage(u8),
    /// The device has no network for some seconds, and says so.
    Offline(u8),
    /// Messages go both ways, and the connection breaks while they are on the way.
    Ambush(u8),
    /// The application takes a channel, gives it back and takes it again, faster than a slow server
    /// answers, while others publish to it.
    Flicker(u8),
    /// Nobody looks at the page any more.
    Hide,
    /// Somebody looks at it again.
    Show,
    /// The page is frozen for some seconds; for hours if that is 255.
    Freeze(u8),
    /// The page is put into the back/forward cache for some seconds, which closes its sockets.
    Shelve(u8),
    /// The machine sleeps for some seconds, and nobody is told.
    Sleep(u8),
}

/// The time in which steps happen; afterwards the world is left in peace.
pub(crate) const UNREST: Duration = Duration::from_secs(240);

/// How many channels there are.
pub(crate) const CHANNELS: u8 = 3;

impl Plan {
    /// Makes the plan of a seed.
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
        let mut steps = vec![(Duration::ZERO, Step::Connect)];
        for _ in 0..rng.usize(5..60) {
            let at = Duration::from_millis(rng.u64(..UNREST.as_millis() as u64));
            steps.push((at, step(&mut rng)));
        }
        steps.sort_by_key(|(at, _)| *at);
        Self {
            seed,
            server,
            reflexes,
            outbox: pick(&mut rng, [3, 256]),
            drops_oldest: rng.bool(),
            attempts: pick(&mut rng, [None, Some(5), Some(2)]),
            steps,
        }
    }
}

fn step(rng: &mut Rng) -> Step {
    let channel = rng.u8(..CHANNELS);
    let seconds = pick(rng, [0, 1, 3, 8, 20, 40]);
    match rng.u8(..72) {
        0..2 => Step::Connect,
        2 => Step::Disconnect,
        3..9 => Step::Subscribe(channel),
        9..12 => Step::Unsubscribe(rng.u8(..)),
        12..18 => Step::Send(channel),
        18..30 => Step::Publish(channel, rng.u8(1..8)),
        30 => Step::Swallow(channel),
        31 => Step::Repeat(channel),
        32 => Step::Expire(channel),
        33 => Step::TakeAway(channel),
        34 => Step::Nonsense(rng.u8(..)),
        35..37 => Step::Crash(seconds),
        37..39 => Step::Drain(seconds),
        39 => Step::Refuse(seconds),
        40 => Step::AcceptAndDrop(seconds),
        41 => Step::Mute(seconds),
        42..48 => Step::Cut,
        48..50 => Step::HalfOpen,
        50..52 => Step::Outage(seconds),
        52..55 => Step::Offline(seconds),
        55 => Step::Hide,
        56..58 => Step::Show,
        58..60 => Step::Freeze(if rng.bool() { seconds } else { 255 }),
        60..62 => Step::Shelve(seconds),
        62..66 => Step::Ambush(channel),
        66..69 => Step::Flicker(channel),
        _ => Step::Sleep(seconds),
    }
}

#[expect(clippy::indexing_slicing, reason = "the index is drawn from the list's length")]
fn pick<T: Copy, const N: usize>(rng: &mut Rng, options: [T; N]) -> T {
    options[rng.usize(..N)]
}
