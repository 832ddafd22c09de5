use bellwire_testing::{Census, eventually};
use bellwire_ui::notifications::Place;
use bellwire_ui::{
    NotificationEntry, NotificationSound, Permission, ReadingTime, SettingsPanel, Toast,
    UseBrowserNotifications, UseNotificationSettings, UseNotifications, UseToaster,
    provide_notification_settings, use_browser_notifications, use_notification_sound,
    use_notifications, use_toaster, use_unread_favicon, use_unread_title,
};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, idle_client};

#[wasm_bindgen(inline_js = r#"
const real = { Notification: globalThis.Notification, createOscillator: null };
let shown = [];
let tones = 0;

export function set_hidden(isHidden) {
  const state = isHidden ? "hidden" : "visible";
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
  document.dispatchEvent(new Event("visibilitychange"));
}
export function set_pressed(isPressed) {
  const value = { isActive: isPressed, hasBeenActive: isPressed };
  Object.defineProperty(navigator, "userActivation", { configurable: true, value });
}
export function fake_notifications(permission, answer) {
  shown = [];
  globalThis.Notification = class extends EventTarget {
    static permission = permission;
    static async requestPermission() { return (this.permission = answer); }
    constructor(title, options) {
      super();
      Object.assign(this, { title, body: options.body, tag: options.tag });
      shown = [...shown.filter((other) => other.tag !== this.tag), this];
    }
    close() { shown = shown.filter((other) => other.tag !== this.tag); }
  };
}
export function lying() { return shown.map(({ title, body }) => `${title}|${body}`).join("\n"); }
export function click_first() { shown[0].dispatchEvent(new Event("click")); }
export function count_tones() {
  tones = 0;
  const prototype = BaseAudioContext.prototype;
  real.createOscillator ??= prototype.createOscillator;
  prototype.createOscillator = function () {
    tones += 1;
    return real.createOscillator.call(this);
  };
}
export function tones_heard() { return tones; }
export function as_it_was() {
  delete document.visibilityState;
  delete navigator.userActivation;
  globalThis.Notification = real.Notification;
  if (real.createOscillator) BaseAudioContext.prototype.createOscillator = real.createOscillator;
}
"#)]
extern "C" {
    fn set_hidden(is_hidden: bool);
    fn set_pressed(is_pressed: bool);
    fn fake_notifications(permission: &str, answer: &str);
    fn lying() -> String;
    fn click_first();
    fn count_tones();
    fn tones_heard() -> u32;
    fn as_it_was();
}

/// A browser that does as it is told; dropping it brings the real one back.
struct Browser;

impl Drop for Browser {
    fn drop(&mut self) {
        as_it_was();
    }
}

const KEY: &str = "attention-test";

fn kept() -> Option<String> {
    window().local_storage().unwrap().unwrap().get_item(KEY).unwrap()
}

fn keep(text: &str) {
    window().local_storage().unwrap().unwrap().set_item(KEY, text).unwrap();
}

fn keep_nothing() {
    window().local_storage().unwrap().unwrap().remove_item(KEY).unwrap();
}

async fn titled(title: &str) {
    eventually(&format!("the title is {title}"), async || document().title() == title).await;
}

#[wasm_bindgen_test]
async fn the_title_counts_what_is_unread_and_follows_the_applications() {
    document().set_title("Jobs");
    let (here, stage) = Stage::mount(idle_client(), |_| {
        use_unread_title();
        (use_notifications(), ())
    });
    assert_eq!(document().title(), "Jobs");
    here.add(Toast::info("1"));
    here.add(Toast::info("2"));
    titled("(2) Jobs").await;
    document().set_title("Chat");
    titled("(2) Chat").await;
    let other = document().create_element("title").unwrap();
    other.set_text_content(Some("Bids"));
    document().query_selector("title").unwrap().unwrap().replace_with_with_node_1(&other).unwrap();
    titled("(2) Bids").await;

    here.mark_all_read();
    titled("Bids").await;
    for _ in 0..100 {
        here.add(Toast::info("x"));
    }
    titled("(99+) Bids").await;
    drop(stage);
    assert_eq!(document().title(), "Bids");
}

#[wasm_bindgen_test]
async fn the_icon_bears_the_count_while_something_is_unread() {
    let own = document().create_element("link").unwrap();
    let svg = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><rect/></svg>";
    own.set_attribute("rel", "shortcut icon").unwrap();
    own.set_attribute("href", svg).unwrap();
    document().head().unwrap().append_child(&own).unwrap();
    let icon = || {
        let icons = document().query_selector_all("link[rel~=icon]").unwrap();
        assert_eq!(icons.length(), 1, "there is one icon at any time");
        let icon = icons.item(0).unwrap().unchecked_into::<web_sys::Element>();
        icon.get_attribute("href").unwrap()
    };
    let (here, stage) = Stage::mount(idle_client(), |_| {
        use_unread_favicon();
        (use_notifications(), ())
    });
    assert_eq!(icon(), svg);
    here.add(Toast::info("1"));
    eventually("one is counted", async || icon().starts_with("data:image/png")).await;
    let one = icon();
    here.add(Toast::info("2"));
    eventually("two are", async || icon() != one).await;
    here.mark_all_read();
    eventually("none is", async || icon() == svg).await;
    here.add(Toast::info("3"));
    eventually("one is again", async || icon() == one).await;
    drop(stage);
    assert_eq!(own.get_attribute("rel").as_deref(), Some("shortcut icon"));
    assert_eq!(icon(), svg);
    own.remove();
}

