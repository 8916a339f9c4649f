//! The app ends at the worst moment: what it could not write down any more is found out afterwards.

use files::State;
use md5::{Digest as _, Md5};

use crate::paper::{Paper, queue};
use crate::service::{Reply, World, ended, when};

const MIB: usize = 1 << 20;
const MD5: &str = "\"25f9e794323b453885f5181f1b624d0b\"";
static CONTENT: [u8; 17 * MIB] = [1; 17 * MIB];

/// The ETag that S3 gives to the content in parts of 8 MiB.
fn etag(content: &[u8]) -> String {
    let parts: Vec<u8> = content
        .chunks(8 * MIB)
        .flat_map(|part| Md5::digest(part).to_vec())
        .collect();
    format!("\"{}-3\"", hex::encode(Md5::digest(parts)))
}

/// What the journal holds of an upload whose completion was asked for and never answered.
async fn killed_while_completing() -> (World, Paper) {
    let world = World::new(|seen, _| match (seen.method.as_str(), seen.target.as_str()) {
        ("HEAD", _) => Reply::new(404, ""),
        ("POST", target) if target.contains("uploads") => Reply::new(
            200,
            "<InitiateMultipartUploadResult><UploadId>U1</UploadId></InitiateMultipartUploadResult>",
        ),
        ("POST", _) => Reply::new(200, "").hanging(),
        _ => Reply::new(200, "").with("etag", MD5),
    });
    let path = world.folder.path().join("big.bin");
    std::fs::write(&path, &CONTENT[..]).expect("the folder is ours");
    let paper = Paper::default();
    let transfers = queue(&world, &paper);
    let id = transfers.upload(&world.location, "", vec![path]).await[0];
    when(&transfers, id, |transfer| transfer.done == 17 * MIB as u64).await;
    world
        .until(|seen| seen.iter().filter(|seen| seen.method == "POST").count() == 2)
        .await;
    (world, paper.copy())
}

/// A service that knows no such upload any more, and has this object of that name.
fn afterwards(object: String) -> World {
    World::new(move |seen, _| match seen.method.as_str() {
        "GET" => Reply::error(404, "NoSuchUpload"),
        "HEAD" if seen.target.contains("big.bin") => Reply::new(200, "")
            .with("etag", object.clone())
            .with("content-length", CONTENT.len().to_string()),
        "HEAD" => Reply::new(404, ""),
        "POST" if seen.target.contains("uploads") => Reply::new(
            200,
            "<InitiateMultipartUploadResult><UploadId>U2</UploadId></InitiateMultipartUploadResult>",
        ),
        "POST" => Reply::new(
            200,
            "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>",
        ),
        _ => Reply::new(200, "").with("etag", MD5),
    })
}

#[tokio::test]
async fn an_upload_that_was_completed_while_the_app_was_killed_makes_no_second_file() {
    let (_before, paper) = killed_while_completing().await;
    let world = afterwards(etag(&CONTENT));
    let transfers = queue(&world, &paper);
    let transfer = ended(&transfers, 1).await;

    assert_eq!((&transfer.state, &transfer.saved_as), (&State::Done, &None));
    let methods = world.methods();
    assert!(
        methods.iter().all(|method| method == "GET" || method == "HEAD"),
        "nothing was sent again: {methods:?}"
    );
}

#[tokio::test]
async fn an_upload_that_is_gone_where_another_file_has_its_name_goes_up_under_the_next() {
    let (_before, paper) = killed_while_completing().await;
    let mut other = CONTENT.to_vec();
    other[9 * MIB] = 2;
    let world = afterwards(etag(&other));
    let transfers = queue(&world, &paper);
    let transfer = ended(&transfers, 1).await;

    assert_eq!(
        (&transfer.state, transfer.saved_as.as_deref()),
        (&State::Done, Some("big (2).bin"))
    );
}
