//! What is done with objects where they are.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use files::{
    Error, Expected, Files, Item, Job, JobKind, JobState, Jobs, Location, Opens, Subject, Tag, Taken,
};
use reqwest::StatusCode;

use super::{Row, Server};

/// How long a job may take; a limit for what hangs.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "a copy keeps the description and the tags",
        holds: |server| Box::pin(copies(server)),
    },
    Row {
        name: "a moved file is there and no longer here",
        holds: |server| Box::pin(moves(server)),
    },
    Row {
        name: "an object is described anew",
        holds: |server| Box::pin(describes(server)),
    },
    Row {
        name: "tags are given and read",
        holds: |server| Box::pin(tags(server)),
    },
    Row {
        name: "all tags are taken away",
        holds: |server| Box::pin(untags(server)),
    },
    Row {
        name: "every version is listed, read and brought back",
        holds: |server| Box::pin(versions(server)),
    },
    Row {
        name: "what was deleted comes back",
        holds: |server| Box::pin(undoes(server)),
    },
    Row {
        name: "an unfinished upload is found and thrown away",
        holds: |server| Box::pin(unfinished(server)),
    },
    Row {
        name: "a link gets the file, and puts one",
        holds: |server| Box::pin(links(server)),
    },
];

/// The job once it is over.
pub(super) async fn over(jobs: &Jobs, id: u32) -> Job {
    let ended = |job: &&Job| job.id == id && !matches!(job.state, JobState::Waiting | JobState::Running);
    let mut watch = jobs.watch();
    let all = tokio::time::timeout(PATIENCE, watch.wait_for(|all| all.iter().any(|job| ended(&job)))).await;
    let all = all.expect("the job ends").expect("the jobs live").clone();
    all.into_iter().find(|job| ended(&job)).expect("the job")
}

async fn put(files: &Files, home: &Location, key: &str, text: &str) -> String {
    let bytes = Bytes::from(text.to_owned());
    let there = files.read_document(home, key, 100).await.expect("it is read");
    let expected = there.map_or(Expected::Absent, |there| Expected::Version(there.etag));
    files
        .write_document(home, key, bytes, &expected)
        .await
        .expect("it is written")
}

async fn text(files: &Files, home: &Location, key: &str) -> Option<String> {
    let read = files.read_document(home, key, 100).await.expect("it is read");
    read.map(|document| String::from_utf8(document.bytes.to_vec()).expect("text"))
}

fn tag(key: &str, value: &str) -> Tag {
    Tag {
        key: key.to_owned(),
        value: value.to_owned(),
    }
}

async fn relocated(server: &Server, kind: JobKind, key: &str, folder: &str) -> Job {
    let (files, home) = (server.files(), server.home());
    let items = vec![Item::of_key(key)];
    let landing = files
        .landing(&home, &items, (&home, folder), kind == JobKind::Move, false)
        .await;
    let jobs = Jobs::open(files);
    let landing = landing.expect("a place");
    let job = jobs.relocate(kind, (&home, items), (&home, landing), Taken::Refuse);
    over(&jobs, job).await
}

async fn copies(server: Arc<Server>) {
    let (files, home) = (server.files(), server.home());
    let tags = [tag("project", "gate")];
    files
        .set_tags(&home, "theirs/名前.txt", &tags)
        .await
        .expect("tagged");
    let job = relocated(&server, JobKind::Copy, "theirs/名前.txt", "copies é/").await;
    assert_eq!((job.state, job.done), (JobState::Done, 1), "{:?}", job.failures);
    let original = files.facts(&home, "theirs/名前.txt", None).await.expect("facts");
    let copy = files
        .facts(&home, "copies é/名前.txt", None)
        .await
        .expect("facts");
    assert_eq!(copy.description, original.description);
    assert_eq!(copy.description.content_type.as_deref(), Some("text/x-suite"));
    assert_eq!(copy.description.metadata["colour"], "green");
    assert_eq!(copy.tags.as_deref(), Some(&tags[..]));
    assert_eq!(
        text(&files, &home, "copies é/名前.txt").await.as_deref(),
        Some("名前.txt")
    );
}

async fn moves(server: Arc<Server>) {
    let (files, home) = (server.files(), server.home());
    put(&files, &home, "from here+.txt", "moved").await;
    let job = relocated(&server, JobKind::Move, "from here+.txt", "to there/").await;
    assert_eq!((job.state, job.done), (JobState::Done, 1), "{:?}", job.failures);
    assert_eq!(text(&files, &home, "from here+.txt").await, None);
    assert_eq!(
        text(&files, &home, "to there/from here+.txt").await.as_deref(),
        Some("moved")
    );
}

async fn describes(server: Arc<Server>) {
    let (files, home) = (server.files(), server.home());
    let etag = put(&files, &home, "described.txt", "plain").await;
    let mut description = files
        .facts(&home, "described.txt", None)
        .await
        .expect("facts")
        .description;
    description.content_type = Some("text/x-note".to_owned());
    description.metadata.insert("mood".to_owned(), "good".to_owned());
    files
        .describe(&home, "described.txt", Some(etag), description.clone())
        .await
        .expect("described");
    let facts = files.facts(&home, "described.txt", None).await.expect("facts");
    assert_eq!(facts.description, description);
    assert_eq!(
        text(&files, &home, "described.txt").await.as_deref(),
        Some("plain")
    );
}

