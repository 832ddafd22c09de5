use std::cell::RefCell;
use std::fmt::Display;
use std::rc::Rc;
use std::time::Duration;

use bellwire::engine::ClientEvent;
use bellwire::{
    Attempts, Backoff, ChannelName, Client, Fault, Listener, OutboxConfig, Payload, Protocol,
    Subscription, Token, TokenError, TokenRequest,
};
use js_sys::{Error, Object};
use wasm_bindgen::prelude::*;

use crate::dispatch::dispatch;
#[cfg(feature = "full")]
use crate::permission::Questions;
#[cfg(feature = "full")]
use crate::presence;
use crate::status;

/// A client whose guards are kept here, under the numbers that JavaScript gives them.
#[derive(Debug)]
#[wasm_bindgen(skip_typescript)]
pub struct RawClient {
    client: Client,
    guards: Vec<(u32, Guard)>,
    tokens: Rc<RefCell<Option<TokenRequest>>>,
    #[cfg(feature = "full")]
    questions: Questions,
}

#[derive(Debug)]
#[expect(dead_code, reason = "a guard is kept for what it does when it is dropped")]
enum Guard {
    Listener(Listener),
    Subscription(Subscription),
}

#[wasm_bindgen]
impl RawClient {
    /// `attempts` at its largest stands for no limit. `token` is the handler that is called for a
    /// token, `persistent` the name under which messages are kept, `channel_auth` the handler that is
    /// called for permissions.
    #[wasm_bindgen(constructor)]
    pub fn new(
        url: String,
        protocol: &str,
        app_key: Option<String>,
        attempts: Option<u32>,
        token: Option<u32>,
        persistent: Option<String>,
        channel_auth: Option<u32>,
    ) -> Result<Self, Error> {
        let backoff = match attempts {
            None => Backoff::default(),
            Some(u32::MAX) => Backoff::default().attempts(Attempts::Unlimited),
            Some(attempts) => Backoff::default().attempts(Attempts::AtMost(attempts)),
        };
        let mut builder =
            Client::builder(url).protocol(protocol_named(protocol, app_key)?).backoff(backoff);
        if let Some(name) = persistent {
            builder = builder.outbox(persistent_outbox(name)?);
        }
        let tokens = Rc::default();
        if let Some(handler) = token {
            let request: Rc<RefCell<_>> = Rc::clone(&tokens);
            builder = builder.token_source(move |latest| {
                request.replace(Some(latest));
                dispatch(handler, [const { JsValue::UNDEFINED }; 3]);
            });
        }
        #[cfg(feature = "full")]
        let questions = Questions::default();
        #[cfg(feature = "full")]
        if let Some(handler) = channel_auth {
            builder = questions.source(builder, handler);
        }
        #[cfg(not(feature = "full"))]
        let _ = channel_auth;
        let client = builder.build().map_err(|error| refusal(&error))?;
        Ok(Self {
            client,
            guards: Vec::new(),
            tokens,
            #[cfg(feature = "full")]
            questions,
        })
    }

    /// Answers a request for a token: with a token and the milliseconds of its life, if they are
    /// known; with what went wrong; or with neither, when nobody is signed in.
    #[wasm_bindgen(js_name = answerToken)]
    pub fn answer_token(
        &self,
        token: Option<String>,
        lifetime: Option<f64>,
        error: Option<String>,
    ) {
        let Some(request) = self.tokens.take() else { return };
        request.answer(match (token, error) {
            (Some(token), _) => {
                let token = Token::new(token);
                // A cast from float saturates; nothing is negative any more after it.
                let lifetime = lifetime.map(|millis| Duration::from_millis(millis as u64));
                Ok(lifetime.into_iter().fold(token, Token::expires_in))
            }
            (None, Some(error)) => Err(TokenError::Unavailable(error)),
            (None, None) => Err(TokenError::SignedOut),
        });
    }

    /// Answers a question about a channel: with the JSON of the endpoint; or with its status, 0 where
    /// there is none, and words.
    #[cfg(feature = "full")]
    #[wasm_bindgen(js_name = answerChannel)]
    pub fn answer_channel(
        &self,
        number: u32,
        channel: &str,
        json: Option<String>,
        status: u16,
        words: String,
    ) {
        self.questions.answer(number, channel, json, status, words);
    }

