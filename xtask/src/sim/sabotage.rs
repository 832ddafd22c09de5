use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use xshell::{Shell, cmd};

use super::mutant::{MUTANTS, Mutant};
use crate::project::{Project, copy_folder, say};

/// How many seeds a bug may survive.
const MOST_SEEDS: u32 = 80_000;

/// Which bugs to plant.
#[derive(Clone, Copy)]
pub(crate) enum Share<'a> {
    All,
    /// Those of one protocol.
    Protocol(&'a str),
    /// Every third one, from the given one on: 0, 1 or 2.
    Third(usize),
}

impl Share<'_> {
    fn has(self, protocol: &str, number: usize) -> bool {
        match self {
            Self::All => true,
            Self::Protocol(only) => only == protocol,
            Self::Third(first) => number % 3 == first,
        }
    }
}

/// Plants bugs, one after the other, into a copy of the sources, and looks for a seed that shows each.
pub(crate) fn run(project: &Project, share: Share<'_>) -> anyhow::Result<()> {
    let copy = Copy::make(project)?;
    let mut survivors = Vec::new();
    let mut caught = 0;
    for (protocol, mutants) in MUTANTS {
        let mut seeds = 0;
        let chosen = mutants.iter().enumerate().filter(|(number, _)| share.has(protocol, *number));
        for (_, mutant) in chosen {
            match copy.try_out(protocol, mutant)? {
                Some(rule) => {
                    caught += 1;
                    seeds = seeds.max(seed_of(&rule).unwrap_or(MOST_SEEDS));
                    say(&format!("caught: {}: {rule}", mutant.name));
                }
                None => {
                    say(&format!("NOT CAUGHT: {}", mutant.name));
                    survivors.push(mutant.name);
                }
            }
        }
        // What was found was the bugs' doing: without them, the same seeds show nothing.
        if seeds > 0 {
            let sound = copy.simulate(protocol, seeds)?;
            ensure!(sound.is_none(), "without any bug: {}", sound.unwrap_or_default());
        }
    }
    ensure!(survivors.is_empty(), "the simulator lets pass: {}", survivors.join("; "));
    say(&format!("all {caught} bugs that were planted were caught"));
    Ok(())
}

/// What the simulator is built from, in a folder of its own.
struct Copy {
    shell: Shell,
    root: PathBuf,
}

impl Copy {
    fn make(project: &Project) -> anyhow::Result<Self> {
        let root = project.path("target/sabotage/source");
        let shell = Shell::new()?;
        shell.remove_path(&root)?;
        for folder in ["protocol", "client-sdk"] {
            copy_folder(&project.path(folder), &root.join(folder))?;
        }
        for file in ["Cargo.lock", "clippy.toml"] {
            fs::copy(project.path(file), root.join(file))?;
        }
        fs::write(root.join("Cargo.toml"), manifest(&project.path("Cargo.toml"))?)?;
        shell.change_dir(&root);
        shell.set_var("CARGO_TARGET_DIR", project.path("target/sabotage/target"));
        Ok(Self { shell, root })
    }

    /// Returns the rule that was found broken.
    fn try_out(&self, protocol: &str, mutant: &Mutant) -> anyhow::Result<Option<String>> {
        let path = self.root.join("client-sdk/src/engine").join(mutant.file);
        let sound = fs::read_to_string(&path)?;
        ensure!(
            sound.matches(mutant.find).count() == 1,
            "the bug \"{}\" finds no place in {}; the code has moved on, and it must follow",
            mutant.name,
            mutant.file
        );
        fs::write(&path, sound.replacen(mutant.find, mutant.plant, 1))?;
        let caught = self
            .simulate(protocol, MOST_SEEDS)
            .with_context(|| format!("with the bug \"{}\"", mutant.name));
        fs::write(&path, sound)?;
        caught
    }

    fn simulate(&self, protocol: &str, seeds: u32) -> anyhow::Result<Option<String>> {
        let seeds = seeds.to_string();
        let shell = &self.shell;
        cmd!(shell, "cargo build --quiet --offline --package bellwire-sim --profile sim")
            .env("RUSTFLAGS", "--allow warnings")
            .run()?;
        let target = shell.var("CARGO_TARGET_DIR")?;
        let simulator = Path::new(&target).join("sim/bellwire-sim");
        let output = cmd!(shell, "{simulator} --protocol {protocol} --first 1 --seeds {seeds}")
            .quiet()
            .ignore_status()
            .output()?;
        if output.status.success() {
            return Ok(None);
        }
        let words = String::from_utf8_lossy(&output.stdout);
        let last = words.lines().last().unwrap_or("it ended without a word");
        let short: String = last.chars().take(140).collect();
        Ok(Some(short))
    }
}

/// The seed that has shown a bug.
fn seed_of(rule: &str) -> Option<u32> {
    rule.strip_prefix("seed ")?.split(' ').next()?.parse().ok()
}

/// The root manifest with those members that are copied.
fn manifest(path: &Path) -> anyhow::Result<String> {
    let manifest = fs::read_to_string(path)?;
    let (before, rest) = manifest.split_once("members = [").context("it lists no members")?;
    let (_, after) = rest.split_once(']').context("its list of members does not end")?;
    const MEMBERS: &str = r#"members = [
    "protocol", "protocol/derive", "client-sdk", "client-sdk/sim", "client-sdk/testing"
]"#;
    Ok(format!("{before}{MEMBERS}{after}"))
}
