use std::collections::BTreeMap;

/// What the client was handed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A publication: its publisher, and the publisher's count.
    Received { publisher: usize, number: u64 },
    /// The client was told that something is missing.
    Gap(String),
}

/// What a log shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Findings {
    pub(crate) received: usize,
    pub(crate) lost: usize,
    pub(crate) doubled: usize,
    pub(crate) out_of_order: usize,
    pub(crate) gaps: usize,
}

impl Findings {
    pub(crate) fn is_flawless(&self) -> bool {
        self.lost + self.doubled + self.out_of_order + self.gaps == 0
    }
}

/// Reads a log against what each publisher has published, counted from 1.
///
/// Nothing may have been dropped from the history, so every gap is a false one.
pub(crate) fn check(log: &[Entry], published: &[u64]) -> Findings {
    let mut findings = Findings::default();
    let mut seen: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    for entry in log {
        match entry {
            Entry::Gap(_) => findings.gaps += 1,
            Entry::Received { publisher, number } => {
                findings.received += 1;
                let before = seen.entry(*publisher).or_default();
                if before.contains(number) {
                    findings.doubled += 1;
                } else if before.last().is_some_and(|last| last > number) {
                    findings.out_of_order += 1;
                }
                before.push(*number);
            }
        }
    }
    for (publisher, count) in published.iter().enumerate() {
        let seen = seen.get(&publisher).map_or(&[][..], Vec::as_slice);
        findings.lost += (1..=*count).filter(|number| !seen.contains(number)).count();
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(publisher: usize, number: u64) -> Entry {
        Entry::Received { publisher, number }
    }

    #[test]
    fn finds_what_is_wrong_and_nothing_else() {
        let sound = [received(0, 1), received(1, 1), received(0, 2)];
        assert!(check(&sound, &[2, 1]).is_flawless());
        let flawed = [
            received(0, 2),
            received(0, 1),
            received(0, 1),
            received(0, 4),
            Entry::Gap("expired".into()),
        ];
        let findings = Findings { received: 4, lost: 1, doubled: 1, out_of_order: 1, gaps: 1 };
        assert_eq!(check(&flawed, &[4]), findings);
    }
}
