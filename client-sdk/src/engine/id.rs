//! Names for what the engine hands out. A number is never used twice.

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            pub(crate) const fn new(number: u64) -> Self {
                Self(number)
            }

            #[cfg_attr(not(feature = "trace"), allow(dead_code, reason = "for some of them"))]
            pub(crate) const fn number(self) -> u64 {
                self.0
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "#{}", self.0)
            }
        }
    };
}

id! {
    /// One transport; a later one has a larger number.
    TransportId
}
id! {
    /// One holder's interest in a channel.
    SubscriptionId
}
id! {
    /// One message to the server.
    MessageId
}

/// Counts from 1.
#[derive(Debug, Default)]
pub(crate) struct Counter(u64);

impl Counter {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }
}
