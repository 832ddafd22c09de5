use crate::Payload;

/// Somebody who is present in a channel.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::{Member, Payload};
///
/// let ada = Member { id: "7".into(), info: Payload::from_json(r#"{"name":"Ada"}"#)? };
/// assert_eq!(ada.info.as_json(), r#"{"name":"Ada"}"#);
/// # Ok::<(), bellwire_protocol::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The user, who may have several connections and counts once.
    pub id: Box<str>,
    /// What the server tells of the user, such as a name; `null` where it tells nothing.
    pub info: Payload,
}
