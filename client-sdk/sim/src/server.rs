use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use bellwire_protocol::envelope::{
    Capabilities, ClientFrame, Departure, Loss, Recovery, ServerFrame, Standing, Welcome,
};
use bellwire_protocol::{ChannelName, Epoch, Payload, Position, Publication};

use crate::dialect::{Dialect, everything};
use crate::plan::ServerKind;

/// A server as the protocol's specification has it, and what it can get wrong.
#[derive(Debug)]
pub(crate) struct Server {
    dialect: Dialect,
    kind: ServerKind,
    /// Takes new tokens on open connections.
    in_band: bool,
    epochs: u64,
    channels: BTreeMap<ChannelName, Channel>,
    connections: BTreeMap<u64, BTreeSet<ChannelName>>,
    receipts: HashMap<Box<str>, Option<(ChannelName, Position)>>,
    /// The application's messages in the order in which they were dealt with, for each life of the
    /// server: with its memory it loses what it could tell a message by.
    pub(crate) lives: Vec<Vec<u64>>,
    /// Every publication there ever was: where it went, its number, and whether a client sent it.
    pub(crate) published: Vec<Published>,
    /// Channels of which it has just said that something cannot be recovered.
    pub(crate) losses: Vec<ChannelName>,
    /// Up to where a channel was published when a connection last subscribed to it afresh.
    pub(crate) joined_at: BTreeMap<(u64, ChannelName), usize>,
    /// How often it has taken a channel away, for which there are two ways.
    taken_away: u64,
    /// Channels whose next publication is left out.
    swallowing: BTreeSet<ChannelName>,
    /// Channels that are refused to who asks for them next.
    refusing: BTreeSet<ChannelName>,
    /// What a client has said that makes no sense.
    pub(crate) wrongs: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Published {
    pub(crate) channel: ChannelName,
    pub(crate) number: u64,
    pub(crate) is_clients: bool,
}

#[derive(Debug)]
struct Channel {
    top: Position,
    history: VecDeque<(Position, String)>,
}

/// Something to be sent to a connection.
pub(crate) type Sent = Vec<(u64, String)>;

/// A client's message whose number is divisible by this is refused.
const REFUSED: u64 = 13;

pub(crate) fn is_refused(number: u64) -> bool {
    number.is_multiple_of(REFUSED)
}

impl Server {
    pub(crate) fn new(dialect: Dialect, kind: ServerKind, in_band: bool) -> Self {
        Self {
            dialect,
            kind,
            in_band,
            epochs: 0,
            channels: BTreeMap::new(),
            connections: BTreeMap::new(),
            receipts: HashMap::new(),
            lives: vec![Vec::new()],
            published: Vec::new(),
            losses: Vec::new(),
            joined_at: BTreeMap::new(),
            taken_away: 0,
            swallowing: BTreeSet::new(),
            refusing: BTreeSet::new(),
            wrongs: Vec::new(),
        }
    }

    pub(crate) fn accept(&mut self, connection: u64) -> Sent {
        self.connections.insert(connection, BTreeSet::new());
        let capabilities = Capabilities {
            ack: self.kind.acknowledges,
            auth: self.in_band,
            recovery: self.kind.recovers,
            ..Capabilities::default()
        };
        let welcome = Welcome::versioned(connection.to_string(), capabilities);
        let begins = self.dialect.has_channels() || self.kind.confirms;
        if !self.dialect.has_channels() {
            self.joined_at.insert((connection, everything()), self.published.len());
        }
        self.answer(begins, connection, &ServerFrame::Connected(welcome))
    }

    pub(crate) fn leave(&mut self, connection: u64) {
        self.connections.remove(&connection);
    }

    /// Everything is gone but the process's name.
    pub(crate) fn crash(&mut self) {
        self.connections.clear();
        self.channels.clear();
        self.receipts.clear();
        self.lives.push(Vec::new());
    }

    pub(crate) fn farewell(&mut self) -> Sent {
        let within = (std::time::Duration::from_millis(200), std::time::Duration::from_secs(3));
        let departure = Departure { reason: "drain".to_owned(), reconnect_within: Some(within) };
        let frame = ServerFrame::GoingAway(departure);
        let connections = self.connections.keys();
        let sent = connections.flat_map(|connection| self.say(*connection, &frame)).collect();
        self.connections.clear();
        sent
    }

