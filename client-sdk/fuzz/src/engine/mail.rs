use std::collections::BTreeMap;

use bellwire::Publication;
use bellwire::engine::MessageId;

/// The messages of the application, and which of them have met their end.
#[derive(Debug)]
pub(super) struct Mail {
    max_messages: usize,
    max_bytes: usize,
    last: Option<MessageId>,
    /// Those without an outcome.
    pending: BTreeMap<MessageId, Letter>,
}

#[derive(Debug)]
struct Letter {
    number: u64,
    bytes: usize,
    /// What it was sent under, once it was.
    key: Option<Box<str>>,
}

impl Mail {
    pub(super) fn new(max_messages: usize, max_bytes: usize) -> Self {
        Self { max_messages, max_bytes, last: None, pending: BTreeMap::new() }
    }

    /// The engine has taken the message with this number.
    pub(super) fn accepted(&mut self, id: MessageId, number: u64, bytes: usize) {
        assert!(self.last < Some(id), "{id:?} was handed out before");
        self.last = Some(id);
        self.pending.insert(id, Letter { number, bytes, key: None });
    }

    /// A transport is handed a message.
    pub(super) fn sent(&mut self, message: &Publication) {
        let number = message.data.as_number();
        let letter = self.pending.values_mut().find(|letter| Some(letter.number) == number);
        assert!(letter.is_some(), "message {number:?} is sent after its end");
        if let Some(letter) = letter
            && let Some(key) = &message.key
        {
            let before = letter.key.get_or_insert_with(|| key.clone());
            assert_eq!(before, key, "a server would not know message {number:?} again");
        }
    }

    pub(super) fn settled(&mut self, id: MessageId) {
        let letter = self.pending.remove(&id);
        assert!(letter.is_some(), "{id:?} has met its end before, or never was");
    }

    /// So many messages wait, says the engine.
    pub(super) fn check(&self, queue_depth: usize) {
        assert_eq!(queue_depth, self.pending.len(), "who waits has no outcome, and the reverse");
        assert!(queue_depth <= self.max_messages, "{queue_depth} messages wait");
        let bytes: usize = self.pending.values().map(|letter| letter.bytes).sum();
        assert!(bytes <= self.max_bytes, "{bytes} bytes wait");
    }
}
