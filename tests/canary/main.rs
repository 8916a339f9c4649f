//! The main job with marked secrets: nothing that the app writes or lets cross to the page holds one of them. The
//! pretend inbox is the exception (decision 0008), so it is not asked here.

mod browser;
mod connection;
mod second_steps;
mod secrets;

use std::path::Path;
use std::sync::Arc;

use base::SystemClock;
use secrets::{Log, Secrets};
use tests::device::{Device, inside};
use tests::keys::MemoryKeys;
use tests::place::bytes_below;
use tests::world::World;

const PASSWORD: &str = "Canary-password-4711!";
const WRONG: &str = "Canary-wrong-0815!";
const NEXT: &str = "Canary-next-2342!";

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_written_down_or_crosses_to_the_page() {
    let log = Log::listen();
    let world = World::fresh().await;
    let home = world.folder.path().join("home");
    let keys = MemoryKeys::default();
    let device = Device::on(&world, &home, Arc::new(keys.clone()), Arc::new(SystemClock)).await;
    let mut secrets = Secrets::new([PASSWORD, WRONG, NEXT]);
    let newest_code = || {
        let messages = world.sandbox.messages();
        messages[0].code.as_ref().expect("a code").expose().clone()
    };

    device.sign_up("bo", PASSWORD).await;
    let code = newest_code();
    secrets.add("confirmation code", &code);
    assert!(
        inside(&device.answer([("code", &code)]).await),
        "{:?}",
        device.seen().auth
    );
    device.rows("private", "").await.expect("the new person's files");
    let note = world.folder.path().join("note.txt");
    std::fs::write(&note, "hello").expect("a file");
    device.upload("private", "", vec![note]).await;
    device.download("private", "note.txt").await;
    device.rows("private", "nowhere/").await.expect("an empty folder");
    device
        .api
        .preview("private", "gone.txt", false)
        .await
        .expect_err("it is not there");
    device.api.sign_out(true).await.expect("the app is open");
    device.sign_in("bo", WRONG).await;
    device
        .api
        .show_forgot_password("bo".to_owned())
        .await
        .expect("the app is open");
    device
        .api
        .forgot_password("bo".to_owned())
        .await
        .expect("the app is open");
    device.settled().await;
    let code = newest_code();
    secrets.add("reset code", &code);
    device.answer([("code", &code), ("newPassword", NEXT)]).await;
    if !inside(&device.seen()) {
        device.sign_in("bo", NEXT).await;
    }
    device.rows("public", "").await.expect("everyone's files");

    let calls = device.api.calls(0);
    assert!(calls.len() > 12, "the job has made calls: {}", calls.len());
    let mut timeline = serde_json::to_string(&calls).expect("JSON");
    for call in &calls {
        let detail = device.api.call(call.id).expect("the call is there");
        timeline.push_str(&serde_json::to_string(&detail).expect("JSON"));
    }
    let tokens = serde_json::to_string(&device.api.tokens().await).expect("JSON");
    assert!(
        tokens.contains("cognito:username"),
        "the decoded tokens are shown"
    );
    secrets.assert_absent("the timeline", timeline.as_bytes());
    secrets.assert_absent("the decoded tokens", tokens.as_bytes());
    secrets.assert_absent(
        "what crossed to the page",
        device.seen().crossed.join("\n").as_bytes(),
    );
    let data = device.data.clone();
    device.api.close().await;
    for (path, bytes) in bytes_below(&data) {
        secrets.assert_absent(&path, &bytes);
    }
    assert!(log.text().contains("the log is heard"));
    secrets.assert_absent("the log", log.text().as_bytes());
}

#[test]
fn a_secret_is_found_where_it_is() {
    let secrets = Secrets::new(["Canary-password-4711!"]);
    let token = br#"{"token":"eyJraWQiOiJhYmMiLCJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJh"}"#;
    assert_eq!(
        secrets.found(b"password=Canary-password-4711!"),
        ["marked secret"]
    );
    assert_eq!(
        secrets.found(b"password=Canary-password-4711%21"),
        ["marked secret"]
    );
    assert_eq!(secrets.found(token), ["token"]);
    assert_eq!(secrets.found(b"nothing here"), Vec::<String>::new());
    assert!(bytes_below(Path::new(env!("CARGO_MANIFEST_DIR"))).len() > 10);
}
