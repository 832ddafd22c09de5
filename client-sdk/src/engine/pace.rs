use std::time::Duration;

use super::Instant;

/// How many client events a connection may send at once, and how long each counts: Pusher takes ten
/// in a second and refuses the rest.
const BURST: u32 = 10;
const INTERVAL: Duration = Duration::from_millis(100);

/// Keeps messages at the distance that the server asks for.
#[derive(Debug)]
pub(super) struct Pace {
    /// When all that was sent counts no longer.
    clear_at: Instant,
}

impl Pace {
    pub(super) fn new(now: Instant) -> Self {
        Self { clear_at: now }
    }

    /// When the next message may be sent; it may have been for a while.
    pub(super) fn next_at(&self) -> Instant {
        // One of the burst is the message itself.
        let earlier = INTERVAL * (BURST - 1);
        Instant::from_elapsed(self.clear_at.since(Instant::ZERO).saturating_sub(earlier))
    }

    pub(super) fn handle_sent(&mut self, now: Instant) {
        self.clear_at = self.clear_at.max(now) + INTERVAL;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_may_go_at_once_and_ten_in_each_second() {
        let mut pace = Pace::new(Instant::ZERO);
        let mut now = Instant::ZERO + Duration::from_secs(60);
        let mut sent_at = Vec::new();
        while sent_at.len() < 30 {
            now = now.max(pace.next_at());
            pace.handle_sent(now);
            sent_at.push(now.since(Instant::ZERO));
        }
        assert_eq!(sent_at.iter().filter(|at| at.as_secs_f64() <= 60.0).count(), 10);
        assert_eq!(sent_at.last(), Some(&Duration::from_secs(62)));
    }
}
