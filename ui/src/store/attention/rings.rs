use std::time::Duration;

use bellwire::Instant;

/// How long it is quiet after a sound, whatever comes.
const PAUSE: Duration = Duration::from_secs(3);

/// When it is time for a sound.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rings {
    last: Option<Instant>,
}

impl Rings {
    /// There is news. Returns whether it is to be heard.
    pub(crate) fn ring(&mut self, now: Instant) -> bool {
        let is_due = self.last.is_none_or(|last| now >= last + PAUSE);
        if is_due {
            self.last = Some(now);
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_heard_once() {
        let at = |millis| Instant::from_elapsed(Duration::from_millis(millis));
        let mut rings = Rings::default();
        let heard = [0, 1, 2_999, 3_000, 3_001, 9_000].map(|millis| rings.ring(at(millis)));
        assert_eq!(heard, [true, false, false, true, false, true]);
    }
}
