//! The simulator, and the proof that it bites.

mod mutant;
mod sabotage;

use std::fs;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use xshell::cmd;

use self::sabotage::Share;
use crate::project::Project;

/// What the worlds can speak, and how many fresh seeds of each a test runs: fewer where there is
/// less to say.
const PROTOCOLS: [(&str, u32); 4] =
    [("envelope", 5_000), ("pusher", 5_000), ("inbox", 3_000), ("listening-only", 3_000)];

/// How to run it.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// How many fresh seeds to run.
    #[arg(long, default_value_t = 5_000)]
    seeds: u64,
    /// Runs this one, with its trace.
    #[arg(long)]
    seed: Option<u64>,
    /// Speaks this protocol only: `envelope`, `pusher`, `inbox` or `listening-only`.
    #[arg(long, value_parser = PROTOCOLS.map(|(protocol, _)| protocol))]
    protocol: Option<String>,
    /// Plays a trace again that a client has written, and compares.
    #[arg(long, value_name = "FILE")]
    replay: Option<PathBuf>,
    /// Plants known bugs, one at a time, and fails unless each is caught.
    #[arg(long)]
    sabotage: bool,
    /// Prints how ten thousand clients come back that were dropped at once.
    #[arg(long)]
    herd: bool,
}

pub(crate) fn run(project: &Project, options: &Options) -> anyhow::Result<()> {
    if options.sabotage {
        let share = options.protocol.as_deref().map_or(Share::All, Share::Protocol);
        return sabotage::run(project, share);
    }
    if let Some(file) = &options.replay {
        return simulate(project, &["--replay".to_owned(), file.display().to_string()]);
    }
    if options.herd {
        return simulate(project, &["--herd".to_owned()]);
    }
    let protocols = match (&options.protocol, options.seed) {
        (Some(protocol), _) => vec![protocol.as_str()],
        (None, Some(_)) => vec!["envelope"],
        (None, None) => PROTOCOLS.iter().map(|(protocol, _)| *protocol).collect(),
    };
    for protocol in protocols {
        let (option, number) = match options.seed {
            Some(seed) => ("--seed", seed),
            None => ("--seeds", options.seeds),
        };
        let arguments = ["--protocol", protocol, option, &number.to_string()].map(str::to_owned);
        simulate(project, &arguments)?;
    }
    Ok(())
}

/// Every seed that ever broke a rule, then as many fresh ones as finish in seconds.
pub(crate) fn test(project: &Project) -> anyhow::Result<()> {
    let recorded = fs::read_to_string(project.path("client-sdk/sim/seeds.txt"))
        .context("the recorded seeds are missing")?;
    for seed in recorded.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        simulate(project, &["--first".to_owned(), seed.to_owned(), "--seeds=1".to_owned()])?;
    }
    for (protocol, seeds) in PROTOCOLS {
        simulate(project, &[format!("--protocol={protocol}"), format!("--seeds={seeds}")])?;
    }
    // All of them take ten minutes; the thirds take turns.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    sabotage::run(project, Share::Third((now.as_secs() % 3) as usize))?;
    chaos(project, 50, 1)
}

/// The client against the real server, through a proxy that breaks each connection.
pub(crate) fn chaos(project: &Project, reconnects: usize, seed: u64) -> anyhow::Result<()> {
    let shell = &project.shell;
    let (reconnects, seed) = (reconnects.to_string(), seed.to_string());
    cmd!(
        shell,
        "cargo run --quiet --package bellwire-chaos -- --reconnects {reconnects} --seed {seed}"
    )
    .run()?;
    Ok(())
}

fn simulate(project: &Project, arguments: &[String]) -> anyhow::Result<()> {
    let shell = &project.shell;
    cmd!(shell, "cargo run --quiet --package bellwire-sim --profile sim -- {arguments...}")
        .run()?;
    Ok(())
}
