use std::fmt;

/// Where a transport leads to. It may hold a token or a password, and is printed without either.
///
/// # Examples
///
/// ```
/// # use bellwire::Protocol;
/// # use bellwire::engine::{Config, Engine, Instant};
/// use bellwire::engine::{Output, TransportAction};
///
/// # let config = Config::new("ws://localhost:8080/ws?room=5");
/// # let mut engine = Engine::new(config, Protocol::envelope(), 42, Instant::ZERO);
/// engine.connect(Instant::ZERO);
/// match engine.poll_output() {
///     Some(Output::Transport { action: TransportAction::Open(address), .. }) => {
///         assert_eq!(address.reveal(), "ws://localhost:8080/ws?room=5&v=1");
///         assert_eq!(format!("{address:?}"), "ws://localhost:8080/ws");
///     }
///     other => unreachable!("{other:?}"),
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    pub(super) fn new(base: &str) -> Self {
        Self(base.to_owned())
    }

    /// The whole address: nothing for logs.
    ///
    /// # Examples
    ///
    /// ```
    /// # use bellwire::Protocol;
    /// # use bellwire::engine::{Config, Engine, Instant, Output, TransportAction};
    /// # let config = Config::new("ws://localhost:8080/ws");
    /// # let mut engine = Engine::new(config, Protocol::envelope(), 42, Instant::ZERO);
    /// # engine.connect(Instant::ZERO);
    /// # if let Some(Output::Transport { action: TransportAction::Open(address), .. }) =
    /// #     engine.poll_output()
    /// # {
    /// assert_eq!(address.reveal(), "ws://localhost:8080/ws?v=1");
    /// # }
    /// ```
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Adds a parameter as it is.
    pub(super) fn add_parameter(&mut self, parameter: &str) {
        let separator = if self.0.as_bytes().contains(&b'?') { '&' } else { '?' };
        self.0.push(separator);
        self.0.push_str(parameter);
    }

    /// Adds a step to the path, before what follows a `?`.
    pub(super) fn add_segment(&mut self, segment: &str) {
        let path = self.0.split('?').next().unwrap_or_default().len();
        let query = self.0.split_off(path);
        while self.0.ends_with('/') {
            self.0.pop();
        }
        self.0.push('/');
        self.add_encoded(segment);
        self.0.push_str(&query);
    }

    /// Adds a value to the last parameter.
    pub(super) fn add_value(&mut self, value: &str) {
        self.0.push('=');
        self.add_encoded(value);
    }

    fn add_encoded(&mut self, value: &str) {
        // A crate for it would bring a table of 768 bytes.
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                self.0.push(char::from(byte));
            } else {
                self.0.push('%');
                for digit in [byte >> 4, byte & 0xf] {
                    let digit = char::from_digit(u32::from(digit), 16).unwrap_or_default();
                    self.0.push(digit.to_ascii_uppercase());
                }
            }
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_secrets(&self.0))
    }
}

/// A URL without what follows the `?`, and without what is before an `@` in its host.
pub(super) fn without_secrets(url: &str) -> String {
    let mut printed = String::new();
    let mut follows_slashes = false;
    for (index, part) in url.split('?').next().unwrap_or_default().split('/').enumerate() {
        if index > 0 {
            printed.push('/');
        }
        let secret = part.bytes().rposition(|byte| byte == b'@').filter(|_| follows_slashes);
        printed.push_str(secret.and_then(|at| part.get(at + 1..)).unwrap_or(part));
        follows_slashes = index == 1 && part.is_empty();
    }
    printed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_printed_without_secrets() {
        for (url, printed) in [
            ("wss://host/ws?token=secret", "wss://host/ws"),
            ("wss://me:secret@host/ws/@home", "wss://host/ws/@home"),
            ("wss://me:secret@host", "wss://host"),
            ("/ws?token=secret", "/ws"),
        ] {
            assert_eq!(format!("{:?}", Address::new(url)), printed);
        }
    }

    #[test]
    fn segments_stand_before_the_query() {
        for base in ["ws://host", "ws://host/", "ws://host?x=1"] {
            let mut address = Address::new(base);
            address.add_segment("app");
            address.add_segment("a/b");
            let query = base.strip_prefix("ws://host?").map(|query| format!("?{query}"));
            let expected = format!("ws://host/app/a%2Fb{}", query.unwrap_or_default());
            assert_eq!(address.reveal(), expected);
        }
    }

    #[test]
    fn parameters_join_those_that_are_there() {
        let mut address = Address::new("ws://host/ws?room=5");
        address.add_parameter("token");
        address.add_value("a+b&c/d=.ä");
        assert_eq!(address.reveal(), "ws://host/ws?room=5&token=a%2Bb%26c%2Fd%3D.%C3%A4");
        assert_eq!(format!("{address:?}"), "ws://host/ws");
    }
}
