//! Who is in a channel, in the words of `index.ts`.

use bellwire::{Member, Payload, PresenceChange};

/// The word of Laravel Echo for what has changed, and the members it concerns, as JSON.
pub(crate) fn describe(change: &PresenceChange) -> (&'static str, String) {
    match change {
        PresenceChange::Here(members) => ("here", to_json(members)),
        PresenceChange::Joined(member) => ("joining", to_json(std::slice::from_ref(member))),
        PresenceChange::Left(member) => ("leaving", to_json(std::slice::from_ref(member))),
    }
}

pub(crate) fn to_json(members: &[Member]) -> String {
    let mut json = String::from("[");
    for Member { id, info } in members {
        if json.len() > 1 {
            json.push(',');
        }
        // What is a string can be written.
        let id = Payload::encode(&**id).unwrap_or_else(|_| Payload::null());
        json.push_str(&format!("{{\"id\":{},\"info\":{}}}", id.as_json(), info.as_json()));
    }
    json.push(']');
    json
}
