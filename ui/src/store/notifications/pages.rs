use super::store::KEPT;
use super::{NotificationEntry, NotificationStore};

/// Where a server continues: its own word, which means nothing here.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cursor(String);

/// Some of the notifications that a server keeps.
///
/// # Examples
///
/// ```
/// use bellwire_ui::{NotificationEntry, NotificationPage, Toast};
///
/// let entry = NotificationEntry::new(7, Toast::info("New bid"), 1_763_000_000_000.0);
/// let page = NotificationPage::new([entry]).next("before=7").unread(40);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "its notifications are kept once it is given to a store"]
pub struct NotificationPage {
    entries: Vec<NotificationEntry>,
    next: Option<Cursor>,
    unread: Option<u64>,
}

/// How far the older notifications of a server are loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Paging {
    /// There may be more, which nobody has asked for.
    #[default]
    Idle,
    /// A page is on its way.
    Loading,
    /// A page could not be had, for this reason. It can be asked for again.
    Failed(String),
    /// There is nothing more.
    Done,
}

/// A page that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageRequest {
    /// Where the server is to continue; `None` asks for the newest.
    pub after: Option<Cursor>,
    number: u64,
    is_refresh: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Pages {
    paging: Paging,
    after: Option<Cursor>,
    /// The number of the last request.
    last_request: u64,
    /// The number of the request that is on its way while loading.
    loading: u64,
    /// The number of the last request before all was forgotten: what it brings is not wanted any
    /// more.
    forgotten: u64,
}

impl NotificationPage {
    /// A page with these, newest first, and nothing after it.
    pub fn new(entries: impl IntoIterator<Item = NotificationEntry>) -> Self {
        Self { entries: entries.into_iter().collect(), next: None, unread: None }
    }

    /// Where older ones follow.
    pub fn next(mut self, cursor: impl Into<Cursor>) -> Self {
        self.next = Some(cursor.into());
        self
    }

    /// How many in the inbox are unread, on this page and beyond, as the server counts.
    pub fn unread(mut self, count: u64) -> Self {
        self.unread = Some(count);
        self
    }
}

impl Cursor {
    /// The server's word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Cursor {
    fn from(word: T) -> Self {
        Self(word.into())
    }
}

/// What a server has beyond what is known here comes in pages.
impl NotificationStore {
    /// How far the older ones are loaded.
    #[must_use]
    pub fn paging(&self) -> &Paging {
        &self.pages.paging
    }

    /// Whether the server is known to have another page.
    pub(crate) fn has_next_page(&self) -> bool {
        self.pages.has_more()
    }

    /// Asks for the next page; `None` while one is on its way, and where nothing more can come.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_ui::notifications::Paging;
    /// use bellwire_ui::{NotificationPage, NotificationEntry, NotificationStore, Toast};
    ///
    /// let mut store = NotificationStore::default();
    /// let request = store.begin_page().unwrap();
    /// assert_eq!((request.after.as_ref(), store.begin_page()), (None, None));
    /// let entry = NotificationEntry::new(7, Toast::info("New bid"), 1.0);
    /// store.add_page(&request, NotificationPage::new([entry]));
    /// assert_eq!((store.len(), store.paging()), (1, &Paging::Done));
    /// ```
    pub fn begin_page(&mut self) -> Option<PageRequest> {
        if matches!(self.pages.paging, Paging::Loading | Paging::Done) {
            return None;
        }
        self.pages.paging = Paging::Loading;
        let number = self.pages.next_request();
        self.pages.loading = number;
        Some(PageRequest { after: self.pages.after.clone(), number, is_refresh: false })
    }

    /// Asks for the newest page again, since something may have been missed.
    pub fn begin_refresh(&mut self) -> PageRequest {
        PageRequest { after: None, number: self.pages.next_request(), is_refresh: true }
    }

