use bellwire::job_status::{CompletionStep, JobStatusUpdate, PaymentMethod};

/// How far a job is on the way to being done: the worker says so first, and then the client agrees.
///
/// # Examples
///
/// ```
/// use bellwire::job_status::PaymentMethod;
/// use bellwire_ui::Completion;
///
/// let heard = Completion::Approved(Some(PaymentMethod::Cash));
/// assert_eq!(heard.or_later(Completion::Marked), heard);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Completion {
    /// The worker is at it.
    #[default]
    Open,
    /// The worker says that it is done; the client has not agreed.
    Marked,
    /// The client agrees, and pays in this way, where the server says it.
    Approved(Option<PaymentMethod>),
}

impl Completion {
    /// What a job looks like to the API.
    #[must_use]
    pub fn new(
        worker_marked_complete: bool,
        client_marked_complete: bool,
        payment_method: Option<PaymentMethod>,
    ) -> Self {
        match (worker_marked_complete, client_marked_complete) {
            (_, true) => Self::Approved(payment_method),
            (true, false) => Self::Marked,
            (false, false) => Self::Open,
        }
    }

    /// The further one of two. Steps are never taken back, so whatever order they are told in, by the
    /// socket and by the API, the furthest is the truth.
    #[must_use]
    pub fn or_later(self, other: Self) -> Self {
        match (self, other) {
            (Self::Approved(None), Self::Approved(_)) => other,
            (Self::Approved(_), _) | (_, Self::Open) => self,
            (Self::Open | Self::Marked, _) => other,
        }
    }
}

impl From<&JobStatusUpdate> for Completion {
    fn from(update: &JobStatusUpdate) -> Self {
        match update.event {
            CompletionStep::WorkerMarkedComplete => Self::Marked,
            CompletionStep::ClientApprovedCompletion => Self::Approved(update.payment_method),
        }
    }
}

#[cfg(test)]
mod tests {
    use bellwire::Payload;

    use super::*;

    #[test]
    fn whatever_the_order_the_furthest_step_counts() {
        let approved = Completion::Approved(Some(PaymentMethod::Gcash));
        for steps in [
            [Completion::Open, Completion::Marked, approved],
            [approved, Completion::Open, Completion::Marked],
            [Completion::Approved(None), approved, Completion::Marked],
            [approved, Completion::Approved(None), Completion::Open],
        ] {
            assert_eq!(steps.into_iter().reduce(Completion::or_later), Some(approved));
        }
    }

    #[test]
    fn a_step_says_how_far_the_job_is_even_where_the_flags_are_left_out() {
        let update = |json: &str| {
            Completion::from(&Payload::from_json(json).unwrap().read::<JobStatusUpdate>().unwrap())
        };
        assert_eq!(update(r#"{"event":"worker_marked_complete","job_id":1}"#), Completion::Marked);
        let approved =
            r#"{"event":"client_approved_completion","job_id":1,"payment_method":"CASH"}"#;
        assert_eq!(update(approved), Completion::Approved(Some(PaymentMethod::Cash)));
    }
}
