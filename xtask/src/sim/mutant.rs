/// A bug that a client of this field has had, or might have.
pub(super) struct Mutant {
    pub(super) name: &'static str,
    /// Below client-sdk/src/engine.
    pub(super) file: &'static str,
    /// The sound code; it stands there once.
    pub(super) find: &'static str,
    pub(super) plant: &'static str,
}

/// All of them, by the protocol in which they show. A change of the engine that moves one must move
/// it here as well.
pub(super) const MUTANTS: [(&str, &[Mutant]); 4] =
    [("envelope", ENVELOPE), ("pusher", PUSHER), ("inbox", INBOX), ("listening-only", LISTENING)];

const INBOX: &[Mutant] = &[
    Mutant {
        name: "the count is no answer to the question whether the server lives",
        file: "protocol/inbox.rs",
        find: "if publication.event == ANSWER {",
        plant: "if publication.event == ASK {",
    },
    Mutant {
        name: "a token that was refused at the door is shown again",
        file: "connection/mod.rs",
        find: "if matches!(self.state, State::Opening(..)) && self.protocol.refuses_silently() {",
        plant: "if matches!(self.state, State::Opening(..)) && !self.protocol.refuses_silently() {",
    },
    Mutant {
        name: "an inbox is to say its welcome",
        file: "protocol/mod.rs",
        find: "envelope.awaits_welcome,\n            Kind::Inbox(_) => false,",
        plant: "envelope.awaits_welcome,\n            Kind::Inbox(_) => true,",
    },
    Mutant {
        name: "no gap where there are no channels",
        file: "conversation.rs",
        find: "if self.subscriptions.handle_welcome(now, self.capabilities.recovery) {",
        plant: "if self.subscriptions.handle_welcome(now, false) && self.capabilities.recovery {",
    },
    Mutant {
        name: "an action is written as an envelope",
        file: "protocol/mod.rs",
        find: "Kind::Inbox(_) => Some(inbox::publish(publication)),",
        plant: "Kind::Inbox(_) => Some(envelope::publish(publication, id)),",
    },
];

const LISTENING: &[Mutant] = &[
    Mutant {
        name: "who only listens pings",
        file: "protocol/mod.rs",
        find: "envelope.speaks.then(envelope::ping)",
        plant: "Some(envelope::ping())",
    },
    Mutant {
        name: "who only listens answers a ping",
        file: "protocol/mod.rs",
        find: "envelope.speaks.then(envelope::pong)",
        plant: "Some(envelope::pong())",
    },
    Mutant {
        name: "who only listens asks for channels",
        file: "protocol/mod.rs",
        find: "Kind::Envelope(envelope) if envelope.speaks => send(envelope::subscribe(wanted)),",
        plant: "Kind::Envelope(_) => send(envelope::subscribe(wanted)),",
    },
    Mutant {
        name: "what nobody listens to is sent",
        file: "protocol/mod.rs",
        find: "envelope.speaks.then(|| envelope::publish(publication, id))",
        plant: "Some(envelope::publish(publication, id))",
    },
    Mutant {
        name: "what cannot be said counts as delivered",
        file: "delivery.rs",
        find: "            return Some(Outcome::Refused(RefuseReason::Unsupported));\n",
        plant: "            return None;\n",
    },
    Mutant {
        name: "a connection that nothing can be asked on is trusted after a sleep",
        file: "connection/mod.rs",
        find: "Some(Pulse::Verify) if has_slept => {",
        plant: "Some(Pulse::Verify) if has_slept && false => {",
    },
];