    /// Connects, or tries again at once.
    pub fn connect(&self) {
        self.client.connect();
    }

    /// Closes the connection and stays away.
    pub fn disconnect(&self) {
        self.client.disconnect();
    }

    /// Keeps a channel subscribed until the guard is released.
    pub fn subscribe(&mut self, guard: u32, channel: &str) {
        let subscription = self.client.subscribe(channel);
        self.guards.push((guard, Guard::Subscription(subscription)));
    }

    /// Calls the handler with the payload as JSON, the channel and the timestamp.
    pub fn on(&mut self, handler: u32, event: &str) {
        let listener = self.client.on_publication(event, move |publication| {
            let channel = publication.channel.as_ref().map(|channel| channel.as_str());
            let json = publication.data.as_json();
            dispatch(
                handler,
                [json.into(), channel.into(), publication.timestamp.as_deref().into()],
            );
        });
        self.keep(handler, listener);
    }

    /// Calls the handler with the channel; and where it is not subscribed, with why as a sentence.
    #[wasm_bindgen(js_name = onSubscription)]
    pub fn on_subscription(&mut self, handler: u32) {
        let listener = self.client.on_client_event(move |event| {
            if let ClientEvent::Subscribed(channel) = event {
                dispatch(
                    handler,
                    [channel.as_str().into(), JsValue::UNDEFINED, JsValue::UNDEFINED],
                );
            } else if let ClientEvent::Unsubscribed { channel, reason } = event {
                let reason = reason.to_string().into();
                dispatch(handler, [channel.as_str().into(), reason, JsValue::UNDEFINED]);
            }
        });
        self.keep(handler, listener);
    }

    /// Calls the handler with the channel, with `here`, `joining` or `leaving`, and with members.
    #[cfg(feature = "full")]
    #[wasm_bindgen(js_name = onPresence)]
    pub fn on_presence(&mut self, handler: u32) {
        let listener = self.client.on_client_event(move |event| {
            if let ClientEvent::Presence { channel, change } = event {
                let (kind, members) = presence::describe(change);
                dispatch(handler, [channel.as_str().into(), kind.into(), members.into()]);
            }
        });
        self.keep(handler, listener);
    }

    /// Everybody who is in a channel, as JSON.
    #[cfg(feature = "full")]
    pub fn members(&self, channel: &str) -> String {
        presence::to_json(&self.client.members(channel))
    }

    /// The name of the connection.
    #[cfg(feature = "full")]
    #[wasm_bindgen(js_name = socketId)]
    pub fn socket_id(&self) -> Option<String> {
        self.client.socket_id()
    }

    /// Calls the handler with the status.
    #[wasm_bindgen(js_name = onStatus)]
    pub fn on_status(&mut self, handler: u32) {
        let listener = self.client.on_status(move |change| {
            let status = status::to_object(&change.to);
            dispatch(handler, [status.into(), JsValue::UNDEFINED, JsValue::UNDEFINED]);
        });
        self.keep(handler, listener);
    }

    /// Calls the handler with the channel, or with none for messages that go to every connection.
    #[wasm_bindgen(js_name = onGap)]
    pub fn on_gap(&mut self, handler: u32) {
        let listener = self.client.on_gap(move |gap| {
            let channel = gap.channel.as_ref().map(|channel| channel.as_str());
            dispatch(handler, [channel.into(), JsValue::UNDEFINED, JsValue::UNDEFINED]);
        });
        self.keep(handler, listener);
    }

    /// Calls the handler with a sentence.
    #[wasm_bindgen(js_name = onFault)]
    pub fn on_fault(&mut self, handler: u32) {
        let listener = self.client.on_fault(move |fault| {
            let sentence = fault.to_string();
            dispatch(handler, [sentence.into(), JsValue::UNDEFINED, JsValue::UNDEFINED]);
        });
        self.keep(handler, listener);
    }

    /// Drops a listener or a subscription.
    pub fn release(&mut self, guard: u32) {
        self.guards.retain(|(other, _)| *other != guard);
    }

