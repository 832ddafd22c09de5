use std::time::Duration;

use bellwire::Instant;
use serde::{Deserialize, Serialize};

/// How long somebody counts as typing who has not said so again.
const SHOWN: Duration = Duration::from_secs(5);
/// How often it is said again while somebody goes on.
const REPEATED: Duration = Duration::from_secs(2);
/// How many are kept; who comes beyond that is not shown anyway.
const KEPT: usize = 50;

/// The name under which it is whispered.
pub(crate) const WHISPER: &str = "typing";
/// The event as others receive it.
pub(crate) const EVENT: &str = "client-typing";

/// What is whispered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Typing {
    /// Tells one who types from another of the same name.
    #[serde(default)]
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) name: String,
    /// Other clients than ours only say that somebody types.
    #[serde(default = "yes")]
    pub(crate) is_typing: bool,
}

fn yes() -> bool {
    true
}

/// Who is typing, as far as they have said so of late.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TypingStore {
    typists: Vec<Typist>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Typist {
    id: String,
    name: String,
    until: Instant,
}

impl TypingStore {
    pub(crate) fn hear(&mut self, now: Instant, typing: Typing) {
        let Typing { id, name, is_typing } = typing;
        self.typists.retain(|typist| typist.id != id);
        if is_typing && self.typists.len() < KEPT {
            self.typists.push(Typist { id, name, until: now + SHOWN });
        }
    }

    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        self.typists.retain(|typist| now < typist.until);
    }

    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        self.typists.iter().map(|typist| typist.until).min()
    }

    /// The names, in the order of the alphabet, so that they stay where they are.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = self.typists.iter().map(|typist| typist.name.clone()).collect();
        names.sort();
        names
    }
}

/// What was last said of the user's own typing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct OwnTyping {
    said_at: Option<Instant>,
}

impl OwnTyping {
    /// Returns whether it is to be said that the user types.
    pub(crate) fn handle_key(&mut self, now: Instant) -> bool {
        let is_due = self.said_at.is_none_or(|said_at| said_at + REPEATED <= now);
        if is_due {
            self.said_at = Some(now);
        }
        is_due
    }

    /// Returns whether it is to be said that the user types no more.
    pub(crate) fn stop(&mut self) -> bool {
        self.said_at.take().is_some()
    }
}

#[cfg(test)]
mod tests {
    use bellwire::Payload;

    use super::*;

    const fn at(millis: u64) -> Instant {
        Instant::from_elapsed(Duration::from_millis(millis))
    }

    fn typing(id: &str, name: &str, is_typing: bool) -> Typing {
        Typing { id: id.to_owned(), name: name.to_owned(), is_typing }
    }

    #[test]
    fn who_says_nothing_more_has_stopped() {
        let mut store = TypingStore::default();
        store.hear(at(0), typing("1", "Bob", true));
        store.hear(at(1000), typing("2", "Ada", true));
        assert_eq!(store.names(), ["Ada", "Bob"]);
        store.hear(at(2000), typing("1", "Bob", true));
        store.handle_timeout(at(6000));
        assert_eq!(store.names(), ["Bob"]);
        assert_eq!(store.poll_timeout(), Some(at(7000)));
        store.hear(at(6500), typing("1", "Bob", false));
        assert_eq!(store.names(), [""; 0]);
        assert_eq!(store.poll_timeout(), None);
    }

    #[test]
    fn a_flood_of_names_is_not_kept() {
        let mut store = TypingStore::default();
        for number in 0..1000 {
            store.hear(at(0), typing(&number.to_string(), "x", true));
        }
        assert_eq!(store.names().len(), KEPT);
    }

    #[test]
    fn what_others_whisper_is_understood() {
        let other = Payload::from_json(r#"{"name":"Ada"}"#).unwrap();
        assert_eq!(other.read::<Typing>().unwrap(), typing("", "Ada", true));
    }

    #[test]
    fn typing_is_said_now_and_then_and_its_end_once() {
        let mut own = OwnTyping::default();
        assert!(!own.stop());
        let said: Vec<u64> =
            (0..50).map(|nth| nth * 100).filter(|millis| own.handle_key(at(*millis))).collect();
        assert_eq!(said, [0, 2000, 4000]);
        assert!(own.stop());
        assert!(!own.stop());
        assert!(own.handle_key(at(5000)));
    }
}
