//! The secrets of second steps and of the app client: the key of an authenticator app, a client's secret, codes, a
//! question that is sealed while the app is closed. The page shows the key, because a person has to copy it; nothing
//! else may hold it.

use std::sync::Arc;

use api::connection::Connection;
use api::view::{AnswerKind, OutcomeView};
use base::{Clock, SystemClock};
use sandbox::PASSWORD;
use tests::authenticator;
use tests::device::{Device, inside, question};
use tests::keys::MemoryKeys;
use tests::place::bytes_below;
use tests::world::World;

use crate::secrets::{Log, Secrets};

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_of_a_second_step_or_of_the_client_is_written_down() {
    let log = Log::listen();
    let world = World::fresh().await;
    let home = world.folder.path().join("home");
    let keys = MemoryKeys::default();
    let ids = world.sandbox.world();
    let device = || async {
        let mut connection = Connection::to_sandbox(world.sandbox.url(), ids);
        connection.pool.client_id = ids.secret_client_id.clone();
        connection.pool.client_secret = Some(ids.secret_client_secret.clone());
        Device::connected(connection, &home, Arc::new(keys.clone()), Arc::new(SystemClock)).await
    };
    let client_secret = ids.secret_client_secret.expose().clone();
    let before = device().await;
    before.sign_in("nina", PASSWORD).await;
    let shown = before.answer([("choice", "SOFTWARE_TOKEN_MFA")]).await;
    let key = question(&shown)
        .totp
        .as_ref()
        .expect("the key is shown")
        .secret
        .clone();
    let mut secrets = Secrets::new([PASSWORD, &client_secret]);
    secrets.assert_absent(
        "what crossed to the page",
        before.seen().crossed.join("\n").as_bytes(),
    );
    let data = before.data.clone();
    before.api.close().await;
    secrets.add_marked("key of the authenticator app", &key);
    for (path, bytes) in bytes_below(&data) {
        secrets.assert_absent(&path, &bytes);
    }

    let after = device().await;
    assert_eq!(
        question(&after.seen()).kind,
        AnswerKind::SetUpTotp,
        "the question stands as it did: {:?}",
        after.seen().auth
    );
    let code = authenticator::code(&key, SystemClock.now());
    secrets.add("code of the authenticator app", &code);
    assert!(
        inside(&after.answer([("code", &code)]).await),
        "{:?}",
        after.seen().auth
    );
    after.api.register_passkey().await.expect("a passkey");
    after.api.sign_out(true).await.expect("the app is open");
    let outcome = after.settled().await.auth.and_then(|auth| auth.outcome);
    assert_eq!(outcome, Some(OutcomeView::SignedOutEverywhere));

    let mut timeline = String::new();
    for call in after.api.calls(0) {
        let detail = after.api.call(call.id).expect("the call is there");
        timeline.push_str(&serde_json::to_string(&detail).expect("JSON"));
    }
    for operation in [
        "VerifySoftwareToken",
        "CompleteWebAuthnRegistration",
        "GlobalSignOut",
    ] {
        assert!(timeline.contains(operation), "{operation} was called");
    }
    secrets.assert_absent("the timeline", timeline.as_bytes());
    after.api.close().await;
    for (path, bytes) in bytes_below(&data) {
        secrets.assert_absent(&path, &bytes);
    }
    secrets.assert_absent("the log", log.text().as_bytes());
}
