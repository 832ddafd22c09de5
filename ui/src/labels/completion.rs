use std::borrow::Cow::Borrowed;

use super::Label;
use super::vocabulary::vocabulary;

/// The words of a [`JobCompletion`](crate::JobCompletion).
///
/// # Examples
///
/// ```
/// use bellwire_ui::JobCompletionLabels;
///
/// let labels = JobCompletionLabels { approved: "Done".into(), ..JobCompletionLabels::english() };
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobCompletionLabels {
    /// The worker's button.
    pub mark: Label,
    /// To the worker, once that is said.
    pub waiting: Label,
    /// To the worker, at the end.
    pub approved: Label,
    /// To the client, at the beginning.
    pub in_progress: Label,
    /// To the client, once the worker has said it.
    pub marked: Label,
    /// The client's button.
    pub approve: Label,
    /// What is chosen with it.
    pub pay_with: Label,
    /// The way to pay that is no bank's.
    pub cash: Label,
    /// To the client, at the end.
    pub you_approved: Label,
}

impl JobCompletionLabels {
    /// In English.
    #[must_use]
    pub const fn english() -> Self {
        Self {
            mark: Borrowed("Mark as complete"),
            waiting: Borrowed("Waiting for the client to approve completion"),
            approved: Borrowed("Job completed! The client has approved."),
            in_progress: Borrowed("The worker has not marked this job as complete yet."),
            marked: Borrowed("The worker has marked this job as complete."),
            approve: Borrowed("Approve & pay"),
            pay_with: Borrowed("Pay with"),
            cash: Borrowed("Cash"),
            you_approved: Borrowed("You have approved this job's completion"),
        }
    }

    /// In German.
    #[must_use]
    pub const fn german() -> Self {
        Self {
            mark: Borrowed("Als erledigt melden"),
            waiting: Borrowed("Der Auftraggeber muss die Erledigung noch bestätigen"),
            approved: Borrowed("Erledigt! Der Auftraggeber hat zugestimmt."),
            in_progress: Borrowed("Der Auftrag ist noch nicht als erledigt gemeldet."),
            marked: Borrowed("Der Auftrag ist als erledigt gemeldet."),
            approve: Borrowed("Bestätigen und bezahlen"),
            pay_with: Borrowed("Bezahlen mit"),
            cash: Borrowed("Bar"),
            you_approved: Borrowed("Sie haben die Erledigung bestätigt"),
        }
    }

    /// In Arabic.
    #[must_use]
    pub const fn arabic() -> Self {
        Self {
            mark: Borrowed("وضع علامة مكتمل"),
            waiting: Borrowed("بانتظار موافقة العميل على الإنجاز"),
            approved: Borrowed("اكتملت المهمة! وافق العميل."),
            in_progress: Borrowed("لم يُعلن العامل بعد عن إنجاز هذه المهمة."),
            marked: Borrowed("أعلن العامل عن إنجاز هذه المهمة."),
            approve: Borrowed("الموافقة والدفع"),
            pay_with: Borrowed("الدفع بواسطة"),
            cash: Borrowed("نقدًا"),
            you_approved: Borrowed("لقد وافقت على إنجاز هذه المهمة"),
        }
    }
}

vocabulary!(JobCompletionLabels, completion);
