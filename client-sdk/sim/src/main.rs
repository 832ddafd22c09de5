//! The command behind `cargo xtask sim`.

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use bellwire::engine::Trace;
use bellwire_sim::{Dialect, Herd, Plan, Return, Sights, Violation, run, shrink};
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
    /// The protocol that is spoken.
    #[arg(long, default_value = "envelope", value_parser = dialect)]
    protocol: Dialect,
    /// Runs one seed, with its trace.
    #[arg(long)]
    seed: Option<u64>,
    /// Plays a trace again that a client has written, and compares.
    #[arg(long, value_name = "FILE")]
    replay: Option<PathBuf>,
    /// Prints how ten thousand clients come back that were dropped at once.
    #[arg(long)]
    herd: bool,
}

#[expect(clippy::print_stdout, reason = "its output is what the command is for")]
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.herd {
        print_herds();
        return ExitCode::SUCCESS;
    }
    if let Some(file) = &arguments.replay {
        return match replay(file) {
            Ok(lines) => {
                println!("{lines}\nthe engine does the same again");
                ExitCode::SUCCESS
            }
            Err(error) => {
                println!("{}: {error:#}", file.display());
                ExitCode::FAILURE
            }
        };
    }
    if let Some(seed) = arguments.seed {
        return match run(&Plan::speaking(arguments.protocol, seed), &mut print) {
            Ok(sights) => {
                println!("seed {seed} passes: {sights:?}");
                ExitCode::SUCCESS
            }
            Err(violation) => report(arguments.protocol, seed, &violation),
        };
    }
    let first = arguments.first.unwrap_or_else(fresh_seed);
    println!("{} seeds from {first}", arguments.seeds);
    let mut total = Sights::default();
    for seed in first..first + arguments.seeds {
        match run(&Plan::speaking(arguments.protocol, seed), &mut |_, _| {}) {
            Ok(sights) => {
                total.attempts += sights.attempts;
                total.received += sights.received;
                total.gaps += sights.gaps;
                total.settled += sights.settled;
            }
            Err(violation) => return report(arguments.protocol, seed, &violation),
        }
    }
    println!("all pass: {total:?}");
    ExitCode::SUCCESS
}

#[expect(clippy::print_stdout, reason = "its output is what the command is for")]
fn print_herds() {
    let secs = Duration::from_secs;
    println!("| server | peak attempts / 100 ms | attempts | half back | 95 % back | gave up |");
    println!("|---|---|---|---|---|---|");
    for (name, outage, window) in [
        ("back at once", 0, None),
        ("away for 3 s", 3, None),
        ("away for 10 s", 10, None),
        ("away for 60 s", 60, None),
        ("drains, window 0 to 5 s", 0, Some((secs(0), secs(5)))),
        ("drains, window 0 to 30 s", 0, Some((secs(0), secs(30)))),
    ] {
        let Return { peak, attempts, median, p95, gave_up } =
            Herd { clients: 10_000, outage: secs(outage), window }.run();
        println!(
            "| {name} | {peak} | {attempts} | {:.2} s | {:.2} s | {gave_up} |",
            median.as_secs_f64(),
            p95.as_secs_f64()
        );
    }
}

/// Returns the trace as people read it.
fn replay(file: &Path) -> anyhow::Result<String> {
    let trace = Trace::from_json(&fs::read_to_string(file)?)?;
    trace.replay()?;
    Ok(trace.to_string())
}

fn dialect(name: &str) -> Result<Dialect, String> {
    match name {
        "envelope" => Ok(Dialect::Envelope),
        "pusher" => Ok(Dialect::Pusher),
        "inbox" => Ok(Dialect::Inbox),
        "listening-only" => Ok(Dialect::ListeningOnly),
        _ => Err("it is `envelope`, `pusher`, `inbox` or `listening-only`".to_owned()),
    }
}

fn fresh_seed() -> u64 {
    RandomState::new().hash_one(std::process::id()) / 2
}

#[expect(clippy::print_stdout, reason = "its output is what the command is for")]
fn report(dialect: Dialect, seed: u64, violation: &Violation) -> ExitCode {
    let (plan, violation) = shrink(&Plan::speaking(dialect, seed), violation);
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
