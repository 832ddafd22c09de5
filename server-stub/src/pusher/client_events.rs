use std::collections::VecDeque;
use std::time::Duration;

use bellwire_protocol::pusher::ChannelKind;
use bellwire_protocol::{ChannelName, Payload};
use tokio::time::Instant;

/// How many events a connection may send in one [`PERIOD`]; Pusher's limit.
const MAX_EVENTS: usize = 10;
const PERIOD: Duration = Duration::from_secs(1);
/// The longest name of an event, in characters; Pusher's limit.
pub(super) const MAX_NAME: usize = 200;
/// How much an event may carry, in bytes; Pusher's limit.
pub(super) const MAX_DATA: usize = 10 * 1024;

/// Which events of one connection's client may go to others.
#[derive(Debug, Default)]
pub(super) struct ClientEvents {
    /// When the latest ones came.
    recent: VecDeque<Instant>,
}

/// Why an event of a client goes to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ClientEventError {
    #[error(
        "Client event rejected - only supported on private and presence channels that are not \
         encrypted"
    )]
    Channel,
    #[error("Cannot broadcast client event (connection not subscribed to the channel)")]
    NotSubscribed,
    #[error("Client event rejected - its name has more than {MAX_NAME} characters")]
    Name,
    #[error("Client event rejected - its data has more than {MAX_DATA} bytes")]
    Data,
    #[error("Client event rejected - more than {MAX_EVENTS} in a second")]
    TooMany,
}

impl ClientEvents {
    /// Takes an event on a channel that its sender is or is not subscribed to.
    pub(super) fn admit(
        &mut self,
        now: Instant,
        channel: &ChannelName,
        is_subscribed: bool,
        event: &str,
        data: &Payload,
    ) -> Result<(), ClientEventError> {
        if !ChannelKind::of(channel).takes_client_events() {
            return Err(ClientEventError::Channel);
        }
        if !is_subscribed {
            return Err(ClientEventError::NotSubscribed);
        }
        if event.chars().count() > MAX_NAME {
            return Err(ClientEventError::Name);
        }
        if data.as_json().len() > MAX_DATA {
            return Err(ClientEventError::Data);
        }
        self.count(now)
    }

    fn count(&mut self, now: Instant) -> Result<(), ClientEventError> {
        while let Some(oldest) = self.recent.front()
            && now.saturating_duration_since(*oldest) >= PERIOD
        {
            self.recent.pop_front();
        }
        if self.recent.len() >= MAX_EVENTS {
            return Err(ClientEventError::TooMany);
        }
        self.recent.push_back(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_events_in_any_second_are_enough() {
        let (mut events, start) = (ClientEvents::default(), Instant::now());
        let at = |milliseconds| start + Duration::from_millis(milliseconds);
        for number in 0..10 {
            assert_eq!(events.count(at(number * 50)), Ok(()));
        }
        assert_eq!(events.count(at(999)), Err(ClientEventError::TooMany));
        assert_eq!(events.count(at(1_000)), Ok(()), "what was refused does not count");
        assert_eq!(events.count(at(1_049)), Err(ClientEventError::TooMany));
        assert_eq!(events.count(at(1_050)), Ok(()));
    }

    #[test]
    fn an_event_that_is_too_large_goes_nowhere() {
        let (mut events, now) = (ClientEvents::default(), Instant::now());
        let channel = "private-a".parse().unwrap();
        let mut admit = |name: usize, data: usize| {
            let data = Payload::encode(&"x".repeat(data)).unwrap();
            events.admit(now, &channel, true, &"n".repeat(name), &data)
        };
        assert_eq!(admit(200, 10 * 1024 - 2), Ok(()));
        assert_eq!(admit(201, 0), Err(ClientEventError::Name));
        assert_eq!(admit(1, 10 * 1024 - 1), Err(ClientEventError::Data));
    }
}
