//! The shape every envelope shares, with each field optional but the type.

use std::borrow::Cow;

use super::recovery::{self, Recovery, Standing};
use crate::{ChannelName, DecodeError, Payload, Position, Publication, json};

/// An envelope as it arrives. What is not needed to route it stays unread.
#[derive(Default)]
pub(super) struct Incoming<'a> {
    pub(super) kind: Cow<'a, str>,
    data: Option<&'a str>,
    channel: Option<&'a str>,
    channels: Option<&'a str>,
    timestamp: Option<&'a str>,
    id: Option<&'a str>,
    key: Option<&'a str>,
    epoch: Option<&'a str>,
    offset: Option<&'a str>,
    positions: Option<&'a str>,
    recover: Option<&'a str>,
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
                "key" => incoming.key = present,
                "epoch" => incoming.epoch = present,
                "offset" => incoming.offset = present,
                "positions" => incoming.positions = present,
                "recover" => incoming.recover = present,
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

    /// The message of an application that the envelope holds.
    pub(super) fn publication(&self) -> Result<Publication, DecodeError> {
        let channel = self.channel()?;
        Ok(Publication {
            event: self.kind.clone().into_owned(),
            channel,
            data: self.payload(),
            timestamp: self.timestamp(),
            position: self.position(),
            key: self.key.and_then(json::string).map(|key| key.into_owned().into_boxed_str()),
            user_id: None,
        })
    }

    pub(super) fn position(&self) -> Option<Position> {
        recovery::read_position(self.epoch, self.offset)
    }

    /// Where channels stand, in a server's words.
    pub(super) fn positions(&self) -> Vec<(ChannelName, Standing)> {
        self.positions.map(recovery::read_all).unwrap_or_default()
    }

    /// From where on a client wants channels.
    pub(super) fn recover(&self) -> Vec<(ChannelName, Position)> {
        let standings = self.recover.map(recovery::read_all).unwrap_or_default();
        standings.into_iter().map(|(channel, standing)| (channel, standing.position)).collect()
    }

    fn payload(&self) -> Payload {
        self.data.map_or_else(Payload::null, Payload::from_checked)
    }

    pub(super) fn field_of_data(&self, name: &str) -> Option<&'a str> {
        field(self.data?, name)
    }

    pub(super) fn channel(&self) -> Result<Option<ChannelName>, DecodeError> {
        self.channel.map(|value| self.channel_name("channel", value)).transpose()
    }

    /// The channels named beside the type, or inside `data`; one name may stand without brackets.
    pub(super) fn channels(&self) -> Result<Vec<ChannelName>, DecodeError> {
        let Some(value) = self.channels.or_else(|| self.field_of_data("channels")) else {
            return Ok(Vec::new());
        };
        if value == "null" {
            return Ok(Vec::new());
        }
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
    fn timestamp(&self) -> Option<String> {
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

/// The value of one field of an object; none of what is no object.
pub(super) fn field<'a>(object: &'a str, wanted: &str) -> Option<&'a str> {
    let mut found = None;
    json::for_each_field(object, &mut |name, value| {
        if name == wanted {
            found = Some(value);
        }
    })
    .ok()?;
    found
}

/// An envelope as it leaves; what is absent is not written.
#[derive(Default)]
pub(super) struct Outgoing<'a> {
    pub(super) kind: &'a str,
    pub(super) channels: &'a [ChannelName],
    pub(super) data: Option<&'a str>,
    pub(super) timestamp: Option<&'a str>,
    pub(super) channel: Option<&'a ChannelName>,
    pub(super) id: Option<&'a str>,
    pub(super) key: Option<&'a str>,
    pub(super) position: Option<&'a Position>,
    pub(super) positions: &'a [(ChannelName, Standing)],
    pub(super) recover: &'a [(ChannelName, Position)],
}

impl<'a> Outgoing<'a> {
    /// A message of an application.
    pub(super) fn publication(publication: &'a Publication) -> Self {
        Self {
            kind: &publication.event,
            data: Some(publication.data.as_json()),
            timestamp: publication.timestamp.as_deref(),
            channel: publication.channel.as_ref(),
            key: publication.key.as_deref(),
            position: publication.position.as_ref(),
            ..Self::default()
        }
    }

    pub(super) fn write(&self) -> String {
        let mut text = String::with_capacity(64 + self.data.map_or(0, str::len));
        text.push_str("{\"type\":");
        json::write_string(&mut text, self.kind);
        if !self.channels.is_empty() {
            let mut separator = ",\"channels\":[";
            for channel in self.channels {
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
            text.push_str(id);
        }
        if let Some(key) = self.key {
            text.push_str(",\"key\":");
            json::write_string(&mut text, key);
        }
        if let Some(position) = self.position {
            text.push(',');
            recovery::write_position(&mut text, position);
        }
        if !self.positions.is_empty() {
            text.push_str(",\"positions\":");
            let positions = self.positions.iter();
            recovery::write_all(
                &mut text,
                &mut positions.map(|(name, at)| (name, &at.position, at.recovery)),
            );
        }
        if !self.recover.is_empty() {
            text.push_str(",\"recover\":");
            let positions = self.recover.iter();
            recovery::write_all(
                &mut text,
                &mut positions.map(|(name, at)| (name, at, Recovery::NotAsked)),
            );
        }
        text.push('}');
        text
    }
}
