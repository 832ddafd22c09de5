use std::fmt;
use std::sync::Arc;

use bellwire::{ChannelName, Client, Event, Gap, Listener};
use serde::de::DeserializeOwned;

use super::{KeyPart, QueryKey};

/// Which events make which queries stale.
///
/// Where messages may have been missed, all keys of the rules concerned are stale: what an event
/// would have said is not known, so a rule's key with a number, such as `["job", 123]`, stands for
/// all of its kind.
///
/// # Examples
///
/// ```
/// use bellwire::Event;
/// use bellwire_ui::{invalidation::InvalidationRules, key};
/// use serde::Deserialize;
///
/// #[derive(Deserialize, Event)]
/// struct JobAccepted {
///     job_id: u64,
/// }
///
/// let rules = InvalidationRules::new().on::<JobAccepted>(|rule| {
///     rule.stale_each(key!["job"], |event| event.job_id).stale(key!["stats"])
/// });
/// ```
#[derive(Default)]
#[must_use = "rules work once they are given to `use_invalidation`"]
pub struct InvalidationRules {
    rules: Vec<Erased>,
}

/// A rule, whatever its event.
struct Erased {
    channel: Option<ChannelName>,
    keys: Vec<QueryKey>,
    attach: Attach,
}

type Attach = Box<dyn FnOnce(&Client, MarkStale) -> Listener>;
/// Notes a stale key.
pub(crate) type MarkStale = Arc<dyn Fn(QueryKey) + Send + Sync>;

/// What the events of type `E` make stale.
#[must_use = "a rule is what the closure returns"]
pub struct InvalidationRule<E> {
    channel: Option<ChannelName>,
    keys: Vec<QueryKey>,
    each: Vec<Each<E>>,
    on_gap: Vec<QueryKey>,
}

/// A kind of keys, and how an event tells which of the kind.
type Each<E> = (QueryKey, Box<dyn Fn(&E) -> KeyPart + Send + Sync>);

impl InvalidationRules {
    /// No rules.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a rule for the events of type `E`.
    pub fn on<E>(mut self, rule: impl FnOnce(InvalidationRule<E>) -> InvalidationRule<E>) -> Self
    where
        E: Event + DeserializeOwned + 'static,
    {
        let InvalidationRule { channel, keys, each, on_gap } = rule(InvalidationRule::new());
        let kinds = each.iter().map(|(kind, _)| kind);
        let all = keys.iter().chain(kinds).chain(&on_gap).cloned().collect();
        let attach: Attach = Box::new(move |client, mark_stale| {
            client.on(move |event: E| {
                for key in &keys {
                    mark_stale(key.clone());
                }
                for (kind, which) in &each {
                    mark_stale(kind.join(which(&event)));
                }
            })
        });
        self.rules.push(Erased { channel, keys: all, attach });
        self
    }

    pub(crate) fn attach(self, client: &Client, mark_stale: &MarkStale) -> Vec<Listener> {
        let mut listeners = Vec::new();
        let mut after_gaps = Vec::new();
        for rule in self.rules {
            listeners.push((rule.attach)(client, mark_stale.clone()));
            after_gaps.push((rule.channel, rule.keys));
        }
        let mark_stale = mark_stale.clone();
        listeners.push(client.on_gap(move |gap| {
            for key in stale_after(gap, &after_gaps) {
                mark_stale(key.clone());
            }
        }));
        listeners
    }
}

fn stale_after<'a>(
    gap: &Gap,
    rules: &'a [(Option<ChannelName>, Vec<QueryKey>)],
) -> impl Iterator<Item = &'a QueryKey> {
    rules.iter().filter(|(channel, _)| *channel == gap.channel).flat_map(|(_, keys)| keys)
}

impl<E> InvalidationRule<E> {
    fn new() -> Self {
        Self { channel: None, keys: Vec::new(), each: Vec::new(), on_gap: Vec::new() }
    }

    /// The channel on which the events come. Without one, they go to every connection.
    pub fn in_channel(mut self, channel: ChannelName) -> Self {
        self.channel = Some(channel);
        self
    }

    /// A key that each of these events makes stale.
    pub fn stale(mut self, key: QueryKey) -> Self {
        self.keys.push(key);
        self
    }

    /// A kind of keys of which each event makes one stale: `kind` with what `which` returns.
    pub fn stale_each<P: Into<KeyPart>>(
        mut self,
        kind: QueryKey,
        which: impl Fn(&E) -> P + Send + Sync + 'static,
    ) -> Self {
        self.each.push((kind, Box::new(move |event| which(event).into())));
        self
    }

    /// A key that is stale only where such events may have been missed: for data that each event
    /// brings up to date by itself.
    pub fn stale_on_gap(mut self, key: QueryKey) -> Self {
        self.on_gap.push(key);
        self
    }
}

impl fmt::Debug for InvalidationRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.rules.iter().map(|rule| &rule.keys)).finish()
    }
}

impl<E> fmt::Debug for InvalidationRule<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvalidationRule").field("keys", &self.keys).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use bellwire::GapReason;

    use super::*;
    use crate::key;

    #[test]
    fn a_gap_makes_stale_what_hangs_on_its_channel() {
        let channel = |name: &str| ChannelName::try_from(name).ok();
        let rules = [
            (None, vec![key!["jobs"], key!["job"]]),
            (channel("payments"), vec![key!["wallet-balance"]]),
        ];
        let stale = |channel| -> Vec<String> {
            let gap = Gap { channel, reason: GapReason::NoRecovery };
            stale_after(&gap, &rules).map(ToString::to_string).collect()
        };
        assert_eq!(stale(None), ["jobs", "job"]);
        assert_eq!(stale(channel("payments")), ["wallet-balance"]);
        assert!(stale(channel("other")).is_empty());
    }
}