const PUSHER: &[Mutant] = &[
    Mutant {
        name: "an answer to an earlier request counts",
        file: "subscriptions/mod.rs",
        find: "        !self.asked.iter().any(is_of_channel)\n",
        plant: "        true\n",
    },
    Mutant {
        name: "a permission for an earlier connection is used",
        file: "permission.rs",
        find: "if self.socket_id.as_ref() != Some(&auth.socket_id) {",
        plant: "if self.socket_id.is_none() {",
    },
    Mutant {
        name: "a second permission subscribes a second time",
        file: "subscriptions/mod.rs",
        find: "if !matches!(entry.wire, Wire::Permitting { .. }) {",
        plant: "if matches!(entry.wire, Wire::Refused) {",
    },
    Mutant {
        name: "a refusal that names no channel is told to nobody",
        file: "conversation.rs",
        find: "let refused = self.subscriptions.handle_refused_next();",
        plant: "self.subscriptions.handle_refused_next();\n            let refused = Vec::new();",
    },
    Mutant {
        name: "a refusal that names no channel is the last one's",
        file: "subscriptions/mod.rs",
        find: "let next = self.asked.iter().find(|asked| asked.grant_ends_at.is_some());",
        plant: "let next = self.asked.iter().rfind(|asked| asked.grant_ends_at.is_some());",
    },
    Mutant {
        name: "an error counts as a close",
        file: "conversation.rs",
        find: "if !self.is_introduced {\n            self.connection.handle_rejected",
        plant: "if error.code != 0 {\n            self.connection.handle_rejected",
    },
    Mutant {
        name: "whoever does not answer is waited for",
        file: "subscriptions/mod.rs",
        find: "due.unpermitted.push(channel.clone());",
        plant: "let _ = channel;",
    },
    Mutant {
        name: "what is given back is still subscribed",
        file: "protocol/pusher.rs",
        find: "let is_channel = channel.as_str() != SIGN_IN;",
        plant: "let is_channel = channel.as_str() == SIGN_IN;",
    },
];

