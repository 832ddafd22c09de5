use bellwire_demo_api::JobId;
use bellwire_protocol::inbox::Priority;

/// A notification before it is in anybody's inbox.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// What it is about, such as `bid_received`.
    pub(crate) kind: &'static str,
    pub(crate) title: String,
    pub(crate) message: String,
    pub(crate) priority: Priority,
    /// Where a click on it leads.
    pub(crate) action_url: String,
    pub(crate) job_id: JobId,
}
