use std::collections::BTreeMap;
use std::time::Duration;

use bellwire::Protocol;
use bellwire::engine::{
    CloseFrame, Config, Engine, Frame, Input, Instant, Output, TransportAction, TransportEvent,
    TransportId,
};

/// What is counted together.
const BIN: Duration = Duration::from_millis(100);
/// When everybody loses the connection, long after it was made.
const DROP: Duration = Duration::from_secs(60);
/// The time from an attempt to the server's welcome.
const ROUND_TRIP: Duration = Duration::from_millis(50);

/// Many clients that lose their connections at the same moment.
#[derive(Clone, Copy, Debug)]
pub struct Herd {
    /// How many.
    pub clients: u64,
    /// How long the server is away.
    pub outage: Duration,
    /// When the server wants to be called again, if it said so.
    pub window: Option<(Duration, Duration)>,
}

/// How a herd came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Return {
    /// The most attempts within 100 ms.
    pub peak: usize,
    /// How many attempts there were in all.
    pub attempts: usize,
    /// The time after which half of the clients were back.
    pub median: Duration,
    /// The time after which 95 of 100 were back.
    pub p95: Duration,
    /// How many gave up.
    pub gave_up: usize,
}

impl Herd {
    /// Lets it run until each client is back or has given up.
    #[must_use]
    pub fn run(&self) -> Return {
        let mut bins: BTreeMap<u128, usize> = BTreeMap::new();
        let mut returns = Vec::new();
        for seed in 0..self.clients {
            let (attempts, back) = self.run_one(seed);
            for at in &attempts {
                *bins.entry(at.as_micros() / BIN.as_micros()).or_default() += 1;
            }
            returns.extend(back);
        }
        returns.sort_unstable();
        let at = |share: usize| {
            let last = returns.len().saturating_sub(1);
            returns.get(last * share / 100).copied().unwrap_or_default()
        };
        Return {
            peak: bins.values().copied().max().unwrap_or_default(),
            attempts: bins.values().sum(),
            median: at(50),
            p95: at(95),
            gave_up: usize::try_from(self.clients).unwrap_or_default() - returns.len(),
        }
    }

    /// Returns the times of a client's attempts, and when it was back, counted from the loss.
    fn run_one(&self, seed: u64) -> (Vec<Duration>, Option<Duration>) {
        let config = Config::new("ws://herd/ws");
        let mut client =
            Member { engine: Engine::new(config, Protocol::envelope(), seed, Instant::ZERO) };
        client.engine.connect(Instant::ZERO);
        let Some(first) = client.opened() else { return (Vec::new(), None) };
        client.welcome(Instant::ZERO, first);
        let dropped = Instant::ZERO + DROP;
        if let Some((earliest, latest)) = self.window {
            let window = [earliest.as_millis(), latest.as_millis()];
            client.receive(
                dropped,
                first,
                &format!(r#"{{"type":"going_away","data":{{"reconnect_within_ms":{window:?}}}}}"#),
            );
        }
        client.close(dropped, first);
        let mut attempts = Vec::new();
        while let Some(deadline) = client.engine.poll_timeout() {
            client.engine.handle_input(deadline.at, Input::Timeout);
            let Some(transport) = client.opened() else { continue };
            let after = deadline.at.since(dropped);
            attempts.push(after);
            if after >= self.outage {
                client.welcome(deadline.at, transport);
                return (attempts, Some(after + ROUND_TRIP));
            }
            client.close(deadline.at, transport);
        }
        (attempts, None)
    }
}

struct Member {
    engine: Engine,
}

impl Member {
    /// The transport that the engine has asked for, if any.
    fn opened(&mut self) -> Option<TransportId> {
        let mut opened = None;
        while let Some(output) = self.engine.poll_output() {
            if let Output::Transport { id, action: TransportAction::Open { .. } } = output {
                opened = Some(id);
            }
        }
        opened
    }

    fn happens(&mut self, now: Instant, id: TransportId, event: TransportEvent) {
        self.engine.handle_input(now, Input::Transport { id, event });
    }

    fn receive(&mut self, now: Instant, id: TransportId, text: &str) {
        self.happens(now, id, TransportEvent::Received(Frame::Text(text.to_owned())));
    }

    fn welcome(&mut self, now: Instant, id: TransportId) {
        self.happens(now, id, TransportEvent::Opened);
        self.receive(now, id, r#"{"type":"connected"}"#);
        self.receive(now, id, r#"{"type":"pong"}"#);
    }

    fn close(&mut self, now: Instant, id: TransportId) {
        let close = CloseFrame { code: CloseFrame::ABNORMAL, reason: String::new() };
        self.happens(now, id, TransportEvent::Closed(close));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_herd_spreads_over_the_first_wait() {
        let herd = Herd { clients: 10_000, outage: Duration::ZERO, window: None };
        let back = herd.run();
        assert!(back.peak <= 1_100, "{back:?}");
        assert!(back.p95 < Duration::from_millis(1_600), "{back:?}");
        assert_eq!((back.attempts, back.gave_up), (10_000, 0));
    }

    #[test]
    fn a_herd_that_was_given_a_window_fills_it_evenly() {
        let window = Some((Duration::ZERO, 5 * SECOND));
        let back = Herd { clients: 10_000, outage: Duration::ZERO, window }.run();
        // 10,000 over 50 tenths of a second.
        assert!(back.peak <= 300, "{back:?}");
        assert_eq!(back.gave_up, 0);
    }

    #[test]
    fn a_herd_is_back_after_an_outage() {
        let back = Herd { clients: 10_000, outage: 10 * SECOND, window: None }.run();
        assert!(back.peak <= 1_100, "{back:?}");
        assert_eq!(back.gave_up, 0);
    }
}
