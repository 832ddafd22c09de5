//! The handle that applications hold, and the guards it gives out. What is decided, the engine
//! decides; nothing here touches a platform.

mod builder;
mod callout;
mod channel_auth_endpoint;
#[cfg(all(feature = "http", any(target_family = "wasm", feature = "native")))]
mod channel_auth_form;
mod channel_authorizer;
mod client;
mod events;
mod listeners;
mod mailbox;
mod receipt;
mod shared;
mod sources;
mod spawn;
mod subscription;
mod switchboard;
mod token_provider;

pub use self::builder::{ClientBuilder, ConfigError};
pub use self::channel_auth_endpoint::ChannelAuthEndpoint;
pub use self::channel_authorizer::PendingChannelAuth;
pub use self::client::{Client, SendError};
pub use self::events::Events;
pub use self::listeners::Listener;
pub use self::receipt::Receipt;
pub use self::subscription::Subscription;
pub use self::token_provider::{MaybeSend, TokenRequest};

#[cfg(all(feature = "http", any(target_family = "wasm", feature = "native")))]
pub(crate) use self::channel_auth_form::Form;
#[cfg(all(target_family = "wasm", feature = "persistence"))]
pub(crate) use self::mailbox::Request;
#[cfg(any(target_family = "wasm", feature = "native"))]
pub(crate) use self::mailbox::{Mail, MailSender, Mailbox};
#[cfg(any(target_family = "wasm", feature = "native"))]
pub(crate) use self::switchboard::{Chore, Switchboard};