    pub(crate) fn handle(&mut self, connection: u64, text: &str) -> Sent {
        if !self.connections.contains_key(&connection) {
            return Vec::new();
        }
        match self.dialect.read(connection, text) {
            Ok(ClientFrame::Subscribe { channels, recover, .. }) => {
                self.subscribe(connection, channels, &recover)
            }
            Ok(ClientFrame::Unsubscribe { channels, id }) => {
                for channel in &channels {
                    self.connections.entry(connection).or_default().remove(channel);
                }
                let answer = ServerFrame::Unsubscribed { channels, id };
                self.answer(self.kind.confirms, connection, &answer)
            }
            Ok(ClientFrame::Ping) => {
                let positions = match self.kind.recovers {
                    true => self.positions(connection),
                    false => Vec::new(),
                };
                self.answer(self.kind.pongs, connection, &ServerFrame::Pong { positions })
            }
            Ok(ClientFrame::Publish { publication, id }) => {
                self.receive(connection, publication, id)
            }
            Ok(_) => Vec::new(),
            Err(error) => {
                self.wrongs.push(error);
                Vec::new()
            }
        }
    }

    /// Publishes to a channel in somebody else's name.
    pub(crate) fn publish(&mut self, channel: &ChannelName, number: u64) -> Sent {
        let data = Payload::encode(&number).unwrap_or_else(|_| Payload::null());
        let named = self.dialect.has_channels().then(|| channel.clone());
        let publication = Publication::new("news", named, data);
        let is_swallowed = self.swallowing.remove(channel) && self.kind.recovers;
        let text = self.append(channel, number, publication, false).1;
        if is_swallowed {
            return Vec::new();
        }
        self.listeners(channel).map(|connection| (connection, text.clone())).collect()
    }

    pub(crate) fn swallow(&mut self, channel: &ChannelName) {
        self.swallowing.insert(channel.clone());
    }

    /// The last publication once more, from a server whose clients can tell.
    pub(crate) fn repeat(&mut self, channel: &ChannelName) -> Sent {
        if !self.kind.recovers {
            return Vec::new();
        }
        let Some((_, text)) = self.channel(channel).history.back().cloned() else {
            return Vec::new();
        };
        self.listeners(channel).map(|connection| (connection, text.clone())).collect()
    }

    pub(crate) fn expire(&mut self, channel: &ChannelName) {
        self.channel(channel).history.clear();
    }

    /// A server that never speaks of subscriptions takes none away: nobody could tell.
    pub(crate) fn take_away(&mut self, channel: &ChannelName) -> Sent {
        if self.dialect == Dialect::Pusher {
            // It takes nothing away, but refuses.
            self.refusing.insert(channel.clone());
            return Vec::new();
        }
        if !self.kind.confirms || !self.dialect.has_channels() {
            return Vec::new();
        }
        let listeners: Vec<_> = self.listeners(channel).collect();
        for connection in &listeners {
            self.connections.entry(*connection).or_default().remove(channel);
        }
        let channels = vec![channel.clone()];
        self.taken_away += 1;
        let frame = match self.taken_away % 2 {
            0 => ServerFrame::Error { id: None, channels, message: "not for you".to_owned() },
            _ => ServerFrame::Unsubscribed { channels, id: None },
        };
        listeners.into_iter().flat_map(|connection| self.say(connection, &frame)).collect()
    }

    pub(crate) fn is_connected(&self, connection: u64) -> bool {
        self.connections.contains_key(&connection)
    }

    pub(crate) fn connections(&self) -> Vec<u64> {
        self.connections.keys().copied().collect()
    }

    /// What it sends on a connection.
    pub(crate) fn subscribed(&self, connection: u64) -> BTreeSet<ChannelName> {
        self.connections.get(&connection).cloned().unwrap_or_default()
    }

    fn listeners(&self, channel: &ChannelName) -> impl Iterator<Item = u64> {
        self.connections
            .iter()
            .filter(move |(_, channels)| !self.dialect.has_channels() || channels.contains(channel))
            .map(|(connection, _)| *connection)
    }

    fn subscribe(
        &mut self,
        connection: u64,
        channels: Vec<ChannelName>,
        recover: &[(ChannelName, Position)],
    ) -> Sent {
        if self.dialect == Dialect::Pusher
            && let Some(known) = self.connections.get(&connection)
            && let Some(twice) = channels.iter().find(|name| known.contains(*name))
        {
            self.wrongs.push(format!("subscribes to {twice} a second time"));
        }
        if let Some(refused) = channels.iter().find(|name| self.refusing.remove(*name)) {
            self.taken_away += 1;
            let (channels, message) = (vec![refused.clone()], "not for you".to_owned());
            return self.say(connection, &ServerFrame::Error { id: None, channels, message });
        }
        let (mut positions, mut missed) = (Vec::new(), Vec::new());
        for name in &channels {
            self.connections.entry(connection).or_default().insert(name.clone());
            let since = recover.iter().find(|(other, _)| other == name).map(|(_, since)| since);
            if since.is_none() || !self.kind.recovers {
                self.joined_at.insert((connection, name.clone()), self.published.len());
            }
            let (standing, texts) = self.recover(name, since);
            if matches!(standing.recovery, Recovery::Impossible(_)) {
                self.losses.push(name.clone());
            }
            positions.push((name.clone(), standing));
            missed.extend(texts);
        }
        if !self.kind.recovers {
            (positions, missed) = (Vec::new(), Vec::new());
        }
        let answer = ServerFrame::Subscribed { channels, id: None, positions };
        let mut sent = self.answer(self.kind.confirms, connection, &answer);
        match missed.len() {
            0 => {}
            1 => sent.push((connection, missed.remove(0))),
            _ => sent.push((connection, format!("[{}]", missed.join(",")))),
        }
        sent
    }

