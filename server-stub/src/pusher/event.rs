/// An event of the application, before it goes to channels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) name: String,
    /// JSON by custom; any text will do.
    pub(crate) data: String,
}