    /// Calls the handler once, with the outcome.
    pub fn send(
        &self,
        handler: u32,
        event: &str,
        channel: Option<String>,
        json: String,
    ) -> Result<(), Error> {
        let payload = Payload::from_json(json).map_err(|error| refusal(&error))?;
        let channel =
            channel.map(ChannelName::try_from).transpose().map_err(|error| refusal(&error))?;
        self.client.publish_payload_then(event, channel, payload, move |outcome| {
            let outcome = status::outcome(outcome);
            dispatch(handler, [outcome.into(), JsValue::UNDEFINED, JsValue::UNDEFINED]);
        });
        Ok(())
    }

    /// Sends now or never.
    #[cfg(feature = "full")]
    pub fn whisper(&self, event: &str, channel: &str, json: String) -> Result<(), Error> {
        let data = Payload::from_json(json).map_err(|error| refusal(&error))?;
        let channel = ChannelName::try_from(channel).map_err(|error| refusal(&error))?;
        self.client.whisper_payload(bellwire::Publication::new(event, Some(channel), data));
        Ok(())
    }

    /// Calls the handler once, with the trace as JSON; with nothing where there is none.
    pub fn trace(&self, handler: u32) {
        #[cfg(feature = "full")]
        {
            let client = self.client.clone();
            wasm_bindgen_futures::spawn_local(async move {
                let json = client.trace().await.map(|trace| trace.to_json());
                dispatch(handler, [json.into(), JsValue::UNDEFINED, JsValue::UNDEFINED]);
            });
        }
        #[cfg(not(feature = "full"))]
        dispatch(handler, [const { JsValue::UNDEFINED }; 3]);
    }

    /// Reports that a handler threw.
    #[wasm_bindgen(js_name = handlerFailed)]
    pub fn handler_failed(&self, event: String, error: String) {
        self.client.report(Fault::HandlerFailed { event, error });
    }

    /// The status as `index.ts` declares it.
    pub fn status(&self) -> Object {
        status::to_object(&self.client.status())
    }

    /// Whether messages flow.
    #[wasm_bindgen(js_name = isConnected)]
    pub fn is_connected(&self) -> bool {
        self.client.status().is_connected()
    }

    /// How many messages wait for a connection.
    #[wasm_bindgen(js_name = queueDepth)]
    pub fn queue_depth(&self) -> u32 {
        u32::try_from(self.client.queue_depth()).unwrap_or(u32::MAX)
    }

    /// The last round trip in milliseconds.
    pub fn rtt(&self) -> Option<f64> {
        self.client.rtt().map(|rtt| rtt.as_secs_f64() * 1000.0)
    }

    fn keep(&mut self, handler: u32, listener: Listener) {
        self.guards.push((handler, Guard::Listener(listener)));
    }
}

fn refusal(error: &dyn Display) -> Error {
    Error::new(&error.to_string())
}

#[cfg(feature = "full")]
#[expect(clippy::unnecessary_wraps, reason = "the smaller entry has none")]
fn persistent_outbox(name: String) -> Result<OutboxConfig, Error> {
    Ok(OutboxConfig::default().persistent(name))
}

#[cfg(not(feature = "full"))]
fn persistent_outbox(_name: String) -> Result<OutboxConfig, Error> {
    Err(Error::new("a persistentOutbox needs an import from \"bellwire/full\""))
}

fn protocol_named(name: &str, app_key: Option<String>) -> Result<Protocol, Error> {
    match name {
        #[cfg(feature = "full")]
        "pusher" => match app_key {
            Some(key) => Ok(Protocol::pusher(key)),
            None => Err(Error::new("the protocol \"pusher\" needs an appKey")),
        },
        #[cfg(feature = "full")]
        "inbox" => Ok(Protocol::inbox()),
        #[cfg(not(feature = "full"))]
        "pusher" | "inbox" => {
            drop(app_key);
            Err(Error::new(&format!(
                "the protocol \"{name}\" needs an import from \"bellwire/full\""
            )))
        }
        "listening-only" => Ok(Protocol::envelope().without_welcome().listening_only()),
        "envelope" => Ok(Protocol::envelope()),
        "envelope-with-auth-message" => Ok(Protocol::envelope().with_token_in_first_message()),
        "envelope-without-welcome" => Ok(Protocol::envelope().without_welcome()),
        _ => Err(Error::new(&format!("there is no protocol named \"{name}\""))),
    }
}
