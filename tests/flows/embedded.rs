//! The app with the sandbox inside it, as the shell starts it.

use std::sync::Arc;

use base::SystemClock;
use tests::device::{Device, inside};
use tests::keys::MemoryKeys;

async fn device(folder: &std::path::Path, keys: &MemoryKeys) -> Device {
    Device::with_sandbox(folder, Arc::new(keys.clone()), Arc::new(SystemClock)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_counts_the_messages_and_reads_the_code_in_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let device = device(folder.path(), &MemoryKeys::default()).await;
    let before = device.seen().messages.expect("an inbox");
    device.sign_up("bo", "Long-enough-1").await;
    device.until(|seen| seen.messages == Some(before + 1)).await;

    let messages = device.api.inbox().await.expect("an inbox");
    assert_eq!(messages.len(), before as usize + 1);
    assert_eq!(messages[0].to, "bo@example.com");
    let code = messages[0].code.clone().expect("a code");
    assert!(inside(&device.answer([("code", &code)]).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_and_files_survive_a_restart_and_a_reset_forgets_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let keys = MemoryKeys::default();
    let first = device(folder.path(), &keys).await;
    first.sign_up("bo", "Long-enough-1").await;
    let code = first.api.inbox().await.expect("an inbox")[0]
        .code
        .clone()
        .expect("a code");
    first.answer([("code", &code)]).await;
    let note = folder.path().join("note.txt");
    std::fs::write(&note, "hello").expect("a file");
    first.upload("private", "", vec![note]).await;
    first.api.close().await;

    let second = device(folder.path(), &keys).await;
    assert!(inside(&second.settled().await), "still signed in");
    let rows = second.rows("private", "").await.expect("the files");
    assert_eq!(
        rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(),
        ["note.txt"]
    );

    second.api.reset_sandbox().await.expect("a reset");
    second.until(|seen| seen.account.is_none()).await;
    assert!(
        !inside(&second.sign_in("bo", "Long-enough-1").await),
        "bo is forgotten"
    );
    assert!(inside(&second.sign_in("ada", "Gatehouse-1").await), "ada is back");
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_state_is_set_aside_and_the_person_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let keys = MemoryKeys::default();
    device(folder.path(), &keys).await.api.close().await;
    let database = folder.path().join("data/sandbox/sandbox.db");
    std::fs::write(&database, b"this is no database").expect("the sandbox's database");

    let device = device(folder.path(), &keys).await;
    assert_eq!(device.seen().notices, [api::view::NoticeView::SandboxRestored]);
    assert!(inside(&device.sign_in("ada", "Gatehouse-1").await));
}
