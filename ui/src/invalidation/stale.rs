use std::fmt;
use std::sync::Arc;

use super::QueryKey;

/// How much is kept apart. A page that was hidden for hours may have heard of a hundred thousand
/// jobs; it fetches what it shows, once.
const KEPT_APART: usize = 256;

/// What has become stale.
///
/// # Examples
///
/// ```
/// use bellwire_ui::{invalidation::Stale, key};
///
/// let job = Stale::from(key!["job", 5]);
/// assert!(job.contains(&key!["job", 5, "messages"]));
/// assert!(!Stale::Exact(key!["job", 5]).contains(&key!["job", 5, "messages"]));
/// let details = Stale::matching(|key| key.ends_with(&key!["details"]));
/// assert!(details.contains(&key!["job", 5, "details"]));
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub enum Stale {
    /// The queries at and below a key.
    Prefix(QueryKey),
    /// The query of a key, and none below it.
    Exact(QueryKey),
    /// The queries whose keys meet a condition.
    Where(Arc<dyn Fn(&QueryKey) -> bool + Send + Sync>),
}

/// What has become stale together.
///
/// # Examples
///
/// ```
/// use bellwire_ui::invalidation::{Stale, StaleKeys};
/// use bellwire_ui::key;
///
/// let stale: StaleKeys = [Stale::from(key!["job"]), Stale::Exact(key!["stats"])]
///     .into_iter()
///     .collect();
/// assert!(stale.contains(&key!["job", 5]));
/// assert!(!stale.contains(&key!["stats", "today"]));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaleKeys(Vec<Stale>);

impl Stale {
    /// All there is.
    #[must_use]
    pub fn everything() -> Self {
        Self::Prefix(QueryKey::default())
    }

    /// The queries whose keys meet a condition.
    pub fn matching(condition: impl Fn(&QueryKey) -> bool + Send + Sync + 'static) -> Self {
        Self::Where(Arc::new(condition))
    }

    /// Whether the query of this key is stale.
    #[must_use]
    pub fn contains(&self, key: &QueryKey) -> bool {
        match self {
            Self::Prefix(prefix) => key.starts_with(prefix),
            Self::Exact(stale) => key == stale,
            Self::Where(condition) => condition(key),
        }
    }

    /// Whether the other says nothing beyond this; conditions can only be compared by identity.
    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (_, Self::Exact(key)) => self.contains(key),
            (Self::Prefix(prefix), Self::Prefix(key)) => key.starts_with(prefix),
            (Self::Prefix(prefix), Self::Where(_)) => prefix.is_empty(),
            (Self::Where(one), Self::Where(other)) => Arc::ptr_eq(one, other),
            (Self::Exact(_), _) | (Self::Where(_), Self::Prefix(_)) => false,
        }
    }
}

impl StaleKeys {
    /// Whether the query of this key is to be fetched again.
    #[must_use]
    pub fn contains(&self, key: &QueryKey) -> bool {
        self.0.iter().any(|stale| stale.contains(key))
    }

    /// What has become stale, in the order in which it did; what others cover is left out.
    pub fn iter(&self) -> impl Iterator<Item = &Stale> {
        self.0.iter()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// There are a handful; looking through them is cheaper than keeping them sorted.
    pub(super) fn insert(&mut self, stale: Stale) {
        if self.covers(&stale) {
            return;
        }
        self.0.retain(|other| !stale.covers(other));
        if self.0.len() == KEPT_APART {
            self.0 = vec![Stale::everything()];
        } else {
            self.0.push(stale);
        }
    }

    /// Forgets what the others cover.
    pub(super) fn forget(&mut self, others: &Self) {
        self.0.retain(|stale| !others.covers(stale));
    }

    fn covers(&self, stale: &Stale) -> bool {
        self.0.iter().any(|other| other.covers(stale))
    }
}

impl Extend<Stale> for StaleKeys {
    fn extend<I: IntoIterator<Item = Stale>>(&mut self, stale: I) {
        stale.into_iter().for_each(|stale| self.insert(stale));
    }
}

impl FromIterator<Stale> for StaleKeys {
    fn from_iter<I: IntoIterator<Item = Stale>>(stale: I) -> Self {
        let mut keys = Self::default();
        keys.extend(stale);
        keys
    }
}

impl IntoIterator for StaleKeys {
    type Item = Stale;
    type IntoIter = std::vec::IntoIter<Stale>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// A key stands for what is at and below it.
impl From<QueryKey> for Stale {
    fn from(key: QueryKey) -> Self {
        Self::Prefix(key)
    }
}

/// A condition equals itself alone.
impl PartialEq for Stale {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Prefix(one), Self::Prefix(other)) | (Self::Exact(one), Self::Exact(other)) => {
                one == other
            }
            (Self::Where(one), Self::Where(other)) => Arc::ptr_eq(one, other),
            (Self::Prefix(_) | Self::Exact(_) | Self::Where(_), _) => false,
        }
    }
}

impl Eq for Stale {}

impl fmt::Debug for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prefix(key) => write!(f, "{key}/…"),
            Self::Exact(key) => write!(f, "{key}"),
            Self::Where(_) => f.write_str("where …"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key;

    #[test]
    fn a_key_takes_along_what_is_below_it() {
        let stale = StaleKeys::from_iter([key!["job", 5].into()]);
        assert!(stale.contains(&key!["job", 5]));
        assert!(stale.contains(&key!["job", 5, "messages"]));
        assert!(!stale.contains(&key!["job", 55]));
        assert!(!stale.contains(&key!["job"]));
    }

    #[test]
    fn an_exact_key_takes_nothing_along() {
        let stale = StaleKeys::from_iter([Stale::Exact(key!["job", 5])]);
        assert!(stale.contains(&key!["job", 5]));
        assert!(!stale.contains(&key!["job", 5, "messages"]));
        assert!(!stale.contains(&key!["job"]));
    }

    #[test]
    fn what_another_covers_is_said_once() {
        let condition = Stale::matching(|_| false);
        let all = [
            Stale::Exact(key!["job", 5]),
            key!["job", 5, "messages"].into(),
            condition.clone(),
            key!["job"].into(),
            key!["job", 6].into(),
            Stale::Exact(key!["job"]),
            condition.clone(),
        ];
        let stale: Vec<_> = StaleKeys::from_iter(all).into_iter().collect();
        assert_eq!(stale, [condition, key!["job"].into()]);
    }

    #[test]
    fn everything_is_stale_where_too_much_is() {
        let mut stale: StaleKeys = (0..256_u32).map(|id| key!["job", id].into()).collect();
        assert!(!stale.contains(&key!["stats"]));
        stale.insert(Stale::matching(|_| false));
        assert!(stale.contains(&key!["stats"]));
        stale.insert(key!["jobs"].into());
        stale.insert(Stale::matching(|_| false));
        assert_eq!(stale.iter().count(), 1);
    }
}
