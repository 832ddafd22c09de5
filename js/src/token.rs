use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use bellwire::{Token, TokenError};
use futures_channel::oneshot;
use wasm_bindgen::JsValue;

use crate::dispatch::dispatch;

type Answer = Result<Token, TokenError>;

/// The request for a token that JavaScript has not answered.
#[derive(Clone, Debug, Default)]
pub(crate) struct TokenRequests {
    waiting: Rc<RefCell<Option<oneshot::Sender<Answer>>>>,
}

impl TokenRequests {
    /// Asks once the answer is waited for; the request before, if any, is given up.
    pub(crate) fn ask(&self, handler: u32) -> impl Future<Output = Answer> + use<> {
        let (sender, answer) = oneshot::channel();
        self.waiting.replace(Some(sender));
        async move {
            dispatch(handler, [const { JsValue::UNDEFINED }; 3]);
            answer.await.unwrap_or(Err(TokenError::SignedOut))
        }
    }

    pub(crate) fn answer(&self, answer: Answer) {
        if let Some(sender) = self.waiting.take() {
            // Nobody waits for a request that was given up.
            let _ = sender.send(answer);
        }
    }
}
