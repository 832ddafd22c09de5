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
        // Of tabs that open together one is first.
        let _adoption = Lock::acquire(&self.name).await;
        let mut records = self.read_all().await?;
        if records.is_empty() {
            return Ok(Vec::new());
        }
        // In this order: whoever writes a record has its lock before.
        let held = lock::held().await.unwrap_or_default();
        records.retain(|(_, record)| !record.owner().is_some_and(|owner| held.contains(&owner)));
        if records.is_empty() {
            return Ok(Vec::new());
        }
        self.begin_term().await;
        let (writing, store) = self.begin(TransactionMode::ReadWrite)?;
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
        self.records = adopted.len();
        self.end_term();
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
        commit(writing).await?;
        self.end_term();
        Ok(())
    }

    async fn read_all(&self) -> Result<Vec<(JsValue, Record)>, Error> {
        let (_reading, store) = self.begin(TransactionMode::ReadOnly)?;
        // Who waits for a request later than at once waits for ever.
        let keys = store.get_all_keys(None, None)?.await?;
        let values = store.get_all(None, None)?.await?;
        Ok(keys.into_iter().zip(values.into_iter().map(Record::from_value)).collect())
    }

    async fn begin_term(&mut self) {
        if self.lock.is_none() {
            self.terms += 1;
            let random = js_sys::Math::random().to_bits();
            self.owner = format!("{}-{random}-{}", self.name, self.terms);
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

async fn commit(transaction: Transaction) -> Result<(), Error> {
    transaction.commit()?.await.map(drop)
}
