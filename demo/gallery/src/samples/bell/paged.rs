use std::time::Duration;

use bellwire_ui::notifications::Cursor;
use bellwire_ui::{
    NotificationBell, NotificationEntry, NotificationPage, NotificationSource, Toast,
    provide_notifications, use_notification_source,
};
use gloo_timers::future::sleep;
use leptos::prelude::*;

#[component]
pub fn Paged() -> impl IntoView {
    provide_notifications();
    use_notification_source(NotificationSource::new().pages(load));
    view! { <NotificationBell/> }
}

/// What a server with a hundred thousand notifications would answer.
async fn load(after: Option<Cursor>) -> Result<NotificationPage, String> {
    sleep(Duration::from_millis(300)).await;
    let newest = after.and_then(|cursor| cursor.as_str().parse().ok()).unwrap_or(100_000_u32);
    let oldest = newest.saturating_sub(50);
    let now = js_sys::Date::now();
    let page = (oldest..newest).rev().map(|n| {
        let toast = Toast::info(format!("Job {} was posted", n + 1));
        let received_at = now - f64::from(100_000 - n) * 60_000.0;
        NotificationEntry::new(u64::from(n), toast, received_at).read(n < 99_990)
    });
    let page = NotificationPage::new(page).unread(10);
    Ok(if oldest > 0 { page.next(oldest.to_string()) } else { page })
}
