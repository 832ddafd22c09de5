use std::fmt;

use super::ReadingTime;

/// What a user wants of notifications.
///
/// Its text is a few bytes, for wherever an application keeps it.
///
/// # Examples
///
/// ```
/// use bellwire_ui::{NotificationSettings, ReadingTime};
///
/// let mut settings = NotificationSettings::default();
/// settings.reading_time = ReadingTime::Times(5);
/// assert_eq!(settings.to_string(), "quiet=0&time=5&sound=0&browser=0");
/// assert_eq!(NotificationSettings::parse(&settings.to_string()), settings);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotificationSettings {
    /// Do not disturb: news is in the bell alone, without a toast, a sound or a notification of the
    /// browser. Off unless the user wants it.
    pub is_quiet: bool,
    /// How long toasts stay.
    pub reading_time: ReadingTime,
    /// Whether news is heard; see [`use_notification_sound`](crate::use_notification_sound). Off
    /// unless the user wants it.
    pub sound: bool,
    /// Whether the browser shows news while the page is hidden; see
    /// [`use_browser_notifications`](crate::use_browser_notifications). Off unless the user wants
    /// it.
    pub browser: bool,
}

const UNLIMITED: &str = "unlimited";

impl NotificationSettings {
    /// Reads what was written. What makes no sense is as if it had not been written.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut settings = Self::default();
        for (name, value) in text.split('&').filter_map(|pair| pair.split_once('=')) {
            match name {
                "quiet" => settings.is_quiet = value == "1",
                "time" => settings.reading_time = parse_time(value),
                "sound" => settings.sound = value == "1",
                "browser" => settings.browser = value == "1",
                _ => {}
            }
        }
        settings
    }
}

impl fmt::Display for NotificationSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "quiet={}&time=", u8::from(self.is_quiet))?;
        match self.reading_time {
            ReadingTime::Times(times) => write!(f, "{times}")?,
            ReadingTime::Unlimited => f.write_str(UNLIMITED)?,
        }
        write!(f, "&sound={}&browser={}", u8::from(self.sound), u8::from(self.browser))
    }
}

fn parse_time(value: &str) -> ReadingTime {
    match value.parse() {
        _ if value == UNLIMITED => ReadingTime::Unlimited,
        Ok(times) if times > 0 => ReadingTime::Times(times),
        Ok(_) | Err(_) => ReadingTime::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for reading_time in [ReadingTime::Times(1), ReadingTime::Times(10), ReadingTime::Unlimited]
        {
            for [is_quiet, sound, browser] in [[true, false, true], [false, true, false]] {
                let settings = NotificationSettings { is_quiet, reading_time, sound, browser };
                assert_eq!(NotificationSettings::parse(&settings.to_string()), settings);
            }
        }
    }

    #[test]
    fn what_makes_no_sense_is_as_if_it_had_not_been_written() {
        let usual = NotificationSettings::default();
        for text in ["", "{}", "quiet", "quiet=yes&time=0", "time=-1", "time=1e9&=&==", "other=1"] {
            assert_eq!(NotificationSettings::parse(text), usual, "{text}");
        }
        let rest = NotificationSettings::parse("quiet=?&new=7&sound=1");
        assert_eq!(rest, NotificationSettings { sound: true, ..usual });
    }
}
