use std::collections::{BTreeMap, BTreeSet};

use bellwire_protocol::{Member, Payload};

/// Who is in a presence channel, in whatever protocol: users, each of whom may have several
/// connections, which bear the names `C`.
#[derive(Debug)]
pub(crate) struct Presence<C>(BTreeMap<Box<str>, Present<C>>);

#[derive(Debug)]
struct Present<C> {
    info: Payload,
    connections: BTreeSet<C>,
}

impl<C: Copy + Ord> Presence<C> {
    /// Adds a connection of a user; returns whether it is the first. What was said of the user then
    /// stays true until the last is gone.
    pub(crate) fn join(&mut self, connection: C, member: Member) -> bool {
        if let Some(present) = self.0.get_mut(&member.id) {
            present.connections.insert(connection);
            return false;
        }
        let present = Present { info: member.info, connections: BTreeSet::from([connection]) };
        self.0.insert(member.id, present);
        true
    }

    /// Removes a connection; returns its user's id if it was the last.
    pub(crate) fn leave(&mut self, connection: C) -> Option<Box<str>> {
        let id = Box::<str>::from(self.user_of(connection)?);
        let present = self.0.get_mut(&id)?;
        present.connections.remove(&connection);
        if !present.connections.is_empty() {
            return None;
        }
        self.0.remove(&id);
        Some(id)
    }

    pub(crate) fn user_of(&self, connection: C) -> Option<&str> {
        let mut present = self.0.iter();
        present.find(|(_, present)| present.connections.contains(&connection)).map(|(id, _)| &**id)
    }

    pub(crate) fn users(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.keys().map(|id| &**id)
    }

    pub(crate) fn members(&self) -> Vec<Member> {
        let present = self.0.iter();
        present.map(|(id, present)| Member { id: id.clone(), info: present.info.clone() }).collect()
    }
}

impl<C> Default for Presence<C> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(id: &str) -> Member {
        Member { id: id.into(), info: Payload::null() }
    }

    #[test]
    fn a_user_comes_with_the_first_connection_and_goes_with_the_last() {
        let mut presence = Presence::default();
        assert!(presence.join(1, member("ada")));
        assert!(!presence.join(2, member("ada")));
        assert_eq!(presence.members(), [member("ada")]);
        assert_eq!(presence.leave(1), None);
        assert_eq!(presence.user_of(2), Some("ada"));
        assert_eq!(presence.leave(2), Some("ada".into()));
        assert_eq!(presence.leave(2), None);
        assert_eq!(presence.members(), []);
    }
}
