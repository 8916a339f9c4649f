//! What goes on where it stopped: after a pause, after a restart, and after a credential that ended too early.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use files::{Clash, Error, Item, Policy, Renew, Settings, Side, State, Transfers};

use crate::paper::{Paper, queue};
use crate::service::{Reply, Seen, World, ended, when};

const MIB: usize = 1 << 20;
const MD5: &str = "\"25f9e794323b453885f5181f1b624d0b\"";

/// A service that takes parts, the third one only when it is asked for the second time, and remembers them.
fn forgetful() -> impl Fn(&Seen, usize) -> Reply + Send + Sync {
    let thirds = AtomicU32::new(0);
    move |seen, _| {
        match (seen.method.as_str(), seen.target.as_str()) {
        ("HEAD", _) => Reply::new(404, ""),
        ("GET", target) if target.contains("uploadId") => Reply::new(
            200,
            format!(
                "<ListPartsResult><IsTruncated>false</IsTruncated>
                 <Part><PartNumber>1</PartNumber><ETag>{MD5}</ETag><Size>8388608</Size></Part>
                 <Part><PartNumber>2</PartNumber><ETag>{MD5}</ETag><Size>8388608</Size></Part></ListPartsResult>"
            ),
        ),
        ("POST", target) if target.contains("uploads") => Reply::new(
            200,
            "<InitiateMultipartUploadResult><UploadId>U1</UploadId></InitiateMultipartUploadResult>",
        ),
        ("POST", _) => Reply::new(200, "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>"),
        ("DELETE", _) => Reply::new(204, ""),
        (_, target) if target.contains("partNumber=3") && thirds.fetch_add(1, Ordering::Relaxed) == 0 => {
            Reply::new(200, "").hanging()
        }
        _ => Reply::new(200, "").with("etag", MD5),
    }
    }
}

fn parts_sent(world: &World) -> Vec<String> {
    let puts = world.seen().into_iter().filter(|seen| seen.method == "PUT");
    let number = |target: &str| {
        let from = target.find("partNumber=").expect("a part") + "partNumber=".len();
        target[from..].chars().take_while(char::is_ascii_digit).collect()
    };
    let mut parts: Vec<String> = puts.map(|seen| number(&seen.target)).collect();
    parts.sort();
    parts
}

#[tokio::test]
async fn an_upload_goes_on_after_a_restart_with_the_parts_that_are_missing() {
    let world = World::new(forgetful());
    let path = world.folder.path().join("big.bin");
    std::fs::write(&path, vec![1; 17 * MIB]).expect("the folder is ours");
    let paper = Paper::default();
    let transfers = queue(&world, &paper);
    let id = transfers.upload(&world.location, "", vec![path]).await[0];
    when(&transfers, id, |transfer| transfer.done == 17 * MIB as u64).await;
    transfers.close().await;
    drop(transfers);
    assert!(
        !world.methods().contains(&"DELETE".to_owned()),
        "what has arrived stays"
    );

    let transfers = queue(&world, &paper);
    assert_eq!(ended(&transfers, id).await.state, State::Done);

    assert_eq!(parts_sent(&world), ["1", "2", "3", "3"], "only the third again");
    transfers.close().await;
    assert!(paper.is_empty(), "what is over is forgotten");
}

#[tokio::test]
async fn a_file_that_changed_while_its_upload_was_held_is_refused_and_the_parts_go() {
    let world = World::new(forgetful());
    let path = world.folder.path().join("big.bin");
    std::fs::write(&path, vec![1; 17 * MIB]).expect("the folder is ours");
    let transfers = world.transfers();
    let id = transfers.upload(&world.location, "", vec![path.clone()]).await[0];
    when(&transfers, id, |transfer| transfer.done == 17 * MIB as u64).await;
    transfers.pause(Some(id));
    when(&transfers, id, |transfer| transfer.state == State::Paused).await;

    std::fs::write(&path, vec![2; 17 * MIB]).expect("the folder is ours");
    transfers.resume(Some(id));

    assert_eq!(
        ended(&transfers, id).await.state,
        State::Failed(Error::FileChanged { path })
    );
    transfers.close().await;
    assert_eq!(world.methods().last().map(String::as_str), Some("DELETE"));
}

/// Counts how often other credentials were asked for.
#[derive(Clone, Default)]
struct Counted(Arc<AtomicU32>);

#[async_trait]
impl Renew for Counted {
    async fn renew(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test]
async fn a_credential_that_ended_is_renewed_and_only_its_part_is_sent_again() {
    let seconds = AtomicU32::new(0);
    let mut world = World::new(
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
            (_, target)
                if target.contains("partNumber=2") && seconds.fetch_add(1, Ordering::Relaxed) == 0 =>
            {
                Reply::error(400, "ExpiredToken")
            }
            _ => Reply::new(200, "").with("etag", MD5),
        },
    );
    let renewed = Counted::default();
    world.files = world.files.clone().renewing(renewed.clone());

    let transfer = world.upload("big.bin", &vec![1; 17 * MIB]).await;

