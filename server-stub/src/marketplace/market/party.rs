use bellwire_demo_api::{Job, User};

/// Whether a user has posted a job or taken it.
pub(in crate::marketplace) fn is_party(user: &User, job: &Job) -> bool {
    is_employer(user, job) || is_worker(user, job)
}

/// Whether a user has posted a job. A later token may give the same user another name.
pub(in crate::marketplace) fn is_employer(user: &User, job: &Job) -> bool {
    job.employer.id == user.id
}

/// Whether a user has taken a job.
pub(in crate::marketplace) fn is_worker(user: &User, job: &Job) -> bool {
    job.worker.as_ref().is_some_and(|worker| worker.id == user.id)
}

#[cfg(test)]
pub(super) mod tests {
    use bellwire_demo_api::{JobStatus, PaymentMethod};

    use super::super::market::Market;
    use super::super::market::tests::{alice, bob, new_job};
    use super::*;

    pub(crate) fn renamed(user: &User, name: &str) -> User {
        User { name: name.to_owned(), ..user.clone() }
    }

    #[test]
    fn whoever_has_another_name_today_is_the_same_user() {
        let mut market = Market::default();
        let job = market.create(&alice(), &new_job(1)).unwrap();
        let job = market.accept(&bob(), job.id).unwrap();
        let (alicia, rob) = (renamed(&alice(), "Alicia"), renamed(&bob(), "Rob"));
        assert!(is_party(&alicia, &job) && is_party(&rob, &job));
        market.mark_complete(&rob, job.id).unwrap();
        let (done, _) = market.approve_completion(&alicia, job.id, PaymentMethod::Gcash).unwrap();
        assert_eq!(done.status, JobStatus::Completed);
    }
}
