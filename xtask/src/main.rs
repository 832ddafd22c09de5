//! Every command of the project. CI calls nothing else.

mod alone;
mod bench;
mod browser;
mod children;
mod dev;
mod dist;
mod docs;
mod example;
mod npm;
mod peers;
mod ports;
mod project;
mod shrink;
mod sim;
mod size;
mod test;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::project::Project;

/// Every command of the project.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Sets everything up, then serves the demo and the server stub until Ctrl-C.
    Dev,
    /// Sets everything up, then runs every test, or the named ones.
    Test {
        /// Which; all of them when none is named.
        steps: Vec<test::Step>,
    },
    /// Builds what is released: the demo with its gallery into dist/demo, the npm package into
    /// dist/npm.
    Dist,
    /// Builds an example that needs more than one program, and runs it until Ctrl-C.
    Example {
        /// Which.
        example: example::Example,
    },
    /// Runs a client against the server stub over sockets that break.
    Chaos {
        /// How many connections to break.
        #[arg(long, default_value_t = 1_000)]
        reconnects: usize,
        /// Decides how each is broken.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Runs the engine in simulated worlds, each made from a seed.
    Sim(sim::Options),
    /// Measures what the engine takes, in time and allocations, beside `serde_json`, or what a page
    /// takes.
    #[command(args_conflicts_with_subcommands = true)]
    Bench {
        /// Runs the benchmarks whose name matches this regular expression.
        filter: Option<String>,
        #[command(subcommand)]
        page: Option<bench::Page>,
    },
    /// Prints the bytes of what is released, and fails above the ceilings.
    Size {
        /// Prints JSON rows instead of a table.
        #[arg(long)]
        json: bool,
        /// Measures what the last `dist` has built.
        #[arg(long)]
        no_build: bool,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            project::say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    let project = Project::open()?;
    match command {
        Command::Dev => dev::run(&project),
        Command::Test { steps } => test::run(&project, &steps),
        Command::Dist => dist::run(&project),
        Command::Example { example } => example::run(&project, example),
        Command::Chaos { reconnects, seed } => sim::chaos(&project, reconnects, seed),
        Command::Sim(options) => sim::run(&project, &options),
        Command::Bench { page: Some(page), .. } => bench::run_page(&project, &page),
        Command::Bench { filter, page: None } => bench::run(&project, filter.as_deref()),
        Command::Size { json, no_build } => size::run(&project, json, no_build),
    }
}
