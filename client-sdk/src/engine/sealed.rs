//! Payloads that only the subscribers of a channel can read: what the server carries is sealed with a
//! key that comes along with the permission.

use bellwire_protocol::pusher::ChannelKind;
use bellwire_protocol::{ChannelName, Publication};
use litemap::LiteMap;

use self::crypto::Key;
use super::subscriptions::GRANT_TIMEOUT;
use super::{Deadline, Instant, Timer};

/// How many publications wait for a new key.
const MAX_HELD: usize = 16;

/// The keys of this connection's channels.
#[derive(Debug, Default)]
pub(super) struct Seals(LiteMap<ChannelName, Seal>);

#[derive(Debug)]
struct Seal {
    key: Key,
    state: State,
}

/// Whether the key is any good.
#[derive(Debug)]
enum State {
    Trusted,
    /// It did not open these, and the application is asked for another.
    Doubted {
        held: Vec<Publication>,
        give_up_at: Instant,
    },
    /// Another did not help.
    Useless,
}

/// What has become of a publication.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Opened {
    /// It can be read, or was never sealed.
    Readable(Publication),
    /// It waits for another key, which is to be asked for where that was not done.
    Held { asks: bool },
    /// It cannot be read.
    Unreadable,
}

impl Seals {
    /// Whether a channel's payloads are sealed.
    pub(super) fn seals(channel: &ChannelName) -> bool {
        ChannelKind::of(channel) == ChannelKind::Encrypted
    }

    /// Takes a channel's key, if it is one, and returns what has waited for it.
    pub(super) fn set_key(
        &mut self,
        channel: &ChannelName,
        secret: Option<&str>,
    ) -> Option<Vec<Publication>> {
        let key = Key::read(secret?)?;
        let former = self.0.insert(channel.clone(), Seal { key, state: State::Trusted });
        let Some(Seal { state: State::Doubted { held, .. }, .. }) = former else {
            return Some(Vec::new());
        };
        if let Some(seal) = self.0.get_mut(channel) {
            // This is the second key; there is no third.
            seal.state = State::Useless;
        }
        Some(held)
    }

    /// Whether another key is asked for.
    pub(super) fn awaits_key(&self, channel: &ChannelName) -> bool {
        self.0.get(channel).is_some_and(|seal| matches!(seal.state, State::Doubted { .. }))
    }

    /// There is no other key. Returns whether one was asked for.
    pub(super) fn give_up(&mut self, channel: &ChannelName) -> bool {
        match self.0.get_mut(channel) {
            Some(seal) if matches!(seal.state, State::Doubted { .. }) => {
                seal.state = State::Useless;
                true
            }
            Some(_) | None => false,
        }
    }

    /// A channel for which another key was asked for, and did not come in time.
    pub(super) fn overdue(&self, now: Instant) -> Option<ChannelName> {
        let is_overdue = |seal: &Seal| matches!(seal.state, State::Doubted { give_up_at, .. } if give_up_at <= now);
        self.0.iter().find(|(_, seal)| is_overdue(seal)).map(|(channel, _)| channel.clone())
    }

    pub(super) fn poll_timeout(&self) -> Option<Deadline> {
        let mut soonest = None;
        for seal in self.0.values() {
            if let State::Doubted { give_up_at, .. } = seal.state {
                Deadline::keep_sooner(&mut soonest, give_up_at, Timer::ChannelAuth);
            }
        }
        soonest
    }

    pub(super) fn open(&mut self, now: Instant, mut publication: Publication) -> Opened {
        let Some(seal) = publication.channel.as_ref().and_then(|name| self.0.get_mut(name)) else {
            return Opened::Unreadable;
        };
        if !matches!(seal.state, State::Doubted { .. })
            && let Some(data) = seal.key.open(&publication.data)
        {
            publication.data = data;
            return Opened::Readable(publication);
        }
        match &mut seal.state {
            State::Trusted => {
                let give_up_at = now + GRANT_TIMEOUT;
                seal.state = State::Doubted { held: vec![publication], give_up_at };
                Opened::Held { asks: true }
            }
            State::Doubted { held, .. } if held.len() < MAX_HELD => {
                held.push(publication);
                Opened::Held { asks: false }
            }
            State::Doubted { .. } | State::Useless => Opened::Unreadable,
        }
    }

    /// Nobody reads the channel any more.
    pub(super) fn forget(&mut self, channel: &ChannelName) {
        self.0.remove(channel);
    }

    /// Keys belong to a connection.
    pub(super) fn handle_lost(&mut self) {
        self.0.clear();
    }
}

#[cfg(feature = "encrypted")]
mod crypto {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    use bellwire_protocol::Payload;
    use crypto_secretbox::aead::{Aead, KeyInit};
    use crypto_secretbox::{Nonce, XSalsa20Poly1305};
    use serde::Deserialize;

    /// A key, which is not printed.
    pub(super) struct Key([u8; 32]);

    #[derive(Deserialize)]
    struct Sealed {
        nonce: String,
        ciphertext: String,
    }

    impl Key {
        pub(super) fn read(secret: &str) -> Option<Self> {
            BASE64_STANDARD.decode(secret).ok()?.try_into().ok().map(Self)
        }

