use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Context;
use bellwire::Event;

use crate::jobs::JobPosted;

/// The jobs, in memory, and where to tell of new ones.
#[derive(Clone, Debug)]
pub struct Board {
    titles: Arc<Mutex<Vec<String>>>,
    broadcast: Arc<str>,
}

impl Board {
    /// A board with two jobs, whose news go to an address that takes `POST /broadcast`.
    pub fn new(broadcast: &str) -> Self {
        let titles = ["Paint a fence", "Walk a dog"].map(str::to_owned).to_vec();
        Self { titles: Arc::new(Mutex::new(titles)), broadcast: broadcast.into() }
    }

    /// The titles, newest first.
    pub fn titles(&self) -> Vec<String> {
        self.lock().iter().rev().cloned().collect()
    }

    /// Adds a job, and tells everybody.
    ///
    /// # Errors
    ///
    /// Fails when the job is there and nobody could be told.
    pub async fn post(&self, title: String) -> anyhow::Result<()> {
        self.lock().push(title.clone());
        let message = serde_json::json!({ "type": JobPosted::NAME, "data": JobPosted { title } });
        let address = self.broadcast.clone();
        let post = move || {
            ureq::post(&*address)
                .header("Content-Type", "application/json")
                .send(message.to_string())
                .context("the job is there, but nobody could be told")
        };
        tokio::task::spawn_blocking(post).await??;
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<String>> {
        self.titles.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
