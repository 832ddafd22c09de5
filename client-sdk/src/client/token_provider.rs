use std::fmt;
use std::future::Future;

use super::callout::call_out;
use super::mailbox::{Mail, MailSender};
use super::spawn;
use crate::engine::{Input, Token, TokenError};

/// What the driver of this platform can hold: on threads, what is `Send`; in a browser, where
/// promises are not, everything.
#[cfg(target_family = "wasm")]
pub trait MaybeSend {}
#[cfg(target_family = "wasm")]
impl<T: ?Sized> MaybeSend for T {}

/// What the driver of this platform can hold: on threads, what is `Send`; in a browser, where
/// promises are not, everything.
///
/// # Examples
///
/// ```
/// use std::future::Future;
/// use bellwire::{Client, ConfigError, MaybeSend, TokenError};
///
/// fn signed_in<F>(fetch: impl Fn() -> F + MaybeSend + 'static) -> Result<Client, ConfigError>
/// where
///     F: Future<Output = Result<String, TokenError>> + MaybeSend + 'static,
/// {
///     Client::builder("wss://example.org/ws").token_provider(fetch).build()
/// }
/// assert!(signed_in(|| async { Err(TokenError::SignedOut) }).is_ok());
/// ```
#[cfg(not(target_family = "wasm"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_family = "wasm"))]
impl<T: ?Sized + Send> MaybeSend for T {}

/// A client's request for a token, for sources that answer by a callback.
///
/// One that is not answered within ten seconds is made again.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use bellwire::{Client, Token, TokenRequest};
///
/// /// Stands for an interface that calls back.
/// fn sign_in(then: impl FnOnce(&str)) {
///     then("secret");
/// }
///
/// let ask = |request: TokenRequest| {
///     sign_in(|token| request.answer(Ok(Token::new(token).expires_in(Duration::from_secs(900)))));
/// };
/// let client = Client::builder("wss://example.org/ws").token_source(ask).build()?;
/// # Ok::<(), bellwire::ConfigError>(())
/// ```
#[derive(Debug)]
#[must_use = "the client waits for the answer"]
pub struct TokenRequest(MailSender);

impl TokenRequest {
    /// Answers with a token, or says why there is none.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::{TokenError, TokenRequest};
    ///
    /// let nobody = |request: TokenRequest| request.answer(Err(TokenError::SignedOut));
    /// ```
    pub fn answer(self, answer: Result<Token, TokenError>) {
        // A client that has ended has no use for it.
        let _ = self.0.unbounded_send(Mail::Input(Input::Token(answer)));
    }
}

#[cfg(target_family = "wasm")]
type Ask = Box<dyn Fn(TokenRequest)>;
#[cfg(not(target_family = "wasm"))]
type Ask = Box<dyn Fn(TokenRequest) + Send>;

/// The application's source of tokens.
pub(super) struct TokenProvider(Ask);

impl TokenProvider {
    pub(super) fn new(ask: impl Fn(TokenRequest) + MaybeSend + 'static) -> Self {
        Self(Box::new(ask))
    }

    pub(super) fn from_future<F, T>(fetch: impl Fn() -> F + MaybeSend + 'static) -> Self
    where
        F: Future<Output = Result<T, TokenError>> + MaybeSend + 'static,
        T: Into<Token>,
    {
        Self::new(move |request| {
            let token = fetch();
            spawn::answer(async move { token.await.map(Into::into) }, move |token| {
                request.answer(token.unwrap_or_else(|words| Err(TokenError::Unavailable(words))));
            });
        })
    }

    /// A source that panics has no token.
    pub(super) fn ask(&self, mail: &MailSender) {
        if let Err(words) = call_out(|| (self.0)(TokenRequest(mail.clone()))) {
            TokenRequest(mail.clone()).answer(Err(TokenError::Unavailable(words)));
        }
    }
}

/// What an application's source of tokens has found.
impl fmt::Debug for TokenProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenProvider")
    }
}
