use bellwire_protocol::envelope::ClientFrame;
use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

use crate::clock;
use crate::engine::Stored;

/// A message as it is kept: an object with these properties, under the message's key.
pub(super) struct Record(JsValue);

/// Whose it is: the name of a lock.
const OWNER: &str = "owner";
/// When it was kept, in milliseconds since 1970, and where it stands among those of that moment.
const KEPT_AT: &str = "keptAt";
const RANK: &str = "rank";
/// When it has waited too long, in milliseconds since 1970.
const EXPIRES_AT: &str = "expiresAt";
/// The message in the words of the envelope protocol.
const MESSAGE: &str = "message";

impl Record {
    pub(super) fn new(owner: &str, rank: u32, stored: &Stored) -> Self {
        let now = js_sys::Date::now();
        let time_left = stored.expires_at.since(clock::now()).as_secs_f64() * 1000.0;
        // The number only makes sure that the key is written.
        let message = ClientFrame::encode_publication(&stored.message, Some("0"));
        let record = Self(Object::new().into());
        record.set(OWNER, &owner.into());
        record.set(KEPT_AT, &now.into());
        record.set(RANK, &rank.into());
        record.set(EXPIRES_AT, &(now + time_left).into());
        record.set(MESSAGE, &message.into());
        record
    }

    pub(super) fn from_value(value: JsValue) -> Self {
        Self(value)
    }

    pub(super) fn as_value(&self) -> &JsValue {
        &self.0
    }

    pub(super) fn owner(&self) -> Option<String> {
        self.read(OWNER).as_string()
    }

    pub(super) fn set_owner(&self, owner: &str) {
        self.set(OWNER, &owner.into());
    }

    /// What orders records: oldest first.
    pub(super) fn order(&self) -> (f64, f64) {
        (self.number(KEPT_AT), self.number(RANK))
    }

    /// The message, unless it has expired or is none.
    pub(super) fn stored(&self) -> Option<Stored> {
        let time_left = self.number(EXPIRES_AT) - js_sys::Date::now();
        let time_left = std::time::Duration::try_from_secs_f64(time_left / 1000.0).ok()?;
        match ClientFrame::decode(&self.read(MESSAGE).as_string()?) {
            Ok(ClientFrame::Publish { publication, .. }) if publication.key.is_some() => {
                Some(Stored { message: publication, expires_at: clock::now() + time_left })
            }
            // Somebody else has written it, or an older version.
            _ => None,
        }
    }

    fn read(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &name.into()).unwrap_or_default()
    }

    fn number(&self, name: &str) -> f64 {
        self.read(name).as_f64().unwrap_or_default()
    }

    fn set(&self, name: &str, value: &JsValue) {
        // An object of our own takes every property.
        let _ = Reflect::set(&self.0, &name.into(), value);
    }
}
