use std::borrow::Cow;

use crate::json;

/// What a server says of itself when a connection opens.
///
/// Everything is optional: a plain server sends its `connection_id` and no more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Welcome {
    /// The server's name for this connection.
    pub connection_id: Option<String>,
    /// The version of this protocol that the server speaks; none for a plain server.
    pub protocol: Option<u32>,
}

impl Welcome {
    /// The welcome of a plain server.
    #[must_use]
    pub fn plain(connection_id: String) -> Self {
        Self { connection_id: Some(connection_id), protocol: None }
    }

    /// The welcome of a server that speaks this version of the protocol.
    #[must_use]
    pub fn versioned(connection_id: String) -> Self {
        Self { connection_id: Some(connection_id), protocol: Some(super::VERSION) }
    }

    /// Reads the `data` of a welcome. A field of an odd type counts as absent: the connection is
    /// open all the same.
    pub(super) fn read(data: &str) -> Self {
        let mut welcome = Self::default();
        let _ = json::for_each_field(data, &mut |name, value| match &*name {
            "connection_id" => welcome.connection_id = json::string(value).map(Cow::into_owned),
            "protocol" => welcome.protocol = value.parse().ok(),
            _ => {}
        });
        welcome
    }

    pub(super) fn write(&self) -> String {
        let mut data = String::from("{");
        if let Some(connection_id) = &self.connection_id {
            data.push_str("\"connection_id\":");
            json::write_string(&mut data, connection_id);
        }
        if let Some(protocol) = self.protocol {
            if data.len() > 1 {
                data.push(',');
            }
            data.push_str(&format!("\"protocol\":{protocol}"));
        }
        data.push('}');
        data
    }
}
