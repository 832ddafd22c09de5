use std::time::Duration;

use bellwire::clock;
use leptos::ev::PointerEvent;
use leptos::html::{Div, Li};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};
use send_wrapper::SendWrapper;

use super::focus::Focus;
use super::toast_content::{Used, content};
use super::toast_list::{Heights, Place, Places};
use super::toaster::Look;
use crate::clockwork::{effect, later};
use crate::components::classes;
use crate::components::icons::{CROSS, icon};
use crate::derived::Derived;
use crate::hooks::in_words;
use crate::labels::fill;
use crate::page;
use crate::store::{Content, Swipe, SwipeEnd};
use crate::view::{dynamic, pressed, text};
use crate::{ShownToast, ToastId, ToastStage, ToasterPosition, UseToaster};

#[component]
pub(super) fn ToastItem(
    first: ShownToast,
    here: Derived<Vec<ShownToast>>,
    places: Derived<Places>,
    heights: Heights,
    look: Look,
) -> impl IntoView {
    let (item, body) = (NodeRef::<Li>::new(), NodeRef::<Div>::new());
    let (id, position) = (first.id, first.position);
    // Its own entry of the list; the last one known once it has left the list.
    let this = Derived::new(move |last: Option<&ShownToast>| {
        here.with(|here| here.iter().find(|shown| shown.id == id).cloned())
            .or_else(|| last.cloned())
            .unwrap_or_else(|| first.clone())
    });
    watch_height(body, heights, id);
    let index = use_place(item, places, id);
    let (dismiss, act) = ways_out(item, look.focus, look.toaster, id);
    hand_over_at_the_end(item, this, look.focus);
    let is_dismissible = move || this.with(|this| this.content.is_dismissible());
    let can_swipe = look.can_swipe;
    let swiping = Swiping::new(item, position, dismiss);
    let close = look.has_close_button.then(|| close_button(this, &look, is_dismissible, dismiss));
    let progress = look.has_progress.then(|| progress_bar(this, look.classes.progress));
    let class = classes("bw-toast", look.classes.toast);
    let class = text(move || this.with(|this| classes(&class, this.class())));
    let body_class = classes("bw-toast-body", look.classes.body);
    let words = look.words.clone();
    let name = move || this.with(|this| in_words(&words, &this.content, this.times));
    let content = dynamic(move || this.with(|this| content(this, &look, act)));
    view! {
        <li
            node_ref=item
            class=class
            tabindex="0"
            aria-label=text(name)
            data-severity=text(move || this.with(|this| this.content.severity().as_str()))
            data-state=text(move || this.with(|this| this.stage.as_str()))
            data-front=text(move || index.get() == 0)
            data-loading=text(move || this.with(is_loading))
            data-turn=text(turns(this))
            data-swipe=text(move || swiping.state.get())
            on:keydown=move |event| {
                if event.key() == "Escape" && untrack(is_dismissible) {
                    // It is meant for the toast alone, not for what is around it.
                    event.prevent_default();
                    event.stop_propagation();
                    dismiss();
                }
            }
            on:pointerdown=move |event| {
                if can_swipe && untrack(is_dismissible) {
                    swiping.begin(&event);
                }
            }
            on:pointermove=move |event| swiping.follow(&event)
            on:pointerup=move |event| swiping.end(&event)
            on:pointercancel=move |_| swiping.give_up()
        >
            <div node_ref=body class=body_class data-toast=id.number().to_string()>
                {content}
                {close}
            </div>
            {progress}
        </li>
    }
}

/// Puts a toast into its place. Returns how many are in front of it.
fn use_place(item: NodeRef<Li>, places: Derived<Places>, id: ToastId) -> Derived<usize> {
    // Whoever leaves keeps the place that it had.
    let place = Derived::new(move |last: Option<&Place>| {
        let place = places.with(|places| places.of(id));
        place.or_else(|| last.copied()).unwrap_or_default()
    });
    effect(move || {
        let Some(item) = item.get() else { return };
        let Place { index, offset, height } = place.get();
        page::set_number(&item, "--bw-index", index as i64);
        page::set_length(&item, "--bw-offset", offset);
        page::set_length(&item, "--bw-own", height);
    });
    Derived::new(move |_| place.get().index)
}

/// What dismisses a toast, and what makes use of it.
fn ways_out(
    item: NodeRef<Li>,
    focus: Focus,
    toaster: UseToaster,
    id: ToastId,
) -> (impl Fn() + Copy + 'static, impl Fn(Used) + Copy + Send + 'static) {
    let before_it_goes = move || {
        if let Some(item) = item.get_untracked() {
            focus.hand_over(&item);
        }
    };
    let dismiss = move || {
        before_it_goes();
        toaster.dismiss(id);
    };
    let act = move |used| match used {
        Used::Button(index, kind) => {
            if kind.cause().is_some() {
                before_it_goes();
            }
            toaster.act(id, index);
        }
        Used::Link => {
            before_it_goes();
            toaster.follow(id);
        }
    };
    (dismiss, act)
}

/// Turns with each change of what a toast says: what moves when it changes, begins again.
fn turns(this: Derived<ShownToast>) -> impl FnMut() -> bool {
    let (mut known, mut turn) = (None, true);
    move || {
        let revision = Some(this.with(|this| this.revision));
        turn ^= revision != known;
        known = revision;
        turn
    }
}

/// One that the application takes away hands the focus over as well, when it is known which others go
/// with it.
fn hand_over_at_the_end(item: NodeRef<Li>, this: Derived<ShownToast>, focus: Focus) {
    let leaves = Derived::new(move |_| this.with(|this| this.stage == ToastStage::Leaving));
    effect(move || {
        if let (true, Some(item)) = (leaves.get(), item.get_untracked()) {
            later(Duration::ZERO, move || {
                if item.is_connected() {
                    focus.hand_over(&item);
                }
            });
        }
    });
}

