//! Files carried up and down by the queue of transfers, to their end.

use std::path::PathBuf;

use files::{Integrity, Item, Settings, State, Transfer, Transfers};
use tests::person::ended;

use super::Server;

/// Uploads files into a folder and waits until they are there.
pub(super) async fn up(server: &Server, folder: &str, paths: Vec<PathBuf>) -> Vec<Transfer> {
    let transfers = Transfers::open(server.files(), Settings::default(), None);
    let ids = transfers.upload(&server.home(), folder, paths).await;
    all(&transfers, ids).await
}

/// Downloads an object into a local folder and waits until it is there.
pub(super) async fn down(server: &Server, key: &str, into: PathBuf) -> Transfer {
    let transfers = Transfers::open(server.files(), Settings::default(), None);
    let ids = transfers
        .download(&server.home(), vec![Item::of_key(key)], into)
        .await;
    all(&transfers, ids).await.remove(0)
}

/// Whether the bytes that arrived were compared.
pub(super) fn verified(transfer: &Transfer) -> bool {
    transfer
        .integrity
        .is_some_and(|integrity| integrity != Integrity::NotVerified)
}

async fn all(transfers: &Transfers, ids: Vec<u32>) -> Vec<Transfer> {
    let mut over = Vec::new();
    for id in ids {
        let transfer = ended(transfers, id).await;
        assert_eq!(transfer.state, State::Done, "{}", transfer.name);
        over.push(transfer);
    }
    over
}
