use std::time::Duration;

use super::action::{Handler, Opaque, ToastAction, ToastActionKind};
use super::{CloseCause, Patience, Severity, ToastDuration, ToasterPosition};
use crate::store::link::is_safe;

/// What a toast says, and what can be done with it. Everything is text; nothing is read as HTML.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use bellwire_ui::Toast;
///
/// let toast = Toast::success("New Job Posted!")
///     .icon("💼")
///     .description("Frontend Developer")
///     .detail("$5,000 • development")
///     .duration(Duration::from_secs(5));
/// assert_eq!(toast.to_sentence(), "New Job Posted! Frontend Developer. $5,000 • development");
///
/// let deleted = Toast::info("Draft deleted").action("Undo", || { /* bring it back */ });
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    pub(crate) severity: Severity,
    pub(crate) icon: Option<String>,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) detail: Option<String>,
    pub(crate) link: Option<String>,
    pub(crate) is_loading: bool,
    pub(crate) is_dismissible: bool,
    pub(crate) actions: Vec<ToastAction>,
    pub(crate) view: Option<Opaque>,
    pub(crate) position: Option<ToasterPosition>,
    pub(crate) class: String,
    pub(super) key: Option<String>,
    pub(super) duration: ToastDuration,
    pub(super) on_close: Option<Handler<CloseCause>>,
}

impl Toast {
    /// A toast of the given severity.
    #[must_use]
    pub fn new(severity: Severity, title: impl Into<String>) -> Self {
        Self {
            severity,
            icon: None,
            title: title.into(),
            description: None,
            detail: None,
            link: None,
            is_loading: false,
            is_dismissible: true,
            actions: Vec::new(),
            view: None,
            position: None,
            class: String::new(),
            key: None,
            duration: ToastDuration::default(),
            on_close: None,
        }
    }

    /// Something happened.
    #[must_use]
    pub fn info(title: impl Into<String>) -> Self {
        Self::new(Severity::Info, title)
    }

    /// Something went well.
    #[must_use]
    pub fn success(title: impl Into<String>) -> Self {
        Self::new(Severity::Success, title)
    }

    /// Something wants to be looked at.
    #[must_use]
    pub fn warning(title: impl Into<String>) -> Self {
        Self::new(Severity::Warning, title)
    }

    /// Something went wrong.
    #[must_use]
    pub fn error(title: impl Into<String>) -> Self {
        Self::new(Severity::Error, title)
    }

    /// Something is under way: stays until it is updated. See
    /// [`UseToaster::promise`](crate::UseToaster::promise).
    #[must_use]
    pub fn loading(title: impl Into<String>) -> Self {
        let mut toast = Self::new(Severity::Info, title);
        toast.is_loading = true;
        toast
    }

    /// An emoji, or another short text, in place of the severity's icon.
    #[must_use]
    pub fn icon(mut self, icon: impl Into<String>) -> Self {
        self.icon = Some(icon.into());
        self
    }

    /// The line below the title.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The small line at the end.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Where a click leads: a path or fragment of the own page, or an `http(s)` address. Anything
    /// else is left out.
    #[must_use]
    pub fn link(mut self, link: impl Into<String>) -> Self {
        self.link = Some(link.into()).filter(|link| is_safe(link));
        self
    }

