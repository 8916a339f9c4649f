//! What only a document has: it can be hidden, damaged, newer, or lost.

use api::view::AppDataPlace;
use bytes::Bytes;
use files::{Expected, Files, Location};
use tests::person::{Person, location};

use super::{Two, belongings, bookmark, exchanged, folders};

const KEY: &str = ".gatehouse/profile.json";
const LIMIT: u64 = 1 << 20;

/// The bucket as Ada reaches it by other means.
struct Bucket {
    files: Files,
    place: Location,
    _person: Person,
}

impl Bucket {
    async fn of(two: &Two) -> Self {
        let world = &two.world;
        let connection = api::connection::Connection::to_sandbox(world.sandbox.url(), world.sandbox.world());
        let person = Person::at(connection.pool, &world.folder.path().join("elsewhere"));
        let seen = person.signs_in("ada", sandbox::PASSWORD).await;
        assert!(seen.account.is_some(), "{seen:?}");
        let identity = person.session.identity_id().await.expect("an identity");
        Self {
            files: person.files(),
            place: location(&world.sandbox.world().bucket, &format!("private/{identity}/")),
            _person: person,
        }
    }

    async fn read(&self, key: &str) -> Option<(Bytes, String)> {
        let read = self.files.read_document(&self.place, key, LIMIT).await;
        read.expect("the bucket answers")
            .map(|document| (document.bytes, document.etag))
    }

    async fn write(&self, bytes: &[u8]) {
        let expected = match self.read(KEY).await {
            Some((_, etag)) => Expected::Version(etag),
            None => Expected::Absent,
        };
        let bytes = Bytes::copy_from_slice(bytes);
        let written = self
            .files
            .write_document(&self.place, KEY, bytes, &expected)
            .await;
        written.expect("the bucket answers");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_document_is_not_among_the_files() {
    let two = Two::fresh(AppDataPlace::Document).await;
    bookmark(&two.laptop, "Plans/").await;
    exchanged(&two.laptop).await;
    let bucket = Bucket::of(&two).await;
    assert!(bucket.read(KEY).await.is_some(), "it is in the private place");
    let rows = two.laptop.rows("private", "").await.expect("the files");
    assert!(
        rows.iter().all(|row| !row.key.starts_with(".gatehouse")),
        "{rows:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_document_is_kept_aside_and_filled_anew_by_everybody() {
    let two = Two::fresh(AppDataPlace::Document).await;
    bookmark(&two.laptop, "Plans/").await;
    two.meet().await;
    bookmark(&two.tower, "Photos/").await;
    let bucket = Bucket::of(&two).await;
    let (whole, _) = bucket.read(KEY).await.expect("the document");
    let half = &whole[..whole.len() / 2];
    bucket.write(half).await;
    let (_, etag) = bucket.read(KEY).await.expect("the damaged one");

    two.meet().await;
    for device in [&two.laptop, &two.tower] {
        let mine = belongings(&device.seen());
        assert_eq!(folders(&mine), ["Plans/", "Photos/"]);
        assert_eq!((mine.sync.pending, mine.sync.problem), (0, None));
    }
    assert!(belongings(&two.laptop.seen()).sync.set_aside, "it is said");
    let name: String = etag.chars().filter(char::is_ascii_alphanumeric).collect();
    let kept = bucket
        .read(&format!(".gatehouse/profile.damaged-{name}.json"))
        .await;
    assert_eq!(kept.expect("a copy").0, half);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_of_a_later_version_is_left_alone_and_edits_wait() {
    let two = Two::fresh(AppDataPlace::Document).await;
    let bucket = Bucket::of(&two).await;
    let later = br#"{"format":2,"something":"else"}"#;
    exchanged(&two.laptop).await;
    bucket.write(later).await;
    bookmark(&two.laptop, "Plans/").await;

    let mine = exchanged(&two.laptop).await;

    assert_eq!(mine.sync.pending, 1);
    let problem = mine.sync.problem.expect("it is said");
    assert_eq!(problem.hint, Some("Update this app."));
    assert_eq!(
        folders(&belongings(&two.laptop.seen())),
        ["Plans/"],
        "it is kept here"
    );
    assert_eq!(bucket.read(KEY).await.expect("the document").0, &later[..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_is_too_large_is_neither_read_nor_written() {
    let two = Two::fresh(AppDataPlace::Document).await;
    let bucket = Bucket::of(&two).await;
    let large = vec![b' '; (LIMIT + 1) as usize];
    bucket.write(&large).await;
    bookmark(&two.laptop, "Plans/").await;
    let mine = exchanged(&two.laptop).await;
    assert_eq!(mine.sync.pending, 1);
    assert!(mine.sync.problem.is_some());
}
