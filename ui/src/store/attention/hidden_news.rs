use std::collections::VecDeque;
use std::time::Duration;

use bellwire::Instant;

use crate::NotificationId;

/// How many are shown one by one in a [`WINDOW`]; more are shown as one.
const LIMIT: usize = 3;
const WINDOW: Duration = Duration::from_secs(10);
/// How often the number of those that are shown as one changes at most.
const REFRESH: Duration = Duration::from_secs(1);

/// What has come while the page is hidden, and how the browser is to show it.
#[derive(Clone, Debug, Default)]
pub(crate) struct HiddenNews {
    /// When the last ones came, at most [`LIMIT`], oldest first, and which of them are shown one by
    /// one.
    recent: VecDeque<(Instant, Option<NotificationId>)>,
    /// How many are shown as one.
    many: usize,
    told: Option<Told>,
}

/// What was shown of many, and when.
#[derive(Clone, Copy, Debug)]
struct Told {
    at: Instant,
    count: usize,
}

/// What the browser is to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Knock {
    One(NotificationId),
    Many {
        count: usize,
        /// Those that were shown one by one until now, and are part of the many.
        instead_of: Vec<NotificationId>,
    },
}

impl HiddenNews {
    /// There is news. Returns what is to be shown at once.
    pub(crate) fn handle_news(&mut self, now: Instant, id: NotificationId) -> Option<Knock> {
        let is_full = self.recent.len() == LIMIT;
        let is_burst = is_full && self.recent.front().is_some_and(|&(at, _)| now < at + WINDOW);
        if !is_burst {
            self.note(now, Some(id));
            return Some(Knock::One(id));
        }
        let instead_of: Vec<_> = self.recent.iter_mut().filter_map(|(_, id)| id.take()).collect();
        self.note(now, None);
        self.many += 1 + instead_of.len();
        let may_tell = self.told.is_none_or(|told| now >= told.at + REFRESH);
        (may_tell || !instead_of.is_empty()).then(|| self.tell(now, instead_of))
    }

    /// When the number of many is to be shown again.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        self.told.filter(|told| told.count != self.many).map(|told| told.at + REFRESH)
    }

    /// The number of many is shown again, if it is time.
    pub(crate) fn handle_timeout(&mut self, now: Instant) -> Option<Knock> {
        let is_due = self.poll_timeout().is_some_and(|due| now >= due);
        is_due.then(|| self.tell(now, Vec::new()))
    }

    fn note(&mut self, now: Instant, shown: Option<NotificationId>) {
        if self.recent.len() == LIMIT {
            self.recent.pop_front();
        }
        self.recent.push_back((now, shown));
    }

    fn tell(&mut self, at: Instant, instead_of: Vec<NotificationId>) -> Knock {
        let count = self.many;
        self.told = Some(Told { at, count });
        Knock::Many { count, instead_of }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NotificationStore, Toast};

    fn at(millis: u64) -> Instant {
        Instant::from_elapsed(Duration::from_millis(millis))
    }

    fn ids<const N: usize>() -> [NotificationId; N] {
        let mut store = NotificationStore::default();
        [(); N].map(|()| store.add(Toast::info("x"), 0.0))
    }

    #[test]
    fn the_fourth_in_ten_seconds_makes_them_one() {
        let ids = ids::<5>();
        let mut news = HiddenNews::default();
        for (id, millis) in ids[..3].iter().zip([0, 100, 200]) {
            assert_eq!(news.handle_news(at(millis), *id), Some(Knock::One(*id)));
        }
        let many = Knock::Many { count: 4, instead_of: ids[..3].to_vec() };
        assert_eq!(news.handle_news(at(9_999), ids[3]), Some(many));
        assert_eq!(news.poll_timeout(), None);
        let later = news.handle_news(at(30_000), ids[4]);
        assert_eq!(later, Some(Knock::One(ids[4])), "it is no burst any more");
    }

    #[test]
    fn the_number_of_many_is_shown_once_a_second() {
        let ids = ids::<100>();
        let mut news = HiddenNews::default();
        let told = ids.iter().filter(|id| news.handle_news(at(0), **id).is_some()).count();
        assert_eq!(told, 4, "three, and that there are more");
        assert_eq!(news.poll_timeout(), Some(at(1_000)));
        assert_eq!(news.handle_timeout(at(999)), None);
        let many = Knock::Many { count: 100, instead_of: Vec::new() };
        assert_eq!(news.handle_timeout(at(1_000)), Some(many));
        assert_eq!(news.poll_timeout(), None);
    }
}