async fn panel() -> ((UseToaster, UseNotificationSettings), Stage) {
    let mounted = Stage::mount(idle_client(), |_| {
        let settings = provide_notification_settings(Some(KEY));
        ((use_toaster(), settings), view! { <SettingsPanel/> })
    });
    // Nobody presses anything before the page is there.
    leptos::task::tick().await;
    mounted
}

#[wasm_bindgen_test]
async fn settings_outlive_the_page_and_reach_the_toasts() {
    keep_nothing();
    let ((toaster, _), stage) = panel().await;
    assert_eq!(stage.count(".bw-settings-switch"), 1, "nothing else is used");
    stage.click("[role=switch]").await;
    stage.click(".bw-settings-choice:nth-of-type(4) input").await;
    eventually("it is quiet", async || untrack(|| toaster.is_quiet())).await;
    assert_eq!(untrack(|| toaster.reading_time()), ReadingTime::Times(10));
    eventually("it is kept", async || {
        kept().as_deref() == Some("quiet=1&time=10&sound=0&browser=0")
    })
    .await;
    drop(stage);

    let ((toaster, settings), stage) = panel().await;
    eventually("it is quiet again", async || untrack(|| toaster.is_quiet())).await;
    assert_eq!(stage.count("[role=switch]:checked"), 1);
    assert_eq!(stage.count(".bw-settings-choice:nth-of-type(4) input:checked"), 1);

    keep("time=unlimited");
    let event = web_sys::StorageEvent::new("storage").unwrap();
    event.init_storage_event_with_can_bubble_and_cancelable_and_key(
        "storage",
        false,
        false,
        Some(KEY),
    );
    window().dispatch_event(&event).unwrap();
    eventually("what another page says holds", async || !untrack(|| toaster.is_quiet())).await;
    assert_eq!(untrack(|| settings.get()).reading_time, ReadingTime::Unlimited);
    assert_eq!(kept().as_deref(), Some("time=unlimited"), "it is not written back");
    keep_nothing();
}

#[wasm_bindgen_test]
async fn settings_that_make_no_sense_are_the_usual_ones() {
    keep("}{");
    let ((toaster, settings), stage) = panel().await;
    stage.click(".bw-settings-choice:nth-of-type(2) input").await;
    eventually("what is chosen holds", async || {
        untrack(|| toaster.reading_time()) == ReadingTime::Times(2)
            && !untrack(|| toaster.is_quiet())
    })
    .await;
    assert!(!untrack(|| settings.get()).sound);
    keep_nothing();
}

#[wasm_bindgen_test]
async fn news_is_heard_once_and_only_by_those_who_want_to() {
    let _browser = Browser;
    count_tones();
    set_pressed(false);
    let ((here, settings), stage) = Stage::mount(idle_client(), |_| {
        let settings = provide_notification_settings(None);
        use_notification_sound(NotificationSound::Chime);
        ((use_notifications(), settings), view! { <SettingsPanel/> })
    });
    let news = async || {
        here.add(Toast::info("x"));
        leptos::task::tick().await;
    };
    news().await;
    settings.update(|settings| settings.sound = true);
    news().await;
    set_pressed(true);
    settings.update(|settings| settings.is_quiet = true);
    leptos::task::tick().await;
    news().await;
    assert_eq!(tones_heard(), 0);

    settings.update(|settings| settings.is_quiet = false);
    leptos::task::tick().await;
    for _ in 0..10 {
        news().await;
    }
    eventually("it is heard", async || tones_heard() > 0).await;
    assert_eq!(tones_heard(), 2, "two tones, once");

    let sound = ".bw-settings-row:last-child [role=switch]";
    stage.click(sound).await;
    assert_eq!(tones_heard(), 2, "nothing is heard when it is switched off");
    stage.click(sound).await;
    assert_eq!(tones_heard(), 4, "this is what it sounds like");
}

#[wasm_bindgen_test]
async fn whoever_listens_hears_of_news_and_of_nothing_else() {
    let heard = RwSignal::new(Vec::new());
    let is_listening = RwSignal::new(true);
    let (here, _stage) = Stage::mount(idle_client(), move |_| {
        let here = use_notifications();
        let listen = move || {
            here.on_news(move |id| {
                let title = untrack(|| here.with(|all| all.get(id).unwrap().title.clone()));
                heard.update(|heard| heard.push(title));
            });
        };
        (here, view! { <Show when=move || is_listening.get()>{listen()}</Show> })
    });
    leptos::task::tick().await;
    let entry = |name: &str| NotificationEntry::new(name, Toast::info(name), 1.0);
    here.add(Toast::info("own"));
    assert!(here.receive(entry("new")));
    assert!(!here.receive(entry("new")), "it is known");
    assert!(here.receive(entry("read elsewhere").read(true)));
    here.receive(entry("archived").place(Place::Archived));
    assert_eq!(heard.get_untracked(), ["own", "new"]);
    is_listening.set(false);
    leptos::task::tick().await;
    here.add(Toast::info("unheard"));
    assert_eq!(heard.get_untracked().len(), 2);
}

