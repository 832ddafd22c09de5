use std::time::Duration;

use super::Instant;

/// How many client events a connection may send within a while: Pusher takes ten in a second and
/// refuses the rest.
const BURST: usize = 10;
const WHILE: Duration = Duration::from_secs(1);

/// Keeps messages at the distance that the server asks for.
#[derive(Debug)]
pub(super) struct Pace {
    /// When each of the last messages counts no longer, the oldest first.
    cleared_at: [Instant; BURST],
}

impl Pace {
    pub(super) fn new(now: Instant) -> Self {
        Self { cleared_at: [now; BURST] }
    }

    /// When the next message may be sent; it may have been for a while.
    pub(super) fn next_at(&self) -> Instant {
        let [oldest, ..] = self.cleared_at;
        oldest
    }

    pub(super) fn handle_sent(&mut self, now: Instant) {
        self.cleared_at.copy_within(1.., 0);
        let [.., latest] = &mut self.cleared_at;
        *latest = now + WHILE;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(millis: u64) -> Instant {
        Instant::from_elapsed(Duration::from_millis(millis))
    }

    #[test]
    fn ten_may_go_at_once_and_ten_more_a_second_later() {
        let mut pace = Pace::new(Instant::ZERO);
        let mut now = at(60_000);
        let mut sent_at = Vec::new();
        while sent_at.len() < 30 {
            now = now.max(pace.next_at());
            pace.handle_sent(now);
            sent_at.push(now);
        }
        let expected = [at(60_000), at(61_000), at(62_000)];
        assert_eq!(sent_at, expected.map(|at| [at; BURST]).concat());
    }

    #[test]
    fn no_second_sees_more_than_ten() {
        let mut pace = Pace::new(Instant::ZERO);
        let mut rng = fastrand::Rng::with_seed(7);
        let mut now = Instant::ZERO;
        let mut sent_at: Vec<Instant> = Vec::new();
        for _ in 0..1000 {
            now = (now + Duration::from_millis(rng.u64(..150))).max(pace.next_at());
            pace.handle_sent(now);
            sent_at.push(now);
        }
        for (first, eleventh) in sent_at.iter().zip(sent_at.iter().skip(BURST)) {
            assert!(eleventh.since(*first) >= WHILE, "{first:?} {eleventh:?}");
        }
    }
}
