//! Servers that others wrote, or as others would write them, for tests of how we get along.

use anyhow::{Context, bail};
use xshell::cmd;

use crate::browser::{is_root, on_path};
use crate::project::{Project, say};
use crate::tools;

/// Gets what the servers in end2end/peers need.
pub(crate) fn prepare(project: &Project) -> anyhow::Result<()> {
    redis(project)?;
    python(project)?;
    tools::npm_packages(project, "end2end/peers/soketi")
}

fn redis(project: &Project) -> anyhow::Result<()> {
    if on_path(&["redis-server"]).is_none() {
        apt_get(project, "redis-server")?;
    }
    if on_path(&["redis-server"]).is_none() {
        bail!("redis-server is missing; get it with `sudo apt-get install redis-server`");
    }
    Ok(())
}

/// The packages of end2end/peers/requirements.txt, in an environment of their own.
fn python(project: &Project) -> anyhow::Result<()> {
    let shell = &project.shell;
    let (wanted, folder) =
        (project.path("end2end/peers/requirements.txt"), project.path("target/peers"));
    let (venv, installed) = (folder.join("venv"), folder.join("requirements.txt"));
    let wanted_text = shell.read_file(&wanted)?;
    if shell.read_file(&installed).is_ok_and(|text| text == wanted_text) {
        return Ok(());
    }
    say("installing the Python packages of end2end/peers");
    shell.create_dir(&folder)?;
    if cmd!(shell, "python3 -m venv {venv}").quiet().ignore_stderr().run().is_err() {
        // Debian leaves a part of it out.
        apt_get(project, "python3-venv")?;
        cmd!(shell, "python3 -m venv --clear {venv}").run().context(
            "Python 3.11 or later with venv is missing; get it with `sudo apt-get install \
             python3-venv`",
        )?;
    }
    let pip = venv.join("bin/pip");
    cmd!(shell, "{pip} install --quiet --disable-pip-version-check --requirement {wanted}")
        .run()?;
    Ok(shell.copy_file(&wanted, &installed)?)
}

fn apt_get(project: &Project, package: &str) -> anyhow::Result<()> {
    if !is_root() || on_path(&["apt-get"]).is_none() {
        return Ok(());
    }
    say(&format!("installing {package}"));
    let shell = &project.shell;
    cmd!(shell, "apt-get update --quiet").run()?;
    cmd!(shell, "apt-get install --yes --quiet --no-install-recommends {package}")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .run()?;
    Ok(())
}
