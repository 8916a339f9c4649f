//! The secret of an app client that somebody types into the form of a connection: it is sealed with the connection, and
//! from then on nothing that is written, exported, logged or shown holds it.

use std::sync::Arc;

use api::view::{ConnectionForm, EndpointsForm, SavedView};
use base::SystemClock;
use sandbox::PASSWORD;
use tests::device::{Device, inside};
use tests::keys::MemoryKeys;
use tests::place::bytes_below;
use tests::world::World;

use crate::secrets::{Log, Secrets};

/// A connection to the sandbox with the client that has a secret, as somebody would type it.
fn typed(world: &World) -> ConnectionForm {
    let ids = world.sandbox.world();
    ConnectionForm {
        name: "Acme".to_owned(),
        user_pool_id: Some(ids.user_pool_id.clone()),
        client_id: Some(ids.secret_client_id.clone()),
        client_secret: Some(ids.secret_client_secret.clone()),
        auth_flow: "USER_SRP_AUTH".to_owned(),
        endpoints: EndpointsForm {
            user_pool: Some(world.sandbox.url().to_owned()),
            ..EndpointsForm::default()
        },
        ..ConnectionForm::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_client_secret_of_a_saved_connection_is_written_down_or_crosses_to_the_page() {
    let log = Log::listen();
    let world = World::fresh().await;
    let home = world.folder.path().join("home");
    let keys = MemoryKeys::default();
    let device = || async { Device::on(&world, &home, Arc::new(keys.clone()), Arc::new(SystemClock)).await };
    let secret = world.sandbox.world().secret_client_secret.expose().clone();
    let secrets = Secrets::new([PASSWORD, &secret]);

    let before = device().await;
    let tested = before.api.test_connection(typed(&world)).await;
    let tested = serde_json::to_string(&tested.expect("checks")).expect("JSON");
    let mut wrong = typed(&world);
    wrong.region = Some("nowhere".to_owned());
    let refused = before.api.save_connection(wrong).await.expect("the app is open");
    assert!(matches!(refused, SavedView::Refused(_)), "{refused:?}");
    let saved = before
        .api
        .save_connection(typed(&world))
        .await
        .expect("the app is open");
    let SavedView::Saved { id } = saved else {
        panic!("{saved:?}")
    };
    let mut crossed = before.seen().crossed.join("\n");
    before.api.close().await;

    let after = device().await;
    after.api.use_connection(&id).await.expect("it is there");
    after
        .until(|seen| {
            seen.connection
                .as_ref()
                .is_some_and(|connection| connection.id == id)
        })
        .await;
    let seen = after.sign_in("ada", PASSWORD).await;
    assert!(
        inside(&seen),
        "the secret counts after a restart: {:?}",
        seen.auth
    );
    assert!(after.api.export_connection(&id).await.expect("a file was chosen"));
    let form = after.api.connection_form(&id).await.expect("it is there");
    assert!(form.has_client_secret);
    let mut timeline = String::new();
    for call in after.api.calls(0) {
        let detail = after.api.call(call.id).expect("the call is there");
        timeline.push_str(&serde_json::to_string(&detail).expect("JSON"));
    }
    assert!(timeline.contains("InitiateAuth"), "the sign-in was called");
    crossed.push_str(&after.seen().crossed.join("\n"));
    crossed.push_str(&serde_json::to_string(&form).expect("JSON"));
    crossed.push_str(&tested);
    let exported = std::fs::read(after.downloads().join("Acme.json")).expect("the file");
    let data = after.data.clone();
    after.api.close().await;

    let mut places = vec![
        ("the timeline".to_owned(), timeline.into_bytes()),
        ("what crossed to the page".to_owned(), crossed.into_bytes()),
        ("the exported file".to_owned(), exported),
        ("the log".to_owned(), log.text().into_bytes()),
    ];
    places.extend(bytes_below(&data));
    for (place, bytes) in &places {
        secrets.assert_absent(place, bytes);
    }
}