        pub(super) fn open(&self, data: &Payload) -> Option<Payload> {
            let Sealed { nonce, ciphertext } = data.read().ok()?;
            let nonce: [u8; 24] = BASE64_STANDARD.decode(nonce).ok()?.try_into().ok()?;
            let ciphertext = BASE64_STANDARD.decode(ciphertext).ok()?;
            let cipher = XSalsa20Poly1305::new((&self.0).into());
            let text = cipher.decrypt(&Nonce::from(nonce), &*ciphertext).ok()?;
            let text = String::from_utf8(text).ok()?;
            // As everywhere in the protocol, what is no JSON is a string.
            Payload::from_json(text.as_str()).ok().or_else(|| Payload::encode(&text).ok())
        }
    }

    impl std::fmt::Debug for Key {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("Key")
        }
    }
}

#[cfg(not(feature = "encrypted"))]
mod crypto {
    use bellwire_protocol::Payload;

    /// There is none, and so the compiler leaves out what would be done with it.
    #[derive(Debug)]
    pub(super) enum Key {}

    impl Key {
        pub(super) fn read(_secret: &str) -> Option<Self> {
            None
        }

        pub(super) fn open(&self, _data: &Payload) -> Option<Payload> {
            match *self {}
        }
    }
}

#[cfg(test)]
#[cfg(feature = "encrypted")]
mod tests {
    use bellwire_protocol::Payload;

    use super::*;

    /// The key of 32 times 7, in base64.
    const SECRET: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
    const OTHER: &str = "CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=";

    fn sealed(text: &str) -> Publication {
        use base64::Engine;
        use base64::prelude::BASE64_STANDARD;
        use crypto_secretbox::aead::{Aead, KeyInit};
        let cipher = crypto_secretbox::XSalsa20Poly1305::new(&[7; 32].into());
        let ciphertext = cipher.encrypt(&[1; 24].into(), text.as_bytes()).unwrap();
        let (nonce, ciphertext) =
            (BASE64_STANDARD.encode([1; 24]), BASE64_STANDARD.encode(ciphertext));
        let data = format!(r#"{{"nonce":"{nonce}","ciphertext":"{ciphertext}"}}"#);
        let data = Payload::from_json(data).unwrap();
        Publication::new("secret", Some(channel()), data)
    }

    fn channel() -> ChannelName {
        "private-encrypted-chat".parse().unwrap()
    }

    fn plain(json: &str) -> Publication {
        Publication::new("secret", Some(channel()), Payload::from_json(json).unwrap())
    }

    #[test]
    fn what_is_sealed_with_the_key_is_read() {
        let mut seals = Seals::default();
        assert_eq!(seals.set_key(&channel(), Some(SECRET)), Some(Vec::new()));
        assert_eq!(
            seals.open(Instant::ZERO, sealed(r#"{"a":1}"#)),
            Opened::Readable(plain(r#"{"a":1}"#))
        );
        assert_eq!(
            seals.open(Instant::ZERO, sealed("words")),
            Opened::Readable(plain(r#""words""#))
        );
    }

    #[test]
    fn a_key_that_is_none_is_no_key() {
        let mut seals = Seals::default();
        for secret in [None, Some(""), Some("BwcH"), Some("no base64!")] {
            assert_eq!(seals.set_key(&channel(), secret), None);
        }
    }

    #[test]
    fn a_key_that_does_not_fit_is_replaced_once() {
        let mut seals = Seals::default();
        seals.set_key(&channel(), Some(OTHER));
        assert_eq!(seals.open(Instant::ZERO, sealed("1")), Opened::Held { asks: true });
        assert_eq!(seals.open(Instant::ZERO, sealed("2")), Opened::Held { asks: false });
        let held = seals.set_key(&channel(), Some(SECRET)).unwrap();
        let opened: Vec<_> = held.into_iter().map(|held| seals.open(Instant::ZERO, held)).collect();
        assert_eq!(opened, [Opened::Readable(plain("1")), Opened::Readable(plain("2"))]);
        assert_eq!(seals.open(Instant::ZERO, plain("3")), Opened::Unreadable, "and not again");
        assert_eq!(seals.open(Instant::ZERO, sealed("4")), Opened::Readable(plain("4")));
    }

    #[test]
    fn what_waits_for_a_key_has_an_end() {
        let mut seals = Seals::default();
        seals.set_key(&channel(), Some(OTHER));
        let opened = (0..100).map(|_| seals.open(Instant::ZERO, sealed("1")));
        assert_eq!(opened.filter(|opened| *opened == Opened::Unreadable).count(), 100 - MAX_HELD);
    }

    #[test]
    fn another_key_is_waited_for_for_ten_seconds() {
        let mut seals = Seals::default();
        seals.set_key(&channel(), Some(OTHER));
        assert_eq!(seals.poll_timeout(), None);
        seals.open(Instant::ZERO, sealed("1"));
        let at = seals.poll_timeout().unwrap().at;
        assert_eq!(at.since(Instant::ZERO), GRANT_TIMEOUT);
        assert_eq!(seals.overdue(Instant::ZERO), None);
        assert_eq!(seals.overdue(at), Some(channel()));
        assert!(seals.give_up(&channel()));
        assert_eq!((seals.overdue(at), seals.poll_timeout()), (None, None));
    }
}
