use std::fs;
use std::sync::Arc;

use base::SystemClock;
use sandbox::{Error, Options, Sandbox};
use serde_json::json;

use crate::stage::{Stage, assert_refused, start};

#[tokio::test]
async fn people_sign_ins_messages_and_keys_survive_a_restart() {
    let stage = Stage::set().await;
    stage
        .sign_up("zoe", "Long-enough-1", "zoe@example.org")
        .await
        .expect("signed up");
    let code = stage.newest_code();
    let tokens = stage.tokens("ada").await;
    let token = stage.sandbox.control_token().expose().clone();
    let count = stage.sandbox.messages().len();

    let stage = stage.restart().await;
    assert!(!stage.sandbox.restored());
    assert_ne!(
        *stage.sandbox.control_token().expose(),
        token,
        "each start has a control token of its own"
    );
    assert_eq!(stage.sandbox.messages().len(), count);
    stage.confirm("zoe", &code).await.expect("the code is still good");
    stage
        .pool("GetUser", json!({ "AccessToken": tokens["AccessToken"] }))
        .await
        .expect("the key is the same");
    stage
        .pool(
            "GetTokensFromRefreshToken",
            json!({ "RefreshToken": tokens["RefreshToken"] }),
        )
        .await
        .expect("renewed");
}

#[tokio::test]
async fn a_second_sandbox_on_the_folder_is_refused_until_the_first_has_gone() {
    let stage = Stage::set().await;
    let second = || {
        let folder = stage.folder.path().join("state");
        Sandbox::start(Options {
            folder,
            port: 0,
            clock: Arc::new(SystemClock),
        })
    };
    let refused = second().await.expect_err("the folder is taken");
    assert!(matches!(refused, Error::InUse { .. }), "{refused}");
    let Stage {
        sandbox,
        clock,
        folder,
        ..
    } = stage;
    drop(sandbox);
    start(&folder, &clock).await;
}

#[tokio::test]
async fn damaged_state_is_set_aside_and_begun_anew() {
    let stage = Stage::set().await;
    stage
        .sign_up("zoe", "Long-enough-1", "zoe@example.org")
        .await
        .expect("signed up");
    let Stage {
        sandbox,
        clock,
        folder,
        http,
    } = stage;
    sandbox.stop().await;
    let state = folder.path().join("state");
    fs::write(
        state.join("sandbox.db"),
        "this is no database, whatever its name says",
    )
    .expect("damage");

    let sandbox = start(&folder, &clock).await;
    assert!(sandbox.restored());
    let backup = state.join("backup-20260105T100000");
    assert!(
        backup.join("sandbox.db").exists() && backup.join("objects").exists(),
        "nothing is deleted"
    );
    let stage = Stage {
        sandbox,
        clock,
        folder,
        http,
    };
    stage
        .sign_in("ada", sandbox::PASSWORD)
        .await
        .expect("the first accounts are back");
    assert_refused(
        stage.sign_in("zoe", "Long-enough-1").await,
        "NotAuthorizedException",
        "Incorrect username or password.",
    );
    let stage = stage.restart().await;
    assert!(!stage.sandbox.restored(), "the new state is sound");
}

#[tokio::test]
async fn a_reset_brings_back_the_first_state_for_those_who_may_ask() {
    let stage = Stage::set().await;
    stage
        .sign_up("zoe", "Long-enough-1", "zoe@example.org")
        .await
        .expect("signed up");
    let tokens = stage.tokens("ada").await;
    let mut count = stage.sandbox.watch_messages();
    let reset = stage.http.post(format!("{}/_sandbox/reset", stage.sandbox.url()));
    let stranger = reset
        .try_clone()
        .expect("a request")
        .send()
        .await
        .expect("an answer");
    assert_eq!(stranger.status(), 401);
    let allowed = reset
        .bearer_auth(stage.sandbox.control_token().expose())
        .send()
        .await
        .expect("an answer");
    assert_eq!(allowed.status(), 200);

    assert_eq!(*count.borrow_and_update(), 1, "only una's code is left");
    assert_eq!(stage.sandbox.messages().len(), 1);
    stage
        .sign_up("zoe", "Long-enough-1", "zoe@example.org")
        .await
        .expect("the name is free again");
    let gone = stage
        .pool("GetUser", json!({ "AccessToken": tokens["AccessToken"] }))
        .await;
    assert_refused(gone, "NotAuthorizedException", "Access Token has been revoked");
    stage.sandbox.reset().await.expect("also from inside");
    stage
        .sign_in("ada", sandbox::PASSWORD)
        .await
        .expect("ada is back");
}

#[tokio::test]
async fn no_password_and_no_refresh_token_is_on_the_disk() {
    let stage = Stage::set().await;
    stage
        .sign_up("zoe", "Canary-passw0rd", "zoe@example.org")
        .await
        .expect("signed up");
    stage
        .confirm("zoe", &stage.newest_code())
        .await
        .expect("confirmed");
    let tokens = stage.sign_in("zoe", "Canary-passw0rd").await.expect("signed in");
    let refresh = tokens["AuthenticationResult"]["RefreshToken"]
        .as_str()
        .expect("a token")
        .to_owned();
    let Stage { sandbox, folder, .. } = stage;
    sandbox.stop().await;

    for entry in fs::read_dir(folder.path().join("state")).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            let bytes = fs::read(&path).expect("a file");
            for secret in ["Canary-passw0rd", sandbox::PASSWORD, &refresh[..64]] {
                let found = bytes
                    .windows(secret.len())
                    .any(|window| window == secret.as_bytes());
                assert!(!found, "a secret is in {}", path.display());
            }
        }
    }
}
