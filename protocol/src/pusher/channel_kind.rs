use crate::ChannelName;

/// What a channel's name says of it.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::ChannelName;
/// use bellwire_protocol::pusher::ChannelKind;
///
/// let kind = |name: &str| ChannelName::try_from(name).map(|name| ChannelKind::of(&name));
/// assert_eq!(kind("jobs")?, ChannelKind::Public);
/// assert_eq!(kind("private-job.5")?, ChannelKind::Private);
/// assert_eq!(kind("presence-cache-job.5")?, ChannelKind::Presence);
/// # Ok::<(), bellwire_protocol::InvalidChannelName>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelKind {
    /// Open to everybody.
    Public,
    /// `private-…`: needs an authorisation.
    Private,
    /// `private-encrypted-…`: a private channel whose payloads the server cannot read.
    Encrypted,
    /// `presence-…`: a private channel that knows who is in it.
    Presence,
    /// `#server-to-user-…`: what a user who is signed in receives, on every connection.
    User,
}

impl ChannelKind {
    /// What the name of a user's own channel begins with.
    pub const USER_PREFIX: &'static str = "#server-to-user-";

    /// Reads the kind from the name.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::pusher::ChannelKind;
    ///
    /// let kind = ChannelKind::of(&"private-encrypted-chat".parse()?);
    /// assert_eq!(kind, ChannelKind::Encrypted);
    /// # Ok::<(), bellwire_protocol::InvalidChannelName>(())
    /// ```
    #[must_use]
    pub fn of(channel: &ChannelName) -> Self {
        let name = channel.as_str();
        if name.starts_with("private-encrypted-") {
            Self::Encrypted
        } else if name.starts_with("private-") {
            Self::Private
        } else if name.starts_with("presence-") {
            Self::Presence
        } else if name.starts_with(Self::USER_PREFIX) {
            Self::User
        } else {
            Self::Public
        }
    }

    /// Whether the application's server must sign each subscription.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::pusher::ChannelKind;
    ///
    /// assert!(ChannelKind::Presence.needs_grant());
    /// assert!(!ChannelKind::Public.needs_grant());
    /// ```
    #[must_use]
    pub fn needs_grant(self) -> bool {
        match self {
            Self::Private | Self::Encrypted | Self::Presence => true,
            Self::Public | Self::User => false,
        }
    }

    /// Whether subscribers may send each other client events.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::pusher::ChannelKind;
    ///
    /// assert!(ChannelKind::Private.takes_client_events());
    /// assert!(!ChannelKind::Encrypted.takes_client_events());
    /// ```
    #[must_use]
    pub fn takes_client_events(self) -> bool {
        matches!(self, Self::Private | Self::Presence)
    }

    /// Whether a channel keeps its last event for those who come later.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::pusher::ChannelKind;
    ///
    /// assert!(ChannelKind::is_cache(&"private-cache-prices".parse()?));
    /// assert!(!ChannelKind::is_cache(&"cached".parse()?));
    /// # Ok::<(), bellwire_protocol::InvalidChannelName>(())
    /// ```
    #[must_use]
    pub fn is_cache(channel: &ChannelName) -> bool {
        let name = channel.as_str();
        let prefixes = ["private-encrypted-", "private-", "presence-"];
        let rest = prefixes.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
        rest.starts_with("cache-")
    }
}