    assert_eq!((&transfer.state, transfer.done), (&State::Done, 17 * MIB as u64));
    assert_eq!(parts_sent(&world), ["1", "2", "2", "3"]);
    assert_eq!(renewed.0.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_download_goes_on_after_a_restart_with_the_bytes_that_are_missing() {
    let content: Vec<u8> = (0..17 * MIB).map(|n| (n % 251) as u8).collect();
    let bytes = content.clone();
    let world = World::new(move |seen, before| {
        let range = seen
            .range
            .as_deref()
            .and_then(|range| range.strip_prefix("bytes="));
        let Some((from, to)) = range.and_then(|range| range.split_once('-')) else {
            return Reply::new(200, bytes.clone())
                .with("etag", MD5)
                .cut(9 * MIB)
                .hanging();
        };
        let (from, to): (usize, usize) = (from.parse().expect("a number"), to.parse().expect("a number"));
        let reply = Reply::new(206, &bytes[from..=to])
            .with("etag", MD5)
            .with("content-range", format!("bytes {from}-{to}/{}", bytes.len()));
        if before < 3 {
            reply.cut((3 * MIB).min(to + 1 - from)).hanging()
        } else {
            reply
        }
    });
    let paper = Paper::default();
    let transfers = queue(&world, &paper);
    let id = transfers
        .download(
            &world.location,
            vec![Item {
                size: Some(17 * MIB as u64),
                ..Item::of_key("a.bin")
            }],
            world.folder.path().into(),
        )
        .await[0];
    let far = 8 * MIB + 3 * MIB + MIB;
    when(&transfers, id, |transfer| transfer.done >= far as u64).await;
    while !paper.begun().contains("\"end\":") {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    transfers.close().await;
    drop(transfers);
    assert_eq!(world.local(), ["a.bin.part"]);
    let before = world.seen().len();

    let transfers = queue(&world, &paper);
    // The ETag is not that of these bytes, so that the comparison at the end is seen to take place.
    assert_eq!(ended(&transfers, id).await.state, State::Failed(Error::Damaged));

    let again: usize = world.seen()[before..]
        .iter()
        .map(|seen| {
            assert_eq!(seen.if_match.as_deref(), Some(MD5), "of the same version");
            let range = seen.range.as_deref().expect("a range").replace("bytes=", "");
            let (from, to) = range.split_once('-').expect("a range");
            to.parse::<usize>().expect("a number") + 1 - from.parse::<usize>().expect("a number")
        })
        .sum();
    assert!(
        again < 10 * MIB,
        "{again} of {} bytes were fetched again",
        content.len()
    );
}

#[tokio::test]
async fn two_of_the_same_name_are_shown_and_the_one_that_was_seen_is_replaced() {
    let world = World::new(
        |seen, _| match (seen.method.as_str(), &seen.if_none_match, &seen.if_match) {
            ("HEAD", _, _) => Reply::new(200, "")
                .with("etag", "\"theirs\"")
                .with("content-length", "0"),
            ("PUT", Some(_), _) => Reply::error(412, "PreconditionFailed"),
            _ => Reply::new(200, "").with("etag", MD5),
        },
    );
    let path = world.folder.path().join("a.txt");
    std::fs::write(&path, "123456789").expect("the folder is ours");
    let asking = Settings {
        uploads: Policy::Ask,
        ..Settings::default()
    };
    let transfers = Transfers::open(world.files.clone(), asking, None);
    let id = transfers.upload(&world.location, "", vec![path]).await[0];
    let asked = when(&transfers, id, |transfer| {
        matches!(transfer.state, State::Asking(_))
    })
    .await;
    let State::Asking(conflict) = asked.state else {
        panic!("{:?}", asked.state)
    };
    let Clash {
        there: Side { etag, .. },
        coming,
    } = *conflict;
    assert_eq!((etag.as_deref(), coming.size), (Some("\"theirs\""), Some(9)));

    transfers.decide(id, Policy::Replace, false);

    assert_eq!(ended(&transfers, id).await.state, State::Done);
    assert!(
        world
            .seen()
            .iter()
            .any(|seen| seen.if_match.as_deref() == Some("\"theirs\""))
    );
}

#[tokio::test]
async fn a_folder_goes_up_with_its_structure_and_one_bad_file_stops_no_other() {
    let world = World::new(|seen, _| {
        if seen.target.contains("bad") {
            Reply::error(403, "AccessDenied")
        } else {
            Reply::new(200, "").with("etag", MD5)
        }
    });
    let folder = world.folder.path().join("trip");
    std::fs::create_dir_all(folder.join("day 1")).expect("the folder is ours");
    for name in ["a.txt", "bad.txt", "day 1/b.txt", ".DS_Store"] {
        std::fs::write(folder.join(name), "123456789").expect("the folder is ours");
    }
    let transfers = world.transfers();
    transfers.upload(&world.location, "up/", vec![folder]).await;
    let mut watch = transfers.watch();
    let over = watch.wait_for(|all| all.counts.done == 2 && all.counts.failed == 1);
    over.await.expect("the owner lives");

    let mut keys: Vec<String> = world.seen().into_iter().map(|seen| seen.target).collect();
    keys.sort();
    let keys: Vec<&str> = keys
        .iter()
        .map(|key| key.split('?').next().expect("a path"))
        .collect();
    assert_eq!(
        keys,
        [
            "/private/up/trip/a.txt",
            "/private/up/trip/bad.txt",
            "/private/up/trip/day%201/b.txt"
        ]
    );
}
