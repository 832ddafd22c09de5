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
    /// Only the newest browsers take `http:` for `ws:`, and nothing else does.
    pub(super) fn new(base: &str) -> Self {
        match base.split_at_checked(4) {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => {
                Self(format!("ws{rest}"))
            }
            _ => Self(base.to_owned()),
        }
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

    /// Adds a value to the last parameter.
    pub(super) fn add_value(&mut self, value: &str) {
        self.0.push('=');
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
    let public = url.split('?').next().unwrap_or_default();
    let Some((scheme, rest)) = public.split_once("://") else { return public.to_owned() };
    let host_ends_at = rest.find('/').unwrap_or(rest.len());
    let (host, path) = rest.split_at(host_ends_at);
    let host = host.rsplit('@').next().unwrap_or_default();
    format!("{scheme}://{host}{path}")
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
    fn leads_to_a_web_socket() {
        for (base, address) in [
            ("http://host/ws", "ws://host/ws"),
            ("https://host/ws", "wss://host/ws"),
            ("wss://host/ws", "wss://host/ws"),
            ("/http", "/http"),
        ] {
            assert_eq!(Address::new(base).reveal(), address);
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
