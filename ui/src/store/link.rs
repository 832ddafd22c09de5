/// Whether a link leads where a notification may lead: to our own pages, or to the web.
pub(super) fn is_safe(link: &str) -> bool {
    // Browsers drop tabs and line breaks from addresses, and take a backslash for a slash.
    if link.chars().any(|letter| letter.is_control() || letter == '\\') {
        return false;
    }
    let starts_with = |scheme: &str| {
        link.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    let is_own_path = link.starts_with('/') && !link.starts_with("//");
    is_own_path || link.starts_with('#') || starts_with("https://") || starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_our_own_pages_or_to_the_web() {
        for link in ["/jobs/5", "#/jobs/5", "https://example.org", "HTTP://example.org"] {
            assert!(is_safe(link), "{link}");
        }
        for link in [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "data:text/html,x",
            "",
        ] {
            assert!(!is_safe(link), "{link}");
        }
    }
}
