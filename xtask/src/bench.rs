use clap::Subcommand;
use xshell::cmd;

use crate::project::Project;
use crate::{browser, dist, tools};

/// What is measured in a browser.
#[derive(Debug, Subcommand)]
pub(crate) enum Page {
    /// Measures bursts of toasts and notifications in Chromium, beside sonner and a list in React.
    Bursts {
        /// Prints JSON, each round by itself, instead of a table.
        #[arg(long)]
        json: bool,
        /// Measures the gallery that was built last.
        #[arg(long)]
        no_build: bool,
        /// Measures what matches this regular expression, such as `Bellwire: 1,000 toasts`.
        #[arg(long, default_value = "")]
        only: String,
    },
}

/// Prints what the engine takes, in time and allocations, and what the notifications take. Times
/// differ from machine to machine, and so nothing is asserted of them.
pub(crate) fn run(project: &Project, filter: Option<&str>) -> anyhow::Result<()> {
    let shell = &project.shell;
    cmd!(shell, "cargo bench --package bellwire --package bellwire-ui -- {filter...}").run()?;
    Ok(())
}

/// Prints what a page takes. Nothing is asserted of that either.
pub(crate) fn run_page(project: &Project, page: &Page) -> anyhow::Result<()> {
    let Page::Bursts { json, no_build, only } = page;
    tools::node(project)?;
    let browser = browser::find_or_install(project)?;
    if !no_build {
        dist::gallery(project)?;
    }
    tools::npm_packages(project, "end2end")?;
    let shell = &project.shell;
    cmd!(shell, "cargo build --package bellwire-server-stub").run()?;
    let _in_folder = shell.push_dir(project.path("end2end"));
    cmd!(shell, "playwright test --config bursts/playwright.config.ts --grep {only}")
        .env("CHROME", &browser.chromium)
        .env("BURSTS_AS_JSON", if *json { "1" } else { "" })
        .run()?;
    Ok(())
}