    /// How long it stays; by severity unless given.
    #[must_use]
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = ToastDuration::For(duration);
        self
    }

    /// Stays until it is dismissed.
    #[must_use]
    pub fn until_dismissed(mut self) -> Self {
        self.duration = ToastDuration::UntilDismissed;
        self
    }

    /// A button that does something; the toast goes when it is pressed, and stays until then unless it is
    /// given a duration.
    #[must_use]
    pub fn action(self, label: impl Into<String>, run: impl Fn() + Send + Sync + 'static) -> Self {
        self.with(ToastAction::new(ToastActionKind::Act, label, run))
    }

    /// A button that does something while the toast stays, as one that shows more of what it is about.
    #[must_use]
    pub fn action_and_stay(
        self,
        label: impl Into<String>,
        run: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        self.with(ToastAction::new(ToastActionKind::Stay, label, run))
    }

    /// A quieter button beside it, which only takes the toast away.
    #[must_use]
    pub fn cancel(self, label: impl Into<String>) -> Self {
        self.cancel_with(label, || {})
    }

    /// A quieter button beside it, which takes the toast away and does something.
    #[must_use]
    pub fn cancel_with(
        self,
        label: impl Into<String>,
        run: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        self.with(ToastAction::new(ToastActionKind::Cancel, label, run))
    }

    /// Whether the user may dismiss it, by its close button, by Escape or by a swipe; so it is unless
    /// told. One that may not be dismissed stays until the application dismisses or updates it, or its
    /// own time is over.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_ui::Toast;
    ///
    /// let toast = Toast::loading("Paying…").dismissible(false);
    /// ```
    #[must_use]
    pub fn dismissible(mut self, is_dismissible: bool) -> Self {
        self.is_dismissible = is_dismissible;
        self
    }

    /// Names the toast: the next one of this name takes its place, wherever it is shown.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.key = Some(id.into());
        self
    }

    /// Where on the screen it appears; where its [`Toaster`](crate::Toaster) is unless given.
    #[must_use]
    pub fn position(mut self, position: ToasterPosition) -> Self {
        self.position = Some(position);
        self
    }

    /// A class beside its own and the one that its [`Toaster`](crate::Toaster) has for all.
    #[must_use]
    pub fn class(mut self, class: impl Into<String>) -> Self {
        self.class = class.into();
        self
    }

    /// Calls back once, when the toast goes.
    #[must_use]
    pub fn on_close(mut self, run: impl Fn(CloseCause) + Send + Sync + 'static) -> Self {
        self.on_close = Some(Handler::new(run));
        self
    }

    /// The whole text, as it is said aloud.
    #[must_use]
    pub fn to_sentence(&self) -> String {
        let mut sentence = self.title.clone();
        for part in [&self.description, &self.detail].into_iter().flatten() {
            let end = if sentence.ends_with(['.', '!', '?', '…']) { " " } else { ". " };
            sentence.push_str(end);
            sentence.push_str(part);
        }
        sentence
    }

    pub(crate) fn opaque_view(mut self, view: Opaque) -> Self {
        self.view = Some(view);
        self
    }

    fn with(mut self, action: ToastAction) -> Self {
        self.actions.push(action);
        self
    }

    /// How long it stays; `None` is until it is dismissed.
    pub(in crate::store) fn lifetime(&self, patience: Patience) -> Option<Duration> {
        // Whoever is to decide has all the time it takes.
        let stays = self.is_loading || !self.actions.is_empty();
        if stays && self.duration == ToastDuration::BySeverity {
            return None;
        }
        self.duration.lifetime(self.severity, patience)
    }

    /// Whether it says the same as another: then once is enough, with a number.
    pub(super) fn equals(&self, other: &Self) -> bool {
        self.is_plain() && self == other
    }

    /// Whether it says something and no more: then it may be counted with others.
    pub(super) fn is_plain(&self) -> bool {
        self.key.is_none()
            && self.actions.is_empty()
            && self.view.is_none()
            && self.on_close.is_none()
            && !self.is_loading
            && self.is_dismissible
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_leads_elsewhere_is_left_out() {
        assert_eq!(Toast::info("x").link("/jobs/5").link.as_deref(), Some("/jobs/5"));
        assert_eq!(Toast::info("x").link("javascript:alert(1)").link, None);
    }

    #[test]
    fn what_asks_for_an_answer_or_is_under_way_stays() {
        let lifetime = |toast: Toast| toast.lifetime(Patience::default());
        let second = Duration::from_secs(1);
        assert_eq!(lifetime(Toast::info("x").action("Undo", || {})), None);
        assert_eq!(lifetime(Toast::loading("x")), None);
        assert_eq!(lifetime(Toast::info("x").action("Undo", || {}).duration(second)), Some(second));
    }

    #[test]
    fn the_whole_text_is_a_sentence() {
        assert_eq!(Toast::error("No").description("Why").to_sentence(), "No. Why");
        assert_eq!(Toast::info("Yes!").detail("now").to_sentence(), "Yes! now");
    }

    #[test]
    fn only_what_says_no_more_than_words_equals_another() {
        let plain = || Toast::info("Saved").icon("💾");
        assert!(plain().equals(&plain()));
        assert!(!plain().equals(&plain().description("job.txt")));
        assert!(!plain().action("Undo", || {}).equals(&plain().action("Undo", || {})));
    }
}
