//! The targets for a few seconds, on any compiler: each file of the corpus, mutations of these files,
//! and noise.
#![cfg(test)]

use std::fmt;
use std::fs;
use std::panic;
use std::path::Path;

use bellwire_fuzz::TARGETS;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// A few seconds in a debug build.
const CASES: u32 = 12_000;

/// Bytes that are mostly text, and are printed so.
#[derive(Clone)]
struct Bytes(Vec<u8>);

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// One change to a file of the corpus.
#[derive(Clone, Debug)]
enum Mutation {
    Truncate(Index),
    Flip(Index, u8),
    /// Says a part twice.
    Duplicate(Index, Index),
    /// Goes on as another file does.
    Splice(Index, Bytes, Index),
}

impl Mutation {
    fn apply(self, data: &mut Vec<u8>) {
        let size = data.len() + 1;
        match self {
            Self::Truncate(at) => data.truncate(at.index(size)),
            Self::Flip(at, bits) => {
                if !data.is_empty() {
                    let at = at.index(data.len());
                    data[at] ^= bits;
                }
            }
            Self::Duplicate(from, to) => {
                let (from, to) = (from.index(size), to.index(size));
                let part = data[from.min(to)..from.max(to)].to_vec();
                data.splice(to..to, part);
            }
            Self::Splice(at, Bytes(other), from) => {
                data.truncate(at.index(size));
                data.extend(&other[from.index(other.len() + 1)..]);
            }
        }
    }
}

fn mutation(corpus: Vec<Bytes>) -> impl Strategy<Value = Mutation> {
    prop_oneof![
        any::<Index>().prop_map(Mutation::Truncate),
        (any::<Index>(), 1..=u8::MAX).prop_map(|(at, bits)| Mutation::Flip(at, bits)),
        any::<(Index, Index)>().prop_map(|(from, to)| Mutation::Duplicate(from, to)),
        (any::<Index>(), select(corpus), any::<Index>())
            .prop_map(|(at, other, from)| Mutation::Splice(at, other, from)),
    ]
}

fn near(corpus: Vec<Bytes>) -> impl Strategy<Value = Bytes> {
    let mutations = vec(mutation(corpus.clone()), 1..6);
    (select(corpus), mutations).prop_map(|(Bytes(mut data), mutations)| {
        mutations.into_iter().for_each(|mutation| mutation.apply(&mut data));
        Bytes(data)
    })
}

/// The files of a target, with their names.
fn corpus(target: &str) -> Vec<(String, Bytes)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.map(|path| (path.display().to_string(), Bytes(fs::read(path).unwrap()))).collect()
}

#[test]
fn every_promise_holds_for_the_corpus() {
    let mut failed = Vec::new();
    for (name, target) in TARGETS {
        for (file, Bytes(data)) in corpus(name) {
            if panic::catch_unwind(|| target(&data)).is_err() {
                failed.push(file);
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn cargo_fuzz_knows_every_target() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cargo-fuzz");
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    for (name, _) in TARGETS {
        let main = format!("fuzz_targets/{name}.rs");
        assert!(manifest.contains(&main), "{main}");
        let text = fs::read_to_string(folder.join(&main)).unwrap();
        assert!(text.contains(&format!("bellwire_fuzz::{name}(data)")), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: CASES,
        // What has failed once is kept as a file of the corpus.
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_promise_holds_near_the_corpus(
        (name, data) in proptest::strategy::Union::new(TARGETS.map(|(name, _)| {
            let corpus = corpus(name).into_iter().map(|(_, data)| data).collect();
            near(corpus).prop_map(move |data| (name, data))
        })),
    ) {
        let (_, target) = TARGETS.into_iter().find(|(other, _)| *other == name).unwrap();
        target(&data.0);
    }

    #[test]
    fn every_promise_holds_for_noise(
        data in vec(any::<u8>(), 0..200).prop_map(Bytes),
        (_, target) in select(TARGETS.to_vec()),
    ) {
        target(&data.0);
    }
}
