use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::contents::BOOKMARKS;
use super::*;

const NOW: i64 = 1_700_000_000_000;

fn record(value: Option<u8>, at: i64, by: &str) -> Record {
    Record {
        value: value.map(|value| json!(value)),
        at: NOW + at,
        by: by.to_owned(),
    }
}

fn any_record() -> impl Strategy<Value = Record> {
    (proptest::option::of(0_u8..3), 0_i64..4, "[ab]").prop_map(|(value, at, by)| record(value, at, &by))
}

fn any_copy() -> impl Strategy<Value = Copy> {
    let kept = (0_u8..6, any_record(), 0_i64..3, any::<bool>());
    vec(kept, 0..8).prop_map(|all| {
        all.into_iter()
            .map(|(name, record, count, dirty)| {
                let key = Key::new(BOOKMARKS, &name.to_string());
                (key, Kept { record, count, dirty })
            })
            .collect()
    })
}

/// What all devices share, as the simplest place keeps it: the merged copy replaces it.
#[derive(Debug, Clone, Default)]
struct Board {
    records: BTreeMap<Key, Shared>,
    begun: bool,
}

impl Board {
    /// A whole exchange of a device that nobody disturbs.
    fn meet(&mut self, copy: &mut Copy, knows: &mut bool) {
        let extent = if *knows && self.begun {
            Extent::All
        } else {
            Extent::Anew
        };
        let found = Found {
            records: self.records.clone(),
            rest: Some(extent),
            ..Found::default()
        };
        let merged = merge(copy, &found, NOW);
        *copy = merged.copy;
        for kept in copy.values_mut() {
            kept.dirty = false;
            kept.count = 1;
        }
        let shared = |kept: &Kept| Shared {
            record: kept.record.clone(),
            count: 1,
        };
        self.records = copy
            .iter()
            .map(|(key, kept)| (key.clone(), shared(kept)))
            .collect();
        self.begun = true;
        *knows = true;
    }
}

fn values(copy: &Copy) -> BTreeMap<Key, Value> {
    let live = copy
        .iter()
        .filter_map(|(key, kept)| Some((key.clone(), kept.record.value.clone()?)));
    live.collect()
}

fn later<'a>(a: &'a Record, b: &'a Record) -> &'a Record {
    if b.beats(a) { b } else { a }
}

proptest! {
    #[test]
    fn which_version_counts_does_not_depend_on_the_order(a in any_record(), b in any_record(), c in any_record()) {
        prop_assert_eq!(later(&a, &a), &a);
        prop_assert_eq!(later(&a, &b), later(&b, &a));
        prop_assert_eq!(later(later(&a, &b), &c), later(&a, later(&b, &c)));
    }

    #[test]
    fn devices_agree_whoever_comes_first(one in any_copy(), other in any_copy(), third in any_copy()) {
        let mut ends = Vec::new();
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let mut board = Board::default();
            let mut devices = [one.clone(), other.clone(), third.clone()];
            for device in &mut devices {
                for kept in device.values_mut() {
                    kept.dirty = true;
                    kept.count = 0;
                }
            }
            let mut known = [false; 3];
            for round in [order, order] {
                for at in round {
                    board.meet(&mut devices[at], &mut known[at]);
                }
            }
            prop_assert_eq!(values(&devices[0]), values(&devices[1]));
            prop_assert_eq!(values(&devices[1]), values(&devices[2]));
            ends.push(values(&devices[0]));
        }
        prop_assert!(ends.windows(2).all(|pair| pair[0] == pair[1]), "{ends:?}");
    }

    #[test]
    fn nothing_that_was_written_here_is_lost_to_an_older_version(ours in any_copy(), theirs in any_copy()) {
        let found = Found {
            records: theirs.iter().map(|(key, kept)| (key.clone(), Shared { record: kept.record.clone(), count: 1 })).collect(),
            rest: Some(Extent::All),
            ..Found::default()
        };
        let merged = merge(&ours, &found, NOW);
        for (key, kept) in ours.iter().filter(|(_, kept)| kept.dirty && kept.record.value.is_some()) {
            let end = &merged.copy[key].record;
            prop_assert!(*end == kept.record || end.beats(&kept.record));
        }
        for (key, kept) in &theirs {
            let end = &merged.copy[key].record;
            prop_assert!(*end == kept.record || end.beats(&kept.record));
        }
    }

    #[test]
    fn the_same_answer_twice_changes_nothing_more(ours in any_copy(), theirs in any_copy()) {
        let found = Found {
            records: theirs.into_iter().map(|(key, kept)| (key, Shared { record: kept.record, count: 1 })).collect(),
            rest: Some(Extent::All),
            ..Found::default()
        };
        let once = merge(&ours, &found, NOW);
        let twice = merge(&once.copy, &found, NOW);
        prop_assert_eq!(values(&once.copy), values(&twice.copy));
        prop_assert_eq!(once.changes, twice.changes);
    }
}

