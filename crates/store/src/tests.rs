use std::fs;
use std::path::Path;

use rusqlite::Connection;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::{Account, Error, Profile, Record, Records, Store, StoredConnection};

const NOON: OffsetDateTime = datetime!(2026-11-20 12:00 UTC);
const EVENING: OffsetDateTime = datetime!(2026-11-20 18:30:00.250 UTC);

fn ada() -> Profile {
    Profile {
        connection: "sandbox".to_owned(),
        sub: "a0".to_owned(),
        username: "ada".to_owned(),
        email: Some("ada@example.com".to_owned()),
        phone: None,
        groups: vec!["editors".to_owned(), "with, comma \"and\" quote".to_owned()],
        identity_id: None,
    }
}

fn opened(path: &Path) -> Store {
    Store::open(path).expect("the folder is ours")
}

#[tokio::test]
async fn an_account_survives_a_restart_with_its_first_and_last_sign_in() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("deep/er/gatehouse.db");
    let store = opened(&path);
    let confirmed = store.record_sign_up(ada(), NOON).await.expect("it is recorded");
    assert_eq!(
        (confirmed.first_sign_in, confirmed.last_sign_in),
        (None, None),
        "nobody has signed in yet"
    );
    let known = Profile {
        identity_id: Some("eu-west-1:1".to_owned()),
        ..ada()
    };
    store
        .record_sign_in(known.clone(), NOON)
        .await
        .expect("it is recorded");
    store
        .record_sign_in(ada(), EVENING)
        .await
        .expect("it is recorded");
    drop(store);

    let account = opened(&path)
        .account("sandbox", "a0")
        .await
        .expect("the database is sound");

    let expected = Account {
        profile: known,
        recorded_at: NOON,
        first_sign_in: Some(NOON),
        last_sign_in: Some(EVENING),
    };
    assert_eq!(
        account,
        Some(expected),
        "the identity id stays although the last profile had none"
    );
}

#[tokio::test]
async fn accounts_are_listed_by_connection_the_last_one_first_and_can_be_forgotten() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = opened(&folder.path().join("gatehouse.db"));
    let una = Profile {
        sub: "u1".to_owned(),
        username: "una".to_owned(),
        ..ada()
    };
    let elsewhere = Profile {
        connection: "work".to_owned(),
        ..ada()
    };
    store.record_sign_up(una, EVENING).await.expect("it is recorded");
    store.record_sign_in(ada(), NOON).await.expect("it is recorded");
    store
        .record_sign_in(elsewhere, NOON)
        .await
        .expect("it is recorded");

    let names = |accounts: Vec<Account>| -> Vec<String> {
        accounts
            .into_iter()
            .map(|account| account.profile.username)
            .collect()
    };
    let listed = store.accounts("sandbox").await.expect("the database is sound");
    assert_eq!(names(listed), ["ada", "una"], "una has never signed in");

    store
        .forget_accounts("sandbox")
        .await
        .expect("the database is sound");
    assert_eq!(
        store.accounts("sandbox").await.expect("the database is sound"),
        []
    );
    assert_eq!(
        names(store.accounts("work").await.expect("the database is sound")),
        ["ada"]
    );
}

#[tokio::test]
async fn a_preference_keeps_its_last_value() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = opened(&folder.path().join("gatehouse.db"));
    assert_eq!(
        store.preference("theme").await.expect("the database is sound"),
        None
    );

    store.set_preference("theme", "dark").await.expect("it is set");
    store.set_preference("theme", "light").await.expect("it is set");

    assert_eq!(
        store
            .preference("theme")
            .await
            .expect("the database is sound")
            .as_deref(),
        Some("light")
    );
}

#[tokio::test]
async fn a_damaged_database_is_kept_aside_and_a_new_one_begun() {
    let whole = {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("gatehouse.db");
        let store = opened(&path);
        for n in 0..300 {
            let profile = Profile {
                sub: format!("s{n}"),
                ..ada()
            };
            store.record_sign_in(profile, NOON).await.expect("it is recorded");
        }
        drop(store);
        fs::read(&path).expect("the database is there")
    };
    let flipped: Vec<u8> = whole
        .iter()
        .enumerate()
        .map(|(at, byte)| if at > 4_096 { byte ^ 0x55 } else { *byte })
        .collect();
    let damages: [&[u8]; 4] = [
        b"this is no database at all",
        &whole[..4_096],
        &whole[..5_000],
        &flipped,
    ];
    for damage in damages {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("gatehouse.db");
        for _ in 0..2 {
            fs::write(&path, damage).expect("the folder is ours");

            let store = opened(&path);

            let aside = store.set_aside().expect("the damage is reported").to_path_buf();
            assert_eq!(fs::read(aside).expect("a copy is kept"), damage);
            assert_eq!(store.accounts("sandbox").await.expect("the new one is sound"), []);
            store
                .set_preference("theme", "dark")
                .await
                .expect("the new one can be written to");
            drop(store);
            assert_eq!(opened(&path).set_aside(), None, "the new one opens again");
        }
    }
}

