use std::time::SystemTime;

/// The present in the words of the wire: `2025-11-01T12:00:00.000Z`.
pub(crate) fn now() -> String {
    humantime::format_rfc3339_millis(SystemTime::now()).to_string()
}
