use std::sync::Arc;

use bellwire::job_status::JobStatusUpdate;
use bellwire::{Client, ConnectionStatus, Listener};
use leptos::prelude::*;
use send_wrapper::SendWrapper;

use crate::Completion;
use crate::clockwork::effect;
use crate::job_socket::{self, JobSocket, JobSockets, Viewer};

/// How far a job is; see [`use_job_status`].
#[derive(Clone, Copy, Debug)]
pub struct UseJobStatus {
    viewer: RwSignal<Viewer>,
}

/// Follows the two steps of a job's completion on the job's own socket, for as long as the component
/// lives.
///
/// All who follow the same job share one socket, which is closed with the last of them. The server
/// repeats nothing: what the API says of the job goes in by [`UseJobStatus::learn`], again with each
/// connection, which [`UseJobStatus::on_connected`] tells of.
///
/// # Examples
///
/// ```no_run
/// use bellwire_ui::{Completion, use_job_status};
/// use leptos::prelude::*;
///
/// #[component]
/// fn Job(id: u64) -> impl IntoView {
///     let status = use_job_status(id);
///     view! {
///         <p>{move || match status.completion() {
///             Completion::Open => "in progress",
///             Completion::Marked => "awaiting approval",
///             Completion::Approved(_) => "done",
///         }}</p>
///     }
/// }
/// ```
///
/// # Panics
///
/// Panics outside of [`provide_job_sockets`](crate::provide_job_sockets).
#[must_use]
#[expect(clippy::expect_used, reason = "a component outside of its provider is a mistake in code")]
pub fn use_job_status(job_id: impl Into<Signal<u64>>) -> UseJobStatus {
    let job_id = job_id.into();
    let sockets = use_context::<JobSockets>()
        .expect("call `provide_job_sockets` in a component above this one");
    let viewer = RwSignal::new(sockets.view(job_id.get_untracked()));
    effect(move || {
        let job_id = job_id.get();
        if viewer.with_untracked(|viewer| viewer.0.job_id) != job_id {
            viewer.set(sockets.view(job_id));
        }
    });
    UseJobStatus { viewer }
}

impl UseJobStatus {
    /// How far the job is, as far as was heard or learnt; reactive.
    #[must_use]
    pub fn completion(&self) -> Completion {
        self.socket().completion.get()
    }

    /// Adds what the API says of a job. Steps are never taken back, so an answer that comes late does no
    /// harm; one that is about another job than is followed now is left out.
    pub fn learn(&self, job_id: u64, known: Completion) {
        let socket = self.viewer.try_with_untracked(|viewer| viewer.0.clone());
        let Some(socket) = socket.filter(|socket| socket.job_id == job_id) else { return };
        socket.completion.maybe_update(|heard| {
            let before = std::mem::replace(heard, heard.or_later(known));
            *heard != before
        });
    }

    /// The job that is followed; reactive.
    #[must_use]
    pub fn job_id(&self) -> u64 {
        self.socket().job_id
    }

    /// What the job's connection is doing; reactive.
    #[must_use]
    pub fn connection(&self) -> ConnectionStatus {
        self.socket().status.get()
    }

    /// The client of the job's socket, such as for a [`ConnectionBadge`](crate::ConnectionBadge) in a
    /// [`RealtimeProvider`](crate::RealtimeProvider) of its own; reactive.
    #[must_use]
    pub fn client(&self) -> Client {
        self.socket().client.clone()
    }

    /// Calls `handler` with each step, for as long as the component lives.
    pub fn on_update(&self, handler: impl Fn(&JobStatusUpdate) + 'static) {
        let handler = Arc::new(SendWrapper::new(handler));
        self.listen(move |socket| {
            let handler = handler.clone();
            job_socket::on_update(&socket.client, socket.job_id, move |update| handler(update))
        });
    }

    /// Calls `handler` whenever the job's socket has connected, for as long as the component lives. What
    /// happened before was not heard: it is the time to fetch the job.
    pub fn on_connected(&self, handler: impl Fn() + 'static) {
        let handler = Arc::new(SendWrapper::new(handler));
        self.listen(move |socket| {
            let handler = handler.clone();
            socket.client.on_status(move |change| {
                if change.to.is_connected() {
                    handler();
                }
            })
        });
    }

    fn listen(&self, listen: impl Fn(&JobSocket) -> Listener + 'static) {
        let this = *self;
        let mut listener = None::<Listener>;
        effect(move || drop(listener.replace(listen(&this.socket()))));
    }

    fn socket(&self) -> Arc<JobSocket> {
        self.viewer.with(|viewer| viewer.0.clone())
    }
}
