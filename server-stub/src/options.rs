use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;

/// A small realtime server to build and test against.
///
/// Everything is in memory and gone when it ends.
#[derive(Clone, Debug, Parser)]
#[command(name = "bellwire-server-stub", version)]
pub struct Options {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, env = "BELLWIRE_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    pub listen: SocketAddr,

    /// The secret that signs the demo's tokens (HS256).
    #[arg(
        long,
        env = "BELLWIRE_JWT_SECRET",
        default_value = "bellwire-development",
        value_name = "SECRET",
        hide_env_values = true
    )]
    pub jwt_secret: String,

    /// Lets nobody stay on `/ws` without such a token: as `?token=…`, or in an `auth` as the first
    /// message. Without this, a token is checked where there is one.
    #[arg(long, env = "BELLWIRE_REQUIRE_TOKEN")]
    pub require_token: bool,

    /// What `POST /broadcast` must carry as `Authorization: Bearer …`; by default nothing.
    #[arg(long, env = "BELLWIRE_BROADCAST_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    pub broadcast_token: Option<String>,

    /// Origins whose pages may call the HTTP API.
    #[arg(
        long,
        env = "BELLWIRE_ALLOW_ORIGIN",
        default_value = "http://localhost:5173",
        value_delimiter = ',',
        value_name = "ORIGIN"
    )]
    pub allow_origin: Vec<String>,

    /// How many publications each channel remembers, for clients that come back; 1 MiB at most.
    #[arg(long, env = "BELLWIRE_HISTORY", default_value_t = 1_000, value_name = "COUNT")]
    pub history: usize,

    /// For how many seconds each channel remembers them.
    #[arg(long, env = "BELLWIRE_HISTORY_SECONDS", default_value_t = 300, value_name = "SECONDS")]
    pub history_seconds: u64,

    /// The id of the one application that is served over the Pusher protocol.
    #[arg(long, env = "BELLWIRE_PUSHER_APP_ID", default_value = "1", value_name = "ID")]
    pub pusher_app_id: String,

    /// The key by which its clients name it.
    #[arg(long, env = "BELLWIRE_PUSHER_KEY", default_value = "sharedjox", value_name = "KEY")]
    pub pusher_key: String,

    /// The secret that signs subscriptions and the requests of its HTTP API.
    #[arg(
        long,
        env = "BELLWIRE_PUSHER_SECRET",
        default_value = "sharedjox-secret",
        value_name = "SECRET",
        hide_env_values = true
    )]
    pub pusher_secret: String,

    /// The key from which those of encrypted channels are made: 32 bytes in base64.
    #[arg(
        long,
        env = "BELLWIRE_PUSHER_ENCRYPTION_KEY",
        default_value = "YmVsbHdpcmUtZGV2ZWxvcG1lbnQtbWFzdGVyLWtleSE=",
        value_name = "KEY",
        hide_env_values = true
    )]
    pub pusher_encryption_key: String,

    /// After how many seconds of silence a client of the Pusher protocol must show that it lives.
    #[arg(
        long,
        env = "BELLWIRE_PUSHER_ACTIVITY_TIMEOUT",
        default_value_t = 120,
        value_parser = clap::value_parser!(u64).range(1..=86_400),
        value_name = "SECONDS"
    )]
    pub pusher_activity_timeout: u64,

    /// A folder with the built demo, served at `/` when it exists.
    #[arg(long, env = "BELLWIRE_ASSETS", default_value = "dist/demo", value_name = "FOLDER")]
    pub assets: PathBuf,
}

impl Default for Options {
    /// The options of a command line without arguments, whatever the environment says.
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            jwt_secret: "bellwire-development".to_owned(),
            require_token: false,
            broadcast_token: None,
            allow_origin: vec!["http://localhost:5173".to_owned()],
            history: 1_000,
            history_seconds: 300,
            pusher_app_id: "1".to_owned(),
            pusher_key: "sharedjox".to_owned(),
            pusher_secret: "sharedjox-secret".to_owned(),
            pusher_encryption_key: "YmVsbHdpcmUtZGV2ZWxvcG1lbnQtbWFzdGVyLWtleSE=".to_owned(),
            pusher_activity_timeout: 120,
            assets: PathBuf::from("dist/demo"),
        }
    }
}