fn is_loading(shown: &ShownToast) -> bool {
    matches!(&shown.content, Content::Toast(toast) if toast.is_loading)
}

fn watch_height(body: NodeRef<Div>, heights: Heights, id: ToastId) {
    let Heights { known, resizes, .. } = heights;
    effect(move || {
        let Some(body) = body.get() else { return };
        resizes.watch(&body);
        let watched = SendWrapper::new((resizes.clone(), body));
        on_cleanup(move || watched.0.leave(&watched.1));
    });
    on_cleanup(move || {
        known.try_update(|known| known.retain(|(other, _)| *other != id));
    });
}

fn close_button(
    this: Derived<ShownToast>,
    look: &Look,
    is_dismissible: impl Fn() -> bool + Send + 'static,
    dismiss: impl Fn() + 'static,
) -> AnyView {
    let words = look.words.clone();
    let name = text(move || {
        let title = this.with(|this| match &this.content {
            Content::Toast(toast) => toast.title.clone(),
            Content::Burst { count, .. } => words.count(|labels| &labels.burst, *count),
        });
        fill(&words.say(|labels| &labels.dismiss), &[("title", &title)])
    });
    view! {
        <button
            type="button"
            class=classes("bw-toast-close", look.classes.close)
            aria-label=name
            hidden=move || !is_dismissible()
            on:click=pressed(move |_| dismiss())
        >
            {icon(CROSS)}
        </button>
    }
    .into_any()
}

/// A bar that runs out together with the toast's time. It says nothing to those who do not see it.
fn progress_bar(this: Derived<ShownToast>, class: &'static str) -> AnyView {
    let bar = dynamic(move || {
        // With each change the clock begins again; that the bar does is up to the stylesheet.
        let lifetime = this.with(|this| this.lifetime)?;
        let bar = NodeRef::<Div>::new();
        effect(move || {
            if let Some(bar) = bar.get() {
                page::set_time(&bar, "--bw-lifetime", lifetime);
            }
        });
        let class = classes("bw-toast-progress", class);
        Some(view! { <div node_ref=bar class=class aria-hidden="true"></div> })
    });
    bar.into_any()
}

/// A toast under somebody's finger.
#[derive(Clone, Copy)]
struct Swiping<D> {
    item: NodeRef<Li>,
    position: ToasterPosition,
    swipe: StoredValue<Option<Swipe>>,
    /// `none`, `moving`, `returning` or `gone`.
    state: RwSignal<&'static str>,
    dismiss: D,
}

impl<D: Fn() + Copy> Swiping<D> {
    fn new(item: NodeRef<Li>, position: ToasterPosition, dismiss: D) -> Self {
        Self {
            item,
            position,
            swipe: StoredValue::new(None),
            state: RwSignal::new("none"),
            dismiss,
        }
    }

    fn begin(self, event: &PointerEvent) {
        let Some(item) = self.item.get_untracked() else { return };
        if event.button() != 0 || !event.is_primary() || is_control(event) || selects(event) {
            return;
        }
        let is_rtl = page::is_rtl(&item);
        let swipe = Swipe::new(clock::now(), point(event), self.position, is_rtl);
        self.swipe.set_value(Some(swipe));
    }

    fn follow(self, event: &PointerEvent) {
        let Some(item) = self.item.get_untracked() else { return };
        // Whoever selects the text of an error wants to keep it.
        if page::has_selection(&item) {
            return self.give_up();
        }
        let offset = self.swipe.try_update_value(|swipe| swipe.as_mut()?.follow(point(event)));
        let Some(Some((x, y))) = offset else { return };
        if self.state.get_untracked() != "moving" {
            self.state.set("moving");
            let _ = item.set_pointer_capture(event.pointer_id());
        }
        set_swipe(&item, x, y);
    }

    fn end(self, event: &PointerEvent) {
        let Some(Some(swipe)) = self.swipe.try_update_value(Option::take) else { return };
        match swipe.end(clock::now()) {
            SwipeEnd::Pressed => {}
            SwipeEnd::Returns => self.put_back(),
            SwipeEnd::Gone { x, y } => {
                if let Some(item) = self.item.get_untracked() {
                    page::set_number(&item, "--bw-out-x", i64::from(x));
                    page::set_number(&item, "--bw-out-y", i64::from(y));
                }
                self.state.set("gone");
                (self.dismiss)();
                // The list takes a touch for interest in what it has touched.
                event.stop_propagation();
            }
        }
    }

    fn give_up(self) {
        if let Some(Some(_)) = self.swipe.try_update_value(Option::take) {
            self.put_back();
        }
    }

    fn put_back(self) {
        if let Some(item) = self.item.get_untracked() {
            set_swipe(&item, 0.0, 0.0);
        }
        self.state.set("none");
    }
}

fn set_swipe(item: &HtmlElement, x: f64, y: f64) {
    page::set_length(item, "--bw-swipe-x", x);
    page::set_length(item, "--bw-swipe-y", y);
}

fn point(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

/// Whether something is pressed that does something by itself.
pub(super) fn is_control(event: &PointerEvent) -> bool {
    let control = |element: Element| element.closest("button, input, select, textarea").ok()?;
    target(event).and_then(control).is_some()
}

/// Whether a mouse is about to select text. A finger selects otherwise.
fn selects(event: &PointerEvent) -> bool {
    event.pointer_type() == "mouse"
        && target(event)
            .is_some_and(|element| element.matches(".bw-toast-content :not(a)").unwrap_or_default())
}

fn target(event: &PointerEvent) -> Option<Element> {
    event.target()?.dyn_into().ok()
}
