use std::collections::{BTreeMap, BTreeSet};

use bellwire_protocol::{Member, Payload};

use super::socket_id::SocketId;

/// How many users a presence channel has at most; Pusher's limit.
pub(super) const MAX_MEMBERS: usize = 100;

/// Who is in a presence channel: users, each of whom may have several connections.
#[derive(Debug, Default)]
pub(super) struct Presence(BTreeMap<Box<str>, Present>);

#[derive(Debug)]
struct Present {
    info: Payload,
    connections: BTreeSet<SocketId>,
}

/// There is no room for another user.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Full;

impl Presence {
    /// Adds a connection of a user; returns whether it is the first. What was said of the user then
    /// stays true until the last is gone.
    pub(super) fn join(&mut self, socket: SocketId, member: Member) -> Result<bool, Full> {
        if let Some(present) = self.0.get_mut(&member.id) {
            present.connections.insert(socket);
            return Ok(false);
        }
        if self.0.len() >= MAX_MEMBERS {
            return Err(Full);
        }
        let present = Present { info: member.info, connections: BTreeSet::from([socket]) };
        self.0.insert(member.id, present);
        Ok(true)
    }

    /// Removes a connection; returns its user's id if it was the last.
    pub(super) fn leave(&mut self, socket: SocketId) -> Option<Box<str>> {
        let id = Box::<str>::from(self.user_of(socket)?);
        let present = self.0.get_mut(&id)?;
        present.connections.remove(&socket);
        if !present.connections.is_empty() {
            return None;
        }
        self.0.remove(&id);
        Some(id)
    }

    pub(super) fn user_of(&self, socket: SocketId) -> Option<&str> {
        let mut present = self.0.iter();
        present.find(|(_, present)| present.connections.contains(&socket)).map(|(id, _)| &**id)
    }

    pub(super) fn users(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.keys().map(|id| &**id)
    }

    pub(super) fn members(&self) -> Vec<Member> {
        let present = self.0.iter();
        present.map(|(id, present)| Member { id: id.clone(), info: present.info.clone() }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn socket(number: u64) -> SocketId {
        SocketId::new(1, number)
    }

    fn member(id: &str) -> Member {
        Member { id: id.into(), info: Payload::null() }
    }

    #[test]
    fn a_user_comes_with_the_first_connection_and_goes_with_the_last() {
        let mut presence = Presence::default();
        assert_eq!(presence.join(socket(1), member("ada")), Ok(true));
        assert_eq!(presence.join(socket(2), member("ada")), Ok(false));
        assert_eq!(presence.members(), [member("ada")]);
        assert_eq!(presence.leave(socket(1)), None);
        assert_eq!(presence.user_of(socket(2)), Some("ada"));
        assert_eq!(presence.leave(socket(2)), Some("ada".into()));
        assert_eq!(presence.leave(socket(2)), None);
        assert_eq!(presence.members(), []);
    }

    #[test]
    fn a_full_channel_takes_another_connection_but_no_other_user() {
        let mut presence = Presence::default();
        for number in 0..100 {
            presence.join(socket(number), member(&number.to_string())).unwrap();
        }
        assert_eq!(presence.join(socket(100), member("one more")), Err(Full));
        assert_eq!(presence.join(socket(100), member("5")), Ok(false));
    }
}