const ENVELOPE: &[Mutant] = &[
    Mutant {
        name: "the stale close of an old socket is believed",
        file: "engine.rs",
        find: "if self.connection.transport() == Some(id) {",
        plant: "if id <= id {",
    },
    Mutant {
        name: "a second connection beside the first",
        file: "connection/mod.rs",
        find: "State::Connected { .. } => self.forgive(),",
        plant: "State::Connected { .. } => self.open(now, 1, Cause::Requested, outputs),",
    },
    Mutant {
        name: "the schedule starts over as soon as a connection opens",
        file: "connection/mod.rs",
        find: "            State::Connected { .. } if self.is_stable(now) => 0,\n",
        plant: "            State::Connected { .. } => 0,\n",
    },
    Mutant {
        name: "attempts keep no distance",
        file: "backoff.rs",
        find: "        self.floor\n",
        plant: "        self.floor * 0\n",
    },
    Mutant {
        name: "waits grow without a cap",
        file: "backoff.rs",
        find: ".saturating_mul(1 << doublings).min(micros(self.cap))",
        plant: ".saturating_mul(1 << doublings)",
    },
    Mutant {
        name: "never gives up",
        file: "backoff.rs",
        find: "Attempts::AtMost(most) => attempt <= most,",
        plant: "Attempts::AtMost(most) => attempt <= most || true,",
    },
    Mutant {
        name: "what failed before a request counts against it",
        file: "connection/mod.rs",
        find: "        if attempt.number > 1 {\n",
        plant: "        if attempt.number > 99 {\n",
    },
    Mutant {
        name: "what failed before a request counts against a connection",
        file: "connection/mod.rs",
        find: "            *attempt = 0;\n",
        plant: "            *attempt += 0;\n",
    },
    Mutant {
        name: "the return of the network goes unnoticed",
        file: "connection/mod.rs",
        find: "Network::Online => self.return_to_life(now, Cause::NetworkReturned, outputs),",
        plant: "Network::Online => {}",
    },
    Mutant {
        name: "a page that returns leaves a failed client alone",
        file: "connection/mod.rs",
        find: "State::Failed { reason } if !reason.is_terminal() => {",
        plant: "State::Failed { reason } if reason.is_terminal() => {",
    },
    Mutant {
        name: "a dead connection is trusted for ever",
        file: "connection/mod.rs",
        find: "Some(Pulse::Dead) if self.pongs.are_missed() => {",
        plant: "Some(Pulse::Dead) if !self.pongs.were_seen() && self.pongs.are_missed() => {",
    },
    Mutant {
        name: "messages go into a closing socket",
        file: "connection/mod.rs",
        find: ".filter(|transport| self.ending != Some(*transport))",
        plant: ".filter(|transport| self.transport() == Some(*transport))",
    },
    Mutant {
        name: "subscriptions are thought to survive their connection",
        file: "subscriptions/mod.rs",
        find: "            entry.wire = Wire::Unsent;\n            entry.missed = true;\n        }\n    }\n\n    pub(super) fn handle_timeout",
        plant: "            entry.missed = true;\n        }\n    }\n\n    pub(super) fn handle_timeout",
    },
    Mutant {
        name: "the linger never ends",
        file: "subscriptions/mod.rs",
        find: "Demand::Lingering { until } if until <= now) {",
        plant: "Demand::Lingering { until } if until < Instant::ZERO) {",
    },
    Mutant {
        name: "a late answer confirms a later subscription",
        file: "subscriptions/mod.rs",
        find: "        if self.is_leaving(&channel) {\n            return None;\n        }\n",
        plant: "",
    },
    Mutant {
        name: "no gap where there is no recovery",
        file: "subscriptions/cursor.rs",
        find: "let without_recovery = missed.then_some(GapReason::NoRecovery);",
        plant: "let without_recovery = (missed && false).then_some(GapReason::NoRecovery);",
    },
    Mutant {
        name: "a loss that the server tells of is not passed on",
        file: "subscriptions/cursor.rs",
        find: "        self.jump(position);\n        Some(GapReason::Unrecoverable(loss))",
        plant: "        self.jump(position);\n        (loss != loss).then_some(GapReason::Unrecoverable(loss))",
    },
    Mutant {
        name: "a gap at every reconnect",
        file: "subscriptions/cursor.rs",
        find: "            _ if *here == position => return None,",
        plant: "            _ if *here == position => return missed.then_some(GapReason::NoRecovery),\n            \
                Recovery::Complete if missed => return Some(GapReason::NoRecovery),",
    },
    Mutant {
        name: "the position is committed when recovery is promised",
        file: "subscriptions/cursor.rs",
        find: "Recovery::Complete if position.covers(here) => return None,",
        plant: "Recovery::Complete if position.covers(here) => {\n                self.jump(position);\n                return None;\n            }",
    },
    Mutant {
        name: "a hole in the offsets is ignored",
        file: "subscriptions/cursor.rs",
        find: "Some(here) if !here.is_followed_by(publication) => return Arrival::Early,",
        plant: "Some(here) if !here.is_followed_by(publication) => {}",
    },
    Mutant {
        name: "duplicates are handed on",
        file: "subscriptions/cursor.rs",
        find: "Some(here) if here.covers(publication) => return Arrival::Duplicate,",
        plant: "Some(here) if here.covers(publication) => return Arrival::Next,",
    },
    Mutant {
        name: "a silent loss at the end of a channel is never looked for",
        file: "subscriptions/mod.rs",
        find: "is_some_and(|here| !here.covers(&position));",
        plant: "is_some_and(|here| !here.covers(&position) && here.offset > position.offset);",
    },
    Mutant {
        name: "a slow answer on a dead connection is taken for a loss",
        file: "engine.rs",
        find: "if due.in_doubt && !self.connection.handle_doubt(now, &mut self.outputs) {",
        plant: "if due.in_doubt {",
    },
    Mutant {
        name: "what was not acknowledged is not sent again",
        file: "outbox/mod.rs",
        find: "        self.in_flight = 0;\n",
        plant: "        self.in_flight += 0;\n",
    },
    Mutant {
        name: "a message is sent again under a new key",
        file: "outbox/mod.rs",
        find: "        message.was_sent = true;\n",
        plant: "        if message.was_sent {\n            message.publication.key = Some(format!(\"{:?}\", message).into());\n        }\n        message.was_sent = true;\n",
    },
    Mutant {
        name: "a message that is sent again goes to the end of the queue",
        file: "outbox/mod.rs",
        find: "        self.in_flight = 0;\n",
        plant: "        self.messages.rotate_left(self.in_flight);\n        self.in_flight = 0;\n",
    },
    Mutant {
        name: "an acknowledgement counts each time it comes",
        file: "conversation.rs",
        find: "        if let Some(acknowledged) = self.outbox.settle(id) {\n            self.settle(acknowledged, Outcome::Acknowledged);\n        }\n",
        plant: "        let _ = self.outbox.settle(id);\n        self.outputs.event(ClientEvent::Settled { id, outcome: Outcome::Acknowledged });\n",
    },
    Mutant {
        name: "a message that made room has no outcome",
        file: "engine.rs",
        find: "            self.settle(displaced, Outcome::Refused(RefuseReason::Displaced));\n",
        plant: "            let _ = (displaced, RefuseReason::Displaced);\n",
    },
    Mutant {
        name: "the outbox has no limit",
        file: "outbox/mod.rs",
        find: "if messages >= max_messages {",
        plant: "if messages >= max_messages * 9 {",
    },
    Mutant {
        name: "outstanding answers to unsubscribe are never forgotten",
        file: "subscriptions/mod.rs",
        find: "        self.link = Link::Lost;\n        self.leaving.clear();\n",
        plant: "        self.link = Link::Lost;\n",
    },
    Mutant {
        name: "from the third attempt on nobody waits",
        file: "connection/mod.rs",
        find: "        let scheduled = self.config.backoff.wait(attempt, &mut self.rng);\n",
        plant: "        if attempt > 2 {\n            return Duration::ZERO;\n        }\n        let scheduled = self.config.backoff.wait(attempt, &mut self.rng);\n",
    },
    Mutant {
        name: "who loses a connection that has lasted does not wait",
        file: "connection/mod.rs",
        find: "        let scheduled = self.config.backoff.wait(attempt, &mut self.rng);\n",
        plant: "        if matches!(self.state, State::Connected { window: None, .. }) {\n            return Duration::ZERO;\n        }\n        let scheduled = self.config.backoff.wait(attempt, &mut self.rng);\n",
    },
    Mutant {
        name: "who asks anew for a channel that was taken away is not heard",
        file: "subscriptions/mod.rs",
        find: "            // Somebody has a reason to ask again.\n            entry.wire = Wire::Unsent;\n",
        plant: "",
    },
    Mutant {
        name: "whatever the server refuses counts as delivered",
        file: "conversation.rs",
        find: "self.settle(refused, Outcome::Refused(RefuseReason::Server));",
        plant: "let _ = RefuseReason::Server;\n            self.settle(refused, Outcome::Delivered);",
    },
    Mutant {
        name: "everybody who wants a token asks for one",
        file: "tokens/mod.rs",
        find: "if self.requested_at.is_none_or(|at| at + PATIENCE <= now) {",
        plant: "if self.requested_at.is_none_or(|at| at + PATIENCE / 100 <= now) {",
    },
    Mutant {
        name: "refused tokens are replaced without end",
        file: "tokens/mod.rs",
        find: "!std::mem::replace(&mut self.was_refused, true)",
        plant: "!std::mem::replace(&mut self.was_refused, false)",
    },
    Mutant {
        name: "a refused token is tried again",
        file: "tokens/mod.rs",
        find: "        self.held = None;\n        !",
        plant: "        !",
    },
    Mutant {
        name: "a refused token is never replaced",
        file: "connection/mod.rs",
        find: "Verdict::Renew if self.config.authenticates && self.tokens.refuse() => {",
        plant: "Verdict::Renew if self.config.authenticates && !self.tokens.refuse() => {",
    },
    Mutant {
        name: "a token that lasted for long is never forgiven",
        file: "tokens/mod.rs",
        find: "        self.was_refused = false;\n",
        plant: "",
    },
    Mutant {
        name: "an old token opens a connection",
        file: "tokens/mod.rs",
        find: "renew_at.is_none_or(|renew_at| now < renew_at).then_some(token)",
        plant: "renew_at.is_none_or(|_| true).then_some(token)",
    },
    Mutant {
        name: "a token is not renewed on an open connection",
        file: "connection/mod.rs",
        find: "if let State::Connected { renews: true, .. } = self.state",
        plant: "if let State::Connected { renews: true, .. } = State::Idle",
    },
    Mutant {
        name: "a renewed token is kept from the server",
        file: "engine.rs",
        find: "let transport = self.connection.connected_transport().filter(|_| takes_tokens);",
        plant: "let transport = self.connection.connected_transport().filter(|_| !takes_tokens);",
    },
    Mutant {
        name: "a message that waits is not written down",
        file: "engine.rs",
        find: "        if let Some(action) = self.outbox.keep_last() {\n            self.outputs.store(action);\n        }\n",
        plant: "",
    },
    Mutant {
        name: "what has met its end is not forgotten",
        file: "delivery.rs",
        find: "        if let Some(action) = message.forget {\n            self.outputs.store(action);\n        }\n",
        plant: "",
    },
    Mutant {
        name: "what was left behind goes after what is new",
        file: "outbox/mod.rs",
        find: "        let unsent = self.messages.split_off(self.in_flight.min(self.messages.len()));\n",
        plant: "        let unsent = Vec::new();\n",
    },
    Mutant {
        name: "what is new does not wait for what was left behind",
        file: "outbox/mod.rs",
        find: "if self.in_flight >= WINDOW || self.is_restoring() {",
        plant: "if self.in_flight >= WINDOW {",
    },
    Mutant {
        name: "what was left behind gets a new key",
        file: "outbox/mod.rs",
        find: "was_sent: false, publication: message }",
        plant: "was_sent: false, publication: Publication { key: Some(format!(\"new-{}\", self.rng.u64(..)).into()), ..message } }",
    },
];
