/// What a client can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Envelopes with the fields of PayChain's documentation and no more.
    Plain,
    /// Envelopes that also say which channel a message belongs to and where it stands there,
    /// several in one frame when they wait.
    Versioned,
}
