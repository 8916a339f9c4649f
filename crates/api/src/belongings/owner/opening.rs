//! How the owner begins: whose belongings these are, which device this is, and the copy that it has.

use std::time::Duration;

use store::{Records, Store};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::{AGAIN, LONGEST, Owner, Parts, Standing, State};
use crate::belongings::record::{self, Copy};

/// How long the identity may take to become known without being asked for.
const FILES_FIRST: Duration = Duration::from_secs(10);
/// The preference that holds the id of this device.
const DEVICE: &str = "device";

/// Finds out whose belongings these are, and reads the copy of this device.
pub(super) async fn open(parts: Parts, states: watch::Sender<State>) -> Owner {
    let Parts {
        store,
        connection,
        session,
        clock,
        sub,
        identity,
        place,
    } = parts;
    let identity = identity_of(&store, &connection, &sub, identity, &session).await;
    let device = device(&store).await;
    let Records { records, mark } = store
        .records(&connection, &identity)
        .await
        .unwrap_or_else(|error| {
            tracing::warn!(%error, "what belongs to the person could not be read");
            Records::default()
        });
    let place = place(&identity);
    let owner = Owner {
        standing: Standing {
            shared: place.is_some(),
            ..Standing::default()
        },
        store,
        connection,
        identity,
        device,
        clock,
        place,
        copy: record::from_rows(records),
        mark: mark
            .and_then(|mark| serde_json::from_str(&mark).ok())
            .unwrap_or_default(),
        states,
        running: JoinSet::new(),
        sent: Copy::new(),
        waiting: Vec::new(),
        anew: Vec::new(),
        due: None,
        failures: 0,
    };
    owner.publish();
    owner
}

async fn identity_of(
    store: &Store,
    connection: &str,
    sub: &str,
    known: Option<String>,
    session: &auth::Session,
) -> String {
    if let Some(identity) = known {
        return identity;
    }
    if let Ok(Some(account)) = store.account(connection, sub).await
        && let Some(identity) = account.profile.identity_id
    {
        return identity;
    }
    // Whoever opens files asks for it anyway, and comes first.
    let mut snapshots = session.watch();
    let learnt = snapshots.wait_for(|snapshot| identity_in(snapshot).is_some());
    if let Ok(Ok(snapshot)) = timeout(FILES_FIRST, learnt).await
        && let Some(identity) = identity_in(&snapshot)
    {
        return identity;
    }
    let mut wait = AGAIN;
    loop {
        match session.identity_id().await {
            Ok(identity) => return identity,
            Err(error) => tracing::debug!(%error, "whose belongings these are is not known yet"),
        }
        sleep(wait).await;
        wait = (wait * 2).min(LONGEST);
    }
}

fn identity_in(snapshot: &auth::Snapshot) -> Option<String> {
    snapshot.account.as_ref()?.identity_id.clone()
}

/// The id of this device: random, so that it says nothing about the computer.
async fn device(store: &Store) -> String {
    if let Ok(Some(device)) = store.preference(DEVICE).await {
        return device;
    }
    let device = uuid::Uuid::new_v4().simple().to_string();
    if let Err(error) = store.set_preference(DEVICE, &device).await {
        tracing::warn!(%error, "the id of this device could not be written down");
    }
    device
}
