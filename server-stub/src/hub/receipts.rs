use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use bellwire_protocol::{ChannelName, Position};
use tokio::time::Instant;

/// How long a message is known again; longer than clients go on sending it.
const WINDOW: Duration = Duration::from_secs(2 * 60 * 60);
/// How many messages are known at most.
const MAX_KEYS: usize = 100_000;
/// The longest key that is known again, in bytes.
const MAX_KEY: usize = 128;

/// The place a message has got in its channel, if it was relayed there.
pub(crate) type Receipt = Option<(ChannelName, Position)>;

/// The messages that were dealt with, by their keys.
#[derive(Debug, Default)]
pub(super) struct Receipts {
    by_key: HashMap<Box<str>, Receipt>,
    by_age: VecDeque<(Instant, Box<str>)>,
}

impl Receipts {
    pub(super) fn find(&self, key: &str) -> Option<Receipt> {
        self.by_key.get(key).cloned()
    }

    pub(super) fn insert(&mut self, key: &str, receipt: Receipt) {
        if key.len() > MAX_KEY {
            return;
        }
        let now = Instant::now();
        while let Some((at, oldest)) = self.by_age.front()
            && (self.by_age.len() >= MAX_KEYS || now.duration_since(*at) > WINDOW)
        {
            self.by_key.remove(oldest);
            self.by_age.pop_front();
        }
        self.by_age.push_back((now, key.into()));
        self.by_key.insert(key.into(), receipt);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_latest_and_forgets_the_oldest() {
        let mut receipts = Receipts::default();
        for number in 0..=MAX_KEYS {
            receipts.insert(&number.to_string(), None);
        }
        assert_eq!(receipts.find("0"), None);
        assert_eq!(receipts.find("1"), Some(None));
        assert_eq!(receipts.by_key.len(), MAX_KEYS);
    }

    #[test]
    fn a_key_without_end_is_not_kept() {
        let mut receipts = Receipts::default();
        receipts.insert(&"x".repeat(1000), None);
        assert!(receipts.by_key.is_empty());
    }
}
