use std::fmt;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Where a transport leads to. It may hold a token, and is printed without what follows the `?`.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    pub(super) fn new(base: &str) -> Self {
        Self(base.to_owned())
    }

    /// The whole address: nothing for logs.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The part that is not for logs, if there is one.
    #[must_use]
    pub fn secret(&self) -> Option<&str> {
        self.0.split_once('?').map(|(_, secret)| secret)
    }

    /// Adds a parameter as it is.
    pub(super) fn add_parameter(&mut self, parameter: &str) {
        let separator = if self.0.as_bytes().contains(&b'?') { '&' } else { '?' };
        self.0.push(separator);
        self.0.push_str(parameter);
    }

    /// Adds a value to the last parameter.
    pub(super) fn add_value(&mut self, value: &str) {
        self.0.push('=');
        self.0.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let public = self.0.split('?').next().unwrap_or_default();
        write!(f, "{public}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_join_those_that_are_there() {
        let mut address = Address::new("ws://host/ws?room=5");
        address.add_parameter("token");
        address.add_value("a+b&c/d=");
        assert_eq!(address.reveal(), "ws://host/ws?room=5&token=a%2Bb%26c%2Fd%3D");
        assert_eq!(format!("{address:?}"), "ws://host/ws");
    }
}
