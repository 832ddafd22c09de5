use std::process::Command;
use std::time::Instant;

use clap::ValueEnum;
use xshell::cmd;

use crate::browser::Browser;
use crate::children::Running;
use crate::project::{Project, copy_folder, say};
use crate::tools::WASM_TARGET;
use crate::{alone, browser, dist, docs, example, peers, ports, sim, size, tools};

/// A part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Step {
    /// The code is formatted.
    Format,
    /// Neither the compilers nor clippy have anything to say, on the host and for browsers.
    Lint,
    /// What runs without a browser, and the examples in the documentation.
    Host,
    /// The engine in simulated worlds, and known bugs that these must show.
    Sim,
    /// What only a browser can show, in Chromium.
    Wasm,
    /// What people see: the released builds in Chromium, also against servers and clients of others,
    /// and their size.
    End2end,
    /// The documentation has no dead links, and its TypeScript compiles.
    Docs,
}

/// Runs the named steps, or all of them, and stops at the first that fails.
#[expect(clippy::disallowed_methods, reason = "tells how long each step takes in real time")]
pub(crate) fn run(project: &Project, steps: &[Step]) -> anyhow::Result<()> {
    let steps = if steps.is_empty() { Step::value_variants() } else { steps };
    // What only the user can provide is asked for before the minutes of building.
    if steps.iter().any(|step| !matches!(step, Step::Format | Step::Host | Step::Sim)) {
        tools::node(project)?;
    }
    if steps.contains(&Step::Wasm) || steps.contains(&Step::End2end) {
        browser::find_or_install(project)?;
    }
    if steps.contains(&Step::End2end) {
        peers::prepare(project)?;
    }
    for step in steps {
        let name = format!("{step:?}").to_lowercase();
        say(&format!("test {name}"));
        let begun = Instant::now();
        match step {
            Step::Format => format(project)?,
            Step::Lint => lint(project)?,
            Step::Host => host(project)?,
            Step::Sim => sim::test(project)?,
            Step::Wasm => wasm(project)?,
            Step::End2end => end2end(project)?,
            Step::Docs => docs::check(project, FEATURES)?,
        }
        say(&format!("test {name} has passed, in {} s", begun.elapsed().as_secs()));
    }
    say("all tests have passed");
    Ok(())
}

/// Features that add something; those that choose how Leptos renders exclude each other.
const FEATURES: &str = "bellwire/encrypted,bellwire/native-tls,bellwire/persistence,bellwire/trace,bellwire/tracing,bellwire-ui/leptos-fetch,bellwire-ui/styles";

/// The packages that run in browsers.
const BROWSER_PACKAGES: [&str; 12] = [
    "--package",
    "bellwire",
    "--package",
    "bellwire-testing",
    "--package",
    "bellwire-ui",
    "--package",
    "bellwire-demo",
    "--package",
    "bellwire-gallery",
    "--package",
    "bellwire-js",
];

/// What renders on servers, and the features with which it does.
const SERVER_PACKAGES: [&str; 4] =
    ["--package", "bellwire-ui", "--package", "bellwire-example-axum"];
const SERVER_FEATURES: &str = "bellwire-example-axum/ssr,bellwire-ui/ssr,bellwire-ui/styles";

fn format(project: &Project) -> anyhow::Result<()> {
    tools::component(project, "rustfmt", "fmt")?;
    let shell = &project.shell;
    Ok(cmd!(shell, "cargo fmt --check").run()?)
}

fn lint(project: &Project) -> anyhow::Result<()> {
    tools::component(project, "clippy", "clippy")?;
    tools::wasm_target(project)?;
    let shell = &project.shell;
    cmd!(shell, "cargo clippy --workspace --all-targets --features {FEATURES} -- -D warnings")
        .run()?;
    cmd!(
        shell,
        "cargo clippy {SERVER_PACKAGES...} --all-targets --features {SERVER_FEATURES} -- -D warnings"
    )
    .run()?;
    cmd!(
        shell,
        "cargo clippy {BROWSER_PACKAGES...} --features bellwire-ui/leptos-fetch,bellwire-js/full
         --target {WASM_TARGET} -- -D warnings"
    )
    .run()?;
    // As most pages have it.
    cmd!(shell, "cargo clippy --package bellwire-js --target {WASM_TARGET} -- -D warnings")
        .run()?;
    // The other tests need the host.
    cmd!(
        shell,
        "cargo clippy --package bellwire --package bellwire-ui --test engine --test browser
         --features bellwire-ui/csr,bellwire-ui/leptos-fetch,bellwire-ui/styles --target {WASM_TARGET} -- -D warnings"
    )
    .run()?;
    tools::npm_packages(project, "js")?;
    cmd!(shell, "tsc --project js --noEmit --emitDeclarationOnly false --declaration false")
        .run()?;
    tools::npm_packages(project, "end2end")?;
    cmd!(shell, "tsc --project end2end --noEmit").run()?;
    Ok(())
}

