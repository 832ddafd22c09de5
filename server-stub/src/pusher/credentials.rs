use std::fmt;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::socket_id::SocketId;

/// What an application and the server know of each other.
#[derive(Clone)]
pub(crate) struct Credentials {
    pub(crate) app_id: String,
    pub(crate) key: String,
    pub(crate) secret: String,
}

impl Credentials {
    /// The permission to subscribe to a channel, which also says who subscribes if it is a presence
    /// channel.
    pub(super) fn sign_channel(
        &self,
        socket: SocketId,
        channel: &str,
        channel_data: Option<&str>,
    ) -> String {
        self.auth(&channel_text(socket, channel, channel_data))
    }

    /// The proof of who the user of a connection is.
    pub(super) fn sign_user(&self, socket: SocketId, user_data: &str) -> String {
        self.auth(&user_text(socket, user_data))
    }

    pub(super) fn allows_channel(
        &self,
        auth: &str,
        socket: SocketId,
        channel: &str,
        channel_data: Option<&str>,
    ) -> bool {
        self.verify_auth(auth, &channel_text(socket, channel, channel_data))
    }

    pub(super) fn allows_user(&self, auth: &str, socket: SocketId, user_data: &str) -> bool {
        self.verify_auth(auth, &user_text(socket, user_data))
    }

    /// Whether a signature in hexadecimal digits is this application's. How long that takes tells
    /// nothing of the right one.
    pub(super) fn verify(&self, signature: &str, text: &str) -> bool {
        let Ok(signature) = hex::decode(signature) else { return false };
        self.mac(text).is_some_and(|mac| mac.verify_slice(&signature).is_ok())
    }

    fn verify_auth(&self, auth: &str, text: &str) -> bool {
        auth.split_once(':')
            .is_some_and(|(key, signature)| key == self.key && self.verify(signature, text))
    }

    fn auth(&self, text: &str) -> String {
        let signature = self.mac(text).map(|mac| hex::encode(mac.finalize().into_bytes()));
        format!("{}:{}", self.key, signature.unwrap_or_default())
    }

    /// Never none: a key of any length will do.
    fn mac(&self, text: &str) -> Option<Hmac<Sha256>> {
        let mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).ok()?;
        Some(mac.chain_update(text.as_bytes()))
    }
}

fn channel_text(socket: SocketId, channel: &str, channel_data: Option<&str>) -> String {
    match channel_data {
        Some(data) => format!("{socket}:{channel}:{data}"),
        None => format!("{socket}:{channel}"),
    }
}

fn user_text(socket: SocketId, user_data: &str) -> String {
    format!("{socket}::user::{user_data}")
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut credentials = f.debug_struct("Credentials");
        credentials.field("app_id", &self.app_id).field("key", &self.key).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The application of the worked examples in Pusher's documentation.
    fn documented() -> Credentials {
        Credentials {
            app_id: "3".to_owned(),
            key: "278d425bdf160c739803".to_owned(),
            secret: "7ad3773142a6692b25b8".to_owned(),
        }
    }

    fn socket() -> SocketId {
        "1234.1234".parse().unwrap()
    }

    #[test]
    fn signs_as_pushers_documentation_does() {
        let credentials = documented();
        assert_eq!(
            credentials.sign_channel(socket(), "private-foobar", None),
            "278d425bdf160c739803:\
             58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4"
        );
        let member = r#"{"user_id":10,"user_info":{"name":"Mr. Channels"}}"#;
        assert_eq!(
            credentials.sign_channel(socket(), "presence-foobar", Some(member)),
            "278d425bdf160c739803:\
             31935e7d86dba64c2a90aed31fdc61869f9b22ba9d8863bba239c03ca481bc80"
        );
        assert_eq!(
            credentials.sign_user(socket(), r#"{"id":"12345"}"#),
            "278d425bdf160c739803:\
             4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba"
        );
        let request = "POST\n/apps/3/events\nauth_key=278d425bdf160c739803\
                       &auth_timestamp=1353088179&auth_version=1.0\
                       &body_md5=ec365a775a4cd0599faeb73354201b6f";
        let signature = "da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c";
        assert!(credentials.verify(signature, request));
    }

    #[test]
    fn takes_nothing_but_its_own_signature() {
        let credentials = documented();
        let auth = credentials.sign_channel(socket(), "private-a", None);
        assert!(credentials.allows_channel(&auth, socket(), "private-a", None));
        assert!(!credentials.allows_channel(&auth, socket(), "private-b", None));
        assert!(!credentials.allows_channel(&auth, "1.2".parse().unwrap(), "private-a", None));
        assert!(!credentials.allows_channel(&auth, socket(), "private-a", Some("{}")));
        let signature = auth.split_once(':').unwrap().1;
        for wrong in ["", ":", "x", &auth[..auth.len() - 2], signature, &format!("x:{signature}")] {
            assert!(!credentials.allows_channel(wrong, socket(), "private-a", None), "{wrong}");
        }
    }

    #[test]
    fn does_not_print_its_secret() {
        assert!(!format!("{:?}", documented()).contains("7ad3773142a6692b25b8"));
    }
}
