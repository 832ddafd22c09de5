use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::callout::call_out;
use crate::engine::ClientEvent;

/// Keeps a handler registered; dropping it removes the handler, which is not called again. One that
/// runs on another thread at that moment runs to its end.
///
/// # Examples
///
/// ```
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicUsize, Ordering};
/// # use bellwire::Client;
/// # let client = Client::builder("ws://localhost:8080/ws").build()?;
///
/// let changes = Arc::new(AtomicUsize::new(0));
/// let counter = changes.clone();
/// let listener = client.on_status(move |_| {
///     counter.fetch_add(1, Ordering::Relaxed);
/// });
/// drop(listener);
/// assert_eq!(Arc::strong_count(&changes), 1);
/// # Ok::<(), bellwire::ConfigError>(())
/// ```
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
/// A round goes through the list as it was when the round began: a handler that adds or removes
/// handlers does not disturb the round that called it.
#[derive(Clone, Default)]
pub(super) struct Listeners {
    list: Arc<Mutex<Arc<Vec<Arc<Callback>>>>>,
}

struct Callback {
    topic: Topic,
    is_removed: AtomicBool,
    handler: Handler,
}

/// What a handler is called with.
pub(super) enum Topic {
    /// Publications of this event.
    Event(Box<str>),
    /// Publications of any event.
    AnyEvent,
    /// What becomes of the connection and its subscriptions.
    Connection,
    /// What came in and could not be used.
    Faults,
}

pub(super) type Handler = Box<dyn Fn(&ClientEvent) + Send + Sync>;

impl Listeners {
    pub(super) fn add(&self, topic: Topic, handler: Handler) -> Listener {
        let callback = Arc::new(Callback { topic, is_removed: AtomicBool::new(false), handler });
        let mut list = lock(&self.list);
        let mut longer = Vec::clone(&list);
        longer.push(callback.clone());
        *list = Arc::new(longer);
        drop(list);
        // Weak: a handler may own what waits for the end of its own listener.
        let (list, callback) = (Arc::downgrade(&self.list), Arc::downgrade(&callback));
        Listener::new(move || {
            let Some(callback) = callback.upgrade() else { return };
            callback.is_removed.store(true, Ordering::Relaxed);
            if let Some(list) = list.upgrade() {
                let mut list = lock(&list);
                let mut shorter = Vec::clone(&list);
                shorter.retain(|other| !Arc::ptr_eq(other, &callback));
                *list = Arc::new(shorter);
            }
        })
    }

    /// Calls all handlers that the event concerns, and tells of each that panics; returns whether
    /// there was one.
    pub(super) fn emit(&self, event: &ClientEvent, on_panic: &dyn Fn(String)) -> bool {
        let list = lock(&self.list).clone();
        let mut is_heard = false;
        for callback in list.iter().filter(|callback| callback.topic.covers(event)) {
            is_heard = true;
            // A handler earlier in this round may have removed this one.
            if !callback.is_removed.load(Ordering::Relaxed)
                && let Err(words) = call_out(|| (callback.handler)(event))
            {
                on_panic(words);
            }
        }
        is_heard
    }
}

impl Topic {
    fn covers(&self, event: &ClientEvent) -> bool {
        match event {
            ClientEvent::Received(publication) => match self {
                Self::Event(name) => **name == *publication.event,
                Self::AnyEvent => true,
                Self::Connection | Self::Faults => false,
            },
            ClientEvent::Fault(_) => matches!(self, Self::Faults),
            ClientEvent::StatusChanged(_)
            | ClientEvent::Subscribed(_)
            | ClientEvent::Unsubscribed { .. }
            | ClientEvent::Presence { .. }
            | ClientEvent::Gap(_) => matches!(self, Self::Connection),
            ClientEvent::Settled { .. } => false,
        }
    }
}

impl fmt::Debug for Listeners {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} handlers>", lock(&self.list).len())
    }
}

/// A panic in a handler elsewhere leaves the lists whole: they are replaced in one step.
pub(super) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use bellwire_protocol::{ChannelName, Payload, Publication};

    use super::*;

    fn event() -> ClientEvent {
        ClientEvent::Subscribed(ChannelName::try_from("jobs").unwrap())
    }

    fn emit(listeners: &Listeners, event: &ClientEvent) -> bool {
        listeners.emit(event, &|words| panic!("{words}"))
    }

    #[test]
    fn calls_the_handlers_of_the_event_and_those_of_all() {
        let listeners = Listeners::default();
        let calls = Arc::new(Mutex::new(Vec::new()));
        let note = |word: &'static str| -> Handler {
            let calls = calls.clone();
            Box::new(move |_| lock(&calls).push(word))
        };
        let _all = listeners.add(Topic::AnyEvent, note("all"));
        let _created = listeners.add(Topic::Event("created".into()), note("created"));
        let _deleted = listeners.add(Topic::Event("deleted".into()), note("deleted"));
        let _connection = listeners.add(Topic::Connection, note("connection"));
        let created = Publication::new("created", None, Payload::null());
        assert!(emit(&listeners, &ClientEvent::Received(created)));
        assert_eq!(*lock(&calls), ["all", "created"], "in the order in which they were added");
    }

    #[test]
    fn a_dropped_listener_is_never_called_again_even_in_the_same_round() {
        let listeners = Listeners::default();
        let second: Arc<Mutex<Option<Listener>>> = Arc::default();
        let to_drop = second.clone();
        let drops = move |_: &ClientEvent| drop(lock(&to_drop).take());
        let _first = listeners.add(Topic::Connection, Box::new(drops));
        let panics = |_: &ClientEvent| panic!("called after its listener was dropped");
        *lock(&second) = Some(listeners.add(Topic::Connection, Box::new(panics)));
        emit(&listeners, &event());
        assert_eq!(lock(&listeners.list).len(), 1);
    }

    #[test]
    fn a_handler_may_add_a_handler() {
        let listeners = Listeners::default();
        let added: Arc<Mutex<Vec<Listener>>> = Arc::default();
        let within = listeners.clone();
        let adds = move |_: &ClientEvent| {
            let listener = within.add(Topic::Connection, Box::new(|_| ()));
            lock(&added).push(listener);
        };
        let _first = listeners.add(Topic::Connection, Box::new(adds));
        emit(&listeners, &event());
        assert_eq!(lock(&listeners.list).len(), 2);
    }

    #[test]
    fn a_handler_that_panics_harms_no_other() {
        let listeners = Listeners::default();
        let calls = Arc::new(Mutex::new(0));
        let (counted, count) = (calls.clone(), calls);
        let _first = listeners.add(Topic::Connection, Box::new(|_| panic!("no {}", "luck")));
        let _second = listeners.add(Topic::Connection, Box::new(move |_| *lock(&counted) += 1));
        let panics = Mutex::new(Vec::new());
        listeners.emit(&event(), &|words| lock(&panics).push(words));
        assert_eq!(*lock(&panics), ["no luck"]);
        assert_eq!(*lock(&count), 1);
    }

    #[test]
    fn says_whether_anybody_listens() {
        let listeners = Listeners::default();
        assert!(!emit(&listeners, &event()));
        let listener = listeners.add(Topic::Connection, Box::new(|_| ()));
        assert!(emit(&listeners, &event()));
        drop(listener);
        assert!(!emit(&listeners, &event()));
    }
}
