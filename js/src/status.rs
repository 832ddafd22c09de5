//! Statuses, faults and outcomes in the words of `index.ts`.

use bellwire::{ConnectionStatus, Outcome, clock};
use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// The status as `index.ts` declares it.
pub(crate) fn to_object(status: &ConnectionStatus) -> Object {
    let object = Object::new();
    // A fresh object takes every property.
    let set = |key: &str, value: JsValue| {
        let _ = Reflect::set(&object, &key.into(), &value);
    };
    set("state", state(status).into());
    match status {
        ConnectionStatus::Reconnecting { attempt, cause, .. } => {
            let wait = status.retry_in(clock::now()).unwrap_or_default();
            set("attempt", (*attempt).into());
            set("retryAt", (js_sys::Date::now() + wait.as_secs_f64() * 1000.0).into());
            set("cause", cause.to_string().into());
        }
        ConnectionStatus::Failed { reason } => {
            set("reason", reason.to_string().into());
            set("isTerminal", reason.is_terminal().into());
        }
        ConnectionStatus::Idle
        | ConnectionStatus::Connecting
        | ConnectionStatus::Connected
        | ConnectionStatus::Offline
        | _ => {}
    }
    object
}

fn state(status: &ConnectionStatus) -> &'static str {
    match status {
        ConnectionStatus::Idle => "idle",
        ConnectionStatus::Connecting => "connecting",
        ConnectionStatus::Connected => "connected",
        ConnectionStatus::Reconnecting { .. } => "reconnecting",
        ConnectionStatus::Offline => "offline",
        ConnectionStatus::Failed { .. } => "failed",
        // A status of a later version of the client.
        _ => "unknown",
    }
}

pub(crate) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Delivered => "delivered",
        Outcome::Acknowledged => "acknowledged",
        Outcome::Expired => "expired",
        Outcome::Refused(_) | _ => "refused",
    }
}
