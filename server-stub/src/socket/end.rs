use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use tokio::time::timeout;

/// How long a message may take to leave.
const SEND_TIMEOUT: Duration = Duration::from_secs(10);

/// Why a connection is over.
#[derive(Debug)]
pub(crate) enum End {
    /// The client left, or the network did.
    Left,
    /// The client cannot be reached any more.
    Silent,
    /// We send it away.
    Close(CloseFrame),
}

pub(crate) async fn send(socket: &mut WebSocket, message: Message) -> Result<(), End> {
    match timeout(SEND_TIMEOUT, socket.send(message)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(End::Left),
        Err(_) => Err(End::Silent),
    }
}

/// Closes a connection from our side. Whether that arrives makes no difference any more.
pub(crate) async fn say_good_bye(socket: &mut WebSocket, close: CloseFrame) {
    let _ = send(socket, Message::Close(Some(close))).await;
}
