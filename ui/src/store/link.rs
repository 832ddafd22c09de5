/// Whether a link leads where a notification may lead: to our own pages, or to the web.
pub(crate) fn is_safe(link: &str) -> bool {
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

/// Whether something may be loaded from an address: from our own server, or over https.
pub(crate) fn is_safe_source(address: &str) -> bool {
    let is_plain = address.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("http:"));
    is_safe(address) && !is_plain && !address.starts_with('#')
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
    #[test]
    fn a_source_is_our_own_server_or_a_secure_one() {
        for address in ["/ding.mp3", "https://example.org/ding.mp3"] {
            assert!(is_safe_source(address), "{address}");
        }
        for address in ["http://example.org/ding.mp3", "HTTP://x", "#ding", "data:audio/mp3,x", ""]
        {
            assert!(!is_safe_source(address), "{address}");
        }
    }
}
