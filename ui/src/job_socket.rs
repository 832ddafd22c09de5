//! The sockets of jobs, on each of which both parties hear how far the job is.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use bellwire::job_status::JobStatusUpdate;
use bellwire::{Client, ConnectionStatus, Listener};
use leptos::prelude::*;

use crate::Completion;
use crate::clockwork::later;
use crate::page;

/// How long a socket stays open after its last user: a component that comes right back costs nothing.
const LINGER: Duration = Duration::from_millis(250);

/// One socket for each job that somebody looks at.
#[derive(Clone)]
pub(crate) struct JobSockets {
    connect: Arc<dyn Fn(u64) -> Client + Send + Sync>,
    open: Arc<Mutex<BTreeMap<u64, Weak<JobSocket>>>>,
}

/// The socket of one job, and what was heard there.
pub(crate) struct JobSocket {
    pub(crate) job_id: u64,
    pub(crate) client: Client,
    pub(crate) completion: ArcRwSignal<Completion>,
    pub(crate) status: ArcRwSignal<ConnectionStatus>,
    _listeners: [Listener; 2],
}

/// Keeps a job's socket open.
pub(crate) struct Viewer(pub(crate) Arc<JobSocket>);

impl JobSockets {
    pub(crate) fn new(connect: impl Fn(u64) -> Client + Send + Sync + 'static) -> Self {
        Self { connect: Arc::new(connect), open: Arc::default() }
    }

    /// Opens the socket of a job, or joins those who have it open.
    pub(crate) fn view(&self, job_id: u64) -> Viewer {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, socket| socket.strong_count() > 0);
        let socket = open.get(&job_id).and_then(Weak::upgrade).unwrap_or_else(|| {
            let socket = Arc::new(JobSocket::open(job_id, (self.connect)(job_id)));
            open.insert(job_id, Arc::downgrade(&socket));
            socket
        });
        Viewer(socket)
    }
}

impl JobSocket {
    fn open(job_id: u64, client: Client) -> Self {
        let completion = ArcRwSignal::new(Completion::default());
        let status = ArcRwSignal::new(client.status());
        let (heard, shown) = (completion.clone(), status.clone());
        let listeners = [
            on_update(&client, job_id, move |update| {
                heard.update(|heard| *heard = heard.or_later(Completion::from(update)));
            }),
            client.on_status(move |change| shown.set(change.to.clone())),
        ];
        if page::IS_THERE {
            client.connect();
        }
        Self { job_id, client, completion, status, _listeners: listeners }
    }
}

/// Calls `handler` with each step of a job. What is said of another job is none of its.
pub(crate) fn on_update(
    client: &Client,
    job_id: u64,
    handler: impl Fn(&JobStatusUpdate) + Send + Sync + 'static,
) -> Listener {
    client.on(move |update: JobStatusUpdate| {
        if update.job_id == job_id {
            handler(&update);
        }
    })
}

impl Drop for Viewer {
    fn drop(&mut self) {
        let socket = self.0.clone();
        later(LINGER, move || drop(socket));
    }
}
