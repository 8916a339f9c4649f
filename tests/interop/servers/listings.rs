//! What is listed, found and counted.

use std::collections::BTreeSet;
use std::sync::Arc;

use files::{Item, Jobs, Kind, Place, SortBy, Wanted};
use tests::person::rows;

use super::content::KEYS;
use super::deeds::over;
use super::{Row, Server};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "every key is listed as boto3 wrote it",
        holds: |server| Box::pin(walked(server)),
    },
    Row {
        name: "what is looked for is found however deep",
        holds: |server| Box::pin(found(server)),
    },
    Row {
        name: "a folder of several pages is listed, counted and deleted",
        holds: |server| Box::pin(many(server)),
    },
    Row {
        name: "a new folder is there, and what an address means is known",
        holds: |server| Box::pin(new_folder(server)),
    },
];

async fn walked(server: Arc<Server>) {
    let (files, home) = (server.files(), server.home());
    let mut folders = vec!["theirs/".to_owned()];
    let (mut listed, mut seen) = (BTreeSet::new(), BTreeSet::new());
    while let Some(folder) = folders.pop() {
        for row in rows(&files, &home, &folder).await.expect("a listing") {
            if row.kind == Kind::Folder {
                folders.push(row.key.clone());
                seen.insert(row.key);
            } else {
                assert!(row.modified.is_some(), "{} has a time", row.key);
                listed.insert(row.key);
            }
        }
    }
    let files = KEYS.iter().filter(|key| !key.ends_with('/'));
    let expected: BTreeSet<String> = files.map(|key| format!("theirs/{key}")).collect();
    assert_eq!(listed, expected);
    let expected = ["a/", "a/../", "a//", "dir/", "empty/", "ä/"].map(|key| format!("theirs/{key}"));
    assert_eq!(seen, BTreeSet::from(expected));
}

async fn found(server: Arc<Server>) {
    let wanted = Wanted {
        name: ".txt".to_owned(),
        ..Wanted::default()
    };
    let files = server.files();
    let listing = files.search(&server.home(), "theirs/", &wanted, SortBy::Name, false);
    let mut progress = listing.watch();
    let end = progress
        .wait_for(|progress| progress.done)
        .await
        .expect("it lives")
        .clone();
    assert_eq!(end.error, None);
    let keys: BTreeSet<String> = listing
        .rows(0, end.total)
        .rows
        .into_iter()
        .map(|row| row.key)
        .collect();
    let expected = KEYS.iter().filter(|key| key.contains(".txt"));
    assert_eq!(keys, expected.map(|key| format!("theirs/{key}")).collect());
}

async fn many(server: Arc<Server>) {
    let (files, home) = (server.files(), server.home());
    server.boto3("many", "many/").await;
    let listed = rows(&files, &home, "many/").await.expect("a listing");
    let names: Vec<String> = (0..1_100).map(|n| format!("{n:05}")).collect();
    assert!(
        listed.iter().map(|row| &row.name).eq(&names),
        "all of them, in order"
    );
    let weighing = files.weigh(&home, vec![Item::of_key("many/")]);
    let mut weight = weighing.watch();
    let weight = weight
        .wait_for(|weight| weight.done)
        .await
        .expect("it lives")
        .clone();
    assert_eq!((weight.objects, weight.bytes, weight.error), (1_100, 1_100, None));

    let jobs = Jobs::open(files.clone());
    let job = jobs.delete(&home, vec![Item::of_key("many/")]);
    let job = over(&jobs, job).await;
    assert_eq!((job.done, job.failed), (1_100, 0), "{:?}", job.state);
    assert_eq!(rows(&files, &home, "many/").await.expect("a listing"), Vec::new());
}

async fn new_folder(server: Arc<Server>) {
    let (files, home) = (server.files(), server.home());
    let key = files.new_folder(&home, "", "Ångström 1").await.expect("a folder");
    assert_eq!(key, "Ångström 1/");
    let (folders, more) = files.subfolders(&home, "").await.expect("folders");
    assert!(folders.contains(&key) && !more, "{folders:?}");
    let again = files.new_folder(&home, "", "Ångström 1").await;
    assert_eq!(again, Err(files::Error::Taken));
    for (key, place) in [
        ("Ångström 1", Place::Folder),
        ("theirs/a+b.txt", Place::Object),
        ("theirs/dir", Place::Folder),
        ("theirs/a+b", Place::Nothing),
    ] {
        assert_eq!(files.look_up(&home, key).await, Ok(place), "{key}");
    }
}