    /// Takes in a page that was asked for. What is known already is brought up to date.
    pub fn add_page(&mut self, request: &PageRequest, page: NotificationPage) {
        if !self.is_awaited(request) {
            return;
        }
        if request.is_refresh {
            self.add_newest(page);
            return;
        }
        // The server has counted those that come, and they are no news to it.
        let counted = self.rest + self.counts.unread_there as i64;
        self.learn_all(page.entries);
        match page.unread {
            Some(count) => self.learn_unread(count),
            None if self.is_counted => self.rest = counted - self.counts.unread_there as i64,
            None => {}
        }
        // A server that sends the same page for ever has no other.
        let is_last = page.next.is_none() || page.next == request.after || self.len() >= KEPT;
        self.pages.paging = if is_last { Paging::Done } else { Paging::Idle };
        self.pages.after = page.next;
    }

    /// A page that was asked for could not be had.
    pub fn fail_page(&mut self, request: &PageRequest, words: impl Into<String>) {
        if self.is_awaited(request) && !request.is_refresh {
            self.pages.paging = Paging::Failed(words.into());
        }
    }

    /// Takes in the newest page when others are known. Where it does not reach down to those,
    /// nobody knows what lies between: they are forgotten, and come again in their turn.
    fn add_newest(&mut self, page: NotificationPage) {
        let is_first = self.pages.after.is_none() && self.pages.paging != Paging::Done;
        let reaches_down = page.entries.iter().any(|entry| self.find(&entry.name).is_some());
        let oldest = page.entries.iter().map(|entry| entry.received_at).reduce(f64::min);
        self.learn_all(page.entries);
        let is_apart = !reaches_down && page.next.is_some();
        if let Some(oldest) = oldest.filter(|_| is_apart) {
            let counted = self.rest + self.counts.unread_there as i64;
            self.remove_if(|one| one.remote.is_some() && one.received_at < oldest);
            self.rest = counted - self.counts.unread_there as i64;
        }
        if let Some(count) = page.unread {
            self.learn_unread(count);
        }
        if is_first || is_apart {
            self.pages.paging = if page.next.is_some() { Paging::Idle } else { Paging::Done };
            self.pages.after = page.next;
        }
    }

    fn learn_all(&mut self, entries: Vec<NotificationEntry>) {
        // Servers send them in order: each has its place at the end. Sorting takes ten kilobytes of
        // WebAssembly.
        let mut sorted: Vec<NotificationEntry> = Vec::with_capacity(entries.len());
        for entry in entries {
            let place = sorted.partition_point(|other| other.received_at >= entry.received_at);
            sorted.insert(place, entry);
        }
        // Newer ones have larger numbers.
        for entry in sorted.into_iter().rev() {
            self.learn(entry);
        }
    }

    fn is_awaited(&self, request: &PageRequest) -> bool {
        match request.is_refresh {
            true => request.number > self.pages.forgotten,
            false => self.pages.paging == Paging::Loading && self.pages.loading == request.number,
        }
    }
}

impl Pages {
    /// What is left when all notifications are forgotten: pages are loaded from the newest on.
    pub(super) fn emptied(&self) -> Self {
        let last_request = self.last_request;
        Self { last_request, forgotten: last_request, ..Self::default() }
    }

    fn next_request(&mut self) -> u64 {
        self.last_request += 1;
        self.last_request
    }

