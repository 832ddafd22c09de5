/// Whether the browser may show notifications of this page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Permission {
    /// Nobody has been asked.
    #[default]
    Default,
    /// The user permits it.
    Granted,
    /// The user, or whoever governs the browser, has refused. Only the browser's own settings
    /// change that.
    Denied,
    /// This browser shows none, or not of this page: one without https, or in a browser on Android,
    /// which shows only those of service workers.
    Unsupported,
}
