use idb::{Database, DatabaseEvent, Error, Factory, ObjectStore, ObjectStoreParams, Transaction};
use idb::{Query, TransactionMode};
use wasm_bindgen::JsValue;

use super::lock::{self, Lock};
use super::record::Record;
use crate::engine::{StoreAction, Stored};

const MESSAGES: &str = "messages";

/// The records of one name, of which some are ours.
///
/// Whoever has records holds a lock of a name that is never used again, and writes that name into
/// each of them. So a record whose lock nobody holds has lost its tab, and anybody may take it over.
/// A lock is held for no longer than necessary: it keeps the page out of the back/forward cache.
pub(super) struct Shelf {
    database: Database,
    name: String,
    lock: Option<Lock>,
    /// The name of our lock.
    owner: String,
    /// How many locks we have had.
    terms: u32,
    records: usize,
    rank: u32,
}

impl Shelf {
    pub(super) async fn open(name: &str) -> Result<Self, Error> {
        let name = format!("bellwire-{name}");
        let mut request = Factory::new()?.open(&name, Some(1))?;
        request.on_upgrade_needed(|event| {
            // A database without the store fails at its first use.
            if let Ok(database) = event.database() {
                let _ = database.create_object_store(MESSAGES, ObjectStoreParams::new());
            }
        });
        let database = request.await?;
        Ok(Self { database, name, lock: None, owner: String::new(), terms: 0, records: 0, rank: 0 })
    }

    /// Takes over the messages of tabs that are gone, oldest first.
    pub(super) async fn adopt(&mut self) -> Result<Vec<Stored>, Error> {
        let (reading, store) = self.begin(TransactionMode::ReadOnly)?;
        let mut orphaned: Vec<String> =
            read_all(&store).await?.iter().filter_map(|(_, record)| record.owner()).collect();
        reading.await?;
        if orphaned.is_empty() {
            return Ok(Vec::new());
        }
        // In this order: whoever writes a record has its lock before.
        let held = lock::held().await.unwrap_or_default();
        orphaned.retain(|owner| !held.contains(owner));
        if orphaned.is_empty() {
            return Ok(Vec::new());
        }
        self.begin_term().await;
        let (writing, store) = self.begin(TransactionMode::ReadWrite)?;
        let mut adopted = Vec::new();
        for (key, record) in read_all(&store).await? {
            // Another tab may have been quicker.
            if !record.owner().is_some_and(|owner| orphaned.contains(&owner)) {
                continue;
            }
            match record.stored() {
                Some(stored) => {
                    record.set_owner(&self.owner);
                    store.put(record.as_value(), Some(&key))?.await?;
                    adopted.push((record.order(), stored));
                }
                None => store.delete(Query::Key(key))?.await?,
            }
        }
        writing.commit()?.await?;
        self.records = adopted.len();
        self.end_term();
        adopted.sort_by(|((at, rank), _), ((other_at, other_rank), _)| {
            at.total_cmp(other_at).then(rank.total_cmp(other_rank))
        });
        Ok(adopted.into_iter().map(|(_, stored)| stored).collect())
    }

    /// Keeps and forgets messages, all or none.
    pub(super) async fn write(&mut self, actions: Vec<StoreAction>) -> Result<(), Error> {
        self.begin_term().await;
        let (writing, store) = self.begin(TransactionMode::ReadWrite)?;
        for action in actions {
            match action {
                StoreAction::Put(stored) => {
                    self.rank += 1;
                    self.records += 1;
                    let record = Record::new(&self.owner, self.rank, &stored);
                    let key = stored.message.key.as_deref().map(JsValue::from);
                    store.put(record.as_value(), key.as_ref())?;
                }
                StoreAction::Remove(key) => {
                    self.records = self.records.saturating_sub(1);
                    store.delete(Query::Key(JsValue::from(&*key)))?;
                }
            }
        }
        writing.commit()?.await?;
        self.end_term();
        Ok(())
    }

    async fn begin_term(&mut self) {
        if self.lock.is_none() {
            self.terms += 1;
            self.owner = format!("{}-{}-{}", self.name, js_sys::Math::random(), self.terms);
            self.lock = Lock::acquire(&self.owner).await;
        }
    }

    fn end_term(&mut self) {
        if self.records == 0 {
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

async fn read_all(store: &ObjectStore) -> Result<Vec<(JsValue, Record)>, Error> {
    let keys = store.get_all_keys(None, None)?.await?;
    let values = store.get_all(None, None)?.await?;
    Ok(keys.into_iter().zip(values.into_iter().map(Record::from_value)).collect())
}
