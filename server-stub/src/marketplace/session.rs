use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bellwire_demo_api::{Role, Session, User};
use jsonwebtoken::{DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

/// How long a token is good.
const LIFETIME: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Signs tokens and reads them. A token outlives the server: its secret is all that is needed.
pub(super) struct Sessions {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

/// What a token says.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    sub: String,
    role: Role,
    name: String,
    iat: Option<u64>,
    exp: u64,
}

/// The demo's one employer or its one worker.
pub(super) fn demo_user(role: Role) -> User {
    let (id, name) = match role {
        Role::Employer => (1, "Alice"),
        Role::Worker => (2, "Bob"),
    };
    User { id, name: name.to_owned(), role }
}

fn since_1970() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

impl Sessions {
    pub(super) fn new(secret: &str) -> Self {
        Self {
            encoding: EncodingKey::from_secret(secret.as_bytes()),
            decoding: DecodingKey::from_secret(secret.as_bytes()),
        }
    }

    /// Signs in as the demo's one employer or its one worker.
    pub(super) fn sign_in(&self, role: Role) -> Result<Session, jsonwebtoken::errors::Error> {
        let user = demo_user(role);
        let now = since_1970();
        let claims = Claims {
            sub: user.id.to_string(),
            role,
            name: user.name.clone(),
            iat: Some(now.as_secs()),
            exp: (now + LIFETIME).as_secs(),
        };
        let token = jsonwebtoken::encode(&Header::default(), &claims, &self.encoding)?;
        Ok(Session { token, user })
    }

    /// Returns whose token it is, if it is one of ours and has not expired.
    pub(super) fn user(&self, token: &str) -> Option<User> {
        let claims = self.claims(token)?;
        Some(User { id: claims.sub.parse().ok()?, name: claims.name, role: claims.role })
    }

    /// For how long a token is good; none when it is none of ours or has expired.
    pub(super) fn time_left(&self, token: &str) -> Option<Duration> {
        let end = Duration::from_secs(self.claims(token)?.exp);
        Some(end.saturating_sub(since_1970()))
    }

    fn claims(&self, token: &str) -> Option<Claims> {
        // Both clocks are this one.
        let validation = Validation { leeway: 0, ..Validation::default() };
        Some(jsonwebtoken::decode::<Claims>(token, &self.decoding, &validation).ok()?.claims)
    }
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sessions").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_says_who_signed_in() {
        let sessions = Sessions::new("secret");
        let session = sessions.sign_in(Role::Worker).unwrap();
        assert_eq!(sessions.user(&session.token), Some(session.user));
    }

    #[test]
    fn a_token_of_another_server_is_none() {
        let session = Sessions::new("theirs").sign_in(Role::Worker).unwrap();
        assert_eq!(Sessions::new("ours").user(&session.token), None);
        assert_eq!(Sessions::new("ours").user("nonsense"), None);
    }
}