fn host(project: &Project) -> anyhow::Result<()> {
    let shell = &project.shell;
    cmd!(shell, "cargo test --workspace --features {FEATURES}").run()?;
    // As a server has it.
    cmd!(shell, "cargo test {SERVER_PACKAGES...} --features {SERVER_FEATURES}").run()?;
    Ok(())
}

fn wasm(project: &Project) -> anyhow::Result<()> {
    tools::wasm_target(project)?;
    tools::wasm_bindgen(project)?;
    let browser = browser::find_or_install(project)?;
    let shell = &project.shell;
    cmd!(shell, "cargo build --package bellwire-server-stub").run()?;
    // The stub must know where the tests' page comes from, and the page where the stub is.
    let (stub_port, page_port) = (ports::free_from(18080)?, ports::free_from(15173)?);
    let page = format!("127.0.0.1:{page_port}");
    let stub = format!("127.0.0.1:{stub_port}");
    let _stub = Running::start(
        "the server stub",
        Command::new(project.path("target/debug/bellwire-server-stub"))
            .args(["--listen", &stub, "--allow-origin", &format!("http://{page}")])
            .env("RUST_LOG", "warn"),
    )?;
    let _variables = [
        shell.push_env("CHROMEDRIVER", &browser.driver),
        shell.push_env("BELLWIRE_TEST_SERVER", &stub),
        shell.push_env("WASM_BINDGEN_TEST_ADDRESS", &page),
        // For each file of tests, in seconds.
        shell.push_env("WASM_BINDGEN_TEST_TIMEOUT", "300"),
    ];
    cmd!(
        shell,
        "cargo test --package bellwire --test engine --test browser --target {WASM_TARGET}"
    )
    .run()?;
    cmd!(
        shell,
        "cargo test --package bellwire-ui --test browser --features csr,leptos-fetch,styles
         --target {WASM_TARGET}"
    )
    .run()?;
    Ok(())
}

fn end2end(project: &Project) -> anyhow::Result<()> {
    dist::run(project)?;
    vite_example(project)?;
    let browser = browser::find_or_install(project)?;
    tools::npm_packages(project, "end2end")?;
    let shell = &project.shell;
    cmd!(shell, "cargo build --package bellwire-server-stub").run()?;
    example::build(project)?;
    {
        let _in_folder = shell.push_dir(project.path("end2end"));
        cmd!(shell, "playwright test").env("CHROME", &browser.chromium).run()?;
        cmd!(shell, "playwright test --config gallery/playwright.config.ts")
            .env("CHROME", &browser.chromium)
            .run()?;
    }
    interop(project, &browser)?;
    alone::build(project)?;
    size::run(project, false, true)
}

/// The client against servers of others, and clients of others against our server.
fn interop(project: &Project, browser: &Browser) -> anyhow::Result<()> {
    let shell = &project.shell;
    // What the npm package leaves out: encrypted channels.
    cmd!(
        shell,
        "cargo build --package bellwire --features native,encrypted --example echo --example lines"
    )
    .run()?;
    let _in_folder = shell.push_dir(project.path("end2end"));
    cmd!(shell, "playwright test --config interop/playwright.config.ts")
        .env("CHROME", &browser.chromium)
        .run()?;
    Ok(())
}

/// Builds the Vite project with the npm package as it is now.
fn vite_example(project: &Project) -> anyhow::Result<()> {
    let folder = project.path("js/examples/vite");
    tools::npm_packages(project, "js/examples/vite")?;
    let shell = &project.shell;
    // npm copies a package once, and never looks at it again while its version is the same.
    let (package, installed) = (project.path("dist/npm"), folder.join("node_modules/bellwire"));
    shell.remove_path(&installed)?;
    copy_folder(&package, &installed)?;
    let _in_folder = shell.push_dir(&folder);
    cmd!(shell, "tsc --noEmit").run()?;
    cmd!(shell, "vite build").run()?;
    Ok(())
}