async fn tags(server: Arc<Server>) {
    let (files, home) = (server.files(), server.home());
    put(&files, &home, "tagged.txt", "t").await;
    let given = [tag("colour", "dark green"), tag("project", "ü+/=:@")];
    files.set_tags(&home, "tagged.txt", &given).await.expect("tagged");
    let mut read = files.tags(&home, "tagged.txt", None).await.expect("tags");
    read.sort_by(|a, b| a.key.cmp(&b.key));
    assert_eq!(read, given);
}

async fn untags(server: Arc<Server>) {
    let (files, home) = (server.files(), server.home());
    put(&files, &home, "untagged.txt", "t").await;
    let given = [tag("colour", "green")];
    files
        .set_tags(&home, "untagged.txt", &given)
        .await
        .expect("tagged");
    files
        .set_tags(&home, "untagged.txt", &[])
        .await
        .expect("untagged");
    assert_eq!(files.tags(&home, "untagged.txt", None).await, Ok(Vec::new()));
}

async fn versions(server: Arc<Server>) {
    let (files, home) = (server.files(), server.home());
    put(&files, &home, "versioned.txt", "first").await;
    put(&files, &home, "versioned.txt", "second!").await;
    put(&files, &home, "versioned.txt.other", "another key").await;
    let list = async || {
        let listed = files
            .versions(&home, "versioned.txt", None)
            .await
            .expect("versions");
        listed.versions
    };
    let listed = list().await;
    let sizes: Vec<u64> = listed.iter().map(|version| version.size).collect();
    assert_eq!(sizes, [7, 5], "newest first: {listed:?}");
    assert!(listed[0].latest && !listed[1].latest);
    let first = Subject {
        version: Some(listed[1].id.clone()),
        ..Subject::current(&home, "versioned.txt")
    };
    let head = files.head_of(&first).await.expect("a head");
    assert_eq!(
        files.read(&first, &head, 0..5).await,
        Ok(Bytes::from_static(b"first"))
    );

    files
        .restore_version(&home, "versioned.txt", &listed[1].id)
        .await
        .expect("restored");
    assert_eq!(
        text(&files, &home, "versioned.txt").await.as_deref(),
        Some("first")
    );
    assert_eq!(list().await.len(), 3);
    let second = &listed[0].id;
    files
        .delete_version(&home, "versioned.txt", second)
        .await
        .expect("deleted");
    assert!(list().await.iter().all(|version| version.id != *second));
}

async fn undoes(server: Arc<Server>) {
    let (files, home) = (server.files(), server.home());
    put(&files, &home, "deleted.txt", "precious").await;
    let jobs = Jobs::open(files.clone());
    let id = jobs.delete(&home, vec![Item::of_key("deleted.txt")]);
    let job = over(&jobs, id).await;
    assert_eq!(
        (job.state, job.undo),
        (JobState::Done, true),
        "{:?}",
        job.failures
    );
    assert_eq!(text(&files, &home, "deleted.txt").await, None);
    let listed = files
        .versions(&home, "deleted.txt", None)
        .await
        .expect("versions")
        .versions;
    assert!(listed[0].deleted, "{listed:?}");
    let undo = jobs.undo(id).expect("it can be undone");
    assert_eq!(over(&jobs, undo).await.state, JobState::Done);
    assert_eq!(
        text(&files, &home, "deleted.txt").await.as_deref(),
        Some("precious")
    );
}

async fn unfinished(server: Arc<Server>) {
    let (files, home) = (server.files(), server.home());
    server.boto3("begin", "unfinished/").await;
    let found = files.unfinished(&home).await.expect("uploads");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].key, "unfinished/left behind");
    assert_eq!(found[0].size, Some(5 << 20));
    files
        .discard(&home, &found[0].key, &found[0].upload)
        .await
        .expect("thrown away");
    assert_eq!(files.unfinished(&home).await, Ok(Vec::new()));
    let gone = files.head(&home, &found[0].key).await;
    assert!(matches!(gone, Err(Error::Gone { .. })), "{gone:?}");
}

async fn links(server: Arc<Server>) {
    let (files, home) = (server.files(), server.home());
    let (http, hour) = (reqwest::Client::new(), Duration::from_secs(3_600));
    let down = files
        .link(&home, "theirs/a+b.txt", None, (hour, Opens::Download))
        .await;
    let answer = http
        .get(down.expect("a link").url.expose())
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(
        answer.headers()["content-disposition"],
        "attachment; filename*=UTF-8''a%2Bb%2Etxt"
    );
    assert_eq!(answer.text().await.expect("text"), "a+b.txt");
    let up = files
        .upload_link(&home, "by link é.txt", hour)
        .await
        .expect("a link");
    let answer = http
        .put(up.url.expose())
        .body("linked")
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(
        text(&files, &home, "by link é.txt").await.as_deref(),
        Some("linked")
    );
}
