use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::Context;
use fastrand::Rng;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::sleep;

/// A way to end a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It is not made at all.
    Refuse,
    /// It ends in an orderly way after so many bytes, wherever in a frame that is.
    Cut(usize),
    /// It is reset after so many bytes.
    Reset(usize),
    /// After so many bytes nothing gets through any more, and nobody is told.
    HalfOpen(usize),
    /// After so many bytes it holds its breath, and goes on.
    Stall(usize),
}

/// Stands between clients and a server, and breaks each connection in a way that the seed decides.
#[derive(Debug)]
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    broken: Arc<AtomicUsize>,
    peace: watch::Sender<bool>,
}

impl Proxy {
    pub(crate) async fn start(server: SocketAddr, seed: u64) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.context("no port is free")?;
        let address = listener.local_addr()?;
        let broken = Arc::new(AtomicUsize::new(0));
        let (peace, is_peace) = watch::channel(false);
        let rng = Arc::new(Mutex::new(Rng::with_seed(seed)));
        tokio::spawn(accept(listener, server, rng, broken.clone(), is_peace));
        Ok(Self { address, broken, peace })
    }

    /// How many connections were broken.
    pub(crate) fn broken(&self) -> usize {
        self.broken.load(Ordering::Relaxed)
    }

    /// Breaks no more connections.
    pub(crate) fn make_peace(&self) {
        self.peace.send_replace(true);
    }
}

async fn accept(
    listener: TcpListener,
    server: SocketAddr,
    rng: Arc<Mutex<Rng>>,
    broken: Arc<AtomicUsize>,
    is_peace: watch::Receiver<bool>,
) {
    while let Ok((client, _)) = listener.accept().await {
        let fate = match rng.lock() {
            Ok(mut rng) => draw(&mut rng),
            Err(_) => return,
        };
        let (broken, is_peace) = (broken.clone(), is_peace.clone());
        tokio::spawn(async move {
            // However it ends, it has ended.
            let _ = carry(client, server, fate, is_peace).await;
            broken.fetch_add(1, Ordering::Relaxed);
        });
    }
}

fn draw(rng: &mut Rng) -> Fate {
    // The upgrade alone has some 400 bytes; most connections get further.
    let bytes = if rng.u8(..5) == 0 { rng.usize(..900) } else { rng.usize(900..24_000) };
    match rng.u8(..16) {
        0 => Fate::Refuse,
        1..7 => Fate::Cut(bytes),
        7..13 => Fate::Reset(bytes),
        13 => Fate::HalfOpen(bytes),
        _ => Fate::Stall(bytes),
    }
}

async fn carry(
    mut client: TcpStream,
    server: SocketAddr,
    fate: Fate,
    mut is_peace: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    if *is_peace.borrow() {
        let mut server = TcpStream::connect(server).await?;
        tokio::io::copy_bidirectional(&mut client, &mut server).await?;
        return Ok(());
    }
    if fate == Fate::Refuse {
        client.set_zero_linger()?;
        return Ok(());
    }
    let mut server = TcpStream::connect(server).await?;
    let (mut left, mut to_server, mut to_client) = (fate.bytes(), [0; 512], [0; 512]);
    loop {
        // Both directions share one allowance, so that either may break in the middle of a frame.
        tokio::select! {
            read = client.read(&mut to_server) => {
                let bytes = to_server.get(..read?.min(left)).unwrap_or_default();
                if bytes.is_empty() {
                    break;
                }
                server.write_all(bytes).await?;
                left -= bytes.len();
            }
            read = server.read(&mut to_client) => {
                let bytes = to_client.get(..read?.min(left)).unwrap_or_default();
                if bytes.is_empty() {
                    break;
                }
                client.write_all(bytes).await?;
                left -= bytes.len();
            }
            _ = is_peace.changed() => left = usize::MAX,
        }
        if left == 0 {
            match fate {
                Fate::Stall(_) => {
                    sleep(Duration::from_millis(700)).await;
                    left = 4_000;
                }
                Fate::HalfOpen(_) => {
                    // Until the client gives it up.
                    while client.read(&mut to_server).await? > 0 {}
                    break;
                }
                Fate::Reset(_) => {
                    client.set_zero_linger()?;
                    server.set_zero_linger()?;
                    break;
                }
                Fate::Cut(_) | Fate::Refuse => break,
            }
        }
    }
    Ok(())
}

impl Fate {
    fn bytes(self) -> usize {
        match self {
            Self::Refuse => 0,
            Self::Cut(bytes) | Self::Reset(bytes) | Self::HalfOpen(bytes) | Self::Stall(bytes) => {
                bytes.max(1)
            }
        }
    }
}
