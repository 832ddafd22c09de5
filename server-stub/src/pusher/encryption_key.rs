use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The key from which those of encrypted channels are made; only the application has it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct EncryptionKey([u8; 32]);

/// Text that is no such key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the encryption key is not 32 bytes in base64")]
pub(crate) struct InvalidEncryptionKey;

impl EncryptionKey {
    /// The key of one channel, in base64: whoever may subscribe gets it.
    pub(super) fn shared_secret(&self, channel: &str) -> String {
        STANDARD.encode(Sha256::new().chain_update(channel).chain_update(self.0).finalize())
    }
}

impl FromStr for EncryptionKey {
    type Err = InvalidEncryptionKey;

    fn from_str(text: &str) -> Result<Self, InvalidEncryptionKey> {
        let bytes = STANDARD.decode(text).map_err(|_| InvalidEncryptionKey)?;
        Ok(Self(bytes.try_into().map_err(|_| InvalidEncryptionKey)?))
    }
}

impl fmt::Debug for EncryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncryptionKey").finish_non_exhaustive()
    }
}
