//! Transitions as lines of a log: `from → to, because`. Costs nothing without the feature
//! `tracing`.

macro_rules! trace_transition {
    ($from:expr, $to:expr, $because:expr) => {
        #[cfg(feature = "tracing")]
        tracing::debug!(from = ?$from, to = ?$to, because = %$because, "connection");
    };
}

pub(super) use trace_transition;
