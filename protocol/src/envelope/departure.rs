use std::borrow::Cow;
use std::fmt::Write;
use std::time::Duration;

use crate::json;

/// A server that is about to end, and when it wants to be called again.
///
/// Clients spread themselves over the window, so that they do not all come at once.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use bellwire_protocol::envelope::{Departure, ServerFrame};
///
/// let departure = Departure {
///     reason: "drain".into(),
///     reconnect_within: Some((Duration::ZERO, Duration::from_secs(5))),
/// };
/// let frame = ServerFrame::GoingAway(departure).encode("2025-11-01T12:00:00Z");
/// assert!(frame.contains(r#""reconnect_within_ms":[0,5000]"#));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Departure {
    /// Why, in the server's words, such as `drain`.
    pub reason: String,
    /// The earliest and the latest time to call again, counted from the end of the connection.
    pub reconnect_within: Option<(Duration, Duration)>,
}

impl Departure {
    /// The longest wait that a server can ask for. It is a favour, and no way to send clients away.
    pub const LONGEST: Duration = Duration::from_secs(5 * 60);

    pub(super) fn read(data: &str) -> Self {
        let mut departure = Self::default();
        let _ = json::for_each_field(data, &mut |name, value| match &*name {
            "reason" => {
                departure.reason = json::string(value).map(Cow::into_owned).unwrap_or_default();
            }
            "reconnect_within_ms" => departure.reconnect_within = read_window(value),
            _ => {}
        });
        departure
    }

    pub(super) fn write(&self) -> String {
        let mut data = json::object_of_strings(&[("reason", &self.reason)]);
        if let Some((earliest, latest)) = self.reconnect_within {
            data.pop();
            let (earliest, latest) = (earliest.as_millis(), latest.as_millis());
            let _ = write!(data, ",\"reconnect_within_ms\":[{earliest},{latest}]}}");
        }
        data
    }
}

/// A window that makes no sense is none.
fn read_window(list: &str) -> Option<(Duration, Duration)> {
    let mut bounds = Vec::new();
    json::for_each_item(list, &mut |item| {
        bounds.extend(json::number(item).map(Duration::from_millis));
    })
    .ok()?;
    match bounds[..] {
        [earliest, latest] if earliest <= latest && latest <= Departure::LONGEST => {
            Some((earliest, latest))
        }
        _ => None,
    }
}
