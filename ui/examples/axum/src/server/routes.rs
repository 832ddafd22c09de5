use std::net::SocketAddr;
use std::path::PathBuf;

use axum::Router;
use axum::extract::Request;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use clap::Parser;
use leptos::prelude::*;
use leptos_axum::{handle_server_fns_with_context, render_app_to_stream_in_order_with_context};
use tower_http::services::ServeDir;

use super::Board;
use super::document::{Document, set_policy};

/// A page that a server renders, with live notifications.
#[derive(Clone, Debug, Parser)]
#[command(name = "bellwire-example-axum")]
pub struct Options {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:3000", value_name = "ADDRESS")]
    pub listen: SocketAddr,

    /// Where browsers hear of events.
    #[arg(long, default_value = "ws://127.0.0.1:8080/ws", value_name = "URL", value_parser = socket)]
    pub realtime: String,

    /// Where this server tells of them.
    #[arg(long, default_value = "http://127.0.0.1:8080/broadcast", value_name = "URL")]
    pub broadcast: String,

    /// The folder with the WebAssembly and its glue.
    #[arg(long, default_value = "target/example-axum", value_name = "FOLDER")]
    pub package: PathBuf,
}

/// The address of a WebSocket that can stand in a Content Security Policy.
fn socket(url: &str) -> Result<String, &'static str> {
    let is_address = url.starts_with("ws://") || url.starts_with("wss://");
    let is_plain = url.chars().all(|letter| letter.is_ascii_graphic() && !";,".contains(letter));
    match is_address && is_plain {
        true => Ok(url.to_owned()),
        false => Err("an address looks like wss://example.org/ws"),
    }
}

/// Everything that the server answers.
pub fn routes(options: &Options) -> Router {
    // Leptos does so for routes of its own router; whoever calls this twice has had it the first time.
    let _ = any_spawner::Executor::init_tokio();
    let board = Board::new(&options.broadcast);
    let leptos = LeptosOptions::builder().output_name("bellwire_example_axum").build();
    let package = format!("/{}", leptos.site_pkg_dir);
    let page = {
        let (realtime, board) = (options.realtime.clone(), board.clone());
        let in_policy = realtime.clone();
        let context = move || {
            provide_context(board.clone());
            set_policy(&in_policy);
        };
        // In order, so that there is nothing to be moved by a script.
        render_app_to_stream_in_order_with_context(context, move || {
            view! { <Document options=leptos.clone() realtime=realtime.clone()/> }
        })
    };
    let functions = move |request: Request| {
        let board = board.clone();
        handle_server_fns_with_context(move || provide_context(board.clone()), request)
    };
    Router::new()
        .route("/", get(page))
        .route("/api/{function}", post(functions))
        .route("/page.css", get(|| file("text/css", include_str!("../../assets/page.css"))))
        .route("/icon.svg", get(|| file("image/svg+xml", include_str!("../../assets/icon.svg"))))
        .nest_service(&package, ServeDir::new(&options.package))
}

async fn file(kind: &'static str, content: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind)], content)
}
