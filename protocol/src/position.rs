use std::fmt;
use std::sync::Arc;

/// A place in a channel's history: everything up to and including `offset` lies behind it.
///
/// Offsets are dense: within an epoch, each publication has the offset after its predecessor's.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::{Epoch, Position};
///
/// let seen = Position { epoch: Epoch::try_from("k3")?, offset: 41 };
/// assert!(seen.is_followed_by(&Position { offset: 42, ..seen.clone() }));
/// assert!(!seen.is_followed_by(&Position { offset: 43, ..seen.clone() }));
/// # Ok::<(), bellwire_protocol::InvalidEpoch>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Position {
    /// The life of the history; a history that was lost begins a new one.
    pub epoch: Epoch,
    /// The number of the last publication, from 1; 0 before the first.
    pub offset: u64,
}

impl Position {
    /// Whether `next` is the very next publication.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::{Epoch, Position};
    ///
    /// let seen = Position { epoch: Epoch::try_from("k3")?, offset: 41 };
    /// let next_life = Position { epoch: Epoch::try_from("m9")?, offset: 42 };
    /// assert!(!seen.is_followed_by(&next_life));
    /// # Ok::<(), bellwire_protocol::InvalidEpoch>(())
    /// ```
    #[must_use]
    pub fn is_followed_by(&self, next: &Self) -> bool {
        self.epoch == next.epoch && self.offset.checked_add(1) == Some(next.offset)
    }

    /// Whether everything up to `other` is known at this position.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::{Epoch, Position};
    ///
    /// let seen = Position { epoch: Epoch::try_from("k3")?, offset: 41 };
    /// assert!(seen.covers(&Position { offset: 40, ..seen.clone() }));
    /// assert!(!seen.covers(&Position { offset: 42, ..seen.clone() }));
    /// # Ok::<(), bellwire_protocol::InvalidEpoch>(())
    /// ```
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.epoch == other.epoch && self.offset >= other.offset
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.epoch.as_str(), self.offset)
    }
}

/// The name of a history's life, chosen at random by the server when the history begins.
///
/// At most [`Epoch::MAX_BYTES`] bytes. Cloning is cheap.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::Epoch;
///
/// let before = Epoch::try_from("k3")?;
/// assert_ne!(before, Epoch::from_number(7));
/// assert!(Epoch::try_from("").is_err());
/// # Ok::<(), bellwire_protocol::InvalidEpoch>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Epoch(Arc<str>);

impl Epoch {
    /// The longest name, in bytes. A client keeps one for each of its channels.
    pub const MAX_BYTES: usize = 64;

    /// Names an epoch by a number that was drawn at random.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::Epoch;
    ///
    /// assert_eq!(Epoch::from_number(0x5f3a).as_str(), "5f3a");
    /// ```
    #[must_use]
    pub fn from_number(number: u64) -> Self {
        Self(format!("{number:x}").into())
    }

    /// Returns the name as it goes over the wire.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::Epoch;
    ///
    /// assert_eq!(Epoch::try_from("k3")?.as_str(), "k3");
    /// # Ok::<(), bellwire_protocol::InvalidEpoch>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name of an epoch that is empty or longer than [`Epoch::MAX_BYTES`].
///
/// # Examples
///
/// ```
/// use bellwire_protocol::{Epoch, InvalidEpoch};
///
/// let too_long = "x".repeat(65);
/// assert_eq!(Epoch::try_from(too_long.as_str()), Err(InvalidEpoch { length: 65 }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an epoch has 1 to {} bytes, this one has {length}", Epoch::MAX_BYTES)]
pub struct InvalidEpoch {
    /// The name's length in bytes.
    pub length: usize,
}

impl TryFrom<&str> for Epoch {
    type Error = InvalidEpoch;

    fn try_from(name: &str) -> Result<Self, InvalidEpoch> {
        match name.len() {
            1..=Self::MAX_BYTES => Ok(Self(name.into())),
            length => Err(InvalidEpoch { length }),
        }
    }
}
