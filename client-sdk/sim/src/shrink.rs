use crate::{Plan, Violation, run};

/// Leaves out of a failing plan whatever is not needed to break the same rule.
#[must_use]
pub fn shrink(plan: &Plan, violation: &Violation) -> (Plan, Violation) {
    let (mut plan, mut violation) = (plan.clone(), violation.clone());
    let mut chunk = plan.steps.len() / 2;
    while chunk > 0 {
        let mut start = 0;
        while start < plan.steps.len() {
            let mut smaller = plan.clone();
            let end = (start + chunk).min(smaller.steps.len());
            smaller.steps.drain(start..end);
            match run(&smaller, &mut |_, _| {}) {
                Err(other) if other.rule == violation.rule => {
                    (plan, violation) = (smaller, other);
                }
                _ => start += chunk,
            }
        }
        chunk /= 2;
    }
    (plan, violation)
}
