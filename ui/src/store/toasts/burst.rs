use std::collections::VecDeque;
use std::time::Duration;

use bellwire::Instant;

/// How many toasts come one by one in a [`WINDOW`]; more are a burst.
const LIMIT: usize = 5;
const WINDOW: Duration = Duration::from_secs(1);

/// How fast toasts come.
#[derive(Clone, Debug, Default)]
pub(super) struct Rate {
    /// The last ones, at most [`LIMIT`], oldest first.
    recent: VecDeque<Instant>,
}

impl Rate {
    /// Notes that a toast comes. Returns whether that is one too many for its second.
    pub(super) fn note(&mut self, now: Instant) -> bool {
        let is_full = self.recent.len() == LIMIT;
        let is_burst = is_full && self.recent.front().is_some_and(|&first| now < first + WINDOW);
        if is_full {
            self.recent.pop_front();
        }
        self.recent.push_back(now);
        is_burst
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_in_a_second_is_a_burst() {
        let at = |millis| Instant::from_elapsed(Duration::from_millis(millis));
        let mut rate = Rate::default();
        let noted: Vec<bool> = [0, 100, 200, 300, 400, 999, 1_100, 1_199, 3_000]
            .into_iter()
            .map(|millis| rate.note(at(millis)))
            .collect();
        assert_eq!(noted, [false, false, false, false, false, true, false, true, false]);
    }
}
