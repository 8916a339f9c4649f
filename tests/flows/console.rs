//! The command line beside a closed window: saved connections by id and by name, and the credentials of whoever stays
//! signed in there.

use std::sync::Arc;

use api::console::{Console, ConsoleParts, Format, something_wrong, verdict};
use api::view::ConnectionForm;
use base::Secret;
use serde_json::Value;
use tests::world::World;

use crate::connections::{holds, saved, signed_in_at, typed};
use crate::setting::Setting;

/// Somebody stays signed in at a saved connection whose client has a secret, and the window is closed.
struct Closed {
    setting: Setting,
    other: World,
    id: String,
}

impl Closed {
    async fn fresh() -> Self {
        let (setting, other) = (Setting::fresh().await, World::fresh().await);
        let world = other.sandbox.world();
        let form = ConnectionForm {
            client_id: Some(world.secret_client_id.clone()),
            client_secret: Some(world.secret_client_secret.clone()),
            ..typed(&other)
        };
        let id = saved(&setting.device, form).await;
        signed_in_at(&setting.device, &id, "ada").await;
        setting.device.api.close().await;
        Self { setting, other, id }
    }

    async fn console(&self) -> Console {
        let parts = ConsoleParts {
            clock: self.setting.clock.clone(),
            keys: Arc::new(self.setting.keys.clone()),
            device_name: "this computer".to_owned(),
            data_folder: self.setting.device.data.clone(),
        };
        Console::open(parts).await.expect("the app's own data")
    }

    fn secret(&self) -> &Secret {
        &self.other.sandbox.world().secret_client_secret
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_connection_gives_credentials_by_its_name_and_by_its_id() {
    let closed = Closed::fresh().await;
    let console = closed.console().await;
    for (named, account) in [(closed.id.as_str(), None), ("Acme", Some("ada"))] {
        let connection = console.connection(named).await.expect("it is saved");
        let keys = console.credentials(&connection, account).await;
        let keys = keys.unwrap_or_else(|error| panic!("{named}: {error}"));
        let written = keys.written(Format::Process);
        let read: Value = serde_json::from_str(written.expose()).expect("JSON");
        assert_eq!(read["Version"], 1, "{named}");
        for member in ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"] {
            assert!(read[member].is_string(), "{named}: {member}");
        }
    }
    // The session was renewed under the vault's lock, and the window finds it as it was.
    let setting = closed.setting.restarted().await;
    let back = |seen: &tests::device::Seen| seen.accounts.iter().any(|seat| seat.signed_in);
    setting.device.until(back).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_and_nothing_of_that_name_is_told_with_what_to_do() {
    let closed = Closed::fresh().await;
    let console = closed.console().await;
    let unknown = console.connection("Acmee").await.expect_err("no such connection");
    assert_eq!(
        unknown.to_string(),
        "There is no connection “Acmee”; `gatehouse connection list` names those that there are."
    );
    let connection = console.connection("Acme").await.expect("it is saved");
    let nobody = console.credentials(&connection, Some("otto")).await;
    let nobody = nobody.expect_err("otto never signed in");
    assert!(
        nobody.to_string().contains("“otto” is not signed in to “Acme”"),
        "{nobody}"
    );
    for of_the_sandbox in [
        console.export("sandbox").await.map(drop),
        console.test("sandbox").await.map(drop),
    ] {
        let told = of_the_sandbox.expect_err("it comes with the app").to_string();
        assert!(told.contains("comes with the app"), "{told}");
    }
    let asleep = console
        .connection("sandbox")
        .await
        .expect_err("it does not run here");
    assert!(asleep.to_string().contains("not running"), "{asleep}");
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_are_listed_examined_and_exported_without_their_secret() {
    let closed = Closed::fresh().await;
    let console = closed.console().await;
    let listed = console.connections().await.expect("the app's own data");
    let own = ("sandbox".to_owned(), "Sandbox".to_owned());
    assert_eq!(listed, [own, (closed.id.clone(), "Acme".to_owned())]);

    let checks = console.test("Acme").await.expect("it is saved");
    let told = verdict(&checks);
    assert!(!something_wrong(&checks), "{told}");
    assert!(told.lines().any(|line| line.starts_with("ok ")), "{told}");

    let exported = console.export(&closed.id).await.expect("it is saved");
    let client = &closed.other.sandbox.world().secret_client_id;
    assert!(exported.contains(client));
    let read = api::import::import(exported.as_bytes()).expect("what was exported is read again");
    assert_eq!(read.view.form.name, "Acme");
    for text in [&exported, &told, &format!("{listed:?}")] {
        assert!(!holds(text.as_bytes(), closed.secret()), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_examination_finds_names_the_field() {
    let closed = Closed::fresh().await;
    let mut form = typed(&closed.other);
    form.name = "Wrong".to_owned();
    form.user_pool_id = Some("eu-west-1_NobodysPl".to_owned());
    let setting = closed.setting.restarted().await;
    saved(&setting.device, form).await;
    setting.device.api.close().await;
    let closed = Closed { setting, ..closed };

    let checks = closed.console().await.test("Wrong").await.expect("it is saved");
    assert!(something_wrong(&checks));
    let told = verdict(&checks);
    assert!(told.contains("[userPoolId]"), "{told}");
}
