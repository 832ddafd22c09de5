use std::borrow::Cow;
use std::fmt::Write;

use super::Capabilities;
use crate::json;

/// What a server says of itself when a connection opens.
///
/// Everything is optional: a plain server sends its `connection_id` and no more.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::envelope::{ServerFrame, VERSION};
///
/// let text = r#"{"type":"connected","data":{"connection_id":"5f","protocol":1}}"#;
/// ServerFrame::decode(text, &mut |message| match message {
///     Ok(ServerFrame::Connected(welcome)) => assert_eq!(welcome.protocol, Some(VERSION)),
///     other => unreachable!("{other:?}"),
/// });
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Welcome {
    /// The server's name for this connection.
    pub connection_id: Option<String>,
    /// The version of this protocol that the server speaks; none for a plain server.
    pub protocol: Option<u32>,
    /// What the server can do beyond the plain protocol; nothing, unless it says so.
    pub capabilities: Capabilities,
    /// The largest frame that the server reads, in bytes; none when it does not say.
    pub max_frame: Option<usize>,
}

impl Welcome {
    /// The welcome of a plain server.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::envelope::Welcome;
    ///
    /// let welcome = Welcome::plain("5f".into());
    /// assert_eq!(welcome.connection_id.as_deref(), Some("5f"));
    /// assert_eq!(welcome.protocol, None);
    /// ```
    #[must_use]
    pub fn plain(connection_id: String) -> Self {
        Self { connection_id: Some(connection_id), ..Self::default() }
    }

    /// The welcome of a server that speaks this version of the protocol.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::envelope::{Capabilities, VERSION, Welcome};
    ///
    /// let capabilities = Capabilities { ack: true, auth: true, ..Default::default() };
    /// let welcome = Welcome::versioned("5f".into(), capabilities);
    /// assert_eq!(welcome.protocol, Some(VERSION));
    /// ```
    #[must_use]
    pub fn versioned(connection_id: String, capabilities: Capabilities) -> Self {
        Self {
            connection_id: Some(connection_id),
            protocol: Some(super::VERSION),
            capabilities,
            max_frame: None,
        }
    }

    /// Says how large a frame the server reads, in bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::envelope::Welcome;
    ///
    /// let welcome = Welcome::plain("5f".into()).with_max_frame(64 * 1024);
    /// assert_eq!(welcome.max_frame, Some(65_536));
    /// ```
    #[must_use]
    pub fn with_max_frame(mut self, bytes: usize) -> Self {
        self.max_frame = Some(bytes);
        self
    }

    /// Reads the `data` of a welcome. A field of an odd type counts as absent: the connection is
    /// open all the same.
    pub(super) fn read(data: &str) -> Self {
        let mut welcome = Self::default();
        let _ = json::for_each_field(data, &mut |name, value| match &*name {
            "connection_id" => welcome.connection_id = json::string(value).map(Cow::into_owned),
            "protocol" => {
                welcome.protocol = json::number(value).and_then(|version| version.try_into().ok())
            }
            "max_frame" => {
                welcome.max_frame = json::number(value).and_then(|bytes| bytes.try_into().ok())
            }
            "capabilities" => welcome.capabilities = Capabilities::read(value),
            _ => {}
        });
        welcome
    }

    pub(super) fn write(&self) -> String {
        let mut data = String::from("{");
        let mut separator = "";
        if let Some(connection_id) = &self.connection_id {
            data.push_str("\"connection_id\":");
            json::write_string(&mut data, connection_id);
            separator = ",";
        }
        if let Some(protocol) = self.protocol {
            let _ = write!(data, "{separator}\"protocol\":{protocol}");
            separator = ",";
        }
        if let Some(max_frame) = self.max_frame {
            let _ = write!(data, "{separator}\"max_frame\":{max_frame}");
            separator = ",";
        }
        let mut before_word = "\"capabilities\":[";
        for word in self.capabilities.words() {
            data.push_str(separator);
            data.push_str(before_word);
            json::write_string(&mut data, word);
            (separator, before_word) = (",", "");
        }
        if before_word.is_empty() {
            data.push(']');
        }
        data.push('}');
        data
    }
}
