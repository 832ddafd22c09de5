use std::collections::BTreeMap;

use bellwire_demo_api::{Role, User, UserId};

use super::session::demo_user;

/// How many users are remembered; whoever was not seen for longest goes first.
const MAX_MEMBERS: usize = 1_000;

/// Everybody who was ever here, as their latest token described them.
#[derive(Debug)]
pub(super) struct Members {
    last_visit: u64,
    by_id: BTreeMap<UserId, (u64, User)>,
}

impl Members {
    pub(super) fn meet(&mut self, user: &User) {
        if self.by_id.len() >= MAX_MEMBERS && !self.by_id.contains_key(&user.id) {
            let stalest = self.by_id.iter().min_by_key(|(_, (visit, _))| *visit);
            if let Some((&id, _)) = stalest {
                self.by_id.remove(&id);
            }
        }
        self.last_visit += 1;
        self.by_id.insert(user.id, (self.last_visit, user.clone()));
    }

    pub(super) fn of_role(&self, role: Role) -> Vec<User> {
        let users = self.by_id.values().map(|(_, user)| user);
        users.filter(|user| user.role == role).cloned().collect()
    }
}

impl Default for Members {
    /// Those as whom one can sign in.
    fn default() -> Self {
        let mut members = Self { last_visit: 0, by_id: BTreeMap::new() };
        members.meet(&demo_user(Role::Employer));
        members.meet(&demo_user(Role::Worker));
        members
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worker(id: UserId) -> User {
        User { id, name: id.to_string(), role: Role::Worker }
    }

    #[test]
    fn a_user_is_who_the_latest_token_says() {
        let mut members = Members::default();
        assert_eq!(members.of_role(Role::Worker), [demo_user(Role::Worker)]);
        members.meet(&worker(7));
        members.meet(&User { role: Role::Employer, ..worker(2) });
        assert_eq!(members.of_role(Role::Worker), [worker(7)]);
    }

    #[test]
    fn whoever_was_not_seen_for_longest_is_forgotten() {
        let mut members = Members::default();
        (10..10 + 998).for_each(|id| members.meet(&worker(id)));
        members.meet(&demo_user(Role::Employer));
        members.meet(&worker(5_000));
        assert_eq!(members.of_role(Role::Employer).len(), 1);
        let workers = members.of_role(Role::Worker);
        assert!(workers.len() == 999 && !workers.contains(&demo_user(Role::Worker)));
    }
}
