use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;
#[cfg(feature = "native-tls")]
use tokio_tungstenite::connect_async_tls_with_config;
#[cfg(not(feature = "native-tls"))]
use tokio_tungstenite::connect_async_with_config;
use tokio_tungstenite::tungstenite::error::CapacityError;
use tokio_tungstenite::tungstenite::protocol::frame::Utf8Bytes;
use tokio_tungstenite::tungstenite::protocol::{self, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::Notes;
use crate::engine::{
    Address, CloseFrame, Frame, Input, TransportAction, TransportEvent, TransportId,
};

/// How long a good-bye may take before the socket is dropped without.
const FAREWELL: Duration = Duration::from_secs(3);
/// How long a server may leave a frame unread. While one is written nothing else is heard, not even
/// that the engine has given the socket up.
const STALL: Duration = Duration::from_secs(30);
/// How much of a frame is read before the connection is cut: a frame that is only larger than the
/// engine wants can be left out, as it is in a browser.
const MAX_FRAME: usize = 16 << 20;

/// The driver's transport: none, or one.
pub(super) struct Sockets {
    notes: Notes,
    max_frame: usize,
    socket: Option<Socket>,
    /// Those of older sockets may have a good-bye to say.
    tasks: JoinSet<()>,
}

/// A socket's task takes orders until they end.
struct Socket {
    id: TransportId,
    orders: mpsc::UnboundedSender<Order>,
}

enum Order {
    Send(Frame),
    Close(CloseFrame),
}

impl Sockets {
    pub(super) fn new(notes: Notes, max_frame: usize) -> Self {
        Self { notes, max_frame, socket: None, tasks: JoinSet::new() }
    }

    pub(super) fn perform(&mut self, id: TransportId, action: TransportAction) {
        match action {
            TransportAction::Open(address) => {
                let (orders, queue) = mpsc::unbounded_channel();
                // The older socket, if any, goes with its orders: there is never more than one.
                self.socket = Some(Socket { id, orders });
                let note = Note { id, notes: self.notes.clone() };
                while self.tasks.try_join_next().is_some() {}
                self.tasks.spawn(serve(note, address, self.max_frame, queue));
            }
            TransportAction::Send(frame) => {
                if let Some(socket) = self.socket.as_ref().filter(|socket| socket.id == id) {
                    // A task that has ended has left a note about it.
                    let _ = socket.orders.send(Order::Send(frame));
                }
            }
            TransportAction::Close(close) => {
                if let Some(socket) = self.socket.take_if(|socket| socket.id == id) {
                    let _ = socket.orders.send(Order::Close(close));
                }
            }
        }
    }

    /// Sends what was to be sent, says good-bye, and waits for that.
    pub(super) async fn end(mut self) {
        if let Some(Socket { orders, .. }) = self.socket.take() {
            let _ = orders.send(Order::Close(CloseFrame { code: 1000, reason: String::new() }));
        }
        let ended = async { while self.tasks.join_next().await.is_some() {} };
        let _ = timeout(FAREWELL, ended).await;
    }

    /// What is to be said of a socket that has ended while the note about it is still on the way.
    pub(super) fn ending(&self) -> Option<Input> {
        let socket = self.socket.as_ref().filter(|socket| socket.orders.is_closed())?;
        Some(Input::Transport { id: socket.id, event: TransportEvent::Ending })
    }
}

/// Leaves notes about one transport.
struct Note {
    id: TransportId,
    notes: Notes,
}

impl Note {
    fn leave(&self, event: TransportEvent) {
        self.notes.leave(Input::Transport { id: self.id, event });
    }
}

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

async fn serve(
    note: Note,
    address: Address,
    max_frame: usize,
    mut orders: mpsc::UnboundedReceiver<Order>,
) {
    // As browsers read it.
    let url = match address.reveal().strip_prefix("http") {
        Some(rest) => format!("ws{rest}"),
        None => address.reveal().to_owned(),
    };
    let limit = max_frame.max(MAX_FRAME);
    let limits =
        WebSocketConfig::default().max_message_size(Some(limit)).max_frame_size(Some(limit));
    let connected = tokio::select! {
        connected = connect(url, limits) => connected,
        // Nothing is sent before it is open: the engine has left it, or the driver has ended.
        _ = orders.recv() => return,
    };
    let event = match connected {
        Ok(mut stream) => {
            note.leave(TransportEvent::Opened);
            converse(&note, &mut stream, &mut orders).await
        }
        Err(error) => Some(failure(&error)),
    };
    // From here on the engine is told that the transport takes nothing more.
    drop(orders);
    if let Some(event) = event {
        note.leave(event);
    }
}

#[cfg(feature = "native-tls")]
async fn connect(url: String, limits: WebSocketConfig) -> Result<Stream, Error> {
    let connector = Some(super::tls::connector()?);
    let connected = connect_async_tls_with_config(url, Some(limits), true, connector).await;
    connected.map(|(stream, _)| stream)
}

#[cfg(not(feature = "native-tls"))]
async fn connect(url: String, limits: WebSocketConfig) -> Result<Stream, Error> {
    connect_async_with_config(url, Some(limits), true).await.map(|(stream, _)| stream)
}

/// Carries frames both ways. Returns how the transport ended, unless we ended it or a note says so.
async fn converse(
    note: &Note,
    stream: &mut Stream,
    orders: &mut mpsc::UnboundedReceiver<Order>,
) -> Option<TransportEvent> {
    loop {
        tokio::select! {
            message = stream.next() => match message {
                Some(Ok(Message::Text(text))) => {
                    let frame = Frame::Text(text.as_str().to_owned());
                    note.leave(TransportEvent::Received(frame));
                }
                Some(Ok(Message::Binary(bytes))) => {
                    note.leave(TransportEvent::Received(Frame::Binary(bytes.to_vec())));
                }
                // Pings are answered by the library.
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Ok(Message::Close(close))) => {
                    orders.close();
                    note.leave(closed(close));
                    // The library has an answer ready.
                    let _ = timeout(FAREWELL, stream.flush()).await;
                    return None;
                }
                Some(Err(Error::Capacity(CapacityError::MessageTooLong { size, max_size }))) => {
                    note.leave(TransportEvent::Oversized { size });
                    // The rest of the frame stays unread, and with it whatever comes after.
                    return Some(broken(format!("a frame of over {max_size} bytes")));
                }
                Some(Err(error)) => return Some(broken(error.to_string())),
                None => return Some(broken(String::new())),
            },
            order = orders.recv() => match order {
                Some(Order::Send(frame)) => {
                    match timeout(STALL, stream.send(message(frame))).await {
                        Ok(Ok(())) => {}
                        Ok(Err(error)) => return Some(broken(error.to_string())),
                        Err(_) => return Some(broken("nothing is read any more".to_owned())),
                    }
                }
                Some(Order::Close(close)) => {
                    say_good_bye(stream, close).await;
                    return None;
                }
                None => return None,
            },
        }
    }
}

