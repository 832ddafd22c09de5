//! The pictures of the components: strokes in the colour of the text around them.

use leptos::prelude::*;

use crate::Severity;

pub(super) fn icon(paths: &'static str) -> impl IntoView {
    view! {
        <svg
            class="bw-icon"
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
        >
            <path d=paths></path>
        </svg>
    }
}

pub(super) const BELL: &str =
    "M6 10a6 6 0 0 1 12 0c0 5 2 6.5 2 6.5H4S6 15 6 10M10 20a2.2 2.2 0 0 0 4 0";
pub(super) const CROSS: &str = "M7 7l10 10M17 7L7 17";
pub(super) const WAVES: &str =
    "M3 9.5a13 13 0 0 1 18 0M6 13a8.6 8.6 0 0 1 12 0M9 16.4a4.4 4.4 0 0 1 6 0M12 20h.01";
pub(super) const WAVES_OFF: &str = "M3 9.5a13 13 0 0 1 3.6-2.4M10.6 6a13 13 0 0 1 10.4 3.5M6 13a8.6 8.6 0 0 1 4-2.2M9 16.4a4.4 4.4 0 0 1 6 0M12 20h.01M4 3l16 18";
pub(super) const INFO: &str = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 11v5M12 8h.01";
pub(super) const CHECK: &str = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M8 12.2l2.8 2.8L16 9.5";
pub(super) const TRIANGLE: &str = "M12 4L2.8 20h18.4zM12 10v4M12 17h.01";
pub(super) const STOP: &str = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 8v5M12 16h.01";
pub(super) const CHEVRON: &str = "M6 9l6 6l6-6";
pub(super) const MAIL: &str = "M3 6h18v12H3zM3 7l9 6l9-6";
pub(super) const MAIL_OPEN: &str = "M3 10l9-6l9 6v9H3zM3 10l9 6l9-6";
pub(super) const CLOCK: &str = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 7v5l3 2";
pub(super) const ARCHIVE: &str = "M3 5h18v4H3zM5 9v10h14V9M10 13h4";
pub(super) const INBOX: &str = "M4 5h16l1 9v5H3v-5zM3 14h5l2 3h4l2-3h5";

/// What stands for how good or bad something is.
pub(super) fn severity_icon(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => INFO,
        Severity::Success => CHECK,
        Severity::Warning => TRIANGLE,
        Severity::Error => STOP,
    }
}

/// What tells a warning and an error apart where they have a picture of their own.
pub(super) fn severity_mark(severity: Severity) -> Option<AnyView> {
    matches!(severity, Severity::Warning | Severity::Error)
        .then(|| view! { <span class="bw-mark">{icon(severity_icon(severity))}</span> }.into_any())
}
