/// A typed payload with a name on the wire.
///
/// Derive it; the name is the type's name in snake case unless `#[event(name = "…")]` says
/// otherwise. Events that arrive also need `serde::Deserialize`, events that are sent
/// `serde::Serialize`.
///
/// # Examples
///
/// ```
/// # extern crate bellwire_protocol as bellwire;
/// use bellwire::Event;
/// use serde::Deserialize;
///
/// #[derive(Deserialize, Event)]
/// struct JobCreated {
///     job_id: u64,
///     title: String,
/// }
///
/// #[derive(Deserialize, Event)]
/// #[event(name = "job.posted")]
/// struct JobPosted {
///     job_id: u64,
/// }
///
/// assert_eq!(JobCreated::NAME, "job_created");
/// assert_eq!(JobPosted::NAME, "job.posted");
/// ```
pub trait Event {
    /// The event's name on the wire.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_protocol::Event;
    ///
    /// struct Tick;
    ///
    /// impl Event for Tick {
    ///     const NAME: &'static str = "tick";
    /// }
    /// ```
    const NAME: &'static str;
}