    /// Whether the server is known to have more.
    pub(super) fn has_more(&self) -> bool {
        self.after.is_some() && self.paging != Paging::Done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Toast;

    fn entries(names: impl IntoIterator<Item = u64>) -> Vec<NotificationEntry> {
        let entry =
            |name: u64| NotificationEntry::new(name, Toast::info(name.to_string()), name as f64);
        names.into_iter().map(entry).collect()
    }

    fn titles(store: &NotificationStore) -> Vec<&str> {
        store.notifications().map(|one| one.title.as_str()).collect()
    }

    fn load(store: &mut NotificationStore, page: NotificationPage) -> Option<Cursor> {
        let request = store.begin_page().unwrap();
        store.add_page(&request, page);
        request.after
    }

    #[test]
    fn older_ones_follow_the_newer_ones_and_none_comes_twice() {
        let mut store = NotificationStore::default();
        load(&mut store, NotificationPage::new(entries([9, 8, 7])).next("7"));
        store.learn(entries([10]).remove(0));
        let newest = store.find(&10.into()).unwrap();
        let after = load(&mut store, NotificationPage::new(entries([7, 6, 5])));
        assert_eq!(after.unwrap().as_str(), "7");
        assert_eq!(titles(&store), ["10", "9", "8", "7", "6", "5"]);
        assert_eq!(store.newer_than(newest), 0);
        assert_eq!(store.paging(), &Paging::Done);
        assert_eq!(store.begin_page(), None);
    }

    #[test]
    fn a_page_that_failed_can_be_asked_for_again() {
        let mut store = NotificationStore::default();
        load(&mut store, NotificationPage::new(entries([9])).next("9"));
        let request = store.begin_page().unwrap();
        store.fail_page(&request, "offline");
        assert_eq!(store.paging(), &Paging::Failed("offline".into()));
        assert_eq!(store.begin_page().unwrap().after, request.after);
    }

    #[test]
    fn a_page_for_somebody_who_has_signed_out_is_not_taken_in() {
        let mut store = NotificationStore::default();
        let request = store.begin_page().unwrap();
        store.clear();
        let new = store.begin_page().unwrap();
        store.add_page(&request, NotificationPage::new(entries([1])));
        store.fail_page(&request, "late");
        assert_eq!((store.len(), store.paging()), (0, &Paging::Loading));
        store.add_page(&new, NotificationPage::new(entries([2])));
        assert_eq!(titles(&store), ["2"]);
    }

    #[test]
    fn what_was_missed_is_filled_in_above_what_is_known() {
        let mut store = NotificationStore::default();
        load(&mut store, NotificationPage::new(entries([3, 2])).next("2").unread(9));
        let request = store.begin_refresh();
        store.add_page(&request, NotificationPage::new(entries([5, 4, 3])).next("3").unread(11));
        assert_eq!((titles(&store), store.unread()), (vec!["5", "4", "3", "2"], 11));
        assert_eq!(store.begin_page().unwrap().after.unwrap().as_str(), "2");
    }

    #[test]
    fn where_too_much_was_missed_what_is_older_comes_again() {
        let mut store = NotificationStore::default();
        store.add(Toast::info("own"), 1.0);
        load(&mut store, NotificationPage::new(entries([3, 2])).next("2").unread(9));
        let request = store.begin_refresh();
        store.add_page(&request, NotificationPage::new(entries([9, 8])).next("8"));
        assert_eq!((titles(&store), store.unread()), (vec!["9", "8", "own"], 12));
        assert_eq!(store.begin_page().unwrap().after.unwrap().as_str(), "8");

        let late = store.begin_refresh();
        store.clear();
        store.add_page(&late, NotificationPage::new(entries([1])));
        assert!(store.is_empty());
    }

    #[test]
    fn a_server_that_repeats_itself_is_not_asked_for_ever() {
        let mut store = NotificationStore::default();
        load(&mut store, NotificationPage::new(entries([9])).next("9"));
        load(&mut store, NotificationPage::new(entries([9])).next("9"));
        assert_eq!(store.paging(), &Paging::Done);
    }

    #[test]
    fn those_of_one_moment_keep_the_order_of_the_page() {
        let mut store = NotificationStore::default();
        let at_once = |name: &str| NotificationEntry::new(name, Toast::info(name), 1.0);
        load(&mut store, NotificationPage::new(["c", "b", "a"].map(at_once)));
        assert_eq!(titles(&store), ["c", "b", "a"]);
    }
}
