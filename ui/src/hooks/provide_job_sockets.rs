use bellwire::Client;
use leptos::prelude::provide_context;

use crate::job_socket::JobSockets;

/// Says how the socket of a job is opened, for [`use_job_status`](crate::use_job_status) in all
/// components below.
///
/// # Examples
///
/// ```no_run
/// use bellwire::{Client, Protocol};
/// use bellwire_ui::provide_job_sockets;
///
/// provide_job_sockets(|job_id| {
///     Client::builder(format!("/ws/job/{job_id}/"))
///         .protocol(Protocol::envelope().without_welcome().listening_only())
///         .build()
///         .expect("the URL is a path")
/// });
/// ```
pub fn provide_job_sockets(connect: impl Fn(u64) -> Client + Send + Sync + 'static) {
    provide_context(JobSockets::new(connect));
}
