use bellwire_protocol::ChannelName;

use crate::engine::{ClientEvent, Output, StoreAction, TransportAction};

/// An output as a line of a trace.
pub(super) fn describe(output: &Output) -> String {
    match output {
        Output::Transport { id, action } => match action {
            TransportAction::Open(address) => format!("open {id:?} {address:?}"),
            TransportAction::Send(frame) => format!("send {id:?} {frame:?}"),
            TransportAction::Close(close) => format!("close {id:?} {close}"),
        },
        Output::RequestToken => "ask for a token".to_owned(),
        Output::RequestChannelAuth(request) => {
            let channels: Vec<_> = request.channels.iter().map(ChannelName::as_str).collect();
            format!("ask whether {} may have {}", request.socket_id, channels.join(", "))
        }
        Output::Store(StoreAction::Put(stored)) => {
            format!("keep {}", stored.message.key.as_deref().unwrap_or_default())
        }
        Output::Store(StoreAction::Remove(key)) => format!("forget {key}"),
        Output::Event(ClientEvent::StatusChanged(change)) => {
            format!("{:?} → {:?}, because {}", change.from, change.to, change.because)
        }
        Output::Event(event) => format!("{event:?}"),
    }
}
