use std::net::TcpListener;

use anyhow::{Context, bail};

/// Fails with one clear sentence when a port is taken.
pub(crate) fn must_be_free(port: u16, used_by: &str) -> anyhow::Result<()> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(error) => bail!(
            "{used_by} needs port {port}, which is not to be had ({error}); end the program that \
             uses it (`ss -ltnp 'sport = :{port}'` shows which) and try again"
        ),
    }
}

/// The first port from `first` on that nobody uses: the same one most of the time, so that what is
/// compiled for it need not be compiled again.
pub(crate) fn free_from(first: u16) -> anyhow::Result<u16> {
    (first..=u16::MAX)
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .context("no port is free")
}
