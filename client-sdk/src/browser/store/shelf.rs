use idb::{Database, DatabaseEvent, Factory, ObjectStore, ObjectStoreParams, Transaction};
use idb::{Query, TransactionMode, TransactionResult};
use wasm_bindgen::JsValue;

use super::lock::{self, Lock};
use super::record::Record;
use crate::engine::{StoreAction, Stored};

const MESSAGES: &str = "messages";

/// The records of one name, of which some are ours.
///
/// Whoever has records holds a lock of a name that is never used again, and writes that name into
/// each of them. So a record whose lock nobody holds has lost its tab, and anybody may take it
/// over. A lock is held for no longer than necessary: it keeps the page out of the back/forward
/// cache.
pub(super) struct Shelf {
    database: Database,
    name: String,
    lock: Option<Lock>,
    /// The name of our lock.
    owner: String,
    /// How many locks we have had.
    terms: u32,
    /// The keys of our records.
    kept: Vec<Box<str>>,
    rank: u32,
}

/// Why messages cannot be kept.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error(transparent)]
    Database(#[from] idb::Error),
    /// For want of space, for instance.
    #[error("the browser has undone what was written")]
    Aborted,
    #[error("without Web Locks, which pages have from https and localhost, tabs cannot share them")]
    NoLocks,
}

impl Shelf {
    pub(super) async fn open(name: &str) -> Result<Self, Error> {
        let name = format!("bellwire-{name}");
        Ok(Self {
            database: open_database(&name).await?,
            name,
            lock: None,
            owner: String::new(),
            terms: 0,
            kept: Vec::new(),
            rank: 0,
        })
    }

    /// Takes over the messages of tabs that are gone, oldest first.
    pub(super) async fn adopt(&mut self) -> Result<Vec<Stored>, Error> {
        // Of tabs that open together one is first.
        let _adoption = Lock::acquire(&self.name).await.ok_or(Error::NoLocks)?;
        // In this order: whoever writes a record has its lock before.
        let mut owners = self.owners().await?;
        if owners.is_empty() {
            return Ok(Vec::new());
        }
        let held = lock::held().await.ok_or(Error::NoLocks)?;
        owners.retain(|owner| !owner.as_ref().is_some_and(|owner| held.contains(owner)));
        if owners.is_empty() {
            return Ok(Vec::new());
        }
        self.begin_term().await?;
        let (writing, store) = self.begin(TransactionMode::ReadWrite)?;
        // Once more: an owner may have been about to take its last record away.
        let mut records = read_all(&store).await?;
        records.retain(|(_, record)| owners.contains(&record.owner()));
        let mut adopted = Vec::new();
        for (key, record) in records {
            if let Some(stored) = record.stored() {
                record.set_owner(&self.owner);
                store.put(record.as_value(), Some(&key))?;
                let order = record.order();
                let later = adopted.iter().position(|(other, _)| *other > order);
                adopted.insert(later.unwrap_or(adopted.len()), (order, stored));
            } else {
                store.delete(Query::Key(key))?;
            }
        }
        commit(writing).await?;
        let adopted: Vec<_> = adopted.into_iter().map(|(_, stored)| stored).collect();
        self.kept = adopted.iter().filter_map(|stored| stored.message.key.clone()).collect();
        self.end_term();
        Ok(adopted)
    }

    /// Keeps and forgets messages, all or none.
    pub(super) async fn write(&mut self, actions: &[StoreAction]) -> Result<(), Error> {
        if actions.is_empty() {
            return Ok(());
        }
        self.begin_term().await?;
        let mut written = self.attempt(actions).await;
        if written.is_err() {
            // Browsers close a database at times, after a sleep for instance.
            written = self.attempt_afresh(actions).await;
        }
        if written.is_ok() {
            self.note(actions);
        }
        self.end_term();
        written
    }

    /// Whether the message of this key would outlive the page.
    pub(super) fn keeps(&self, key: &str) -> bool {
        self.kept.iter().any(|kept| **kept == *key)
    }

    async fn attempt_afresh(&mut self, actions: &[StoreAction]) -> Result<(), Error> {
        self.database.close();
        self.database = open_database(&self.name).await?;
        self.attempt(actions).await
    }

    async fn attempt(&mut self, actions: &[StoreAction]) -> Result<(), Error> {
        let (writing, store) = self.begin(TransactionMode::ReadWrite)?;
        for action in actions {
            match action {
                StoreAction::Put(stored) => {
                    self.rank += 1;
                    let record = Record::new(&self.owner, self.rank, stored);
                    let key = stored.message.key.as_deref().map(JsValue::from);
                    store.put(record.as_value(), key.as_ref())?;
                }
                StoreAction::Remove(key) => {
                    store.delete(Query::Key(JsValue::from(&**key)))?;
                }
            }
        }
        commit(writing).await
    }

    /// Notes which records are ours now.
    fn note(&mut self, actions: &[StoreAction]) {
        for action in actions {
            match action {
                StoreAction::Put(stored) => self.kept.extend(stored.message.key.clone()),
                StoreAction::Remove(key) => self.kept.retain(|other| other != key),
            }
        }
    }

    /// The owners of all records; none for one that says none.
    async fn owners(&self) -> Result<Vec<Option<String>>, Error> {
        let (_reading, store) = self.begin(TransactionMode::ReadOnly)?;
        Ok(read_all(&store).await?.iter().map(|(_, record)| record.owner()).collect())
    }

    async fn begin_term(&mut self) -> Result<(), Error> {
        if self.lock.is_none() {
            self.terms += 1;
            let random = js_sys::Math::random().to_bits();
            self.owner = format!("{}-{random}-{}", self.name, self.terms);
            self.lock = Some(Lock::acquire(&self.owner).await.ok_or(Error::NoLocks)?);
        }
        Ok(())
    }

    fn end_term(&mut self) {
        if self.kept.is_empty() {
            self.lock = None;
        }
    }

    fn begin(&self, mode: TransactionMode) -> Result<(Transaction, ObjectStore), Error> {
        let transaction = self.database.transaction(&[MESSAGES], mode)?;
        let store = transaction.object_store(MESSAGES)?;
        Ok((transaction, store))
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        self.database.close();
    }
}

async fn open_database(name: &str) -> Result<Database, Error> {
    let mut request = Factory::new()?.open(name, Some(1))?;
    request.on_upgrade_needed(|event| {
        // A database without the store fails at its first use.
        if let Ok(database) = event.database() {
            let _ = database.create_object_store(MESSAGES, ObjectStoreParams::new());
        }
    });
    Ok(request.await?)
}

async fn read_all(store: &ObjectStore) -> Result<Vec<(JsValue, Record)>, Error> {
    // Who waits for a request later than at once waits for ever.
    let keys = store.get_all_keys(None, None)?.await?;
    let values = store.get_all(None, None)?.await?;
    Ok(keys.into_iter().zip(values.into_iter().map(Record::from_value)).collect())
}

async fn commit(transaction: Transaction) -> Result<(), Error> {
    match transaction.commit()?.await? {
        TransactionResult::Committed => Ok(()),
        TransactionResult::Aborted => Err(Error::Aborted),
    }
}
