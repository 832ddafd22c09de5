use super::Filter;

/// How many pages in a row may bring a list nothing before the user is asked.
const PAGES: u8 = 2;

/// How long a list goes on asking for older ones, where a server's pages are of all lists together.
///
/// A list of which there is little would otherwise have the whole inbox loaded, page after page, to
/// fill a screen that it never fills.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Patience {
    list: Filter,
    /// How many more pages may bring nothing.
    left: u8,
    /// How many the list had when the page that is awaited was asked for.
    asked_at: Option<usize>,
}

impl Patience {
    pub(crate) fn of(list: &Filter) -> Self {
        Self { list: list.clone(), left: pages(list), asked_at: None }
    }

    pub(crate) fn is_of(&self, list: &Filter) -> bool {
        self.list == *list
    }

    /// Whether to ask for the next page. `count` is how many the list has, now that no page is on
    /// its way.
    pub(crate) fn asks(&mut self, count: usize) -> bool {
        match self.asked_at.take() {
            Some(before) if count > before => self.left = pages(&self.list),
            Some(_) => self.left = self.left.saturating_sub(1),
            None => {}
        }
        let asks = !self.is_over();
        self.asked_at = asks.then_some(count);
        asks
    }

    /// Somebody wants to see more.
    pub(crate) fn renew(&mut self) {
        self.left = pages(&self.list).max(1);
    }

    /// Whether nothing is loaded until somebody wants it.
    pub(crate) fn is_over(&self) -> bool {
        self.left == 0
    }
}

fn pages(list: &Filter) -> u8 {
    match list {
        Filter::All | Filter::Unread | Filter::Kind(_) => PAGES,
        // Hardly any of an inbox is there.
        Filter::Archived | Filter::Snoozed => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_to_which_pages_bring_nothing_stops_after_two() {
        let mut patience = Patience::of(&Filter::Unread);
        assert!(patience.asks(3) && patience.asks(5), "the first brought two");
        assert!(patience.asks(5), "the second brought nothing");
        assert!(!patience.asks(5) && !patience.asks(5) && patience.is_over());
        patience.renew();
        assert!(patience.asks(5) && patience.asks(5) && !patience.asks(5));
    }

    #[test]
    fn what_was_put_away_is_looked_for_page_by_page_and_when_it_is_wanted() {
        let mut patience = Patience::of(&Filter::Archived);
        assert!(!patience.asks(0));
        patience.renew();
        assert!(patience.asks(0));
        assert!(!patience.asks(4) && patience.is_over());
    }
}
