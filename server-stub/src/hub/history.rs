use std::collections::VecDeque;
use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use bellwire_protocol::envelope::{Loss, Recovery, Standing};
use bellwire_protocol::{Epoch, Position};
use tokio::time::Instant;
use uuid::Uuid;

/// How far back a channel remembers: whatever limit is reached first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HistoryLimits {
    pub(crate) publications: usize,
    pub(crate) age: Duration,
    pub(crate) bytes: usize,
}

/// The latest publications of one channel, numbered without gaps.
#[derive(Debug)]
pub(super) struct History {
    limits: HistoryLimits,
    top: Position,
    publications: VecDeque<Remembered>,
    bytes: usize,
    used_at: Instant,
}

#[derive(Debug)]
struct Remembered {
    at: Instant,
    text: Utf8Bytes,
}

impl History {
    pub(super) fn new(limits: HistoryLimits, now: Instant) -> Self {
        Self {
            limits,
            top: Position { epoch: Epoch::from_number(Uuid::new_v4().as_u64_pair().0), offset: 0 },
            publications: VecDeque::new(),
            bytes: 0,
            used_at: now,
        }
    }

    /// The position of the newest publication.
    pub(super) fn top(&self) -> &Position {
        &self.top
    }

    /// The position that the next publication will have.
    pub(super) fn next(&self) -> Position {
        Position { epoch: self.top.epoch.clone(), offset: self.top.offset + 1 }
    }

    /// Remembers the next publication as it is written for the wire.
    pub(super) fn append(&mut self, now: Instant, text: Utf8Bytes) {
        self.top.offset += 1;
        self.bytes += text.len();
        self.publications.push_back(Remembered { at: now, text });
        self.used_at = now;
        self.forget_old(now);
    }

    /// Everything after `since`, or nothing: what is not complete would be taken for complete.
    pub(super) fn recover(
        &mut self,
        now: Instant,
        since: Option<&Position>,
    ) -> (Standing, Vec<Utf8Bytes>) {
        self.forget_old(now);
        self.used_at = now;
        let (recovery, missed) = match since.map(|since| self.missed(since)) {
            None => (Recovery::NotAsked, Vec::new()),
            Some(Ok(missed)) => (Recovery::Complete, missed),
            Some(Err(loss)) => (Recovery::Impossible(loss), Vec::new()),
        };
        (Standing { position: self.top.clone(), recovery }, missed)
    }

    pub(super) fn used_at(&self) -> Instant {
        self.used_at
    }

    fn missed(&self, since: &Position) -> Result<Vec<Utf8Bytes>, Loss> {
        if since.epoch != self.top.epoch {
            return Err(Loss::EpochChanged);
        }
        let missed = self.top.offset.checked_sub(since.offset).ok_or(Loss::EpochChanged)?;
        let missed = usize::try_from(missed).map_err(|_| Loss::Expired)?;
        let skipped = self.publications.len().checked_sub(missed).ok_or(Loss::Expired)?;
        Ok(self
            .publications
            .iter()
            .skip(skipped)
            .map(|remembered| remembered.text.clone())
            .collect())
    }

    fn forget_old(&mut self, now: Instant) {
        let HistoryLimits { publications, age, bytes } = self.limits;
        while let Some(oldest) = self.publications.front()
            && (self.publications.len() > publications
                || self.bytes > bytes
                || now.saturating_duration_since(oldest.at) > age)
        {
            self.bytes -= oldest.text.len();
            self.publications.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: HistoryLimits =
        HistoryLimits { publications: 3, age: Duration::from_secs(60), bytes: 100 };

    fn history(texts: &[&'static str]) -> (History, Instant) {
        let now = Instant::now();
        let mut history = History::new(LIMITS, now);
        for text in texts {
            history.append(now, Utf8Bytes::from_static(text));
        }
        (history, now)
    }

    fn since(history: &History, offset: u64) -> Position {
        Position { epoch: history.top().epoch.clone(), offset }
    }

    fn recover(
        history: &mut History,
        now: Instant,
        since: &Position,
    ) -> (Recovery, Vec<Utf8Bytes>) {
        let (standing, missed) = history.recover(now, Some(since));
        (standing.recovery, missed)
    }

    #[test]
    fn gives_everything_or_nothing() {
        let (mut history, now) = history(&["a", "b", "c", "d"]);
        for (offset, expected) in [(4, &[][..]), (3, &["d"]), (1, &["b", "c", "d"])] {
            let since = since(&history, offset);
            let (recovery, missed) = recover(&mut history, now, &since);
            assert_eq!(recovery, Recovery::Complete);
            assert_eq!(missed, expected);
        }
        let since = since(&history, 0);
        assert_eq!(
            recover(&mut history, now, &since),
            (Recovery::Impossible(Loss::Expired), Vec::new())
        );
    }

    #[test]
    fn forgets_by_age_and_by_bytes_but_never_where_it_stands() {
        let (mut aged, now) = history(&["a", "b"]);
        let position = since(&aged, 1);
        let later = now + Duration::from_secs(61);
        assert_eq!(recover(&mut aged, later, &position).0, Recovery::Impossible(Loss::Expired));
        assert_eq!(aged.top().offset, 2);

        let (mut heavy, now) = history(&[]);
        for _ in 0..3 {
            heavy.append(now, Utf8Bytes::from("x".repeat(45)));
        }
        let position = since(&heavy, 0);
        assert_eq!(recover(&mut heavy, now, &position).0, Recovery::Impossible(Loss::Expired));
        let position = since(&heavy, 1);
        assert_eq!(recover(&mut heavy, now, &position).1.len(), 2);
    }

    #[test]
    fn another_life_is_another_epoch() {
        let (mut one, now) = history(&["a"]);
        let (other, _) = history(&["a"]);
        assert_eq!(recover(&mut one, now, other.top()).0, Recovery::Impossible(Loss::EpochChanged));
        let future = since(&one, 9);
        assert_eq!(recover(&mut one, now, &future).0, Recovery::Impossible(Loss::EpochChanged));
    }
}
