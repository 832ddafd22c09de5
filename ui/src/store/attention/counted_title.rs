/// The title of a page with a count before it, and what the title is without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CountedTitle {
    own: String,
    count: String,
}

impl CountedTitle {
    /// The page's title as it is, and a count.
    pub(crate) fn new(own: String, count: String) -> Self {
        Self { own, count }
    }

    pub(crate) fn set_count(&mut self, count: String) {
        self.count = count;
    }

    /// What the page's title is now. One that is not ours is the application's, which may have been
    /// made from ours.
    pub(crate) fn handle_title(&mut self, title: &str) {
        if title != self.shown() {
            let own = title.strip_prefix(self.prefix().as_str()).unwrap_or(title);
            self.own = own.to_owned();
        }
    }

    /// The application's title.
    pub(crate) fn own(&self) -> &str {
        &self.own
    }

    /// What the page's title is to be.
    pub(crate) fn shown(&self) -> String {
        // Browsers drop spaces at the end of a title.
        format!("{}{}", self.prefix(), self.own).trim_end().to_owned()
    }

    fn prefix(&self) -> String {
        format!("({}) ", self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(own: &str) -> CountedTitle {
        CountedTitle::new(own.into(), "3".into())
    }

    #[test]
    fn the_count_stands_before_the_title() {
        let mut jobs = title("Jobs");
        assert_eq!(jobs.shown(), "(3) Jobs");
        jobs.set_count("99+".into());
        assert_eq!((jobs.shown().as_str(), jobs.own()), ("(99+) Jobs", "Jobs"));
        assert_eq!(title("").shown(), "(3)");
    }

    #[test]
    fn a_title_that_is_not_ours_is_the_applications() {
        for (seen, own) in [
            ("(3) Jobs", "Jobs"),
            ("Chat", "Chat"),
            ("(3) Jobs, page 2", "Jobs, page 2"),
            ("(2) fast", "(2) fast"),
            ("", ""),
        ] {
            let mut jobs = title("Jobs");
            jobs.handle_title(seen);
            assert_eq!(jobs.own(), own, "{seen}");
            let ours = jobs.shown();
            jobs.handle_title(&ours);
            assert_eq!(jobs.own(), own, "what we have set is not taken for theirs");
        }
    }
}
