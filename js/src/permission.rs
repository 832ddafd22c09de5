//! Channels that the application's own server must permit, asked for by JavaScript.

use std::cell::RefCell;
use std::rc::Rc;

use bellwire::engine::{ChannelAuthError, Grant};
use bellwire::{ChannelName, ClientBuilder, PendingChannelAuth};
use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::dispatch::dispatch;

/// What JavaScript was asked and has not answered, with the number of the question.
#[derive(Clone, Debug, Default)]
pub(crate) struct Questions(Rc<RefCell<Vec<(u32, PendingChannelAuth)>>>);

/// How many questions are kept; those before them have run out of time long ago.
const MAX_QUESTIONS: usize = 64;

impl Questions {
    /// Calls the handler with the number of a question, and with what is asked: the name of the
    /// connection, the token, and the channels.
    pub(crate) fn source(&self, builder: ClientBuilder, handler: u32) -> ClientBuilder {
        let questions = self.clone();
        let last = RefCell::new(0_u32);
        builder.channel_auth_source(move |pending| {
            let number = last.borrow().wrapping_add(1);
            last.replace(number);
            let request = pending.request();
            let asked: Array = [&*request.socket_id]
                .into_iter()
                .chain(request.channels.iter().map(ChannelName::as_str))
                .map(JsValue::from)
                .collect();
            let token = request.token.as_ref().map(|token| JsValue::from(token.reveal()));
            let mut open = questions.0.borrow_mut();
            let surplus = (open.len() + 1).saturating_sub(MAX_QUESTIONS);
            open.drain(..surplus);
            open.push((number, pending));
            drop(open);
            dispatch(handler, [number.into(), asked.into(), token.into()]);
        })
    }

    /// With the endpoint's answer as JSON, or with a status and words.
    pub(crate) fn answer(
        &self,
        number: u32,
        channel: &str,
        json: Option<String>,
        status: u16,
        words: String,
    ) {
        let questions = self.0.borrow();
        let Some((_, pending)) = questions.iter().find(|(other, _)| *other == number) else {
            return;
        };
        let Ok(channel) = ChannelName::try_from(channel) else { return };
        let answer = json.map(|json| Grant::from_json(&json)).map_or_else(
            || Err(ChannelAuthError::from_status(status, words)),
            |grant| {
                let words = "the endpoint's answer is no permission";
                grant.map_err(|error| ChannelAuthError::Forbidden(format!("{words}: {error}")))
            },
        );
        pending.answer(&channel, answer);
    }
}