fn desk() -> ((UseNotifications, UseBrowserNotifications, UseToaster), Stage) {
    Stage::mount(idle_client(), |_| {
        let browser = use_browser_notifications();
        ((use_notifications(), browser, use_toaster()), ())
    })
}

#[wasm_bindgen_test]
async fn the_browser_shows_what_comes_while_the_page_is_hidden() {
    let _browser = Browser;
    fake_notifications("granted", "granted");
    let ((here, browser, toaster), _stage) = desk();
    eventually("it may", async || untrack(|| browser.permission()) == Permission::Granted).await;
    here.add(Toast::info("seen"));
    assert_eq!(lying(), "", "the page is to be seen");

    set_hidden(true);
    toaster.set_quiet(true);
    here.add(Toast::info("quiet"));
    assert_eq!(lying(), "", "nobody is to be disturbed");
    toaster.set_quiet(false);
    here.add(Toast::info("<b>bid</b>").description("$120").link("#from-the-desktop"));
    assert_eq!(lying(), "<b>bid</b>|$120");
    click_first();
    eventually("what was clicked is read, and gone", async || lying().is_empty()).await;
    assert_eq!(window().location().hash().unwrap(), "#from-the-desktop");
    assert_eq!(here.unread(), 2);
    window().location().set_hash("").unwrap();

    here.add(Toast::info("another"));
    assert_eq!(lying(), "another|");
    set_hidden(false);
    eventually("whoever looks at the page needs none", async || lying().is_empty()).await;
}

#[wasm_bindgen_test]
async fn many_are_shown_as_one() {
    let _browser = Browser;
    fake_notifications("granted", "granted");
    let ((here, browser, _), stage) = desk();
    eventually("it may", async || untrack(|| browser.permission()) == Permission::Granted).await;
    set_hidden(true);
    for number in 1..=3 {
        here.add(Toast::info(number.to_string()));
    }
    assert_eq!(lying(), "1|\n2|\n3|");
    for number in 4..=50 {
        here.add(Toast::info(number.to_string()));
    }
    assert_eq!(lying(), "4 new notifications|");
    eventually("they are counted", async || lying() == "50 new notifications|").await;
    here.mark_all_read();
    eventually("they are read", async || lying().is_empty()).await;

    here.add(Toast::info("last"));
    assert_eq!(lying(), "last|");
    drop(stage);
    assert_eq!(lying(), "");
}

#[wasm_bindgen_test]
async fn the_permission_is_asked_for_on_a_press_alone() {
    let _browser = Browser;
    fake_notifications("default", "denied");
    let (browser, stage) = Stage::mount(idle_client(), |_| {
        provide_notification_settings(None);
        (use_browser_notifications(), view! { <SettingsPanel/> })
    });
    set_pressed(false);
    assert!(!browser.request(), "nobody has pressed anything");
    set_pressed(true);
    let switch = ".bw-settings-row:last-child [role=switch]";
    stage.click(switch).await;
    assert_eq!(stage.count("[role=switch]:checked"), 0, "there is no answer yet");
    eventually("it is denied", async || untrack(|| browser.permission()) == Permission::Denied)
        .await;
    eventually("it says what can be done", async || {
        stage
            .text(".bw-settings-row:last-child .bw-settings-hint")
            .starts_with("Your browser blocks")
    })
    .await;
    assert_eq!(stage.count("[role=switch][aria-disabled=true]"), 1);
    stage.click(switch).await;
    assert_eq!(stage.count("[role=switch]:checked"), 0);
}

#[wasm_bindgen_test]
async fn whoever_reaches_beyond_the_panel_leaves_nothing() {
    let whole = async || {
        let (here, stage) = Stage::mount(idle_client(), |_| {
            provide_notification_settings(Some(KEY));
            use_unread_title();
            use_unread_favicon();
            use_notification_sound(NotificationSound::Chime);
            use_browser_notifications();
            (use_notifications(), view! { <SettingsPanel/> })
        });
        here.add(Toast::info("x"));
        eventually("all is there", async || {
            stage.count("[role=switch]") == 3 && document().title().starts_with("(1)")
        })
        .await;
    };
    whole().await;
    // Effects end when they are next looked at.
    for _ in 0..3 {
        leptos::task::tick().await;
    }
    let before = Census { values: 0, ..Census::take() };
    for _ in 0..3 {
        whole().await;
    }
    let now = || Census { values: 0, ..Census::take() };
    eventually(&format!("nothing left of {:?}, {before:?}", now()), async || now() == before).await;
    assert_eq!(kept(), None, "what nobody has said is not kept");
}
