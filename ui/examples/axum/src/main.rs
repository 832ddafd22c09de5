//! The server of the example.

use anyhow::Context;
use bellwire_example_axum::server::{Options, routes};
use clap::Parser;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let listener = TcpListener::bind(options.listen)
        .await
        .with_context(|| format!("cannot listen on {}", options.listen))?;
    let address = listener.local_addr().context("cannot tell which port was taken")?;
    #[expect(clippy::print_stdout, reason = "scripts wait for this line")]
    {
        println!("the example listens on http://{address}");
    }
    let stop = async {
        // Without signals it is ended by force.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    axum::serve(listener, routes(&options)).with_graceful_shutdown(stop).await?;
    Ok(())
}
