use std::cell::Cell;
use std::time::Duration;

use bellwire_ui::{Toast, use_realtime, use_toaster};
use leptos::prelude::*;

/// How often some of them come.
const TICK: Duration = Duration::from_millis(20);

/// More than anybody can read, to see what becomes of the page.
#[component]
pub(crate) fn Bursts() -> impl IntoView {
    let (toaster, realtime) = (use_toaster(), use_realtime());
    let notifications = bellwire_ui::use_notifications();
    let toasts = move |_| {
        burst(1_000, Duration::from_secs(1), move |n| {
            toaster.show(Toast::info(format!("Message {n}")));
        });
    };
    let news = move |_| {
        let realtime = realtime.clone();
        burst(10_000, Duration::from_secs(2), move |n| {
            realtime.notify(Toast::info(format!("Job {n} was posted")).detail("Just now"));
        });
    };
    let clear = move |_| {
        toaster.dismiss_all();
        notifications.clear();
    };
    view! {
        <div class="bursts" role="group" aria-label="Bursts">
            <button type="button" class="button" on:click=toasts>
                "1,000 toasts in a second"
            </button>
            <button type="button" class="button" on:click=news>
                "10,000 notifications in two"
            </button>
            <button type="button" class="button" on:click=clear>"Clear all"</button>
        </div>
    }
}

/// Calls `one` so many times, evenly spread over a stretch of time.
fn burst(count: u32, over: Duration, one: impl Fn(u32) + 'static) {
    let per_tick = (count * TICK.as_millis() as u32).div_ceil(over.as_millis() as u32);
    let next = Cell::new(1);
    let handle = StoredValue::new(None::<IntervalHandle>);
    let tick = move || {
        let first = next.get();
        let end = (first + per_tick).min(count + 1);
        (first..end).for_each(&one);
        next.set(end);
        if end > count
            && let Some(handle) = handle.get_value()
        {
            handle.clear();
        }
    };
    handle.set_value(set_interval_with_handle(tick, TICK).ok());
}
