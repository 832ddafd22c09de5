use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bellwire::{ChannelName, Client, Event, Gap, Listener};
use serde::de::DeserializeOwned;

use super::{KeyPart, QueryKey, Stale};

/// Which events make which queries stale.
///
/// Where messages may have been missed, all that the rules concerned could have made stale is
/// stale: what an event would have said is not known, so a key with a number, such as
/// `["job", 123]`, stands for all of its kind.
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
    on_gap: OnGap,
    attach: Attach,
}

/// What is stale after a gap in a channel.
#[derive(Default)]
struct OnGap {
    channel: Option<ChannelName>,
    stale: Vec<Stale>,
}

type Attach = Box<dyn FnOnce(&Client, MarkStale) -> Listener>;
/// Notes what is stale, and over which time the pages that hear of it are to spread.
pub(crate) type MarkStale = Arc<dyn Fn(Stale, Duration) + Send + Sync>;

/// What the events of type `E` make stale.
#[must_use = "a rule is what the closure returns"]
pub struct InvalidationRule<E> {
    always: Vec<Stale>,
    each: Vec<Each<E>>,
    on_gap: OnGap,
    spread: Duration,
}

/// Tells of what an event makes stale. Conditions keep the event.
type Each<E> = Box<dyn Fn(&Arc<E>) -> Stale + Send + Sync>;

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
        let InvalidationRule { always, each, on_gap, spread } = rule(InvalidationRule::new());
        let attach: Attach = Box::new(move |client, mark_stale| {
            client.on(move |event: E| {
                for stale in &always {
                    mark_stale(stale.clone(), spread);
                }
                let event = Arc::new(event);
                for tell in &each {
                    mark_stale(tell(&event), spread);
                }
            })
        });
        self.rules.push(Erased { on_gap, attach });
        self
    }

    pub(crate) fn attach(self, client: &Client, mark_stale: &MarkStale) -> Vec<Listener> {
        let mut listeners = Vec::new();
        let mut after_gaps = Vec::new();
        for rule in self.rules {
            listeners.push((rule.attach)(client, mark_stale.clone()));
            after_gaps.push(rule.on_gap);
        }
        let mark_stale = mark_stale.clone();
        listeners.push(client.on_gap(move |gap| {
            for stale in stale_after(gap, &after_gaps) {
                // Reconnects are spread already.
                mark_stale(stale.clone(), Duration::ZERO);
            }
        }));
        listeners
    }
}

fn stale_after<'a>(gap: &Gap, rules: &'a [OnGap]) -> impl Iterator<Item = &'a Stale> {
    rules.iter().filter(|rule| rule.channel == gap.channel).flat_map(|rule| &rule.stale)
}

impl<E> InvalidationRule<E> {
    fn new() -> Self {
        Self {
            always: Vec::new(),
            each: Vec::new(),
            on_gap: OnGap::default(),
            spread: Duration::ZERO,
        }
    }

    /// The channel on which the events come. Without one, they go to every connection.
    pub fn in_channel(mut self, channel: ChannelName) -> Self {
        self.on_gap.channel = Some(channel);
        self
    }

    /// Each of these events makes stale the queries at and below a key.
    pub fn stale(mut self, key: QueryKey) -> Self {
        self.always.push(key.clone().into());
        self.stale_on_gap(key)
    }

    /// Each of these events makes the query of a key stale, and none below it.
    pub fn stale_exact(mut self, key: QueryKey) -> Self {
        self.always.push(Stale::Exact(key.clone()));
        self.on_gap.stale.push(Stale::Exact(key));
        self
    }

    /// A kind of keys of which each event makes one stale, with what is below it: `kind` with what
    /// `which` returns.
    pub fn stale_each<P: Into<KeyPart>>(
        mut self,
        kind: QueryKey,
        which: impl Fn(&E) -> P + Send + Sync + 'static,
    ) -> Self {
        let base = kind.clone();
        self.each.push(Box::new(move |event| base.join(which(event)).into()));
        self.stale_on_gap(kind)
    }

