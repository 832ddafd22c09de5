//! Who is in a channel.

use bellwire_protocol::{ChannelName, Member};
use litemap::LiteMap;

/// What has changed in who is in a channel.
///
/// # Examples
///
/// ```
/// use bellwire::engine::PresenceChange;
///
/// fn announce(change: &PresenceChange) -> String {
///     match change {
///         PresenceChange::Here(members) => format!("{} are here", members.len()),
///         PresenceChange::Joined(member) => format!("{} has come", member.id),
///         PresenceChange::Left(member) => format!("{} has gone", member.id),
///     }
/// }
/// assert_eq!(announce(&PresenceChange::Here(Vec::new())), "0 are here");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PresenceChange {
    /// Everybody who is there, the client itself among them: at each subscription.
    Here(Vec<Member>),
    /// A user has come, with the first connection.
    Joined(Member),
    /// A user has gone, with the last connection.
    Left(Member),
}

/// Who is in which channel, as far as the server has said. While the connection is away that is who
/// was there last.
#[derive(Debug, Default)]
pub(super) struct Rosters(LiteMap<ChannelName, Vec<Member>>);

impl Rosters {
    pub(super) fn set(&mut self, channel: ChannelName, members: Vec<Member>) -> PresenceChange {
        self.0.insert(channel, members.clone());
        PresenceChange::Here(members)
    }

    /// Nothing changes when the member is there already, but for what is told of it.
    pub(super) fn join(&mut self, channel: &ChannelName, member: Member) -> Option<PresenceChange> {
        let members = self.0.get_mut(channel)?;
        if let Some(known) = members.iter_mut().find(|known| known.id == member.id) {
            known.info = member.info;
            return None;
        }
        members.push(member.clone());
        Some(PresenceChange::Joined(member))
    }

    pub(super) fn leave(&mut self, channel: &ChannelName, id: &str) -> Option<PresenceChange> {
        let members = self.0.get_mut(channel)?;
        let index = members.iter().position(|member| *member.id == *id)?;
        Some(PresenceChange::Left(members.remove(index)))
    }

    pub(super) fn forget(&mut self, channel: &ChannelName) {
        self.0.remove(channel);
    }

    pub(super) fn of(&self, channel: &ChannelName) -> &[Member] {
        self.0.get(channel).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use bellwire_protocol::Payload;

    use super::*;

    fn member(id: &str) -> Member {
        Member { id: id.into(), info: Payload::null() }
    }

    #[test]
    fn who_comes_twice_is_there_once_and_who_goes_twice_is_gone() {
        let channel: ChannelName = "presence-job.5".parse().unwrap();
        let mut rosters = Rosters::default();
        assert_eq!(rosters.join(&channel, member("1")), None, "nobody has told who is there");
        rosters.set(channel.clone(), vec![member("1")]);
        assert_eq!(rosters.join(&channel, member("1")), None);
        let joined = PresenceChange::Joined(member("2"));
        assert_eq!(rosters.join(&channel, member("2")), Some(joined));
        assert_eq!(rosters.leave(&channel, "1"), Some(PresenceChange::Left(member("1"))));
        assert_eq!(rosters.leave(&channel, "1"), None);
        assert_eq!(rosters.of(&channel), [member("2")]);
    }
}