fn kept(value: Option<u8>, at: i64, count: i64, dirty: bool) -> Kept {
    Kept {
        record: record(value, at, "a"),
        count,
        dirty,
    }
}

fn one_record(extent: Extent, ours: Kept) -> Merged {
    let copy = Copy::from([(Key::new(BOOKMARKS, "k"), ours)]);
    let found = Found {
        rest: Some(extent),
        ..Found::default()
    };
    merge(&copy, &found, NOW)
}

#[test]
fn what_the_others_no_longer_have_was_deleted_unless_it_was_changed_here() {
    assert!(
        one_record(Extent::All, kept(Some(1), 0, 1, false))
            .copy
            .is_empty()
    );
    assert_eq!(
        one_record(Extent::All, kept(Some(1), 0, 1, true)).changes.len(),
        1
    );
    assert_eq!(
        one_record(Extent::Anew, kept(Some(1), 0, 1, false)).changes.len(),
        1,
        "a document that was lost is filled again by every device"
    );
    let unchanged = one_record(Extent::Changes, kept(Some(1), 0, 1, false));
    assert!(unchanged.changes.is_empty() && unchanged.copy.len() == 1);
}

#[test]
fn a_deletion_is_told_to_the_others_and_forgotten_after_ninety_days() {
    let told = one_record(Extent::Changes, kept(None, 0, 3, true));
    assert_eq!(told.changes[0].count, 3);
    assert!(
        one_record(Extent::Changes, kept(None, 0, 0, true))
            .changes
            .is_empty(),
        "what was never shared need not be deleted there"
    );
    assert_eq!(
        one_record(Extent::Changes, kept(None, 1 - TOMBSTONE, 3, false))
            .copy
            .len(),
        1
    );
    assert!(
        one_record(Extent::Changes, kept(None, -TOMBSTONE, 3, false))
            .copy
            .is_empty(),
        "it is old enough"
    );
}

#[test]
fn of_the_recent_places_the_twenty_latest_stay() {
    let copy: Copy = (0..30)
        .map(|at| {
            let count = i64::from(at % 2 == 0);
            (
                Key::new(RECENTS, &format!("{at:02}")),
                kept(Some(1), at, count, false),
            )
        })
        .collect();
    let merged = merge(&copy, &Found::default(), NOW);
    let left: Vec<&str> = merged.copy.keys().map(|key| key.name.as_str()).collect();
    assert_eq!((left.len(), left[0]), (RECENTS_KEPT, "10"));
    let gone: Vec<&str> = merged
        .changes
        .iter()
        .map(|change| change.key.name.as_str())
        .collect();
    assert_eq!(
        gone,
        ["00", "02", "04", "06", "08"],
        "only those that are shared have to go there"
    );
    assert!(merged.changes.iter().all(|change| change.record.is_none()));
}

#[test]
fn the_records_of_a_merged_identity_are_taken_over_where_they_are_later() {
    let key = |name| Key::new(BOOKMARKS, name);
    let copy = Copy::from([
        (key("both"), kept(Some(1), 5, 2, false)),
        (key("newer"), kept(Some(1), 1, 2, false)),
    ]);
    let adopted = vec![
        (key("both"), record(Some(2), 4, "b")),
        (key("newer"), record(Some(2), 9, "b")),
        (key("theirs"), record(Some(2), 0, "b")),
        (key("deleted"), record(None, 9, "b")),
    ];
    let found = Found {
        adopted,
        ..Found::default()
    };
    let merged = merge(&copy, &found, NOW);
    let told: Vec<(&str, i64)> = merged
        .changes
        .iter()
        .map(|change| (change.key.name.as_str(), change.count))
        .collect();
    assert_eq!(told, [("newer", 2), ("theirs", 0)]);
}
