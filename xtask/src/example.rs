//! Examples that need more than one program.

use std::process::Command;
use std::sync::atomic::Ordering;
use std::thread::sleep;
use std::time::Duration;

use clap::ValueEnum;
use xshell::cmd;

use crate::children::{self, Running};
use crate::project::{Project, say};
use crate::{ports, tools};

/// An example.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Example {
    /// A page that an axum server renders.
    Axum,
}

const STUB_PORT: u16 = 8080;
const PAGE_PORT: u16 = 3000;
const POLL: Duration = Duration::from_millis(100);

/// Builds an example, and runs it with the server stub until Ctrl-C.
pub(crate) fn run(project: &Project, example: Example) -> anyhow::Result<()> {
    ports::must_be_free(STUB_PORT, "the server stub")?;
    ports::must_be_free(PAGE_PORT, "the example")?;
    let is_stopped = children::stop_on_signal()?;
    cmd!(project.shell, "cargo build --package bellwire-server-stub").run()?;
    match example {
        Example::Axum => build(project)?,
    }
    let mut programs = [
        start(project, "the server stub", "bellwire-server-stub")?,
        start(project, "the example", "bellwire-example-axum")?,
    ];
    say(&format!("the example is at http://127.0.0.1:{PAGE_PORT} – Ctrl-C ends it"));
    while !is_stopped.load(Ordering::Relaxed) {
        children::must_run(&mut programs)?;
        sleep(POLL);
    }
    say("ending");
    Ok(())
}

fn start(project: &Project, name: &'static str, program: &str) -> anyhow::Result<Running> {
    let mut command = Command::new(project.path("target/debug").join(program));
    command.current_dir(&project.root);
    Running::start_in_group(name, &mut command)
}

/// Builds both halves of the page that a server renders, for development: so that Leptos says on the
/// console what it does not like.
pub(crate) fn build(project: &Project) -> anyhow::Result<()> {
    tools::wasm_target(project)?;
    tools::wasm_bindgen(project)?;
    let shell = &project.shell;
    cmd!(
        shell,
        "cargo build --package bellwire-example-axum --lib --features hydrate
         --target wasm32-unknown-unknown"
    )
    // Both halves erase their components, or neither does: a page is taken over as it was rendered.
    // The variable replaces what .cargo/config.toml says.
    .env("CARGO_ENCODED_RUSTFLAGS", "")
    .run()?;
    let compiled = "target/wasm32-unknown-unknown/debug/bellwire_example_axum.wasm";
    let folder = project.path("target/example-axum");
    cmd!(shell, "wasm-bindgen {compiled} --target web --no-typescript --out-dir {folder}").run()?;
    cmd!(shell, "cargo build --package bellwire-example-axum --features ssr").run()?;
    Ok(())
}
