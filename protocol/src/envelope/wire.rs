//! The shape every envelope shares, with each field optional but the type.

use std::borrow::Cow;

use crate::{ChannelName, DecodeError, Payload, json};

/// An envelope as it arrives. What is not needed to route it stays unread.
#[derive(Default)]
pub(super) struct Incoming<'a> {
    pub(super) kind: Cow<'a, str>,
    data: Option<&'a str>,
    channel: Option<&'a str>,
    channels: Option<&'a str>,
    timestamp: Option<&'a str>,
    id: Option<&'a str>,
}

impl<'a> Incoming<'a> {
    pub(super) fn read(text: &'a str) -> Result<Self, DecodeError> {
        let mut kind = None;
        let mut incoming = Self::default();
        json::for_each_field(text, &mut |name, value| {
            let present = Some(value).filter(|value| *value != "null");
            match &*name {
                "type" => kind = present,
                "data" => incoming.data = present,
                "channel" => incoming.channel = present,
                "channels" => incoming.channels = present,
                "timestamp" => incoming.timestamp = present,
                "id" => incoming.id = present,
                _ => {}
            }
        })?;
        let kind = kind.ok_or_else(|| DecodeError::malformed("it has no `type`"))?;
        incoming.kind =
            json::string(kind).ok_or_else(|| DecodeError::malformed("its `type` is no string"))?;
        Ok(incoming)
    }

    pub(super) fn data(&self) -> Option<&'a str> {
        self.data
    }

    pub(super) fn payload(&self) -> Payload {
        self.data.map_or_else(Payload::null, Payload::from_checked)
    }

    pub(super) fn channel(&self) -> Result<Option<ChannelName>, DecodeError> {
        self.channel.map(|value| self.channel_name("channel", value)).transpose()
    }

    /// The channels named beside the type, or inside `data`; one name may stand without brackets.
    pub(super) fn channels(&self) -> Result<Vec<ChannelName>, DecodeError> {
        let Some(value) = self.channels.or_else(|| self.data.and_then(channels_in)) else {
            return Ok(Vec::new());
        };
        if !value.starts_with('[') {
            return Ok(vec![self.channel_name("channels", value)?]);
        }
        let mut channels = Ok(Vec::new());
        json::for_each_item(value, &mut |item| {
            if let Ok(list) = &mut channels {
                match self.channel_name("channels", item) {
                    Ok(channel) => list.push(channel),
                    Err(error) => channels = Err(error),
                }
            }
        })?;
        channels
    }

    /// A timestamp that is no string is a server's whim, not a reason to lose the message.
    pub(super) fn timestamp(&self) -> Option<String> {
        self.timestamp.and_then(json::string).map(Cow::into_owned)
    }

    pub(super) fn id(&self) -> Option<Payload> {
        self.id.map(Payload::from_checked)
    }

    fn channel_name(&self, field: &'static str, value: &str) -> Result<ChannelName, DecodeError> {
        let Some(name) = json::string(value) else {
            return Err(DecodeError::field(&self.kind, field, &"it is no string"));
        };
        ChannelName::try_from(&*name).map_err(|error| DecodeError::field(&self.kind, field, &error))
    }
}

fn channels_in(data: &str) -> Option<&str> {
    let mut channels = None;
    json::for_each_field(data, &mut |name, value| {
        if name == "channels" {
            channels = Some(value);
        }
    })
    .ok()?;
    channels
}

/// An envelope as it leaves; what is absent is not written.
#[derive(Default)]
pub(super) struct Outgoing<'a> {
    pub(super) kind: &'a str,
    pub(super) channels: Option<&'a [ChannelName]>,
    pub(super) data: Option<&'a str>,
    pub(super) timestamp: Option<&'a str>,
    pub(super) channel: Option<&'a ChannelName>,
    pub(super) id: Option<&'a Payload>,
}

impl Outgoing<'_> {
    pub(super) fn write(&self) -> String {
        let mut text = String::with_capacity(64 + self.data.map_or(0, str::len));
        text.push_str("{\"type\":");
        json::write_string(&mut text, self.kind);
        if let Some(channels) = self.channels {
            let mut separator = ",\"channels\":[";
            for channel in channels {
                text.push_str(separator);
                json::write_string(&mut text, channel.as_str());
                separator = ",";
            }
            text.push(']');
        }
        if let Some(data) = self.data {
            text.push_str(",\"data\":");
            text.push_str(data);
        }
        if let Some(timestamp) = self.timestamp {
            text.push_str(",\"timestamp\":");
            json::write_string(&mut text, timestamp);
        }
        if let Some(channel) = self.channel {
            text.push_str(",\"channel\":");
            json::write_string(&mut text, channel.as_str());
        }
        if let Some(id) = self.id {
            text.push_str(",\"id\":");
            text.push_str(id.as_json());
        }
        text.push('}');
        text
    }
}
