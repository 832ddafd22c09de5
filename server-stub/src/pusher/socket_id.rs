use std::fmt;
use std::str::FromStr;

/// The name of a connection, such as `123.456`: permissions are made out to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SocketId {
    random: u64,
    number: u64,
}

impl SocketId {
    /// A name that the connection with this number has alone, also after the server was started
    /// anew.
    pub(super) fn new(random: u32, number: u64) -> Self {
        Self { random: random.into(), number }
    }
}

/// Text that names no connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a socket id is two numbers with a dot between them")]
pub(crate) struct InvalidSocketId;

impl FromStr for SocketId {
    type Err = InvalidSocketId;

    fn from_str(text: &str) -> Result<Self, InvalidSocketId> {
        let (random, number) = text.split_once('.').ok_or(InvalidSocketId)?;
        let id = Self {
            random: random.parse().map_err(|_| InvalidSocketId)?,
            number: number.parse().map_err(|_| InvalidSocketId)?,
        };
        // Permissions are made out to the text.
        if id.to_string() == text { Ok(id) } else { Err(InvalidSocketId) }
    }
}

impl fmt::Display for SocketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.random, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        let id = SocketId::new(u32::MAX, 7);
        assert_eq!(id.to_string().parse(), Ok(id));
        for text in ["", ".", "1", "1.", ".2", "+1.2", "01.2", "1.2.3", "1.2 ", "1.-2", "a.b"] {
            assert_eq!(text.parse::<SocketId>(), Err(InvalidSocketId), "{text}");
        }
    }
}
