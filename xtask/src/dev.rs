use std::ffi::OsStr;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::sync::atomic::Ordering;
use std::thread::sleep;
use std::time::Duration;

use xshell::cmd;

use crate::children::{self, Running};
use crate::project::{Project, say};
use crate::{ports, tools};

const STUB_PORT: u16 = 8080;
const PAGE_PORT: u16 = 5173;
const GALLERY_PORT: u16 = 5174;
const POLL: Duration = Duration::from_millis(100);

/// Sets everything up, then serves the demo and the server stub until Ctrl-C.
pub(crate) fn run(project: &Project) -> anyhow::Result<()> {
    ports::must_be_free(STUB_PORT, "the server stub")?;
    ports::must_be_free(PAGE_PORT, "the page")?;
    ports::must_be_free(GALLERY_PORT, "the gallery of components")?;
    tools::wasm_target(project)?;
    tools::wasm_bindgen(project)?;
    tools::trunk(project)?;
    let is_stopped = children::stop_on_signal()?;

    let shell = &project.shell;
    cmd!(shell, "cargo build --package bellwire-server-stub").run()?;
    let path = shell.var_os("PATH").unwrap_or_default();
    let mut programs = [
        Running::start_in_group("the server stub", &mut stub(project))?,
        Running::start_in_group("trunk", &mut trunk(project, ".", &path))?,
        Running::start_in_group("the gallery's trunk", &mut trunk(project, "demo/gallery", &path))?,
    ];

    let mut is_announced = false;
    while !is_stopped.load(Ordering::Relaxed) {
        children::must_run(&mut programs)?;
        if !is_announced && page_is_served() {
            is_announced = true;
            say(&format!("the demo is at http://localhost:{PAGE_PORT} – Ctrl-C ends it"));
            say(&format!("the components are at http://localhost:{GALLERY_PORT} in a moment"));
        }
        sleep(POLL);
    }
    say("ending");
    Ok(())
}

fn stub(project: &Project) -> Command {
    let mut command = Command::new(project.path("target/debug/bellwire-server-stub"));
    command.current_dir(&project.root);
    command
}

/// Serves the page whose `Trunk.toml` lies in a folder of the project.
fn trunk(project: &Project, folder: &str, path: &OsStr) -> Command {
    let mut command = Command::new("trunk");
    // Its builds are the same with and without a network.
    command
        .args(["serve", "--skip-version-check"])
        .current_dir(project.path(folder))
        .env("PATH", path)
        .env("CARGO_TARGET_DIR", project.path("target"));
    command
}

/// Trunk listens before its first build is done, and answers when it is.
fn page_is_served() -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut socket = TcpStream::connect(("127.0.0.1", PAGE_PORT))?;
        socket.set_read_timeout(Some(Duration::from_secs(1)))?;
        socket.write_all(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
        let mut answer = [0; 12];
        socket.read_exact(&mut answer)?;
        Ok(answer.ends_with(b" 200"))
    };
    ask().unwrap_or_default()
}
