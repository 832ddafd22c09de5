use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method, header};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::sleep;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::services::{ServeDir, ServeFile};

use crate::Options;
use crate::envelope;
use crate::hub::{HistoryLimits, Hub};
use crate::inbox::{self, Inboxes};
use crate::marketplace::{self, Marketplace};
use crate::pusher::{self, Credentials, Pusher};
use crate::socket::OpenSockets;

/// How long connections may take to end when the server does.
const FAREWELL: Duration = Duration::from_secs(3);

/// How many bytes of publications a channel remembers.
const HISTORY_BYTES: usize = 1024 * 1024;

/// The server, ready to listen.
#[derive(Debug)]
pub struct App {
    router: Router,
    hub: Arc<Hub>,
    pusher: Arc<Pusher>,
    inboxes: Arc<Inboxes>,
    sockets: OpenSockets,
}

/// An option that cannot work.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AppError {
    /// An origin that no browser would send.
    #[error("`{origin}` is no origin; one looks like http://localhost:5173")]
    Origin {
        /// The origin.
        origin: String,
    },
    /// A key for encrypted channels of another length, or in other words than base64.
    #[error(
        "--pusher-encryption-key is not 32 bytes in base64; `openssl rand -base64 32` makes one"
    )]
    EncryptionKey,
    /// Everybody knows the secrets that serve for development.
    #[error(
        "{listen} can be reached by others: choose your own --jwt-secret, --broadcast-token, \
         --pusher-secret and --pusher-encryption-key, or listen on 127.0.0.1"
    )]
    Unguarded {
        /// Where it should listen.
        listen: SocketAddr,
    },
}

/// What the handlers of all routes share.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) hub: Arc<Hub>,
    pub(crate) pusher: Arc<Pusher>,
    pub(crate) inboxes: Arc<Inboxes>,
    pub(crate) marketplace: Arc<Marketplace>,
    pub(crate) sockets: OpenSockets,
    pub(crate) broadcast_token: Option<Arc<str>>,
    pub(crate) requires_token: bool,
}

impl App {
    /// Puts the server together.
    ///
    /// # Errors
    ///
    /// Fails when an allowed origin is none, when the key for encrypted channels is none, or when
    /// others could use secrets that are none.
    pub fn new(options: &Options) -> Result<Self, AppError> {
        if !options.listen.ip().is_loopback() && !is_guarded(options) {
            return Err(AppError::Unguarded { listen: options.listen });
        }
        let hub = Arc::new(Hub::new(HistoryLimits {
            publications: options.history,
            age: Duration::from_secs(options.history_seconds),
            bytes: HISTORY_BYTES,
        }));
        let pusher = Arc::new(pusher(options)?);
        let inboxes = Arc::new(Inboxes::default());
        let sockets = OpenSockets::new();
        let state = State {
            hub: hub.clone(),
            pusher: pusher.clone(),
            inboxes: inboxes.clone(),
            sockets: sockets.clone(),
            marketplace: Arc::new(Marketplace::new(&options.jwt_secret)),
            broadcast_token: options.broadcast_token.as_deref().map(Arc::from),
            requires_token: options.require_token,
        };
        let routes = envelope::routes()
            .merge(pusher::routes())
            .merge(inbox::routes())
            .nest("/api", marketplace::routes())
            .with_state(state)
            .layer(cors(&options.allow_origin)?);
        let router = match options.assets.is_dir() {
            true => routes.fallback_service(demo(&options.assets)),
            false => routes,
        };
        Ok(Self { router, hub, pusher, inboxes, sockets })
    }

    /// Returns the routes, for calling them without a socket.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Serves until `stop` resolves, then says good-bye to every connection and ends when all
    /// are gone, after three seconds at the latest.
    ///
    /// # Errors
    ///
    /// Fails when the listener does.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        let Self { router, hub, pusher, inboxes, sockets } = self;
        let (stopped, mut stopping) = watch::channel(false);
        let serving = axum::serve(listener, router).with_graceful_shutdown(async move {
            stop.await;
            hub.close_all();
            pusher.close_all();
            inboxes.close_all();
            let _ = stopped.send(true);
        });
        let serving = async {
            serving.await?;
            sockets.all_closed().await;
            Ok(())
        };
        let patience = async move {
            let _ = stopping.wait_for(|is_stopping| *is_stopping).await;
            sleep(FAREWELL).await;
        };
        tokio::select! {
            served = serving => served,
            () = patience => Ok(()),
        }
    }
}

/// Whether every secret is one that not everybody knows.
fn is_guarded(options: &Options) -> bool {
    let known = Options::default();
    options.jwt_secret != known.jwt_secret
        && options.broadcast_token.is_some()
        && options.pusher_secret != known.pusher_secret
        && options.pusher_encryption_key != known.pusher_encryption_key
}

fn pusher(options: &Options) -> Result<Pusher, AppError> {
    let credentials = Credentials {
        app_id: options.pusher_app_id.clone(),
        key: options.pusher_key.clone(),
        secret: options.pusher_secret.clone(),
    };
    let key = options.pusher_encryption_key.parse().map_err(|_| AppError::EncryptionKey)?;
    let activity_timeout = Duration::from_secs(options.pusher_activity_timeout);
    Ok(Pusher::new(credentials, key, activity_timeout))
}

fn cors(origins: &[String]) -> Result<CorsLayer, AppError> {
    let origins = origins
        .iter()
        .map(|origin| {
            // A list takes no wildcard, and a server that trusts every page is not what is meant.
            HeaderValue::from_str(origin)
                .ok()
                .filter(|value| value != "*")
                .ok_or_else(|| AppError::Origin { origin: origin.clone() })
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            // What Laravel's libraries add.
            HeaderName::from_static("x-requested-with"),
            HeaderName::from_static("x-csrf-token"),
            HeaderName::from_static("x-socket-id"),
        ]))
}

/// The built demo; its pages are views of one document.
fn demo(folder: &Path) -> ServeDir<ServeFile> {
    ServeDir::new(folder).fallback(ServeFile::new(folder.join("index.html")))
}
