/// The largest count that is shown as it is.
const MAX_COUNT: usize = 99;

/// A count where there is little room; nothing for none.
pub(crate) fn short_count(count: usize) -> Option<String> {
    match count {
        0 => None,
        1..=MAX_COUNT => Some(count.to_string()),
        _ => Some(format!("{MAX_COUNT}+")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_are_not_counted() {
        let counts = [0, 1, 99, 100, 10_000].map(short_count);
        let counts = counts.each_ref().map(Option::as_deref);
        assert_eq!(counts, [None, Some("1"), Some("99"), Some("99+"), Some("99+")]);
    }
}
