use std::borrow::Cow;

/// Reads bytes as text. What is no UTF-8 is replaced rather than refused: no input is wasted.
pub(crate) fn text(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}