    /// Each of these events makes stale those queries at and below `kind` that meet a condition.
    /// Where such events may have been missed, all of the kind are stale; `key![]` is the kind of
    /// everything.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Event;
    /// use bellwire_ui::{invalidation::InvalidationRules, key};
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize, Event)]
    /// struct CityRenamed {
    ///     city: String,
    /// }
    ///
    /// let rules = InvalidationRules::new().on::<CityRenamed>(|rule| {
    ///     rule.stale_where(key!["jobs"], |event, key| {
    ///         key.ends_with(&key!["near", event.city.clone()])
    ///     })
    /// });
    /// ```
    pub fn stale_where(
        mut self,
        kind: QueryKey,
        condition: impl Fn(&E, &QueryKey) -> bool + Send + Sync + 'static,
    ) -> Self
    where
        E: Send + Sync + 'static,
    {
        let rule = Arc::new((kind.clone(), condition));
        self.each.push(Box::new(move |event| {
            let (rule, event) = (rule.clone(), event.clone());
            Stale::matching(move |key| key.starts_with(&rule.0) && (rule.1)(&event, key))
        }));
        self.stale_on_gap(kind)
    }

    /// A key that is stale only where such events may have been missed: for data that each event
    /// brings up to date by itself.
    pub fn stale_on_gap(mut self, key: QueryKey) -> Self {
        self.on_gap.stale.push(key.into());
        self
    }

    /// Puts off what these events make stale by a random part of a while; not at all by default. For
    /// events that go to every connection: so ten thousand pages do not fetch in one moment.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::Event;
    /// use bellwire_ui::{invalidation::InvalidationRules, key};
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize, Event)]
    /// struct PricesChanged {}
    ///
    /// let rules = InvalidationRules::new().on::<PricesChanged>(|rule| {
    ///     rule.stale(key!["prices"]).spread(Duration::from_secs(5))
    /// });
    /// ```
    pub fn spread(mut self, spread: Duration) -> Self {
        self.spread = spread;
        self
    }
}

impl fmt::Debug for InvalidationRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.rules.iter().map(|rule| &rule.on_gap.stale)).finish()
    }
}

impl<E> fmt::Debug for InvalidationRule<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvalidationRule")
            .field("stale", &self.on_gap.stale)
            .field("spread", &self.spread)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use bellwire::GapReason;

    use super::*;
    use crate::key;

    struct Renamed {
        city: &'static str,
    }

    #[test]
    fn a_gap_makes_stale_what_hangs_on_its_channel() {
        let channel = |name: &str| ChannelName::try_from(name).ok();
        let everywhere = InvalidationRule::<Renamed>::new()
            .stale(key!["jobs"])
            .stale_each(key!["job"], |_| 5)
            .stale_where(key!["city"], |event, key| *key == key!["city", event.city])
            .stale_exact(key!["stats"]);
        let payments = InvalidationRule::<Renamed>::new()
            .stale_on_gap(key!["wallet-balance"])
            .in_channel(channel("payments").unwrap());
        let rules = [everywhere.on_gap, payments.on_gap];
        let stale = |channel| -> Vec<Stale> {
            let gap = Gap { channel, reason: GapReason::NoRecovery };
            stale_after(&gap, &rules).cloned().collect()
        };
        let kinds = [key!["jobs"], key!["job"], key!["city"]].map(Stale::from);
        assert_eq!(stale(None), [&kinds[..], &[Stale::Exact(key!["stats"])]].concat());
        assert_eq!(stale(channel("payments")), [key!["wallet-balance"].into()]);
        assert!(stale(channel("other")).is_empty());
    }

    #[test]
    fn a_condition_sees_the_event_and_keeps_to_its_kind() {
        let rule = InvalidationRule::<Renamed>::new()
            .stale_where(key!["jobs"], |event, key| key.ends_with(&key![event.city]));
        let stale = (rule.each[0])(&Arc::new(Renamed { city: "Bern" }));
        assert!(stale.contains(&key!["jobs", "Bern"]));
        assert!(!stale.contains(&key!["jobs", "Basel"]));
        assert!(!stale.contains(&key!["people", "Bern"]));
    }
}
