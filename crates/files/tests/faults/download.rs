use files::{Check, Error, Integrity, State};

use crate::service::{Reply, World, ended, when};

const CONTENT: &[u8] = b"123456789";
const MD5: &str = "\"25f9e794323b453885f5181f1b624d0b\"";

fn whole() -> Reply {
    Reply::new(200, CONTENT).with("etag", MD5)
}

fn rest(from: usize) -> Reply {
    Reply::new(206, &CONTENT[from..])
        .with("etag", MD5)
        .with("content-range", format!("bytes {from}-8/9"))
}

#[tokio::test]
async fn a_broken_download_goes_on_at_the_byte_reached_from_the_same_version() {
    let world = World::new(|_, before| match before {
        0 => whole().cut(4),
        1 => rest(4).cut(3),
        _ => rest(7),
    });

    let transfer = world.download("a.txt").await;

    assert_eq!(
        (&transfer.state, transfer.integrity),
        (&State::Done, Some(Integrity::Verified(Check::Md5)))
    );
    assert_eq!((transfer.done, transfer.total), (9, 9));
    let saved = transfer.path.expect("a finished download has a file");
    assert_eq!(std::fs::read(saved).expect("the file is there"), CONTENT);
    let asked: Vec<_> = world
        .seen()
        .into_iter()
        .map(|seen| (seen.range, seen.if_match))
        .collect();
    let part = |from: &str| (Some(from.to_owned()), Some(MD5.to_owned()));
    assert_eq!(asked, [(None, None), part("bytes=4-8"), part("bytes=7-8")]);
}

#[tokio::test]
async fn an_object_that_was_replaced_meanwhile_is_not_spliced() {
    let refused = World::new(|_, before| match before {
        0 => whole().cut(4),
        _ => Reply::error(412, "PreconditionFailed"),
    });
    let ignored = World::new(|_, before| match before {
        0 => whole().cut(4),
        _ => Reply::new(206, "XXXXX")
            .with("etag", "\"another\"")
            .with("content-range", "bytes 4-8/9"),
    });
    for world in [refused, ignored] {
        let transfer = world.download("a.txt").await;

        assert!(
            matches!(transfer.state, State::Failed(Error::Changed { .. })),
            "{transfer:?}"
        );
        assert_eq!(world.local(), [""; 0], "nothing stays behind");
    }
}

#[tokio::test]
async fn a_range_that_was_not_asked_for_is_refused() {
    let world = World::new(|_, before| match before {
        0 => whole().cut(4),
        _ => rest(3),
    });

    assert_eq!(world.download("a.txt").await.state, State::Failed(Error::Damaged));
    assert_eq!(world.local(), [""; 0]);
}

#[tokio::test]
async fn a_flipped_bit_is_found_by_checksum_or_etag_and_else_admitted() {
    let flipped = || Reply::new(200, "123456788");
    let by_checksum = World::new(move |_, _| {
        flipped()
            .with("x-amz-checksum-crc32", "y/Q5Jg==")
            .with("etag", "\"of another kind\"")
    });
    let by_etag = World::new(move |_, _| flipped().with("etag", MD5));
    for world in [by_checksum, by_etag] {
        assert_eq!(world.download("a.txt").await.state, State::Failed(Error::Damaged));
        assert_eq!(world.local(), [""; 0]);
    }

    let by_nothing = World::new(move |_, _| flipped().with("etag", "\"of another kind\""));
    let transfer = by_nothing.download("a.txt").await;
    assert_eq!(
        (transfer.state, transfer.integrity),
        (State::Done, Some(Integrity::NotVerified))
    );
}

#[tokio::test]
async fn a_body_that_is_longer_than_announced_is_refused() {
    let world = World::new(|_, _| {
        Reply::new(200, "0123456789")
            .with("content-length", "9")
            .with("etag", MD5)
    });

    assert_eq!(world.download("a.txt").await.state, State::Failed(Error::Damaged));
    assert_eq!(world.local(), [""; 0]);
}

#[tokio::test]
async fn a_busy_service_is_asked_again_and_a_denial_is_not() {
    let busy = World::new(|_, before| match before {
        0 | 1 => Reply::error(503, "SlowDown"),
        _ => whole(),
    });
    assert_eq!(busy.download("a.txt").await.state, State::Done);

    let denied = World::new(|_, _| Reply::error(403, "AccessDenied"));
    let expected = Error::Denied {
        request_id: Some("R1".to_owned()),
    };
    assert_eq!(denied.download("a.txt").await.state, State::Failed(expected));
    assert_eq!(denied.seen().len(), 1);
}

#[tokio::test]
async fn a_cancelled_download_leaves_nothing_and_can_be_tried_again() {
    let world = World::new(|_, before| {
        if before == 0 {
            whole().cut(4).hanging()
        } else {
            whole()
        }
    });
    let transfers = world.transfers();
    let id = world.queue_download(&transfers, "a.txt").await;
    when(&transfers, id, |transfer| transfer.done == 4).await;
    assert_eq!(world.local(), ["a.txt.part"]);

    transfers.cancel(Some(id));
    assert_eq!(ended(&transfers, id).await.state, State::Cancelled);
    world.cleaned_up().await;

    transfers.retry(Some(id));
    when(&transfers, id, |transfer| transfer.state == State::Done).await;
    assert_eq!(world.local(), ["a.txt"]);
}

#[tokio::test]
async fn no_key_leads_out_of_the_folder() {
    let world = World::new(|_, _| whole());
    for key in [
        "..",
        "a/..",
        "../../x",
        "/etc/passwd",
        ".",
        "a//",
        "a\\..\\b",
        "nul\0l",
        "C:\\x",
    ] {
        let transfer = world.download(key).await;
        assert_eq!(transfer.state, State::Done, "{key:?}");
        let path = transfer.path.expect("a finished download has a file");
        assert_eq!(path.parent(), Some(world.folder.path()), "{key:?}");
    }
    assert_eq!(world.local().len(), 9, "each has a file of its own");
}
