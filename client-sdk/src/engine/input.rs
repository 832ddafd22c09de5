use super::{ChannelAuth, CloseFrame, Stored, Token, TokenError, TransportId};

/// Something that happened outside the engine.
///
/// # Examples
///
/// ```
/// use bellwire::engine::{Input, Network, Page};
/// # use bellwire::{ConnectionStatus, Protocol};
/// # use bellwire::engine::{Config, Engine, Instant};
/// # let now = Instant::ZERO;
/// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
/// # engine.connect(now);
///
/// for input in [Input::Page(Page::Hidden), Input::Network(Network::Offline), Input::Timeout] {
///     engine.handle_input(now, input);
/// }
/// assert_eq!(engine.status(), ConnectionStatus::Offline);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Input {
    /// Time has passed; harmless when nothing is due.
    Timeout,
    /// Something happened to a transport; ignored when the engine has left that transport.
    Transport {
        /// Which one.
        id: TransportId,
        /// What happened.
        event: TransportEvent,
    },
    /// The device's network came or went.
    Network(Network),
    /// The page's life-cycle moved.
    Page(Page),
    /// Answers [`Output::RequestToken`](super::Output::RequestToken). A token that nobody asked for
    /// is welcome, too.
    Token(Result<Token, TokenError>),
    /// The application's own server has permitted channels, or not; the answer to
    /// [`Output::RequestChannelAuth`](super::Output::RequestChannelAuth).
    ChannelAuth(ChannelAuth),
    /// The messages that earlier pages have left behind, oldest first: once, at the beginning, from a
    /// driver that keeps what [`Output::Store`](super::Output::Store) asks it to keep. Until then
    /// messages wait, for five seconds at most.
    Restored(Vec<Stored>),
}

/// Something that happened to a transport.
///
/// # Examples
///
/// ```
/// use bellwire::engine::{CloseFrame, Frame, TransportEvent};
///
/// /// What a socket that is read tells the engine.
/// fn event(message: Option<String>) -> TransportEvent {
///     match message {
///         Some(text) => TransportEvent::Received(Frame::Text(text)),
///         None => TransportEvent::Closed(CloseFrame {
///             code: CloseFrame::ABNORMAL,
///             reason: String::new(),
///         }),
///     }
/// }
/// assert!(matches!(event(None), TransportEvent::Closed(_)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportEvent {
    /// It is open; frames can be sent.
    Opened,
    /// A frame arrived.
    Received(Frame),
    /// A frame arrived that is larger than the driver is willing to read.
    Oversized {
        /// Its size: bytes, or UTF-16 code units where the platform counts so.
        size: usize,
    },
    /// It could not be made at all.
    Refused {
        /// The platform's words.
        reason: String,
    },
    /// It takes no more frames and is about to be closed.
    Ending,
    /// It is closed, by whoever.
    Closed(CloseFrame),
}

/// A unit of the wire.
///
/// # Examples
///
/// ```
/// use bellwire::engine::Frame;
///
/// fn bytes(frame: Frame) -> Vec<u8> {
///     match frame {
///         Frame::Text(text) | Frame::Secret(text) => text.into_bytes(),
///         Frame::Binary(bytes) => bytes,
///     }
/// }
/// let auth = Frame::Secret(r#"{"type":"auth","data":{"token":"secret"}}"#.into());
/// assert_eq!(format!("{auth:?}"), "<a token>");
/// assert!(bytes(auth).starts_with(b"{"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub enum Frame {
    /// Text, which is what all protocols use.
    Text(String),
    /// Text that holds a token, and is not printed.
    Secret(String),
    /// Bytes; read as UTF-8.
    Binary(Vec<u8>),
}

impl Frame {
    /// The payload's length in bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::Frame;
    ///
    /// assert_eq!(Frame::Text("größer".into()).len(), 8);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Text(text) | Self::Secret(text) => text.len(),
            Self::Binary(bytes) => bytes.len(),
        }
    }

    /// Whether there is no payload.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::engine::Frame;
    ///
    /// assert!(Frame::Binary(Vec::new()).is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Secret(_) => f.write_str("<a token>"),
            Self::Binary(bytes) => write!(f, "<{} bytes>", bytes.len()),
        }
    }
}

/// Whether the device has a network.
///
/// # Examples
///
/// ```
/// use bellwire::ConnectionStatus;
/// use bellwire::engine::{Input, Network};
/// # use bellwire::Protocol;
/// # use bellwire::engine::{Config, Engine, Instant};
/// # let now = Instant::ZERO;
/// # let mut engine = Engine::new(Config::new("/ws"), Protocol::envelope(), 42, now);
///
/// engine.connect(now);
/// engine.handle_input(now, Input::Network(Network::Offline));
/// assert_eq!(engine.status(), ConnectionStatus::Offline);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// It has, as far as the platform knows.
    Online,
    /// It has none.
    Offline,
}

/// The page's life-cycle, in the words of the Page Visibility and Page Lifecycle specifications.
///
/// # Examples
///
/// ```
/// use bellwire::engine::{Input, Page};
/// # use std::time::Duration;
/// # use bellwire::{Backoff, Protocol};
/// # use bellwire::engine::{CloseFrame, Config, Engine, Instant, Output, TransportEvent};
/// # let mut config = Config::new("/ws");
/// # config.backoff = Backoff::default().first(Duration::from_secs(10));
/// # let mut engine = Engine::new(config, Protocol::envelope(), 42, Instant::ZERO);
/// # engine.connect(Instant::ZERO);
/// # if let Some(Output::Transport { id, .. }) = engine.poll_output() {
/// #     let event = TransportEvent::Closed(CloseFrame::default());
/// #     engine.handle_input(Instant::ZERO, Input::Transport { id, event });
/// # }
/// # let now = Instant::ZERO + Duration::from_secs(1);
///
/// assert!(engine.status().retry_in(now).is_some());
/// engine.handle_input(now, Input::Page(Page::Visible));
/// assert_eq!(engine.status().retry_in(now), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Page {
    /// Somebody can see it.
    Visible,
    /// Nobody can; timers may be throttled.
    Hidden,
    /// It runs no code.
    Frozen,
    /// It runs again, after seconds or hours.
    Resumed,
}
