use std::collections::BTreeMap;

use bellwire_demo_api::{JobId, JobMessage};

/// How many conversations are remembered; the oldest jobs' go first.
const MAX_CONVERSATIONS: usize = 1_000;
/// What is remembered of a job's conversation.
const MAX_MESSAGES: usize = 200;
/// The longest text of a message, in characters.
const MAX_TEXT: usize = 1_000;
/// The longest name or mark of a writer, in characters.
const MAX_NAME: usize = 80;

/// What was said about each job.
#[derive(Debug, Default)]
pub(super) struct Conversations {
    by_job: BTreeMap<JobId, Vec<JobMessage>>,
}

impl Conversations {
    /// Adds a message; returns whether it is new.
    pub(super) fn add(&mut self, message: JobMessage) -> Result<bool, &'static str> {
        if message.text.trim().is_empty() {
            return Err("a message cannot be empty");
        }
        if message.text.chars().count() > MAX_TEXT {
            return Err("a message has at most 1,000 characters");
        }
        if message.author.chars().count() > MAX_NAME || message.key.chars().count() > MAX_NAME {
            return Err("a name has at most 80 characters");
        }
        if self.by_job.len() >= MAX_CONVERSATIONS && !self.by_job.contains_key(&message.job_id) {
            self.by_job.pop_first();
        }
        let messages = self.by_job.entry(message.job_id).or_default();
        if messages.iter().any(|other| other.key == message.key) {
            return Ok(false);
        }
        if messages.len() == MAX_MESSAGES {
            messages.remove(0);
        }
        messages.push(message);
        Ok(true)
    }

    pub(super) fn of(&self, job: JobId) -> Vec<JobMessage> {
        self.by_job.get(&job).cloned().unwrap_or_default()
    }
}
