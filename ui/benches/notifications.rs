//! What 100,000 notifications cost: to keep, to find, to change and to lay out.

use std::hint::black_box;

use bellwire_ui::notifications::{Change, Day, Row, Rows, Window};
use bellwire_ui::{NotificationContent, NotificationEntry, NotificationStore, Toast};
use divan::Bencher;
use divan::counter::ItemsCount;

/// As many as are kept.
const KEPT: u64 = 100_000;
/// As many as come in a burst.
const BURST: u64 = 10_000;
/// One comes each ten minutes.
const PAUSE: f64 = 600_000.0;

fn main() {
    divan::main();
}

fn content(number: u64) -> NotificationContent {
    NotificationContent::from(Toast::info("New bid").description("On a job of yours"))
        .kind("bid_received")
        .subject(format!("job/{}", number % 1_000))
}

fn entry(number: u64) -> NotificationEntry {
    NotificationEntry::new(number, content(number), number as f64 * PAUSE)
}

fn store() -> NotificationStore {
    let mut store = NotificationStore::default();
    for number in 0..KEPT {
        store.learn(entry(number));
    }
    store
}

fn rows(store: &NotificationStore) -> Vec<Row> {
    Rows::default().by_day(&Day::utc).by_subject(&[]).list(store)
}

/// 10,000 arrive, and as many old ones make room.
#[divan::bench]
fn burst(bencher: Bencher<'_, '_>) {
    let store = store();
    bencher
        .counter(ItemsCount::new(BURST))
        .with_inputs(|| {
            let news: Vec<_> = (KEPT..KEPT + BURST).map(entry).collect();
            (store.clone(), news)
        })
        .bench_local_values(|(mut store, news)| {
            for entry in news {
                store.learn(entry);
                black_box(store.unread());
            }
            store
        });
}

#[divan::bench]
fn find(bencher: Bencher<'_, '_>) {
    let store = store();
    bencher.bench_local(|| {
        store.find(black_box(&77_777.into())).and_then(|id| store.get(id)).is_some()
    });
}

/// One is marked as read, and the server hears of it.
#[divan::bench]
fn mark_read(bencher: Bencher<'_, '_>) {
    let mut store = store();
    let mut change = Change::Unread;
    let id = store.find(&77_777.into());
    bencher.bench_local(|| {
        change = if change == Change::Read { Change::Unread } else { Change::Read };
        if let Some(pending) = store.begin(change, id) {
            store.settle(pending.id);
        }
    });
}

/// All are marked as read, and the server hears of it.
#[divan::bench]
fn mark_all_read(bencher: Bencher<'_, '_>) {
    let store = store();
    bencher.with_inputs(|| store.clone()).bench_local_values(|mut store| {
        if let Some(pending) = store.begin(Change::ReadAll, []) {
            store.settle(pending.id);
        }
        store
    });
}

#[divan::bench]
fn lay_out(bencher: Bencher<'_, '_>) {
    let store = store();
    bencher.bench_local(|| rows(&store));
}

/// Something arrives at the top of a list that somebody reads further down.
#[divan::bench]
fn insert_at_the_top(bencher: Bencher<'_, '_>) {
    let mut store = store();
    let mut window = Window::new(64.0);
    window.set_rows(Rows::default().list(&store).iter().map(Row::key), 0.0);
    store.learn(entry(KEPT));
    let rows = Rows::default().list(&store);
    bencher.with_inputs(|| window.clone()).bench_local_values(|mut window| {
        window.set_rows(rows.iter().map(Row::key), 9_000.0);
        window
    });
}
