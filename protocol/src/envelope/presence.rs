use super::wire::field;
use crate::{ChannelName, Member, Payload, Publication, json};

/// What a server says of who is in a presence channel.
///
/// On the wire it looks like a publication named [`PRESENCE`], and where a server has not promised
/// `presence` in its welcome it is one. So [`ServerFrame`](super::ServerFrame) reads it as one, and
/// whoever has the promise looks again.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::envelope::{PresenceNews, ServerFrame};
///
/// let text = r#"{"type":"presence","channel":"presence-job.5","data":{"left":"7"}}"#;
/// ServerFrame::decode(text, &mut |message| match message {
///     Ok(ServerFrame::Publication(publication)) => {
///         assert_eq!(PresenceNews::read(&publication), Some(PresenceNews::Left("7".into())));
///     }
///     other => unreachable!("{other:?}"),
/// });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PresenceNews {
    /// Everybody who is there.
    Here(Vec<Member>),
    /// A user has come, with the first connection.
    Joined(Member),
    /// The id of a user who has gone, with the last connection.
    Left(Box<str>),
}

/// The type of the envelopes that say who is in a channel.
pub const PRESENCE: &str = "presence";

/// Whether a channel is one whose server says who is in it, if it says so of any.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::envelope::is_presence_channel;
///
/// assert!(is_presence_channel(&"presence-job.5".parse()?));
/// assert!(!is_presence_channel(&"job.5".parse()?));
/// # Ok::<(), bellwire_protocol::InvalidChannelName>(())
/// ```
#[must_use]
pub fn is_presence_channel(channel: &ChannelName) -> bool {
    channel.as_str().starts_with("presence-")
}

impl PresenceNews {
    /// Reads what a publication says of its channel; `None` where it is a publication and no more.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::envelope::PresenceNews;
    /// use bellwire_protocol::{Payload, Publication};
    ///
    /// let data = Payload::from_json(r#"{"left":"7"}"#)?;
    /// let elsewhere = Publication::new("presence", Some("job.5".parse()?), data);
    /// assert_eq!(PresenceNews::read(&elsewhere), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn read(publication: &Publication) -> Option<Self> {
        let Publication { event, channel, data, position, .. } = publication;
        // What has a position counts in the channel's history.
        if event != PRESENCE || position.is_some() || !is_presence_channel(channel.as_ref()?) {
            return None;
        }
        let data = data.as_json();
        if let Some(list) = field(data, "here") {
            return read_members(list).map(Self::Here);
        }
        if let Some(member) = field(data, "joined") {
            return read_member(member).map(Self::Joined);
        }
        let id = json::string(field(data, "left")?)?;
        Some(Self::Left(id.into_owned().into()))
    }

    /// Makes what [`read`](Self::read) reads.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::envelope::PresenceNews;
    ///
    /// let left = PresenceNews::Left("7".into()).publication("presence-job.5".parse()?);
    /// assert_eq!(left.data.as_json(), r#"{"left":"7"}"#);
    /// # Ok::<(), bellwire_protocol::InvalidChannelName>(())
    /// ```
    #[must_use]
    pub fn publication(&self, channel: ChannelName) -> Publication {
        let mut data = String::new();
        match self {
            Self::Here(members) => {
                let mut separator = "{\"here\":[";
                for member in members {
                    data.push_str(separator);
                    write_member(&mut data, member);
                    separator = ",";
                }
                data.push_str(if members.is_empty() { "{\"here\":[]" } else { "]" });
            }
            Self::Joined(member) => {
                data.push_str("{\"joined\":");
                write_member(&mut data, member);
            }
            Self::Left(id) => {
                data.push_str("{\"left\":");
                json::write_string(&mut data, id);
            }
        }
        data.push('}');
        Publication::new(PRESENCE, Some(channel), Payload::from_checked(&data))
    }
}

fn read_members(list: &str) -> Option<Vec<Member>> {
    let mut members = Some(Vec::new());
    json::for_each_item(list, &mut |item| match (read_member(item), &mut members) {
        (Some(member), Some(members)) => members.push(member),
        // To leave one out would be to say that nobody else is there.
        (None, _) | (_, None) => members = None,
    })
    .ok()?;
    members
}

fn read_member(object: &str) -> Option<Member> {
    let id = json::string(field(object, "id")?)?;
    let info = field(object, "info").map_or_else(Payload::null, Payload::from_checked);
    Some(Member { id: id.into_owned().into(), info })
}

fn write_member(text: &mut String, Member { id, info }: &Member) {
    text.push_str("{\"id\":");
    json::write_string(text, id);
    if *info != Payload::null() {
        text.push_str(",\"info\":");
        text.push_str(info.as_json());
    }
    text.push('}');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::envelope::ServerFrame;

    fn decode(text: &str) -> Publication {
        let mut frames = Vec::new();
        ServerFrame::decode(text, &mut |frame| frames.push(frame));
        match frames.remove(0) {
            Ok(ServerFrame::Publication(publication)) => publication,
            other => panic!("{other:?}"),
        }
    }

    fn members() -> impl Strategy<Value = Vec<Member>> {
        let info = prop_oneof![Just("null"), Just("5"), Just(r#"{"name":"Ada"}"#)];
        let member = (".{0,8}", info).prop_map(|(id, info)| Member {
            id: id.into(),
            info: Payload::from_json(info).unwrap(),
        });
        prop::collection::vec(member, 0..4)
    }

    fn news() -> impl Strategy<Value = PresenceNews> {
        prop_oneof![
            members().prop_map(PresenceNews::Here),
            members().prop_filter_map("nobody", |mut m| m.pop()).prop_map(PresenceNews::Joined),
            ".{0,8}".prop_map(|id| PresenceNews::Left(id.into())),
        ]
    }

    #[test]
    fn what_has_another_shape_is_a_publication() {
        for text in [
            r#"{"type":"presence","data":{"left":"7"}}"#,
            r#"{"type":"presence","channel":"job.5","data":{"left":"7"}}"#,
            r#"{"type":"present","channel":"presence-a","data":{"left":"7"}}"#,
            r#"{"type":"presence","channel":"presence-a","data":{"left":"7"},"epoch":"k","offset":1}"#,
            r#"{"type":"presence","channel":"presence-a"}"#,
            r#"{"type":"presence","channel":"presence-a","data":"left"}"#,
            r#"{"type":"presence","channel":"presence-a","data":{}}"#,
            r#"{"type":"presence","channel":"presence-a","data":{"left":7}}"#,
            r#"{"type":"presence","channel":"presence-a","data":{"joined":{"info":5}}}"#,
            r#"{"type":"presence","channel":"presence-a","data":{"here":{}}}"#,
            r#"{"type":"presence","channel":"presence-a","data":{"here":[{"id":"7"},{"id":9}]}}"#,
            r#"{"type":"presence","channel":"presence-a","data":{"here":[9,{"id":"7"}]}}"#,
        ] {
            assert_eq!(PresenceNews::read(&decode(text)), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(news in news()) {
            let channel: ChannelName = "presence-job.5".parse().unwrap();
            let frame = ServerFrame::Publication(news.publication(channel));
            prop_assert_eq!(PresenceNews::read(&decode(&frame.encode("later"))), Some(news));
        }
    }
}
