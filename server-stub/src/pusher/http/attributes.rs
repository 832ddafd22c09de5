use bellwire_protocol::ChannelName;
use bellwire_protocol::pusher::ChannelKind;
use serde::Serialize;
use tokio::time::Instant;

use crate::pusher::registry::Registry;

/// What can be asked of a channel, as `info=user_count,cache`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attribute {
    UserCount,
    SubscriptionCount,
    Cache,
}

impl Attribute {
    /// Reads a list of names; those of other servers are passed over.
    pub(super) fn read_all(info: Option<&str>) -> Vec<Self> {
        let names = info.unwrap_or_default().split(',');
        names
            .filter_map(|name| match name.trim() {
                "user_count" => Some(Self::UserCount),
                "subscription_count" => Some(Self::SubscriptionCount),
                "cache" => Some(Self::Cache),
                _ => None,
            })
            .collect()
    }

    /// Why this makes no sense of a channel, if so.
    pub(super) fn refusal(self, channel: &ChannelName) -> Option<&'static str> {
        match self {
            Self::UserCount if ChannelKind::of(channel) != ChannelKind::Presence => {
                Some("user_count may only be requested for presence channels")
            }
            Self::Cache if !ChannelKind::is_cache(channel) => {
                Some("cache may only be requested for cache channels")
            }
            Self::UserCount | Self::SubscriptionCount | Self::Cache => None,
        }
    }
}

/// What was asked of a channel, and makes sense of it.
#[derive(Debug, Default, Serialize)]
pub(super) struct Attributes {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) occupied: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subscription_count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cache: Option<CachedEvent>,
}

/// The last event of a cache channel, and for how many seconds it stays.
#[derive(Debug, Serialize)]
struct CachedEvent {
    data: String,
    ttl: u64,
}

impl Attributes {
    pub(super) fn of(
        registry: &Registry,
        now: Instant,
        name: &ChannelName,
        asked: &[Attribute],
    ) -> Self {
        let mut attributes = Self::default();
        let channel = registry.channel(name);
        for attribute in asked.iter().filter(|attribute| attribute.refusal(name).is_none()) {
            match attribute {
                Attribute::UserCount => {
                    let users = channel.map_or(0, |channel| channel.presence.users().len());
                    attributes.user_count = Some(users);
                }
                Attribute::SubscriptionCount => {
                    let subscribers = channel.map_or(0, |channel| channel.subscribers.len());
                    attributes.subscription_count = Some(subscribers);
                }
                Attribute::Cache => {
                    attributes.cache = registry.cached(now, name).map(|cached| CachedEvent {
                        data: cached.data.as_ref().to_owned(),
                        ttl: cached.time_left(now).as_secs(),
                    });
                }
            }
        }
        attributes
    }
}
