use std::borrow::Cow;
use std::fmt;

/// Names a query: a path, from the general to the particular, such as `["job", 123]`.
///
/// # Examples
///
/// ```
/// use bellwire_ui::key;
///
/// let job = key!["job", 123];
/// assert!(job.starts_with(&key!["job"]));
/// assert!(!job.starts_with(&key!["job", 12]));
/// assert_eq!(job.to_string(), "job/123");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QueryKey(Vec<KeyPart>);

/// One step of a [`QueryKey`]. A number and its digits are the same step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyPart(Cow<'static, str>);

/// Makes a [`QueryKey`](crate::invalidation::QueryKey) of words and numbers.
#[macro_export]
macro_rules! key {
    ($($part:expr),* $(,)?) => {
        <$crate::invalidation::QueryKey as ::core::iter::FromIterator<_>>::from_iter([
            $($crate::invalidation::KeyPart::from($part)),*
        ])
    };
}

impl QueryKey {
    /// Whether this key lies below `prefix`, or is it.
    #[must_use]
    pub fn starts_with(&self, prefix: &Self) -> bool {
        self.0.starts_with(&prefix.0)
    }

    /// Whether this key's last steps are those of `suffix`.
    #[must_use]
    pub fn ends_with(&self, suffix: &Self) -> bool {
        self.0.ends_with(&suffix.0)
    }

    /// Whether this is the key of no step, below which all others lie.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// This key with one more step.
    #[must_use]
    pub fn join(&self, part: impl Into<KeyPart>) -> Self {
        let mut parts = self.0.clone();
        parts.push(part.into());
        Self(parts)
    }
}

impl FromIterator<KeyPart> for QueryKey {
    fn from_iter<I: IntoIterator<Item = KeyPart>>(parts: I) -> Self {
        Self(parts.into_iter().collect())
    }
}

impl From<&'static str> for KeyPart {
    fn from(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl From<String> for KeyPart {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

macro_rules! from_number {
    ($($number:ty),*) => {
        $(impl From<$number> for KeyPart {
            fn from(number: $number) -> Self {
                Self(Cow::Owned(number.to_string()))
            }
        })*
    };
}

from_number!(i32, i64, u32, u64, usize);

impl fmt::Display for QueryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, KeyPart(part)) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("/")?;
            }
            f.write_str(part)?;
        }
        Ok(())
    }
}
