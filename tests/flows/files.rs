//! Files: seen, opened, sent, fetched, and refused.

use std::path::PathBuf;
use std::sync::Arc;

use api::connection::{Connection, Place};
use api::problem::ProblemCode;
use api::view::{LocationKind, PreviewContent, RowKind, TransferState};
use tests::device::Device;
use tests::keys::MemoryKeys;

use crate::setting::Setting;

/// Bytes that no compression and no repetition could fake.
fn noise(length: u32) -> Vec<u8> {
    (0..length)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect()
}

fn file(setting: &Setting, name: &str, bytes: &[u8]) -> PathBuf {
    let path = setting.world.folder.path().join(name);
    std::fs::write(&path, bytes).expect("a file to upload");
    path
}

async fn signed_in() -> Setting {
    let setting = Setting::fresh().await;
    setting.device.sign_in("ada", "Gatehouse-1").await;
    setting
}

#[tokio::test(flavor = "multi_thread")]
async fn what_went_up_comes_down_byte_for_byte() {
    let setting = signed_in().await;
    let bytes = noise(20 << 20);
    let original = file(&setting, "réport 名前 (1).bin", &bytes);
    let up = setting.device.upload("private", "", vec![original]).await;
    assert_eq!(up[0].state, TransferState::Done, "{:?}", up[0].problem);
    let asked = setting.device.operations(0);
    assert!(
        asked.contains(&"CompleteMultipartUpload".to_owned()),
        "20 MiB go in parts: {asked:?}"
    );

    let rows = setting.device.rows("private", "").await.expect("ada's files");
    assert!(
        rows.iter()
            .any(|row| row.name == "réport 名前 (1).bin" && row.size == Some(bytes.len() as u64))
    );
    let (downloads, down) = setting.device.download("private", "réport 名前 (1).bin").await;
    assert_eq!(down[0].state, TransferState::Done, "{:?}", down[0].problem);
    assert_eq!(
        (down[0].done, down[0].total),
        (bytes.len() as u64, bytes.len() as u64)
    );
    assert!(std::fs::read(downloads.join("réport 名前 (1).bin")).expect("the file") == bytes);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_never_replaces_what_is_there() {
    let setting = signed_in().await;
    for text in ["one", "two"] {
        let path = file(&setting, "note.txt", text.as_bytes());
        let up = setting.device.upload("private", "", vec![path]).await;
        assert_eq!(up[0].state, TransferState::Done, "{:?}", up[0].problem);
    }
    for (name, wanted) in [("note.txt", "one"), ("note (2).txt", "two")] {
        let preview = setting
            .device
            .api
            .preview("private", name, false)
            .await
            .expect("both are kept");
        let PreviewContent::Text { text, .. } = preview.content else {
            panic!("{:?}", preview.content)
        };
        assert_eq!(text, wanted);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_never_replaces_what_is_there() {
    let setting = signed_in().await;
    let path = file(&setting, "note.txt", b"one");
    setting.device.upload("private", "", vec![path]).await;
    let (downloads, first) = setting.device.download("private", "note.txt").await;
    assert_eq!(
        (first[0].done, first[0].total),
        (3, 3),
        "a small file's size is told as well"
    );
    let (_, down) = setting.device.download("private", "note.txt").await;
    assert_eq!(down[0].saved_as.as_deref(), Some("note (2).txt"));
    assert!(downloads.join("note.txt").exists() && downloads.join("note (2).txt").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_upload_leaves_nothing_behind_and_can_be_begun_again() {
    let setting = signed_in().await;
    let path = file(&setting, "large.bin", &noise(48 << 20));
    setting.device.picks(vec![path]);
    setting
        .device
        .api
        .pick_upload("private", "")
        .await
        .expect("the upload begins");
    let running = |seen: &tests::device::Seen| {
        let rows = seen
            .transfers
            .as_ref()
            .map(|transfers| transfers.rows.clone())
            .unwrap_or_default();
        rows.first()
            .is_some_and(|row| row.state == TransferState::Running)
    };
    let seen = setting.device.until(running).await;
    let id = seen.transfers.expect("transfers").rows[0].id;
    setting
        .device
        .api
        .cancel_transfer(Some(id))
        .await
        .expect("the transfer is there");
    let over = setting.device.transfers_over().await;
    assert_eq!(over[0].state, TransferState::Cancelled);
    let rows = setting.device.rows("private", "").await.expect("ada's files");
    assert!(
        !rows.iter().any(|row| row.name.starts_with("large")),
        "no half file"
    );

    setting
        .device
        .api
        .retry_transfer(Some(id))
        .await
        .expect("the transfer is there");
    setting
        .device
        .until(|seen| {
            let rows = seen
                .transfers
                .as_ref()
                .map(|transfers| transfers.rows.clone())
                .unwrap_or_default();
            rows.first().is_some_and(|row| row.state == TransferState::Done)
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_seeded_files_can_be_listed_and_opened() {
    let setting = signed_in().await;
    let rows = setting.device.rows("public", "").await.expect("the public files");
    assert!(rows.iter().any(|row| row.kind == RowKind::Folder));
    let folders_first = rows
        .iter()
        .map(|row| row.kind == RowKind::Folder)
        .collect::<Vec<_>>();
    assert!(folders_first.is_sorted_by(|a, b| a >= b), "folders come first");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_others_is_denied_and_the_rest_stays_usable() {
    let setting = Setting::fresh().await;
    let mut connection = Connection::to_sandbox(setting.world.sandbox.url(), setting.world.sandbox.world());
    connection.places.push(Place {
        id: "others".to_owned(),
        kind: LocationKind::Public,
        name: Some("Others".to_owned()),
        bucket: setting.world.sandbox.world().bucket.clone(),
        region: None,
        prefix: "private/somebody-else/".to_owned(),
        can_write: true,
        read_groups: None,
        write_groups: None,
        guests_write: false,
    });
    let home = setting.world.folder.path().join("denied");
    let device = Device::connected(
        connection,
        &home,
        Arc::new(MemoryKeys::default()),
        setting.clock.clone(),
    )
    .await;
    device.sign_in("ada", "Gatehouse-1").await;

    let before = device.last_call();
    let problem = device.rows("others", "").await.expect_err("it is not ada's");
    assert_eq!(problem.code, ProblemCode::Denied);
    assert!(problem.hint.is_some(), "there is something to do next");
    let listed = device
        .operations(before)
        .iter()
        .filter(|operation| *operation == "ListObjectsV2")
        .count();
    assert_eq!(listed, 1, "a refusal is not asked for again");
    assert!(device.rows("public", "").await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_that_is_gone_is_said_to_be() {
    let setting = signed_in().await;
    let problem = setting
        .device
        .api
        .preview("private", "no such thing.txt", false)
        .await
        .expect_err("it is gone");
    assert_eq!(problem.code, ProblemCode::Gone);
    let (_, down) = setting.device.download("private", "no such thing.txt").await;
    assert_eq!(down[0].state, TransferState::Failed);
    assert_eq!(
        down[0].problem.as_ref().map(|problem| problem.code),
        Some(ProblemCode::Gone)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_try_to_climb_out_of_the_folder_stay_in_it() {
    let setting = signed_in().await;
    let path = file(&setting, "climber.txt", b"x");
    for folder in ["../", "a/../../", "..\\..\\/"] {
        setting.device.upload("private", folder, vec![path.clone()]).await;
    }
    std::fs::remove_file(&path).expect("the original goes, so that any other was put there");
    for folder in ["../", "a/../../", "..\\..\\/"] {
        let (downloads, down) = setting
            .device
            .download("private", &format!("{folder}climber.txt"))
            .await;
        assert_eq!(down[0].state, TransferState::Done, "{:?}", down[0].problem);
        for outside in ["../climber.txt", "../../climber.txt"] {
            assert!(!downloads.join(outside).exists(), "{folder} led to {outside}");
        }
    }
    let saved = std::fs::read_dir(setting.world.folder.path().join("home/Downloads"))
        .expect("downloads")
        .count();
    assert_eq!(saved, 3, "all three are in the folder for downloads");
}