    fn recover(&mut self, name: &ChannelName, since: Option<&Position>) -> (Standing, Vec<String>) {
        let channel = self.channel(name);
        let position = channel.top.clone();
        let oldest = position.offset - channel.history.len() as u64;
        let (recovery, missed) = match since {
            None => (Recovery::NotAsked, Vec::new()),
            Some(since) if since.epoch != position.epoch => {
                (Recovery::Impossible(Loss::EpochChanged), Vec::new())
            }
            Some(since) if since.offset < oldest => {
                (Recovery::Impossible(Loss::Expired), Vec::new())
            }
            Some(since) => {
                let later = channel.history.iter().filter(|(at, _)| at.offset > since.offset);
                (Recovery::Complete, later.map(|(_, text)| text.clone()).collect())
            }
        };
        (Standing { position, recovery }, missed)
    }

    fn receive(&mut self, connection: u64, publication: Publication, id: Option<Payload>) -> Sent {
        let number = publication.data.read::<u64>().unwrap_or_default();
        if is_refused(number) {
            let refusal =
                ServerFrame::Error { id, channels: Vec::new(), message: "unlucky".to_owned() };
            return self.say(connection, &refusal);
        }
        let known = publication.key.as_ref().and_then(|key| self.receipts.get(key).cloned());
        let mut sent = Vec::new();
        let receipt = match known {
            Some(receipt) => receipt,
            None => {
                self.lives.last_mut().into_iter().for_each(|life| life.push(number));
                let key = publication.key.clone();
                let receipt = publication.channel.clone().map(|channel| {
                    let (position, text) = self.append(&channel, number, publication, true);
                    let others = self.listeners(&channel).filter(|other| *other != connection);
                    sent.extend(others.map(|other| (other, text.clone())));
                    (channel, position)
                });
                if let Some(key) = key {
                    self.receipts.insert(key, receipt.clone());
                }
                receipt
            }
        };
        if let Some(id) = id.filter(|_| self.kind.acknowledges) {
            let receipt = receipt.filter(|_| self.kind.recovers);
            let (channel, position) = receipt.map(|(a, b)| (Some(a), Some(b))).unwrap_or_default();
            sent.extend(self.say(connection, &ServerFrame::Ack { id, channel, position }));
        }
        sent
    }

    fn append(
        &mut self,
        name: &ChannelName,
        number: u64,
        publication: Publication,
        is_clients: bool,
    ) -> (Position, String) {
        let (kind, dialect) = (self.kind, self.dialect);
        self.published.push(Published { channel: name.clone(), number, is_clients });
        let channel = self.channel(name);
        channel.top.offset += 1;
        let position = channel.top.clone();
        let publication = match kind.recovers {
            true => Publication { position: Some(position.clone()), ..publication },
            false => Publication { key: None, ..publication },
        };
        // One frame in every protocol.
        let frame = ServerFrame::Publication(publication);
        let text = dialect.write(&frame, 0).pop().unwrap_or_default();
        channel.history.push_back((position.clone(), text.clone()));
        if channel.history.len() > kind.history {
            channel.history.pop_front();
        }
        (position, text)
    }

    fn positions(&self, connection: u64) -> Vec<(ChannelName, Standing)> {
        let channels = self.connections.get(&connection).into_iter().flatten();
        channels
            .filter_map(|name| {
                let position = self.channels.get(name)?.top.clone();
                Some((name.clone(), Standing { position, recovery: Recovery::NotAsked }))
            })
            .collect()
    }

    fn channel(&mut self, name: &ChannelName) -> &mut Channel {
        let epochs = &mut self.epochs;
        self.channels.entry(name.clone()).or_insert_with(|| {
            *epochs += 1;
            let top = Position { epoch: Epoch::from_number(*epochs), offset: 0 };
            Channel { top, history: VecDeque::new() }
        })
    }

    fn answer(&self, is_given: bool, connection: u64, frame: &ServerFrame) -> Sent {
        if is_given { self.say(connection, frame) } else { Vec::new() }
    }

    fn say(&self, connection: u64, frame: &ServerFrame) -> Sent {
        let texts = self.dialect.write(frame, self.taken_away).into_iter();
        texts.map(|text| (connection, text)).collect()
    }
}
