/// A key that leads somewhere, as an application writes it: `F8`, `Alt+T`, `Ctrl+Shift+1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hotkey {
    held: Held,
    key: String,
}

/// The keys that are held while another one is pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) alt: bool,
    pub(crate) ctrl: bool,
    pub(crate) meta: bool,
    pub(crate) shift: bool,
}

impl Hotkey {
    /// `None` is no key at all.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut held = Held::default();
        let mut rest = text.trim();
        while let Some((modifier, key)) = rest.split_once('+').filter(|(_, key)| !key.is_empty()) {
            match modifier.trim().to_ascii_lowercase().as_str() {
                "alt" => held.alt = true,
                "ctrl" | "control" => held.ctrl = true,
                "meta" => held.meta = true,
                "shift" => held.shift = true,
                _ => break,
            }
            rest = key.trim();
        }
        (!rest.is_empty()).then(|| Self { held, key: rest.to_ascii_lowercase() })
    }

    /// Whether this is what is pressed: `key` and `code` as `KeyboardEvent` has them.
    pub(crate) fn is(&self, held: Held, key: &str, code: &str) -> bool {
        let key = pressed(key, code);
        // Other signs lie above others, depending on the keyboard.
        let shift = if is_sign(&self.key) { self.held.shift } else { held.shift };
        self.key.eq_ignore_ascii_case(key) && self.held == Held { shift, ..held }
    }

    /// Whether it writes something where text is written.
    pub(crate) fn writes(&self) -> bool {
        self.key.chars().count() == 1 && !self.held.alt && !self.held.ctrl && !self.held.meta
    }
}

/// The letter or digit that is pressed, whatever it writes: with Alt on a Mac, or on a Cyrillic keyboard,
/// that is another one. Where it writes a Latin letter, that one counts: keyboards differ in where it is.
fn pressed<'a>(key: &'a str, code: &'a str) -> &'a str {
    let is_plain = key.len() == 1 && key.starts_with(|sign: char| sign.is_ascii_alphanumeric());
    let place = code.strip_prefix("Key").or_else(|| code.strip_prefix("Digit"));
    place.filter(|_| !is_plain).unwrap_or(key)
}

/// Whether it is neither a letter, nor a digit, nor a key with a name.
fn is_sign(key: &str) -> bool {
    key.chars().count() == 1 && !key.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Held = Held { alt: false, ctrl: false, meta: false, shift: false };
    const ALT: Held = Held { alt: true, ..NONE };
    const SHIFT: Held = Held { shift: true, ..NONE };

    fn is(hotkey: &str, held: Held, key: &str, code: &str) -> bool {
        Hotkey::parse(hotkey).is_some_and(|hotkey| hotkey.is(held, key, code))
    }

    #[test]
    fn a_letter_is_the_same_key_whatever_it_writes() {
        for (key, code) in
            [("t", "KeyT"), ("T", "KeyT"), ("†", "KeyT"), ("е", "KeyT"), ("Dead", "KeyT")]
        {
            assert!(is("Alt+t", ALT, key, code) && is("alt + T", ALT, key, code), "{key}");
        }
        assert!(is("Alt+a", ALT, "a", "KeyQ") && !is("Alt+q", ALT, "a", "KeyQ"), "AZERTY");
        assert!(is("Ctrl+Shift+1", Held { ctrl: true, ..SHIFT }, "!", "Digit1"));
    }

    #[test]
    fn what_is_held_has_to_be_just_that() {
        assert!(is("F8", NONE, "F8", "F8"));
        for held in [ALT, SHIFT, Held { ctrl: true, ..NONE }, Held { meta: true, ..NONE }] {
            assert!(!is("F8", held, "F8", "F8"), "{held:?}");
        }
        // As AltGr has it.
        assert!(!is("Alt+t", Held { ctrl: true, ..ALT }, "t", "KeyT"));
        assert!(is("?", SHIFT, "?", "Slash") && is("?", NONE, "?", "Comma"));
        assert!(is("Alt++", ALT, "+", "Equal") && !is("", NONE, "F8", "F8"));
    }

    #[test]
    fn a_letter_by_itself_writes() {
        let writes = |text: &str| Hotkey::parse(text).unwrap().writes();
        assert!(writes("n") && writes("Shift+n") && writes("?"));
        assert!(!writes("F8") && !writes("Alt+n") && !writes("Ctrl+n"));
    }
}
