use std::io::Write as _;

use files::{Check, Error, Integrity, State};

use crate::service::{Reply, World, ended, when};

const MIB: usize = 1 << 20;
/// The MD5 of `123456789` (RFC 1321 gives that of longer digits; `md5sum` this one).
const MD5: &str = "\"25f9e794323b453885f5181f1b624d0b\"";

#[tokio::test]
async fn a_taken_name_is_kept_and_the_file_goes_beside_it() {
    let world = World::new(|seen, _| match (seen.method.as_str(), seen.target.as_str()) {
        ("HEAD", "/private/docs/a%20%282%29.txt") => Reply::new(200, "").with("etag", "\"theirs\""),
        ("HEAD", _) => Reply::new(404, ""),
        (_, target) if target.starts_with("/private/docs/a.txt") => Reply::error(412, "PreconditionFailed"),
        _ => Reply::new(200, "").with("etag", MD5),
    });

    let transfer = world.upload("a.txt", b"123456789").await;

    assert_eq!(
        (&transfer.state, transfer.integrity),
        (&State::Done, Some(Integrity::Verified(Check::Md5)))
    );
    assert_eq!(transfer.saved_as.as_deref(), Some("a (3).txt"));
    assert_eq!(transfer.done, 9);
    assert!(
        world
            .seen()
            .iter()
            .filter(|seen| seen.method == "PUT")
            .all(|seen| { seen.if_none_match.as_deref() == Some("*") })
    );
}

#[tokio::test]
async fn an_upload_whose_answer_was_lost_finds_itself_and_makes_no_copy() {
    let world = World::new(|seen, before| match (seen.method.as_str(), before) {
        ("PUT", 0) => Reply::broken(),
        ("PUT", _) => Reply::error(412, "PreconditionFailed"),
        _ => Reply::new(200, "").with("etag", MD5),
    });

    let transfer = world.upload("a.txt", b"123456789").await;

    assert_eq!((transfer.state, transfer.saved_as), (State::Done, None));
    assert_eq!(world.methods(), ["PUT", "PUT", "HEAD"]);
}

#[tokio::test]
async fn a_large_file_goes_in_parts_and_is_completed_once() {
    let world = World::new(parts(|_| Reply::new(200, "").with("etag", MD5)));

    let transfer = world.upload("big.bin", &vec![1; 17 * MIB]).await;

    assert_eq!((&transfer.state, transfer.done), (&State::Done, 17 * MIB as u64));
    assert_eq!(
        transfer.integrity,
        Some(Integrity::NotVerified),
        "this service names no checksum"
    );
    assert_eq!(world.methods(), ["HEAD", "POST", "PUT", "PUT", "PUT", "POST"]);
    assert_eq!(world.seen()[5].if_none_match.as_deref(), Some("*"));
}

#[tokio::test]
async fn a_part_that_is_refused_for_good_takes_the_others_with_it() {
    let world = World::new(parts(|target| {
        if target.contains("partNumber=2") {
            Reply::error(403, "AccessDenied")
        } else {
            Reply::new(200, "").with("etag", MD5)
        }
    }));

    let transfer = world.upload("big.bin", &vec![1; 17 * MIB]).await;

    assert!(
        matches!(transfer.state, State::Failed(Error::Denied { .. })),
        "{transfer:?}"
    );
    assert_eq!(
        world.methods().last().map(String::as_str),
        Some("DELETE"),
        "the parts are thrown away"
    );
}

#[tokio::test]
async fn a_cancelled_upload_throws_its_parts_away() {
    let world = World::new(parts(|_| Reply::new(200, "").hanging()));
    let path = world.folder.path().join("big.bin");
    std::fs::write(&path, vec![1; 40 * MIB]).expect("the folder is ours");
    let transfers = world.transfers();
    let id = transfers.upload(&world.location, "", vec![path]).await[0];
    when(&transfers, id, |transfer| transfer.done == 32 * MIB as u64).await;

    transfers.cancel(Some(id));

    assert_eq!(ended(&transfers, id).await.state, State::Cancelled);
    transfers.close().await;
    let methods = world.methods();
    assert_eq!(
        methods.iter().filter(|method| *method == "PUT").count(),
        4,
        "four parts at a time"
    );
    assert_eq!(methods.last().map(String::as_str), Some("DELETE"));
}

#[tokio::test]
async fn a_file_that_is_written_to_meanwhile_is_not_completed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("big.bin");
    std::fs::write(&path, vec![1; 9 * MIB]).expect("the folder is ours");
    let writing = path.clone();
    let world = World::new(parts(move |_| {
        let mut file = std::fs::OpenOptions::new()
            .append(true)
            .open(&writing)
            .expect("it is there");
        file.write_all(b"more").expect("the disk has room");
        Reply::new(200, "").with("etag", MD5)
    }));
    let transfers = world.transfers();

    let id = transfers.upload(&world.location, "", vec![path.clone()]).await[0];

    assert_eq!(
        ended(&transfers, id).await.state,
        State::Failed(Error::FileChanged { path })
    );
    transfers.close().await;
    assert_eq!(world.methods().last().map(String::as_str), Some("DELETE"));
}

#[tokio::test]
async fn a_missing_file_fails_alone_and_by_its_name() {
    let world = World::new(|_, _| Reply::new(200, "").with("etag", MD5));
    let folder = world.folder.path();
    std::fs::write(folder.join("empty"), "").expect("the folder is ours");
    let transfers = world.transfers();
    let paths = vec![folder.join("missing"), folder.join("empty")];

    let ids = transfers.upload(&world.location, "", paths.clone()).await;

    let states = [
        State::Failed(Error::LocalGone {
            path: paths[0].clone(),
        }),
        State::Done,
    ];
    for (id, state) in ids.into_iter().zip(states) {
        assert_eq!(ended(&transfers, id).await.state, state);
    }
    transfers.clear_finished();
    transfers
        .watch()
        .wait_for(|all| all.rows.is_empty())
        .await
        .expect("the owner lives");
}

/// A service that takes an upload in parts, and answers each part by `part`.
fn parts(
    part: impl Fn(&str) -> Reply + Send + Sync,
) -> impl Fn(&crate::service::Seen, usize) -> Reply + Send + Sync {
    move |seen, _| match (seen.method.as_str(), seen.target.as_str()) {
        ("HEAD", _) => Reply::new(404, ""),
        ("POST", target) if target.contains("uploads") => Reply::new(
            200,
            "<InitiateMultipartUploadResult><UploadId>U1</UploadId></InitiateMultipartUploadResult>",
        ),
        ("POST", _) => Reply::new(
            200,
            "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>",
        ),
        ("DELETE", _) => Reply::new(204, ""),
        (_, target) => part(target),
    }
}
