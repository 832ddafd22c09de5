/// What stands before an event's name that begins with no dot, where nobody says otherwise.
pub(super) const DEFAULT_NAMESPACE: &str = "App.Events";

/// The event's name as it goes over the wire, exactly as laravel-echo writes it: one that begins with a
/// dot or a backslash is taken as it is without that, and any other is the name of a PHP class.
pub(super) fn wire_name(namespace: Option<&str>, event: &str) -> String {
    if let Some(name) = event.strip_prefix(['.', '\\']) {
        return name.to_owned();
    }
    match namespace {
        Some(namespace) => format!("{namespace}.{event}").replace('.', "\\"),
        None => event.replace('.', "\\"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_laravel_echo() {
        for (namespace, event, expected) in [
            (Some(DEFAULT_NAMESPACE), "JobPosted", r"App\Events\JobPosted"),
            (Some(DEFAULT_NAMESPACE), "Jobs.Posted", r"App\Events\Jobs\Posted"),
            (Some(DEFAULT_NAMESPACE), ".job.posted", "job.posted"),
            (Some(DEFAULT_NAMESPACE), "..hidden", ".hidden"),
            (Some(DEFAULT_NAMESPACE), r"\Other\JobPosted", r"Other\JobPosted"),
            (Some("Jobs"), "Posted", r"Jobs\Posted"),
            (None, "JobPosted", "JobPosted"),
            (None, "job.posted", r"job\posted"),
            (None, ".job.posted", "job.posted"),
        ] {
            assert_eq!(wire_name(namespace, event), expected, "{event} in {namespace:?}");
        }
    }
}