#[tokio::test]
async fn an_empty_file_is_a_new_database_and_not_a_damaged_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("gatehouse.db");
    fs::write(&path, "").expect("the folder is ours");

    assert_eq!(opened(&path).set_aside(), None);
}

#[test]
fn a_database_of_a_later_version_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("gatehouse.db");
    drop(opened(&path));
    let connection = Connection::open(&path).expect("it is there");
    connection
        .pragma_update(None, "user_version", 99)
        .expect("it is ours");
    drop(connection);

    assert!(matches!(
        Store::open(&path),
        Err(Error::TooNew { found: 99, known: 5 })
    ));
    assert!(path.exists(), "what a later version wrote is not damaged");
}

#[tokio::test]
async fn many_callers_at_once_lose_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("gatehouse.db");
    let (one, other) = (opened(&path), opened(&path));
    let writers: Vec<_> = (0..40)
        .map(|n| {
            let store = if n % 2 == 0 { one.clone() } else { other.clone() };
            let profile = Profile {
                sub: format!("s{n}"),
                ..ada()
            };
            tokio::spawn(async move { store.record_sign_in(profile, NOON).await })
        })
        .collect();
    for writer in writers {
        writer
            .await
            .expect("no panic")
            .expect("a busy database is waited for");
    }

    assert_eq!(
        one.accounts("sandbox")
            .await
            .expect("the database is sound")
            .len(),
        40
    );
}

fn bookmark(key: &str, value: Option<&str>) -> Record {
    Record {
        dataset: "bookmarks".to_owned(),
        key: key.to_owned(),
        value: value.map(str::to_owned),
        modified_at: 1_700_000_000_000,
        modified_by: "laptop".to_owned(),
        sync_count: 0,
        dirty: true,
    }
}

#[tokio::test]
async fn what_follows_a_person_survives_a_restart_and_is_kept_apart_by_person_and_connection() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("gatehouse.db");
    let store = opened(&path);
    let put = |connection: &'static str, identity: &'static str, record: Record| {
        let store = store.clone();
        async move { store.put_records(connection, identity, vec![record]).await }
    };
    put("sandbox", "eu-west-1:1", bookmark("a", Some("1")))
        .await
        .expect("written");
    put("sandbox", "eu-west-1:1", bookmark("a", None))
        .await
        .expect("written");
    put("sandbox", "eu-west-1:2", bookmark("b", Some("2")))
        .await
        .expect("written");
    put("acme", "eu-west-1:1", bookmark("c", Some("3")))
        .await
        .expect("written");
    drop(store);

    let store = opened(&path);
    let expected = Records {
        records: vec![bookmark("a", None)],
        mark: None,
    };
    let known = store.records("sandbox", "eu-west-1:1").await;
    assert_eq!(known.expect("the database is sound"), expected);

    let shared = Records {
        records: vec![Record {
            sync_count: 4,
            dirty: false,
            ..bookmark("d", Some("4"))
        }],
        mark: Some("{}".to_owned()),
    };
    store
        .replace_records("sandbox", "eu-west-1:1", shared.clone())
        .await
        .expect("written");
    let known = store.records("sandbox", "eu-west-1:1").await;
    assert_eq!(known.expect("the database is sound"), shared);

    store.forget_accounts("sandbox").await.expect("written");
    for identity in ["eu-west-1:1", "eu-west-1:2"] {
        let known = store.records("sandbox", identity).await;
        assert_eq!(known.expect("the database is sound"), Records::default());
    }
    let other = store.records("acme", "eu-west-1:1").await;
    assert_eq!(other.expect("the database is sound").records.len(), 1);
}

#[tokio::test]
async fn what_follows_a_person_is_forgotten_with_their_account() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = opened(&folder.path().join("gatehouse.db"));
    let known = Profile {
        identity_id: Some("eu-west-1:1".to_owned()),
        ..ada()
    };
    store.record_sign_in(known, NOON).await.expect("recorded");
    store
        .put_records("sandbox", "eu-west-1:1", vec![bookmark("a", Some("1"))])
        .await
        .expect("written");

    store.forget_account("sandbox", "a0").await.expect("forgotten");

    let left = store.records("sandbox", "eu-west-1:1").await;
    assert_eq!(left.expect("the database is sound"), Records::default());
}

#[tokio::test]
async fn a_connection_is_kept_as_it_was_changed_last_and_in_the_order_of_making() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("gatehouse.db");
    let store = opened(&path);
    let stored = |id: &str, document: &str| StoredConnection {
        id: id.to_owned(),
        document: document.to_owned(),
    };
    for (connection, at) in [
        (stored("b", "{}"), NOON),
        (stored("a", "{}"), EVENING),
        (stored("b", "{\"version\":1}"), EVENING),
    ] {
        store.save_connection(connection, at).await.expect("it is kept");
    }
    drop(store);

    let store = opened(&path);
    let all = store.connections().await.expect("the database is sound");
    assert_eq!(all, [stored("b", "{\"version\":1}"), stored("a", "{}")]);

    store.forget_connection("b").await.expect("it is forgotten");
    assert_eq!(store.connection("b").await.expect("the database is sound"), None);
    assert!(
        store
            .connection("a")
            .await
            .expect("the database is sound")
            .is_some()
    );
}
