//! The shape every message shares, with each field optional but the event.

use std::borrow::Cow;

use crate::{ChannelName, DecodeError, Payload, json};

#[derive(Default)]
pub(super) struct Incoming<'a> {
    pub(super) event: Cow<'a, str>,
    channel: Option<&'a str>,
    data: Option<&'a str>,
    user_id: Option<&'a str>,
}

impl<'a> Incoming<'a> {
    pub(super) fn read(text: &'a str) -> Result<Self, DecodeError> {
        let mut event = None;
        let mut incoming = Self::default();
        json::for_each_field(text, &mut |name, value| {
            let present = Some(value).filter(|value| *value != "null");
            match &*name {
                "event" => event = present,
                "channel" => incoming.channel = present,
                "data" => incoming.data = present,
                "user_id" => incoming.user_id = present,
                _ => {}
            }
        })?;
        let event = event.ok_or_else(|| DecodeError::malformed("it has no `event`"))?;
        incoming.event = json::string(event)
            .ok_or_else(|| DecodeError::malformed("its `event` is no string"))?;
        Ok(incoming)
    }

    pub(super) fn channel(&self) -> Result<Option<ChannelName>, DecodeError> {
        self.channel.map(|value| channel_name(&self.event, value)).transpose()
    }

    /// The channel, of a message that makes no sense without.
    pub(super) fn some_channel(&self) -> Result<ChannelName, DecodeError> {
        self.channel()?.ok_or_else(|| DecodeError::field(&self.event, "channel", &"it is missing"))
    }

    pub(super) fn user_id(&self) -> Option<Box<str>> {
        self.user_id.and_then(id)
    }

    /// The payload: what is JSON within a string, or else the value itself.
    pub(super) fn payload(&self) -> Payload {
        self.data().map_or_else(Payload::null, |json| Payload::from_checked(&json))
    }

    /// The payload of a message of the protocol, where nothing and an empty object say the same.
    pub(super) fn data_or_none(&self) -> Cow<'a, str> {
        self.data().unwrap_or_default()
    }

    pub(super) fn lacks(&self, field: &'static str) -> DecodeError {
        DecodeError::field(&self.event, field, &"it is missing or unreadable")
    }

    fn data(&self) -> Option<Cow<'a, str>> {
        let value = self.data?;
        let within = json::string(value).and_then(|text| match text {
            Cow::Borrowed(text) => json::only_value(text).ok().map(Cow::Borrowed),
            Cow::Owned(text) => json::only_value(&text).ok().map(|json| json.to_owned().into()),
        });
        Some(within.unwrap_or(Cow::Borrowed(value)))
    }
}

/// A channel's name as it stands in JSON.
pub(super) fn channel_name(event: &str, value: &str) -> Result<ChannelName, DecodeError> {
    let Some(name) = json::string(value) else {
        return Err(DecodeError::field(event, "channel", &"it is no string"));
    };
    ChannelName::try_from(&*name).map_err(|error| DecodeError::field(event, "channel", &error))
}

/// A user's id as it stands in JSON: servers write it as a string or as a number.
pub(super) fn id(value: &str) -> Option<Box<str>> {
    match value.as_bytes().first()? {
        b'"' => json::string(value).map(|id| id.into_owned().into_boxed_str()),
        b'0'..=b'9' | b'-' => Some(value.into()),
        _ => None,
    }
}

/// The values of some fields of an object, in the order of their names; none of what is no object.
pub(super) fn fields<'a, const N: usize>(
    object: &'a str,
    names: [&str; N],
) -> [Option<&'a str>; N] {
    let mut found = [None; N];
    // What is no object has no fields.
    let _ = json::for_each_field(object, &mut |name, value| {
        for (wanted, found) in names.iter().zip(&mut found) {
            if *wanted == name && value != "null" {
                *found = Some(value);
            }
        }
    });
    found
}

/// A message as it is written.
#[derive(Default)]
pub(super) struct Outgoing<'a> {
    pub(super) event: &'a str,
    pub(super) channel: Option<&'a ChannelName>,
    pub(super) data: Option<Data<'a>>,
    pub(super) user_id: Option<&'a str>,
}

pub(super) enum Data<'a> {
    /// As clients write it.
    Value(&'a str),
    /// As servers do.
    WithinString(&'a str),
}

impl Outgoing<'_> {
    pub(super) fn write(&self) -> String {
        let mut text = String::from("{\"event\":");
        json::write_string(&mut text, self.event);
        if let Some(channel) = self.channel {
            text.push_str(",\"channel\":");
            json::write_string(&mut text, channel.as_str());
        }
        if let Some(data) = &self.data {
            text.push_str(",\"data\":");
            match data {
                Data::Value(json) => text.push_str(json),
                Data::WithinString(json) => json::write_string(&mut text, json),
            }
        }
        if let Some(user_id) = self.user_id {
            text.push_str(",\"user_id\":");
            json::write_string(&mut text, user_id);
        }
        text.push('}');
        text
    }
}
