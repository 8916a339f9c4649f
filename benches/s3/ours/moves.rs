//! The queue of transfers, as the bench uses it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use files::{Item, Overview, Settings, State, Transfers};
use serde_json::{Value, json};
use tokio::sync::watch;

use super::journal::Lines;
use super::{files, location, memory};

/// How often each way of stopping is measured.
const STOPS: usize = 20;

fn open(url: &str, journal: Option<&Path>) -> Transfers {
    let journal = journal.map(|path| Arc::new(Lines::at(path)) as Arc<dyn files::Journal>);
    Transfers::open(files(url), Settings::default(), journal)
}

/// The file, or every file of the folder.
fn paths(path: &Path) -> Vec<PathBuf> {
    match path.read_dir() {
        Ok(entries) => entries.map(|entry| entry.expect("a file").path()).collect(),
        Err(_) => vec![path.to_owned()],
    }
}

/// Uploads a file, or every file of a folder, and waits until all is there.
pub(crate) async fn up(url: &str, path: &Path, folder: &str, journal: Option<&Path>) -> Value {
    let transfers = open(url, journal);
    transfers.upload(&location("bench"), folder, paths(path)).await;
    over(&transfers).await
}

/// Downloads an object, or all that lie in a folder.
pub(crate) async fn down(url: &str, into: &Path, key: &str, journal: Option<&Path>) -> Value {
    let transfers = open(url, journal);
    let items = vec![Item::of_key(key)];
    transfers
        .download(&location("bench"), items, into.to_owned())
        .await;
    over(&transfers).await
}

/// Takes up what a journal has kept, and waits until it is done.
pub(crate) async fn resume(url: &str, journal: &Path) -> Value {
    over(&open(url, Some(journal))).await
}

/// Waits until nothing is left to do.
async fn over(transfers: &Transfers) -> Value {
    let mut watch = transfers.watch();
    let at_rest = |seen: &Overview| {
        let counts = &seen.counts;
        let over = counts.done + counts.failed + counts.skipped + counts.cancelled;
        over > 0
            && seen.preparing == 0
            && counts.waiting + counts.running + counts.paused + counts.asking == 0
    };
    let seen = watch.wait_for(at_rest).await.expect("it lives").clone();
    let counts = seen.counts;
    assert_eq!(
        counts.failed + counts.skipped + counts.cancelled,
        0,
        "{:?}",
        seen.rows.first()
    );
    transfers.close().await;
    json!({ "count": counts.done, "peak_mb": memory::peak() as f64 / 1e6 })
}

/// How long it takes until a transfer that moves is held or cancelled, in milliseconds, at the 95th percentile.
pub(crate) async fn stops(url: &str, path: &Path, into: &Path, key: &str) -> Value {
    let transfers = open(url, None);
    let (mut pause_up, mut cancel_up) = (Vec::new(), Vec::new());
    let (mut pause_down, mut cancel_down) = (Vec::new(), Vec::new());
    for n in 0..STOPS {
        let folder = format!("stops-{n}/");
        let ids = transfers
            .upload(&location("bench"), &folder, vec![path.to_owned()])
            .await;
        stop(&transfers, ids[0], &mut pause_up, &mut cancel_up).await;
        let items = vec![Item::of_key(key)];
        let ids = transfers
            .download(&location("bench"), items, into.to_owned())
            .await;
        stop(&transfers, ids[0], &mut pause_down, &mut cancel_down).await;
    }
    json!({
        "pause an upload": p95(pause_up),
        "cancel an upload": p95(cancel_up),
        "pause a download": p95(pause_down),
        "cancel a download": p95(cancel_down),
    })
}

async fn stop(transfers: &Transfers, id: u32, pauses: &mut Vec<f64>, cancels: &mut Vec<f64>) {
    let mut watch = transfers.watch();
    moves(&mut watch, id).await;
    let began = Instant::now();
    transfers.pause(Some(id));
    state(&mut watch, id, &State::Paused).await;
    pauses.push(began.elapsed().as_secs_f64() * 1e3);
    transfers.resume(Some(id));
    moves(&mut watch, id).await;
    let began = Instant::now();
    transfers.cancel(Some(id));
    state(&mut watch, id, &State::Cancelled).await;
    cancels.push(began.elapsed().as_secs_f64() * 1e3);
    transfers.clear_finished();
}

/// Waits until more bytes of it have moved.
async fn moves(watch: &mut watch::Receiver<Overview>, id: u32) {
    let done = |seen: &Overview| {
        let row = seen
            .rows
            .iter()
            .find(|row| row.id == id && row.state == State::Running);
        row.map_or(0, |row| row.done)
    };
    let before = done(&watch.borrow());
    let moved = watch.wait_for(|seen| done(seen) > before + (1 << 20));
    let moved = tokio::time::timeout(Duration::from_secs(60), moved).await;
    moved.expect("it moves").expect("it lives");
}

async fn state(watch: &mut watch::Receiver<Overview>, id: u32, state: &State) {
    let there = |seen: &Overview| seen.rows.iter().any(|row| row.id == id && row.state == *state);
    let there = tokio::time::timeout(Duration::from_secs(60), watch.wait_for(there)).await;
    there.expect("it stops").expect("it lives");
}

fn p95(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[(times.len() * 95).div_ceil(100) - 1]
}
