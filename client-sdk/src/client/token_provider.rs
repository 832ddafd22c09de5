use std::fmt;
use std::future::Future;
use std::pin::Pin;

use crate::engine::{Token, TokenError};

/// What the driver of this platform can hold: on threads, what is `Send`; in a browser, where
/// promises are not, everything.
#[cfg(target_family = "wasm")]
pub trait MaybeSend {}
#[cfg(target_family = "wasm")]
impl<T: ?Sized> MaybeSend for T {}

/// What the driver of this platform can hold: on threads, what is `Send`; in a browser, where
/// promises are not, everything.
#[cfg(not(target_family = "wasm"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_family = "wasm"))]
impl<T: ?Sized + Send> MaybeSend for T {}

type Answer = Result<Token, TokenError>;

#[cfg(target_family = "wasm")]
pub(crate) type TokenFuture = Pin<Box<dyn Future<Output = Answer>>>;
#[cfg(target_family = "wasm")]
type Fetch = Box<dyn Fn() -> TokenFuture>;

#[cfg(not(target_family = "wasm"))]
pub(crate) type TokenFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;
#[cfg(not(target_family = "wasm"))]
type Fetch = Box<dyn Fn() -> TokenFuture + Send>;

/// The application's source of tokens.
pub(super) struct TokenProvider(Fetch);

impl TokenProvider {
    pub(super) fn new<F, T>(fetch: impl Fn() -> F + MaybeSend + 'static) -> Self
    where
        F: Future<Output = Result<T, TokenError>> + MaybeSend + 'static,
        T: Into<Token>,
    {
        Self(Box::new(move || {
            let token = fetch();
            Box::pin(async move { token.await.map(Into::into) })
        }))
    }

    pub(super) fn fetch(&self) -> TokenFuture {
        (self.0)()
    }
}

impl fmt::Debug for TokenProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenProvider")
    }
}
