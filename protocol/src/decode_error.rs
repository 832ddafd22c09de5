/// Bytes from the network that are no message of the protocol.
///
/// # Examples
///
/// ```
/// use bellwire_protocol::DecodeError;
/// use bellwire_protocol::envelope::ClientFrame;
///
/// match ClientFrame::decode(r#"{"type":"subscribe"}"#) {
///     Err(DecodeError::Field { field, .. }) => assert_eq!(field, "channels"),
///     other => unreachable!("{other:?}"),
/// }
/// assert!(matches!(ClientFrame::decode("hello"), Err(DecodeError::Malformed { .. })));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The bytes are no JSON, or JSON of another shape than the protocol's.
    #[error("not a message of this protocol: {reason}")]
    Malformed {
        /// What is wrong, and where.
        reason: String,
    },
    /// A field that the message cannot do without has another type, or a value out of range.
    #[error("the field `{field}` of `{message}` is not usable: {reason}")]
    Field {
        /// The message's type on the wire.
        message: String,
        /// The field's name.
        field: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

impl DecodeError {
    pub(crate) fn malformed(reason: &str) -> Self {
        Self::Malformed { reason: reason.to_owned() }
    }

    pub(crate) fn field(message: &str, field: &'static str, reason: &dyn ToString) -> Self {
        Self::Field { message: message.to_owned(), field, reason: reason.to_string() }
    }
}
