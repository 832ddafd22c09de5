/// Where on the screen toasts appear. Start and end are those of a line of text. On narrow screens toasts
/// take the full width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ToasterPosition {
    /// Above, where lines begin.
    TopStart,
    /// Above, in the middle.
    TopCenter,
    /// Above, where lines end.
    TopEnd,
    /// Below, where lines begin.
    BottomStart,
    /// Below, in the middle.
    BottomCenter,
    /// Below, where lines end.
    #[default]
    BottomEnd,
}

impl ToasterPosition {
    /// All six.
    pub const ALL: [Self; 6] = [
        Self::TopStart,
        Self::TopCenter,
        Self::TopEnd,
        Self::BottomStart,
        Self::BottomCenter,
        Self::BottomEnd,
    ];

    /// The name that styles know.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TopStart => "top-start",
            Self::TopCenter => "top-center",
            Self::TopEnd => "top-end",
            Self::BottomStart => "bottom-start",
            Self::BottomCenter => "bottom-center",
            Self::BottomEnd => "bottom-end",
        }
    }
}
