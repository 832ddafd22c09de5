use js_sys::{ArrayBuffer, JsString, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

use super::Notes;
use super::listener::EventListener;
use crate::engine::{
    Address, CloseFrame, Frame, Input, TransportAction, TransportEvent, TransportId,
};

/// The driver's transport: none, or one.
pub(super) struct Sockets {
    notes: Notes,
    max_frame: usize,
    socket: Option<Socket>,
}

impl Sockets {
    pub(super) fn new(notes: Notes, max_frame: usize) -> Self {
        Self { notes, max_frame, socket: None }
    }

    pub(super) fn perform(&mut self, id: TransportId, action: TransportAction) {
        match action {
            TransportAction::Open(address) => self.open(id, &address),
            TransportAction::Send(frame) => {
                if let Some(socket) = self.socket.as_ref().filter(|socket| socket.id == id) {
                    socket.send(&frame);
                }
            }
            TransportAction::Close(close) => {
                if let Some(socket) = self.socket.take_if(|socket| socket.id == id) {
                    socket.close(&close);
                }
            }
        }
    }

    /// What is to be said of a socket that has ended while its close event is still on the way: it
    /// takes messages and drops them.
    pub(super) fn ending(&self) -> Option<Input> {
        let socket = self.socket.as_ref()?;
        let is_ending = socket.socket.ready_state() >= WebSocket::CLOSING;
        is_ending.then_some(Input::Transport { id: socket.id, event: TransportEvent::Ending })
    }

    fn open(&mut self, id: TransportId, address: &Address) {
        let note = Note { id, notes: self.notes.clone() };
        // The older socket, if any, goes first: there is never more than one.
        self.socket = None;
        match Socket::open(note.clone(), address.reveal(), self.max_frame) {
            Ok(socket) => self.socket = Some(socket),
            Err(error) => {
                let reason = describe(&error);
                note.leave(TransportEvent::Refused { reason });
            }
        }
    }
}

/// A note about one transport.
#[derive(Clone)]
struct Note {
    id: TransportId,
    notes: Notes,
}

impl Note {
    fn leave(&self, event: TransportEvent) {
        self.notes.leave(Input::Transport { id: self.id, event });
    }
}

/// A browser's WebSocket with its listeners; dropping it takes both down.
struct Socket {
    id: TransportId,
    socket: WebSocket,
    _listeners: [EventListener; 3],
}

impl Socket {
    fn open(note: Note, url: &str, max_frame: usize) -> Result<Self, JsValue> {
        let socket = WebSocket::new(url)?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let id = note.id;
        let (opened, received) = (note.clone(), note.clone());
        let listeners = [
            EventListener::new(&socket, "open", move |_| opened.leave(TransportEvent::Opened)),
            EventListener::new(&socket, "message", move |event| {
                let event = event.unchecked_into::<MessageEvent>();
                if let Some(event) = read(&event.data(), max_frame) {
                    received.leave(event);
                }
            }),
            EventListener::new(&socket, "close", move |event| {
                let event = event.unchecked_into::<CloseEvent>();
                note.leave(TransportEvent::Closed(CloseFrame {
                    code: event.code(),
                    reason: event.reason(),
                }));
            }),
        ];
        Ok(Self { id, socket, _listeners: listeners })
    }

    /// A socket that is ending drops the frame; see [`Sockets::ending`].
    fn send(&self, frame: &Frame) {
        let _ = match frame {
            Frame::Text(text) | Frame::Secret(text) => self.socket.send_with_str(text),
            Frame::Binary(bytes) => self.socket.send_with_u8_array(bytes),
        };
    }

    fn close(self, close: &CloseFrame) {
        let _ = self.socket.close_with_code_and_reason(close.code, &close.reason);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = self.socket.close();
    }
}

/// Takes a frame into memory, unless it is larger than anybody asked for.
fn read(data: &JsValue, max_frame: usize) -> Option<TransportEvent> {
    if let Some(text) = data.dyn_ref::<JsString>() {
        let size = text.length() as usize;
        if size > max_frame {
            return Some(TransportEvent::Oversized { size });
        }
        return Some(TransportEvent::Received(Frame::Text(String::from(text))));
    }
    let buffer = data.dyn_ref::<ArrayBuffer>()?;
    let size = buffer.byte_length() as usize;
    if size > max_frame {
        return Some(TransportEvent::Oversized { size });
    }
    Some(TransportEvent::Received(Frame::Binary(Uint8Array::new(buffer).to_vec())))
}

/// The browser's words, without the token that it may have repeated.
fn describe(error: &JsValue) -> String {
    let Some(error) = error.dyn_ref::<js_sys::Error>() else {
        return "the browser does not say why".to_owned();
    };
    // The address is repeated as it is, and its query is not for logs.
    error.message().split("?").get(0).as_string().unwrap_or_default()
}