fn message(frame: Frame) -> Message {
    match frame {
        Frame::Text(text) | Frame::Secret(text) => Message::text(text),
        Frame::Binary(bytes) => Message::binary(bytes),
    }
}

async fn say_good_bye(stream: &mut Stream, close: CloseFrame) {
    let close =
        protocol::CloseFrame { code: close.code.into(), reason: Utf8Bytes::from(close.reason) };
    // Whether the server hears it or not, the connection is over.
    let _ = timeout(FAREWELL, stream.close(Some(close))).await;
}

fn closed(close: Option<protocol::CloseFrame>) -> TransportEvent {
    const NO_STATUS: u16 = 1005;
    TransportEvent::Closed(close.map_or(
        CloseFrame { code: NO_STATUS, reason: String::new() },
        |close| CloseFrame { code: close.code.into(), reason: close.reason.as_str().to_owned() },
    ))
}

/// The connection ended without a close frame.
fn broken(reason: String) -> TransportEvent {
    TransportEvent::Closed(CloseFrame { code: CloseFrame::ABNORMAL, reason })
}

/// What no attempt changes is a refusal; anything else is a connection that could not be made.
fn failure(error: &Error) -> TransportEvent {
    let reason = error.to_string();
    if matches!(error, Error::Url(_) | Error::Tls(_)) {
        TransportEvent::Refused { reason }
    } else {
        broken(reason)
    }
}
