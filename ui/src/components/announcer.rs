use std::time::Duration;

use bellwire::{Instant, clock};
use leptos::prelude::*;

use crate::clockwork::{effect, use_alarm};
use crate::store::{Severity, ToastId, ToastStore};
use crate::view::text;

/// How long a text stays for screen readers to pick it up.
const KEPT: Duration = Duration::from_secs(1);

/// Says aloud what the toasts show.
///
/// The two regions are there before there is anything to say: a region that arrives together with
/// its text is not read.
#[component]
pub(super) fn Announcer(toasts: RwSignal<ToastStore>) -> impl IntoView {
    let polite = RwSignal::new(String::new());
    let assertive = RwSignal::new(String::new());
    let clear_at = RwSignal::new(None::<Instant>);
    let mut last = ToastId::default();
    effect(move || {
        let Some(announcement) = toasts.with(|toasts| announcement(toasts, last)) else { return };
        last = announcement.newest;
        let region = match announcement.severity {
            Severity::Info | Severity::Success | Severity::Warning => polite,
            Severity::Error => assertive,
        };
        region.set(announcement.text);
        clear_at.set(Some(clock::now() + KEPT));
    });
    use_alarm(
        move || clear_at.get(),
        move || {
            clear_at.set(None);
            polite.set(String::new());
            assertive.set(String::new());
        },
    );
    view! {
        <div class="bw-hidden" role="status">{text(move || polite.get())}</div>
        <div class="bw-hidden" role="alert">{text(move || assertive.get())}</div>
    }
}

struct Announcement {
    newest: ToastId,
    severity: Severity,
    text: String,
}

/// What there is to say since the toast numbered `last`; a burst is counted, not read out.
fn announcement(toasts: &ToastStore, last: ToastId) -> Option<Announcement> {
    let count = toasts.newer_than(last).count();
    let (newest, toast) = toasts.newer_than(last).last()?;
    let text = if count == 1 { toast.to_sentence() } else { format!("{count} new notifications") };
    Some(Announcement { newest, severity: toast.severity, text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Toast;

    #[test]
    fn one_toast_is_read_out_and_a_burst_is_counted() {
        let mut toasts = ToastStore::default();
        assert!(announcement(&toasts, ToastId::default()).is_none());
        let first = toasts.show(Instant::ZERO, Toast::success("Saved").description("job.txt"));
        let said = announcement(&toasts, ToastId::default()).unwrap();
        assert_eq!((said.text.as_str(), said.newest), ("Saved. job.txt", first));
        assert!(announcement(&toasts, first).is_none());
        for _ in 0..5 {
            toasts.show(Instant::ZERO, Toast::info("x"));
        }
        assert_eq!(announcement(&toasts, first).unwrap().text, "5 new notifications");
    }
}
