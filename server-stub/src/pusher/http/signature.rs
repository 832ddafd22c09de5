use std::time::Duration;

use hmac::digest::Digest;
use md5::Md5;

use crate::pusher::Credentials;

/// How far a request's time may be from ours.
const TOLERANCE: Duration = Duration::from_secs(600);

/// Why a request is not the application's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum SignatureError {
    #[error("`auth_key` is missing, or is not the key of this application")]
    Key,
    #[error("`auth_version` is not 1.0")]
    Version,
    #[error("`auth_timestamp` is missing, or is not within 600 seconds of the server's time")]
    Timestamp,
    #[error("`body_md5` is not the MD5 of the body in hexadecimal digits")]
    Body,
    #[error(
        "Invalid signature: expected `auth_signature` to be the HMAC SHA256 hex digest of the \
         method, the path and the sorted parameters, with a line break between them"
    )]
    Signature,
}

/// Whether a request comes from the application, untouched and just now.
pub(super) fn verify(
    credentials: &Credentials,
    since_1970: Duration,
    (method, path): (&str, &str),
    parameters: &[(String, String)],
    body: &[u8],
) -> Result<(), SignatureError> {
    let value = |name: &str| {
        let mut parameters = parameters.iter();
        parameters.find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    };
    if value("auth_key") != Some(credentials.key.as_str()) {
        return Err(SignatureError::Key);
    }
    if value("auth_version") != Some("1.0") {
        return Err(SignatureError::Version);
    }
    let timestamp = value("auth_timestamp").and_then(|seconds| seconds.parse().ok());
    let distance = timestamp.map(|seconds| since_1970.abs_diff(Duration::from_secs(seconds)));
    if distance.is_none_or(|distance| distance > TOLERANCE) {
        return Err(SignatureError::Timestamp);
    }
    let md5 = value("body_md5").unwrap_or_default();
    if (!body.is_empty() || !md5.is_empty()) && md5 != hex::encode(Md5::digest(body)) {
        return Err(SignatureError::Body);
    }
    let text = format!("{method}\n{path}\n{}", sorted(parameters));
    match credentials.verify(value("auth_signature").unwrap_or_default(), &text) {
        true => Ok(()),
        false => Err(SignatureError::Signature),
    }
}

/// The parameters as they are signed: not escaped, in the order of their names.
fn sorted(parameters: &[(String, String)]) -> String {
    let signed = parameters.iter().filter(|(name, _)| name != "auth_signature");
    let mut pairs: Vec<_> =
        signed.map(|(name, value)| (name.to_ascii_lowercase(), value.as_str())).collect();
    pairs.sort();
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = r#"{"name":"foo","channels":["project-3"],"data":"{\"some\":\"data\"}"}"#;
    const NOW: Duration = Duration::from_secs(1_353_088_179);

    /// The worked example of Pusher's documentation, with some parameters changed.
    fn verify_with(changes: &[(&str, &str)], body: &str) -> Result<(), SignatureError> {
        let credentials = Credentials {
            app_id: "3".to_owned(),
            key: "278d425bdf160c739803".to_owned(),
            secret: "7ad3773142a6692b25b8".to_owned(),
        };
        let parameters = [
            ("auth_key", "278d425bdf160c739803"),
            ("auth_timestamp", "1353088179"),
            ("auth_version", "1.0"),
            ("body_md5", "ec365a775a4cd0599faeb73354201b6f"),
            ("auth_signature", "da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c"),
        ];
        let mut parameters: Vec<_> =
            parameters.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        for (name, value) in changes {
            parameters.retain(|(other, _)| other != name);
            parameters.push(((*name).to_owned(), (*value).to_owned()));
        }
        verify(&credentials, NOW, ("POST", "/apps/3/events"), &parameters, body.as_bytes())
    }

    #[test]
    fn takes_the_request_of_pushers_documentation() {
        assert_eq!(verify_with(&[], BODY), Ok(()));
    }

    #[test]
    fn refuses_what_is_not_as_it_was_signed() {
        for (changes, body, error) in [
            (&[("auth_key", "x")][..], BODY, SignatureError::Key),
            (&[("auth_version", "2.0")], BODY, SignatureError::Version),
            (&[("auth_timestamp", "x")], BODY, SignatureError::Timestamp),
            (&[("auth_timestamp", "1353088780")], BODY, SignatureError::Timestamp),
            (&[("auth_timestamp", "1353087578")], BODY, SignatureError::Timestamp),
            (&[("auth_timestamp", "1353088178")], BODY, SignatureError::Signature),
            (&[], "{}", SignatureError::Body),
            (&[], "", SignatureError::Body),
            (&[("body_md5", "")], BODY, SignatureError::Body),
            (&[("auth_signature", "")], BODY, SignatureError::Signature),
            (&[("more", "x")], BODY, SignatureError::Signature),
        ] {
            assert_eq!(verify_with(changes, body), Err(error), "{changes:?}");
        }
    }

    #[test]
    fn parameters_are_signed_in_order_and_not_escaped() {
        let pairs = [("info", "a b,c"), ("Auth_key", "k"), ("auth_signature", "s")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(sorted(&pairs), "auth_key=k&info=a b,c");
    }
}
