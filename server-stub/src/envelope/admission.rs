use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Utf8Bytes};
use bellwire_demo_api::User;
use bellwire_protocol::envelope::close_code;
use tokio::time::{Instant, sleep_until};

use crate::marketplace::Marketplace;

/// How long a client may take to say who it is, and to replace a token that has expired.
const GRACE: Duration = Duration::from_secs(5);

/// Whether, and until when, a client may stay.
#[derive(Debug)]
pub(super) struct Admission {
    marketplace: Arc<Marketplace>,
    state: State,
    user: Option<User>,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// For as long as it likes.
    Open,
    /// A token is awaited.
    Awaited { until: Instant },
    /// With a token that is good for a while.
    Granted { until: Instant },
}

impl Admission {
    /// Looks at what a client brings.
    pub(super) fn begin(
        marketplace: Arc<Marketplace>,
        token: Option<&str>,
        is_required: bool,
    ) -> Result<Self, CloseFrame> {
        let until = Instant::now() + GRACE;
        let state = if is_required { State::Awaited { until } } else { State::Open };
        let mut admission = Self { marketplace, state, user: None };
        if let Some(token) = token {
            admission.renew(token)?;
        }
        Ok(admission)
    }

    /// Whether the client may do anything at all.
    pub(super) fn is_granted(&self) -> bool {
        !matches!(self.state, State::Awaited { .. })
    }

    /// Takes a token in place of the one before.
    pub(super) fn renew(&mut self, token: &str) -> Result<(), CloseFrame> {
        let Some(time_left) = self.marketplace.time_left(token) else {
            return Err(refusal("the token is wrong or has expired"));
        };
        let until = Instant::now().checked_add(time_left.saturating_add(GRACE));
        self.state = until.map_or(State::Open, |until| State::Granted { until });
        self.user = self.marketplace.user(token);
        Ok(())
    }

    /// Who the client is, where it has brought a token.
    pub(super) fn user(&self) -> Option<&User> {
        self.user.as_ref()
    }

    /// Resolves when the client has to go.
    pub(super) async fn ended(&self) -> CloseFrame {
        match self.state {
            State::Open => std::future::pending().await,
            State::Awaited { until } => {
                sleep_until(until).await;
                refusal("no token came")
            }
            State::Granted { until } => {
                sleep_until(until).await;
                refusal("the token has expired")
            }
        }
    }
}

pub(super) fn refusal(words: &'static str) -> CloseFrame {
    CloseFrame { code: close_code::UNAUTHORIZED, reason: Utf8Bytes::from_static(words) }
}
