use std::future::Future;
use std::time::Duration;

use gloo_timers::future::sleep;

const PATIENCE: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(5);

/// Waits until a condition holds. What it waits for happens in the world, in the world's time.
///
/// # Panics
///
/// Panics when it has not come true within ten seconds.
pub async fn eventually<F, Fut>(what: &str, mut condition: F)
where
    F: FnMut() -> Fut,
    Fut: Future<Output = bool>,
{
    let polls = PATIENCE.as_millis() / POLL.as_millis();
    for _ in 0..polls {
        if condition().await {
            return;
        }
        sleep(POLL).await;
    }
    #[expect(clippy::panic, reason = "this is how a test fails")]
    {
        panic!("in vain: {what}");
    }
}
