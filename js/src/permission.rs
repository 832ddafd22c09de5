//! Channels that the application's own server must permit, asked for by JavaScript.

use std::cell::RefCell;
use std::rc::Rc;

use bellwire::engine::{ChannelAuthError, Grant};
use bellwire::{ChannelName, ClientBuilder, PendingChannelAuth};
use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::dispatch::dispatch;

/// What JavaScript was asked and has not answered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Questions(Rc<RefCell<Vec<Question>>>);

/// It holds a token, and is kept no longer than its answers need.
#[derive(Debug)]
struct Question {
    number: u32,
    pending: PendingChannelAuth,
    /// Its channels that have no answer. Who answers for one twice has not answered for another.
    unanswered: Vec<ChannelName>,
}

/// How many questions are kept. Whoever leaves more of them open will hardly answer the first.
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
            questions.keep(number, pending);
            dispatch(handler, [number.into(), asked.into(), token.into()]);
        })
    }

    fn keep(&self, number: u32, pending: PendingChannelAuth) {
        let mut open = self.0.borrow_mut();
        let unanswered = pending.request().channels.clone();
        open.push(Question { number, pending, unanswered });
        if open.len() > MAX_QUESTIONS {
            let Question { pending, unanswered, .. } = open.remove(0);
            for channel in &unanswered {
                let words = "too many questions wait for an answer".to_owned();
                pending.answer(channel, Err(ChannelAuthError::Unavailable(words)));
            }
        }
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
        let mut open = self.0.borrow_mut();
        let Some(index) = open.iter().position(|question| question.number == number) else {
            return;
        };
        let Some(question) = open.get_mut(index) else { return };
        let mut unanswered = question.unanswered.iter();
        let Some(place) = unanswered.position(|one| one.as_str() == channel) else { return };
        let channel = question.unanswered.swap_remove(place);
        let answer = json.map(|json| Grant::from_json(&json)).map_or_else(
            || Err(ChannelAuthError::from_status(status, words)),
            |grant| {
                let words = "the endpoint's answer is no permission";
                grant.map_err(|error| ChannelAuthError::Forbidden(format!("{words}: {error}")))
            },
        );
        question.pending.answer(&channel, answer);
        if question.unanswered.is_empty() {
            open.remove(index);
        }
    }
}
