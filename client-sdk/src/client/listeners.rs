use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use litemap::LiteMap;

use crate::engine::ClientEvent;

/// Keeps a handler registered; dropping it removes the handler, which is never called again.
#[must_use = "a handler is removed when its listener is dropped"]
pub struct Listener {
    remove: Option<Box<dyn FnOnce() + Send + Sync>>,
}

impl Listener {
    fn new(remove: impl FnOnce() + Send + Sync + 'static) -> Self {
        Self { remove: Some(Box::new(remove)) }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(remove) = self.remove.take() {
            remove();
        }
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").finish_non_exhaustive()
    }
}

/// Handlers, called in the order in which they were added.
///
/// The list is replaced, never changed in place: a handler that adds or removes handlers does not
/// disturb the round that called it.
#[derive(Clone)]
pub(super) struct Callbacks {
    list: Arc<Mutex<List>>,
}

type List = Arc<[Arc<Callback>]>;

struct Callback {
    is_removed: AtomicBool,
    handler: Handler,
}

pub(super) type Handler = Box<dyn Fn(&ClientEvent) + Send + Sync>;

impl Callbacks {
    pub(super) fn add(&self, handler: Handler) -> Listener {
        let callback = Arc::new(Callback { is_removed: AtomicBool::new(false), handler });
        {
            let mut list = lock(&self.list);
            *list = list.iter().cloned().chain([callback.clone()]).collect();
        }
        // Weak: a handler may own what waits for the end of its own listener.
        let (list, callback) = (Arc::downgrade(&self.list), Arc::downgrade(&callback));
        Listener::new(move || remove(&list, &callback))
    }

    /// Calls all handlers; returns whether there was one.
    pub(super) fn emit(&self, event: &ClientEvent) -> bool {
        let list = lock(&self.list).clone();
        for callback in list.iter() {
            // A handler earlier in this round may have removed this one.
            if !callback.is_removed.load(Ordering::Relaxed) {
                (callback.handler)(event);
            }
        }
        !list.is_empty()
    }

    fn is_empty(&self) -> bool {
        lock(&self.list).is_empty()
    }
}

fn remove(list: &Weak<Mutex<List>>, callback: &Weak<Callback>) {
    let Some(callback) = callback.upgrade() else { return };
    callback.is_removed.store(true, Ordering::Relaxed);
    if let Some(list) = list.upgrade() {
        let mut list = lock(&list);
        *list = list.iter().filter(|other| !Arc::ptr_eq(other, &callback)).cloned().collect();
    }
}

impl Default for Callbacks {
    fn default() -> Self {
        Self { list: Arc::new(Mutex::new(Arc::new([]))) }
    }
}

impl fmt::Debug for Callbacks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} handlers>", lock(&self.list).len())
    }
}

/// Handlers of publications, by the event's name.
#[derive(Debug, Default)]
pub(super) struct PublicationListeners {
    by_event: Arc<Mutex<LiteMap<String, Callbacks>>>,
    catch_all: Callbacks,
}

impl PublicationListeners {
    pub(super) fn add(&self, event: &str, handler: Handler) -> Listener {
        let callbacks = lock(&self.by_event).entry(event.to_owned()).or_default().clone();
        let listener = callbacks.add(handler);
        let by_event = Arc::downgrade(&self.by_event);
        let event = event.to_owned();
        Listener::new(move || {
            drop(listener);
            // Names may be made up at run time; those without a handler must not pile up.
            if let Some(by_event) = by_event.upgrade() {
                let mut by_event = lock(&by_event);
                if by_event.get(&event).is_some_and(Callbacks::is_empty) {
                    by_event.remove(&event);
                }
            }
        })
    }

    pub(super) fn add_catch_all(&self, handler: Handler) -> Listener {
        self.catch_all.add(handler)
    }

    /// Calls the handlers of the event named `name`, and those of all events.
    pub(super) fn emit(&self, name: &str, event: &ClientEvent) {
        let callbacks = lock(&self.by_event).get(name).cloned();
        if let Some(callbacks) = callbacks {
            callbacks.emit(event);
        }
        self.catch_all.emit(event);
    }
}

/// A panic in a handler elsewhere leaves the lists whole: they are replaced in one step.
pub(super) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use bellwire_protocol::ChannelName;

    use super::*;

    fn event() -> ClientEvent {
        ClientEvent::Subscribed(ChannelName::try_from("jobs").unwrap())
    }

    #[test]
    fn calls_the_handlers_of_the_event_and_those_of_all() {
        let listeners = PublicationListeners::default();
        let calls = Arc::new(Mutex::new(Vec::new()));
        let note = |word: &'static str| -> Handler {
            let calls = calls.clone();
            Box::new(move |_| lock(&calls).push(word))
        };
        let _created = listeners.add("created", note("created"));
        let _deleted = listeners.add("deleted", note("deleted"));
        let _all = listeners.add_catch_all(note("all"));
        listeners.emit("created", &event());
        assert_eq!(*lock(&calls), ["created", "all"]);
    }

    #[test]
    fn a_dropped_listener_is_never_called_again_even_in_the_same_round() {
        let callbacks = Callbacks::default();
        let second: Arc<Mutex<Option<Listener>>> = Arc::default();
        let to_drop = second.clone();
        let _first = callbacks.add(Box::new(move |_| drop(lock(&to_drop).take())));
        let panics = |_: &ClientEvent| panic!("called after its listener was dropped");
        *lock(&second) = Some(callbacks.add(Box::new(panics)));
        callbacks.emit(&event());
    }

    #[test]
    fn a_handler_may_add_a_handler() {
        let callbacks = Callbacks::default();
        let added: Arc<Mutex<Vec<Listener>>> = Arc::default();
        let within = callbacks.clone();
        let _first = callbacks.add(Box::new(move |_| {
            let listener = within.add(Box::new(|_| ()));
            lock(&added).push(listener);
        }));
        callbacks.emit(&event());
        assert_eq!(lock(&callbacks.list).len(), 2);
    }

    #[test]
    fn names_without_a_handler_are_forgotten() {
        let listeners = PublicationListeners::default();
        drop(listeners.add("created", Box::new(|_| ())));
        assert!(lock(&listeners.by_event).is_empty());
    }
}
