use std::collections::BTreeSet;

use rusqlite::Connection;
use time::OffsetDateTime;

use super::{Page, Query, SELECT, page, successor};
use crate::s3::index::{Entry, SCHEMA, put};

fn bucket_with(keys: &[&str]) -> Connection {
    let connection = Connection::open_in_memory().expect("a database in memory");
    connection.execute_batch(SCHEMA).expect("the schema is sound");
    for (number, key) in (1..).zip(keys) {
        let entry = Entry {
            marker: false,
            ..Entry::marker("b", key, OffsetDateTime::UNIX_EPOCH)
        };
        put(&connection, number, &entry).expect("a row");
    }
    connection
}

fn query(prefix: &str, delimiter: Option<&str>, after: Option<&str>, limit: usize) -> Query {
    Query {
        bucket: "b".to_owned(),
        prefix: prefix.to_owned(),
        delimiter: delimiter.map(str::to_owned),
        after: after.map(str::to_owned),
        limit,
    }
}

fn shown(page: &Page) -> Vec<&str> {
    let mut all: Vec<&str> = page.objects.iter().map(|object| object.key.as_str()).collect();
    all.extend(page.common_prefixes.iter().map(String::as_str));
    all.sort_unstable();
    all
}

#[test]
fn keys_come_in_the_order_of_their_utf_8_bytes() {
    let connection = bucket_with(&["b", "a", "B", "é", "日本", "🎉", "a/", "a b", "\u{ffff}"]);

    let page = page(&connection, &query("", None, None, 100)).expect("a page");

    let keys: Vec<&str> = page.objects.iter().map(|object| object.key.as_str()).collect();
    assert_eq!(keys, ["B", "a", "a b", "a/", "b", "é", "日本", "\u{ffff}", "🎉"]);
    assert_eq!(page.next, None);
}

#[test]
fn what_lies_behind_a_delimiter_is_rolled_up_once() {
    let connection = bucket_with(&["a.txt", "p/1", "p/2", "p/q/3", "p0", "z/1"]);
    for (prefix, expected) in [
        ("", vec!["a.txt", "p/", "p0", "z/"]),
        ("p/", vec!["p/1", "p/2", "p/q/"]),
        ("p", vec!["p/", "p0"]),
        ("p/q/3", vec!["p/q/3"]),
        ("nothing", vec![]),
    ] {
        let page = page(&connection, &query(prefix, Some("/"), None, 100)).expect("a page");
        assert_eq!(shown(&page), expected, "prefix {prefix:?}");
    }
}

/// Compared with rolling up the sorted keys by hand, for every page size.
#[test]
fn pages_of_any_size_add_up_to_the_whole_without_gap_or_repeat() {
    let keys: Vec<String> = (0..60)
        .map(|n| match n % 4 {
            0 => format!("file{n:02}"),
            1 => format!("dir{}/x{n}", n % 3),
            2 => format!("dir{}/sub/{n}", n % 5),
            _ => format!("{n}é/ü"),
        })
        .collect();
    let connection = bucket_with(&keys.iter().map(String::as_str).collect::<Vec<_>>());
    let expected: BTreeSet<String> = keys
        .iter()
        .map(|key| match key.split_once('/') {
            Some((folder, _)) => format!("{folder}/"),
            None => key.clone(),
        })
        .collect();
    for limit in [1, 2, 3, 7, 1000] {
        let mut seen = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = page(&connection, &query("", Some("/"), after.as_deref(), limit)).expect("a page");
            assert!(page.objects.len() + page.common_prefixes.len() <= limit);
            seen.extend(shown(&page).into_iter().map(str::to_owned));
            after = page.next.clone();
            if after.is_none() {
                break;
            }
        }
        assert_eq!(
            seen,
            expected.iter().cloned().collect::<Vec<_>>(),
            "pages of {limit}"
        );
    }
}

#[test]
fn a_full_last_page_does_not_promise_another() {
    let connection = bucket_with(&["a", "b/1", "b/2"]);

    let page = page(&connection, &query("", Some("/"), None, 2)).expect("a page");

    assert_eq!(shown(&page), ["a", "b/"]);
    assert_eq!(page.next, None, "nothing follows the folder");
}

#[test]
fn start_after_leaves_out_the_folder_that_it_lies_in() {
    let connection = bucket_with(&["a", "b/1", "b/2", "c"]);
    for (after, expected) in [
        ("a", vec!["b/", "c"]),
        ("b/", vec!["c"]),
        ("b/1", vec!["c"]),
        ("A", vec!["a", "b/", "c"]),
    ] {
        let page = page(&connection, &query("", Some("/"), Some(after), 100)).expect("a page");
        assert_eq!(shown(&page), expected, "after {after:?}");
    }
    let plain = page(&connection, &query("", None, Some("b/1"), 100)).expect("a page");
    assert_eq!(shown(&plain), ["b/2", "c"]);
}

#[test]
fn a_page_is_a_seek_in_the_index_and_not_a_scan() {
    let connection = bucket_with(&[]);
    let plan: String = connection
        .query_row(&format!("EXPLAIN QUERY PLAN {SELECT}"), ["b", "a", "z"], |row| {
            row.get(3)
        })
        .expect("a plan");

    assert_eq!(
        plan,
        "SEARCH versions USING INDEX objects (bucket=? AND key>? AND key<?)"
    );
}

#[test]
fn what_is_deleted_is_not_listed_and_what_is_older_is_not_either() {
    let connection = bucket_with(&["a", "b"]);
    let marker = Entry {
        version_id: "later".to_owned(),
        ..Entry::marker("b", "a", OffsetDateTime::UNIX_EPOCH)
    };
    put(&connection, 3, &marker).expect("a marker");
    let again = Entry {
        version_id: "again".to_owned(),
        marker: false,
        ..Entry::marker("b", "b", OffsetDateTime::UNIX_EPOCH)
    };
    put(&connection, 4, &again).expect("a second version");

    let page = page(&connection, &query("", None, None, 100)).expect("a page");

    assert_eq!(shown(&page), ["b"], "once, and nothing of what a marker hides");
}

#[test]
fn the_successor_skips_what_is_no_character() {
    assert_eq!(successor("a/").as_deref(), Some("a0"));
    assert_eq!(successor("\u{d7ff}").as_deref(), Some("\u{e000}"));
    assert_eq!(successor("a\u{10ffff}").as_deref(), Some("b"));
    assert_eq!(successor("\u{10ffff}"), None);
}
