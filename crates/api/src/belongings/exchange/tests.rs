//! One suite over a place that misbehaves in every way in which a service can: answers that are lost, writers that
//! are faster, and pushes that half succeed.

use std::sync::{Mutex, PoisonError};

use serde_json::json;

use super::super::merge::{Extent, Shared};
use super::super::record::{Kept, Record};
use super::*;

const NOW: i64 = 1_700_000_000_000;

#[derive(Default)]
struct Board {
    records: BTreeMap<Key, Shared>,
    version: i64,
    begun: bool,
}

/// What goes wrong, in this order.
#[derive(Clone, Copy, PartialEq)]
enum Mishap {
    None,
    /// Another device writes between pull and push.
    Overtaken,
    /// The push arrives, its answer does not.
    AnswerLost,
    Offline,
}

struct Shelf {
    board: Mutex<Board>,
    mishaps: Mutex<Vec<Mishap>>,
}

impl Shelf {
    fn new(mishaps: &[Mishap]) -> Self {
        Self {
            board: Mutex::default(),
            mishaps: Mutex::new(mishaps.iter().rev().copied().collect()),
        }
    }

    fn names(&self) -> Vec<String> {
        let board = self.board.lock().unwrap_or_else(PoisonError::into_inner);
        board.records.keys().map(|key| key.name.clone()).collect()
    }
}

#[async_trait]
impl Place for Shelf {
    fn name(&self) -> &'static str {
        "shelf"
    }

    async fn pull(&self, mark: &Mark) -> Result<Pulled, Trouble> {
        let board = self.board.lock().unwrap_or_else(PoisonError::into_inner);
        let known = mark.epoch.is_some() && board.begun;
        Ok(Pulled {
            found: Found {
                records: board.records.clone(),
                rest: Some(if known { Extent::All } else { Extent::Anew }),
                ..Found::default()
            },
            mark: Mark {
                place: "shelf".to_owned(),
                epoch: Some("e".to_owned()),
                ..Mark::default()
            },
            versions: BTreeMap::from([(String::new(), board.version.to_string())]),
            ..Pulled::default()
        })
    }

    async fn push(&self, pulled: &Pulled, copy: &Copy, changes: &[Change]) -> Pushed {
        let mishap = self.mishaps.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mishap = mishap.unwrap_or(Mishap::None);
        let mut board = self.board.lock().unwrap_or_else(PoisonError::into_inner);
        let mut pushed = Pushed {
            mark: pulled.mark.clone(),
            ..Pushed::default()
        };
        if mishap == Mishap::Offline {
            pushed.trouble = Some(Trouble::Service(files::Error::Offline));
            return pushed;
        }
        if mishap == Mishap::Overtaken {
            let name = format!("other-{}", board.version);
            let shared = Shared {
                record: record(0, "other"),
                count: 1,
            };
            board.records.insert(Key::new("bookmarks", &name), shared);
            board.version += 1;
            board.begun = true;
        }
        if pulled.versions[""] != board.version.to_string() {
            pushed.trouble = Some(Trouble::Conflict);
            return pushed;
        }
        let shared = |kept: &Kept| Shared {
            record: kept.record.clone(),
            count: 1,
        };
        board.records = copy
            .iter()
            .map(|(key, kept)| (key.clone(), shared(kept)))
            .collect();
        board.version += 1;
        board.begun = true;
        if mishap == Mishap::AnswerLost {
            pushed.trouble = Some(Trouble::Service(files::Error::Offline));
        } else {
            pushed.counts = changes.iter().map(|change| (change.key.clone(), 1)).collect();
        }
        pushed
    }

    async fn settle(&self, _: &Pulled) -> Result<(), Trouble> {
        Ok(())
    }
}

fn record(at: i64, by: &str) -> Record {
    Record {
        value: Some(json!(by)),
        at: NOW + at,
        by: by.to_owned(),
    }
}

fn edited(names: &[&str]) -> Copy {
    let kept = |name: &&str| {
        let kept = Kept {
            record: record(1, name),
            count: 0,
            dirty: true,
        };
        (Key::new("bookmarks", name), kept)
    };
    names.iter().map(kept).collect()
}

async fn run(shelf: &Shelf, state: Exchanged) -> Exchanged {
    exchange(shelf, state.copy, state.mark, NOW).await
}

fn fresh(names: &[&str]) -> Exchanged {
    Exchanged {
        copy: edited(names),
        mark: Mark::default(),
        set_aside: false,
        trouble: None,
    }
}

fn dirty(state: &Exchanged) -> usize {
    state.copy.values().filter(|kept| kept.dirty).count()
}

#[tokio::test]
async fn whoever_is_overtaken_merges_and_pushes_again() {
    let shelf = Shelf::new(&[Mishap::Overtaken, Mishap::Overtaken]);
    let end = run(&shelf, fresh(&["a"])).await;
    assert_eq!((end.trouble.clone(), dirty(&end)), (None, 0));
    assert_eq!(shelf.names(), ["a", "other-0", "other-1"]);
}

#[tokio::test]
async fn whoever_is_overtaken_for_ever_gives_up_and_loses_nothing() {
    let shelf = Shelf::new(&[Mishap::Overtaken; 5]);
    let end = run(&shelf, fresh(&["a"])).await;
    assert_eq!((end.trouble.clone(), dirty(&end)), (Some(Trouble::Conflict), 1));
    let end = run(&shelf, end).await;
    assert_eq!((end.trouble.clone(), dirty(&end)), (None, 0));
    assert_eq!(shelf.names().len(), 6);
}

#[tokio::test]
async fn a_push_whose_answer_is_lost_is_recognised_the_next_time() {
    let shelf = Shelf::new(&[Mishap::AnswerLost]);
    let end = run(&shelf, fresh(&["a"])).await;
    assert_eq!(dirty(&end), 1, "nobody knows whether it arrived");
    let end = run(&shelf, end).await;
    assert_eq!((end.trouble.clone(), dirty(&end)), (None, 0));
    assert_eq!(
        shelf.board.lock().expect("no panic").version,
        1,
        "it is not sent again"
    );
}

#[tokio::test]
async fn what_was_edited_offline_waits_and_arrives() {
    let shelf = Shelf::new(&[Mishap::Offline, Mishap::Offline]);
    let mut state = run(&shelf, fresh(&["a"])).await;
    state.copy.extend(edited(&["b"]));
    let mut state = run(&shelf, state).await;
    assert_eq!(dirty(&state), 2);
    state = run(&shelf, state).await;
    assert_eq!((state.trouble.clone(), dirty(&state)), (None, 0));
    assert_eq!(shelf.names(), ["a", "b"]);
}

#[tokio::test]
async fn a_copy_that_was_shared_elsewhere_is_shared_whole() {
    let shelf = Shelf::new(&[]);
    let mut state = run(&shelf, fresh(&["a", "b"])).await;
    state.mark.place = "elsewhere".to_owned();
    let other = Shelf::new(&[]);
    let end = run(&other, state).await;
    assert_eq!((dirty(&end), other.names().len()), (0, 2));
}
