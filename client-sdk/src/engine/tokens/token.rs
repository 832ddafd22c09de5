use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bellwire_protocol::Payload;
use serde::Deserialize;

/// What proves to the server who the user is. It is never printed.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use bellwire::Token;
///
/// let token = Token::new("opaque").expires_in(Duration::from_secs(900));
/// assert_eq!(format!("{token:?}"), "Token(… for 900s)");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    value: Box<str>,
    lifetime: Option<Duration>,
}

/// Why there is no token.
///
/// # Examples
///
/// ```
/// use bellwire::{Token, TokenError};
///
/// /// Reads what the application's own server answers.
/// fn token(status: u16, body: &str) -> Result<Token, TokenError> {
///     match status {
///         200 => Ok(Token::from_jwt(body)),
///         401 => Err(TokenError::SignedOut),
///         other => Err(TokenError::Unavailable(format!("status {other}"))),
///     }
/// }
/// assert_eq!(token(401, ""), Err(TokenError::SignedOut));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// Nobody is signed in. The client gives up until it is told to connect.
    #[error("nobody is signed in")]
    SignedOut,
    /// It could not be fetched this time, for this reason; the client tries again.
    #[error("the token could not be fetched: {0}")]
    Unavailable(String),
}

impl Token {
    /// A token that is good for as long as the server accepts it.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Token;
    ///
    /// let token = Token::new("secret");
    /// assert_eq!(token.lifetime(), None);
    /// ```
    #[must_use]
    pub fn new(value: impl Into<Box<str>>) -> Self {
        Self { value: value.into(), lifetime: None }
    }

    /// A JSON Web Token, which says itself for how long it is good: from its `iat` to its `exp`, so
    /// that a device whose clock is wrong gets it right.
    ///
    /// One that says nothing of the sort is good for as long as the server accepts it.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Token;
    ///
    /// let token = Token::from_jwt("eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjEwMCwiZXhwIjo0MDB9.c2ln");
    /// assert_eq!(token.lifetime().unwrap().as_secs(), 300);
    /// ```
    #[must_use]
    pub fn from_jwt(value: impl Into<Box<str>>) -> Self {
        let value = value.into();
        let lifetime = lifetime_of(&value);
        Self { value, lifetime }
    }

    /// Says for how long it is good, counted from now. It is renewed before it expires: after three
    /// quarters of that time, or a little later.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use bellwire::Token;
    ///
    /// let token = Token::new("secret").expires_in(Duration::from_secs(900));
    /// assert_eq!(token.lifetime(), Some(Duration::from_secs(900)));
    /// ```
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// For how long it is good; none when nobody knows.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Token;
    ///
    /// assert_eq!(Token::new("secret").lifetime(), None);
    /// ```
    #[must_use]
    pub fn lifetime(&self) -> Option<Duration> {
        self.lifetime
    }

    /// The token itself: nothing for logs.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::Token;
    ///
    /// let token = Token::new("secret");
    /// assert_eq!(token.reveal(), "secret");
    /// assert_eq!(format!("{token:?}"), "Token(…)");
    /// ```
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.value
    }
}

impl From<String> for Token {
    fn from(value: String) -> Self {
        Self::new(value)
    }
}

impl From<&str> for Token {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.lifetime {
            Some(lifetime) => write!(f, "Token(… for {lifetime:?})"),
            None => f.write_str("Token(…)"),
        }
    }
}

/// The claims of RFC 7519 that speak of time, in seconds.
#[derive(Deserialize)]
struct Claims {
    iat: f64,
    exp: f64,
}

fn lifetime_of(jwt: &str) -> Option<Duration> {
    let claims = BASE64_URL_SAFE_NO_PAD.decode(jwt.split('.').nth(1)?).ok()?;
    let claims = Payload::from_json(String::from_utf8(claims).ok()?).ok()?;
    let Claims { iat, exp } = claims.read().ok()?;
    Duration::try_from_secs_f64(exp - iat).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jwt_that_says_nothing_of_time_lasts_as_long_as_it_is_accepted() {
        for jwt in ["", "a.b", "a.e30.c", "eyJ9", "a.eyJpYXQiOjQwMCwiZXhwIjoxMDB9.c", "ä.ö.ü"] {
            assert_eq!(Token::from_jwt(jwt).lifetime(), None, "{jwt}");
        }
    }
}
