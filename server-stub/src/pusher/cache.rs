use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use bellwire_protocol::ChannelName;
use tokio::time::Instant;

/// How long the last event of a cache channel is kept, as Pusher keeps it.
const LIFETIME: Duration = Duration::from_secs(30 * 60);
/// How many events are kept. Beyond that, the oldest goes.
const MAX_EVENTS: usize = 1_000;

/// The last event of each cache channel, whether anybody is subscribed or not.
#[derive(Debug, Default)]
pub(super) struct Cache(BTreeMap<ChannelName, Cached>);

/// A channel's last event.
#[derive(Clone, Debug)]
pub(crate) struct Cached {
    /// As it is written for the wire.
    pub(super) text: Utf8Bytes,
    /// As the application handed it over.
    pub(super) data: Arc<str>,
    until: Instant,
}

impl Cached {
    pub(super) fn time_left(&self, now: Instant) -> Duration {
        self.until.saturating_duration_since(now)
    }
}

impl Cache {
    pub(super) fn insert(
        &mut self,
        now: Instant,
        channel: ChannelName,
        text: Utf8Bytes,
        data: Arc<str>,
    ) {
        if self.0.len() >= MAX_EVENTS && !self.0.contains_key(&channel) {
            self.make_room(now);
        }
        self.0.insert(channel, Cached { text, data, until: now + LIFETIME });
    }

    pub(super) fn find(&self, now: Instant, channel: &ChannelName) -> Option<&Cached> {
        self.0.get(channel).filter(|cached| cached.until > now)
    }

    fn make_room(&mut self, now: Instant) {
        self.0.retain(|_, cached| cached.until > now);
        if self.0.len() < MAX_EVENTS {
            return;
        }
        let oldest = self.0.iter().min_by_key(|(_, cached)| cached.until);
        if let Some(channel) = oldest.map(|(channel, _)| channel.clone()) {
            self.0.remove(&channel);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn insert(cache: &mut Cache, now: Instant, channel: &str) {
        let channel = channel.parse().unwrap();
        cache.insert(now, channel, Utf8Bytes::from_static("{}"), "{}".into());
    }

    #[test]
    fn keeps_an_event_for_half_an_hour() {
        let (mut cache, now) = (Cache::default(), Instant::now());
        insert(&mut cache, now, "cache-a");
        let channel = "cache-a".parse().unwrap();
        let half = now + LIFETIME / 2;
        assert_eq!(cache.find(half, &channel).unwrap().time_left(half), LIFETIME / 2);
        assert!(cache.find(now + LIFETIME, &channel).is_none());
    }

    #[test]
    fn has_room_for_so_many_and_lets_the_oldest_go() {
        let (mut cache, now) = (Cache::default(), Instant::now());
        for number in 0..=1_000 {
            insert(&mut cache, now + Duration::from_millis(number), &format!("cache-{number}"));
        }
        assert_eq!(cache.0.len(), 1_000);
        assert!(cache.find(now, &"cache-0".parse().unwrap()).is_none());
        assert!(cache.find(now, &"cache-1".parse().unwrap()).is_some());
    }
}
