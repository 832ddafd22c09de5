//! The command `bellwire-server-stub`.

use std::io::ErrorKind;
use std::process::ExitCode;

use anyhow::Context;
use bellwire_server_stub::{App, Options};
use clap::Parser;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match serve(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "the last word of a command")]
            {
                eprintln!("bellwire-server-stub: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}

async fn serve(options: Options) -> anyhow::Result<()> {
    let listener = TcpListener::bind(options.listen).await.map_err(|error| {
        if error.kind() == ErrorKind::AddrInUse {
            anyhow::anyhow!(
                "{} is in use by another program; end that program, or choose another port with \
                 --listen 127.0.0.1:0",
                options.listen
            )
        } else {
            anyhow::anyhow!("cannot listen on {}: {error}", options.listen)
        }
    })?;
    let address = listener.local_addr().context("cannot tell which port was taken")?;
    let app = App::new(&options).context("cannot start")?;
    #[expect(clippy::print_stdout, reason = "scripts wait for this line")]
    {
        println!("bellwire-server-stub listens on http://{address}");
    }
    app.serve(listener, stop_signal()).await.context("the server failed")
}

/// Resolves when the process is asked to end.
async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
