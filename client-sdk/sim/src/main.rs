//! The command behind `cargo xtask sim`.

use std::hash::{BuildHasher, RandomState};
use std::process::ExitCode;
use std::time::Duration;

use bellwire_sim::{Plan, Sights, Violation, run, shrink};
use clap::Parser;

/// Runs the engine in simulated worlds.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many seeds to run.
    #[arg(long, default_value_t = 5_000)]
    seeds: u64,
    /// The first seed; drawn at random unless given.
    #[arg(long)]
    first: Option<u64>,
    /// Runs one seed, with its trace.
    #[arg(long)]
    seed: Option<u64>,
}

#[expect(clippy::print_stdout, reason = "its output is what the command is for")]
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(seed) = arguments.seed {
        return match run(&Plan::from_seed(seed), &mut print) {
            Ok(sights) => {
                println!("seed {seed} passes: {sights:?}");
                ExitCode::SUCCESS
            }
            Err(violation) => report(seed, &violation),
        };
    }
    let first = arguments.first.unwrap_or_else(fresh_seed);
    println!("{} seeds from {first}", arguments.seeds);
    let mut total = Sights::default();
    for seed in first..first + arguments.seeds {
        match run(&Plan::from_seed(seed), &mut |_, _| {}) {
            Ok(sights) => {
                total.attempts += sights.attempts;
                total.received += sights.received;
                total.gaps += sights.gaps;
                total.settled += sights.settled;
            }
            Err(violation) => return report(seed, &violation),
        }
    }
    println!("all pass: {total:?}");
    ExitCode::SUCCESS
}

fn fresh_seed() -> u64 {
    RandomState::new().hash_one(std::process::id()) / 2
}

#[expect(clippy::print_stdout, reason = "its output is what the command is for")]
fn report(seed: u64, violation: &Violation) -> ExitCode {
    let (plan, violation) = shrink(&Plan::from_seed(seed), violation);
    println!("seed {seed} breaks a rule; as short as it gets:");
    println!("{plan:#?}");
    let _ = run(&plan, &mut print);
    println!("seed {seed} at {:?}: {}: {}", violation.at, violation.rule, violation.details);
    ExitCode::FAILURE
}

#[expect(clippy::print_stdout, reason = "its output is what the command is for")]
fn print(at: Duration, words: &str) {
    println!("{:>10.3}s {words}", at.as_secs_f64());
}
