use std::time::Duration;

use bellwire::Token;
use bellwire::engine::{Frame, Input, Network, TransportEvent};

use super::calls::{Call, Whose};
use super::world::World;

/// The shortest time between two attempts, by default.
const FLOOR: Duration = Duration::from_millis(500);

/// Time enough for channels to be given back, and for confirmations that never come.
const REST: Duration = Duration::from_secs(6);

/// How much an engine at rest may hold, as it prints itself.
const MOST_MEMORY: usize = 4 * 1024;

impl World {
    /// The application starts anew, and a server without any wishes answers. Then the application
    /// gives everything back.
    pub(super) fn make_peace(&mut self) {
        self.happen(Call::Disconnect);
        self.happen(Call::Input(Input::Network(Network::Online)));
        self.happen(Call::Connect);
        self.timers = 0;
        if self.wire.live().is_none() {
            self.happen(Call::Sleep(FLOOR));
        }
        self.happen(Call::Input(Input::Token(Ok(Token::new("secret")))));
        self.happen(Call::Transport(Whose::Live, TransportEvent::Opened));
        let welcome = Frame::Text(r#"{"type":"connected"}"#.to_owned());
        self.happen(Call::Transport(Whose::Live, TransportEvent::Received(welcome)));
        self.happen(Call::Sleep(REST));
        assert!(self.engine.status().is_connected(), "{:?}", self.engine.status());
        assert_eq!(self.engine.queue_depth(), 0);
        let wanted: Vec<_> = self.engine.wanted_channels().collect();
        assert_eq!(self.engine.confirmed_channels().collect::<Vec<_>>(), wanted);

        for index in 0..self.subscriptions.len() {
            self.happen(Call::Unsubscribe(index));
        }
        self.happen(Call::Sleep(REST));
        assert_eq!(self.engine.wanted_channels().count(), 0);
        assert_eq!(self.engine.confirmed_channels().count(), 0);
        let memory = format!("{:?}", self.engine).len();
        assert!(memory < MOST_MEMORY, "an engine at rest of {memory} letters");
    }
}
