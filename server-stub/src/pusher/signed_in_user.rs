use serde::{Deserialize, Serialize};

/// The longest id of a user, in bytes; Pusher's limit.
pub(super) const MAX_USER_ID: usize = 128;

/// Whether this can be the id of a user.
pub(super) fn is_valid_user_id(id: &str) -> bool {
    (1..=MAX_USER_ID).contains(&id.len())
}

/// Who has signed in, as the application has signed it; `None` where that is nobody.
pub(super) fn read_user_id(user_data: &str) -> Option<Box<str>> {
    #[derive(Deserialize)]
    struct UserData {
        id: Box<str>,
    }
    let UserData { id } = serde_json::from_str(user_data).ok()?;
    is_valid_user_id(&id).then_some(id)
}

/// The answer to a sign-in: what the application said of the user, word for word.
pub(super) fn success(user_data: &str) -> String {
    #[derive(Serialize)]
    struct Success<'a> {
        user_data: &'a str,
    }
    serde_json::to_string(&Success { user_data }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_has_an_id_that_is_a_string() {
        assert_eq!(read_user_id(r#"{"id":"7","user_info":{}}"#).as_deref(), Some("7"));
        let long = format!(r#"{{"id":"{}"}}"#, "x".repeat(129));
        for text in ["", "7", "{}", r#"{"id":7}"#, r#"{"id":""}"#, &long] {
            assert_eq!(read_user_id(text), None, "{text}");
        }
    }
}
