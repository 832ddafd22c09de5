use crate::json;

/// What a server can do beyond the plain protocol, as its welcome says.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::envelope::{Capabilities, Welcome};
///
/// let welcome = Welcome::versioned("5f".into(), Capabilities { ack: true, ..Default::default() });
/// assert!(welcome.capabilities.ack);
/// assert_eq!(Welcome::plain("5f".into()).capabilities, Capabilities::default());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// It acknowledges messages that have an `id`, and knows those that come twice by their `key`.
    pub ack: bool,
    /// It takes a new token on a connection that is open.
    pub auth: bool,
    /// It says who is in a presence channel.
    pub presence: bool,
    /// It keeps a history of each channel, and says where publications stand in it.
    pub recovery: bool,
}

impl Capabilities {
    /// Reads a list of words; those that nobody knows belong to a later version.
    pub(super) fn read(list: &str) -> Self {
        let mut capabilities = Self::default();
        let _ = json::for_each_item(list, &mut |word| match word {
            "\"ack\"" => capabilities.ack = true,
            "\"auth\"" => capabilities.auth = true,
            "\"presence\"" => capabilities.presence = true,
            "\"recovery\"" => capabilities.recovery = true,
            _ => {}
        });
        capabilities
    }

    pub(super) fn words(self) -> impl Iterator<Item = &'static str> {
        let Self { ack, auth, presence, recovery } = self;
        [(ack, "ack"), (auth, "auth"), (presence, "presence"), (recovery, "recovery")]
            .into_iter()
            .filter_map(|(is_offered, word)| is_offered.then_some(word))
    }
}
