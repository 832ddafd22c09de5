use bellwire_demo_api::{Role, Session, SignIn, User};
use leptos::prelude::*;

use crate::api;

/// Where the session outlives a reload. Each window has its own, so that one browser can be two
/// people.
const KEY: &str = "paychain-session";

/// Who is signed in.
#[derive(Clone, Copy)]
pub(crate) struct UseSession {
    session: RwSignal<Option<Session>>,
}

pub(crate) fn provide_session() {
    let stored = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    let session = stored.and_then(|stored| serde_json::from_str(&stored).ok());
    provide_context(UseSession { session: RwSignal::new(session) });
}

pub(crate) fn use_session() -> UseSession {
    expect_context()
}

impl UseSession {
    pub(crate) fn user(self) -> Option<User> {
        self.session.with(|session| session.as_ref().map(|session| session.user.clone()))
    }

    /// Who is signed in, for what is shown once.
    pub(crate) fn user_now(self) -> Option<User> {
        self.session.with_untracked(|session| session.as_ref().map(|session| session.user.clone()))
    }

    pub(crate) fn token(self) -> Option<String> {
        self.session.with_untracked(|session| session.as_ref().map(|session| session.token.clone()))
    }

    pub(crate) async fn sign_in(self, role: Role) -> Result<(), String> {
        let session: Session = api::post("session", None, &SignIn { role }).await?;
        self.store(Some(session));
        Ok(())
    }

    pub(crate) fn sign_out(self) {
        self.store(None);
    }

    fn store(self, session: Option<Session>) {
        // A window that may not store forgets its session at a reload; nothing worse.
        if let Some(storage) = storage() {
            let _ = match &session {
                Some(session) => serde_json::to_string(session)
                    .map_err(drop)
                    .and_then(|session| storage.set_item(KEY, &session).map_err(drop)),
                None => storage.remove_item(KEY).map_err(drop),
            };
        }
        self.session.set(session);
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
