use bellwire_demo_api::User;
use bellwire_protocol::{Member, Payload};
use serde::Serialize;

/// A user as the others in a presence channel see them.
pub(super) fn member(user: &User) -> Member {
    #[derive(Serialize)]
    struct Info<'a> {
        name: &'a str,
    }
    let info = Payload::encode(&Info { name: &user.name }).unwrap_or_else(|_| Payload::null());
    Member { id: user.id.to_string().into(), info }
}
