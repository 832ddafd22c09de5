use std::borrow::Cow;

/// Reads what stands between the quotes of a JSON string; `None` when an escape makes no sense.
///
/// hifijson can do this as well, in three times the bytes.
pub(crate) fn unescape(text: &str) -> Option<Cow<'_, str>> {
    let Some(first) = text.bytes().position(|byte| byte == b'\\') else {
        return Some(Cow::Borrowed(text));
    };
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut next) = (text, Some(first));
    while let Some(index) = next {
        out.push_str(rest.get(..index)?);
        rest = rest.get(index + 1..)?;
        let (letter, length) = escaped(rest)?;
        out.push(letter);
        rest = rest.get(length..)?;
        next = rest.bytes().position(|byte| byte == b'\\');
    }
    out.push_str(rest);
    Some(Cow::Owned(out))
}

/// The letter that an escape without its backslash stands for, and the length of the escape.
fn escaped(text: &str) -> Option<(char, usize)> {
    let letter = match *text.as_bytes().first()? {
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        byte @ (b'"' | b'\\' | b'/') => char::from(byte),
        b'u' => return unicode(text),
        _ => return None,
    };
    Some((letter, 1))
}

fn unicode(text: &str) -> Option<(char, usize)> {
    const HIGH: u32 = 0xd800;
    const LOW: u32 = 0xdc00;
    let first = hex(text.get(1..5)?)?;
    if first & 0xfc00 != HIGH {
        return Some((char::from_u32(first)?, 5));
    }
    // The second half of a letter that takes two.
    let second = hex(text.get(5..11)?.strip_prefix("\\u")?)?;
    if second & 0xfc00 != LOW {
        return None;
    }
    let letter = 0x10000 + ((first - HIGH) << 10) + (second - LOW);
    Some((char::from_u32(letter)?, 11))
}

fn hex(digits: &str) -> Option<u32> {
    let mut number = 0;
    for byte in digits.bytes() {
        number = number * 16 + char::from(byte).to_digit(16)?;
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_makes_no_sense_is_nothing() {
        for text in
            [r"\", r"\x", r"\u", r"\u12", r"\u12g4", r"\ud800", r"\ud800\n", r"\ud800\u0041"]
        {
            assert_eq!(unescape(text), None, "{text}");
        }
        assert_eq!(unescape(r"\udc00"), None, "a second half without the first");
    }

    proptest! {
        #[test]
        fn agrees_with_serde(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(unescape(&json[1..json.len() - 1]).unwrap(), text);
        }

        #[test]
        fn agrees_with_serde_on_escapes(text in r#"([a-c]|\\[nrtbf"/\\]|\\u[0-9a-fD][0-9a-f8c]{3}){0,6}"#) {
            let expected: Option<String> = serde_json::from_str(&format!("\"{text}\"")).ok();
            prop_assert_eq!(unescape(&text).map(Cow::into_owned), expected, "{}", text);
        }

        #[test]
        fn nothing_makes_it_panic(text in r#"(\\|u|[0-9a-f]|é|.){0,12}"#) {
            unescape(&text);
        }
    }
}
