//! Where the transfers of one account on one connection are written down: in this device's database.

use async_trait::async_trait;
use files::{Journal, JournalChange, JournalError, Kept};
use store::{Store, StoredTransfer, TransferChange};

/// The journal of one account.
#[derive(Debug)]
pub(crate) struct OwnJournal {
    store: Store,
    connection: String,
    account: String,
}

impl OwnJournal {
    pub(crate) fn new(store: Store, connection: &str, account: &str) -> Self {
        Self {
            store,
            connection: connection.to_owned(),
            account: account.to_owned(),
        }
    }
}

#[async_trait]
impl Journal for OwnJournal {
    async fn load(&self) -> Result<Vec<Kept>, JournalError> {
        let stored = self.store.transfers(&self.connection, &self.account).await;
        Ok(stored.map_err(failed)?.into_iter().map(kept).collect())
    }

    async fn write(&self, changes: Vec<JournalChange>) -> Result<(), JournalError> {
        let changes = changes.into_iter().map(change).collect();
        let written = self
            .store
            .change_transfers(&self.connection, &self.account, changes)
            .await;
        written.map_err(failed)
    }
}

fn failed(error: store::Error) -> JournalError {
    tracing::warn!(%error, "the database failed");
    JournalError
}

fn kept(stored: StoredTransfer) -> Kept {
    Kept {
        id: stored.id,
        place: stored.place,
        held: stored.held,
        job: stored.job,
        begun: stored.begun,
    }
}

fn change(change: JournalChange) -> TransferChange {
    match change {
        JournalChange::Add(kept) => TransferChange::Add(StoredTransfer {
            id: kept.id,
            place: kept.place,
            held: kept.held,
            job: kept.job,
            begun: kept.begun,
        }),
        JournalChange::Begun(id, begun) => TransferChange::Begun(id, begun),
        JournalChange::Place(id, place) => TransferChange::Place(id, place),
        JournalChange::Held(id, held) => TransferChange::Held(id, held),
        JournalChange::Remove(id) => TransferChange::Remove(id),
    }
}
