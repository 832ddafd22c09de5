use std::fmt;

/// The address at which an application's own server permits channels, as Laravel's
/// `/broadcasting/auth` does: it takes a form with `socket_id` and `channel_name`, and answers with
/// JSON such as `{"auth":"key:signature"}`.
///
/// The client's token, if it has one, goes along as `Authorization: Bearer …`. A status of 401 or 419
/// says that it is not accepted, 403 that this user may not have the channel; after 429 and from 500
/// on it is tried again.
///
/// # Examples
///
/// ```
/// use bellwire::{ChannelAuthEndpoint, Client, Protocol, TokenError};
///
/// let endpoint = ChannelAuthEndpoint::new("https://example.org/broadcasting/auth")
///     .header("X-CSRF-TOKEN", "5f3a");
/// let client = Client::builder("wss://example.org")
///     .protocol(Protocol::pusher("sharedjox"))
///     .token_provider(async || Ok::<_, TokenError>("secret"))
///     .channel_auth(endpoint)
///     .build()?;
/// # Ok::<(), bellwire::ConfigError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ChannelAuthEndpoint {
    pub(crate) url: String,
    pub(crate) sign_in_url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) is_batched: bool,
    pub(crate) sends_cookies: bool,
}

impl ChannelAuthEndpoint {
    /// The endpoint with this address. In a browser it may be relative to the page; elsewhere, with the
    /// feature `native`, it is a whole one, and `https://` needs `native-tls`.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::ChannelAuthEndpoint;
    ///
    /// let endpoint = ChannelAuthEndpoint::new("/broadcasting/auth");
    /// ```
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            sign_in_url: "/broadcasting/user-auth".to_owned(),
            headers: Vec::new(),
            fields: Vec::new(),
            is_batched: false,
            sends_cookies: false,
        }
    }

    /// Where the application's own server vouches for the user, for
    /// [`Client::sign_in`](crate::Client::sign_in): it takes a form with `socket_id`, and answers with
    /// JSON such as `{"auth":"key:signature","user_data":"{\"id\":\"7\"}"}`. Default:
    /// `/broadcasting/user-auth`.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::ChannelAuthEndpoint;
    ///
    /// let endpoint = ChannelAuthEndpoint::new("/auth").sign_in_at("/user-auth");
    /// ```
    #[must_use]
    pub fn sign_in_at(mut self, url: impl Into<String>) -> Self {
        self.sign_in_url = url.into();
        self
    }

    /// Sends a header along. It may not be logged by anybody who holds a secret in it.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::ChannelAuthEndpoint;
    ///
    /// let endpoint = ChannelAuthEndpoint::new("/broadcasting/auth").header("X-Tenant", "7");
    /// ```
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends a further field of the form along.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::ChannelAuthEndpoint;
    ///
    /// let endpoint = ChannelAuthEndpoint::new("/broadcasting/auth").field("tenant", "7");
    /// ```
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    /// Asks for all channels in one request, with a field `channel_name[]` for each. For endpoints
    /// that answer with an object of channels, `{"private-a":{"status":200,"data":{"auth":…}}}`, such
    /// as those for the library pusher-js-auth; Laravel's own does not.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::ChannelAuthEndpoint;
    ///
    /// let endpoint = ChannelAuthEndpoint::new("/broadcasting/auth/batch").batched();
    /// ```
    #[must_use]
    pub fn batched(mut self) -> Self {
        self.is_batched = true;
        self
    }

    /// Sends the page's cookies along to another origin; to its own they always go. Only browsers have
    /// any.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire::ChannelAuthEndpoint;
    ///
    /// let endpoint = ChannelAuthEndpoint::new("https://api.example.org/auth").with_cookies();
    /// ```
    #[must_use]
    pub fn with_cookies(mut self) -> Self {
        self.sends_cookies = true;
        self
    }
}

/// Without the values of headers and fields: they may be secrets.
impl fmt::Debug for ChannelAuthEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |pairs: &[(String, String)]| -> Vec<String> {
            pairs.iter().map(|(name, _)| name.clone()).collect()
        };
        f.debug_struct("ChannelAuthEndpoint")
            .field("url", &self.url)
            .field("sign_in_url", &self.sign_in_url)
            .field("headers", &names(&self.headers))
            .field("fields", &names(&self.fields))
            .field("is_batched", &self.is_batched)
            .field("sends_cookies", &self.sends_cookies)
            .finish()
    }
}

#[cfg(all(feature = "http", not(any(target_family = "wasm", feature = "native"))))]
impl ChannelAuthEndpoint {
    #[expect(clippy::unused_self, reason = "where there is a driver, it can be asked")]
    pub(crate) fn ask(&self, pending: &super::PendingChannelAuth) {
        let words = "there is no driver that could ask; it needs the feature `native`";
        pending.refuse_all(&crate::engine::ChannelAuthError::Forbidden(words.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printing_an_endpoint_keeps_its_secrets() {
        let endpoint = ChannelAuthEndpoint::new("/auth")
            .header("X-CSRF-TOKEN", "secret-5f3a")
            .field("tenant", "secret-7");
        let printed = format!("{endpoint:?}");
        assert!(printed.contains(r#"["X-CSRF-TOKEN"]"#), "{printed}");
        assert!(printed.contains(r#"["tenant"]"#), "{printed}");
        assert!(!printed.contains("secret"), "{printed}");
    }
}
