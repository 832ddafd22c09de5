//! Waiting for futures of the application, outside of the driver.

use std::future::Future;

#[cfg(not(target_family = "wasm"))]
use super::MaybeSend;

/// Waits for a future, and hands on what it comes to; or the words of its panic, where that can be
/// told from the end of the program.
#[cfg(target_family = "wasm")]
pub(super) fn answer<T: 'static>(
    future: impl Future<Output = T> + 'static,
    then: impl FnOnce(Result<T, String>) + 'static,
) {
    wasm_bindgen_futures::spawn_local(async move { then(Ok(future.await)) });
}

/// Waits for a future, and hands on what it comes to, or the words of its panic.
#[cfg(all(feature = "native", not(target_family = "wasm")))]
pub(super) fn answer<T: Send + 'static>(
    future: impl Future<Output = T> + MaybeSend + 'static,
    then: impl FnOnce(Result<T, String>) + Send + 'static,
) {
    tokio::spawn(async move {
        // In a task of its own it may panic, and be told of.
        then(tokio::spawn(future).await.map_err(|panic| panic.to_string()));
    });
}

/// Without a driver nobody waits.
#[cfg(not(any(feature = "native", target_family = "wasm")))]
pub(super) fn answer<T: Send + 'static>(
    _future: impl Future<Output = T> + MaybeSend + 'static,
    _then: impl FnOnce(Result<T, String>) + Send + 'static,
) {
}
