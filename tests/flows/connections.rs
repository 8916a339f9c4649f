//! Several connections on one computer: two sandboxes stand for two deployments. People of both stay signed in side by
//! side, and nothing of one reaches the other.

use api::problem::ProblemCode;
use api::view::{
    ConnectionForm, EndpointsForm, FieldMessage, IdentityPoolForm, LocationForm, LocationKind, PlaceView,
    SavedView, SeatView, StorageForm,
};
use base::Secret;
use tests::device::{Device, Seen, inside};
use tests::world::World;

use crate::setting::Setting;

const PASSWORD: &str = "Gatehouse-1";

/// A connection to another sandbox, as somebody would type it.
pub(crate) fn typed(world: &World) -> ConnectionForm {
    let url = || Some(world.sandbox.url().to_owned());
    let world = world.sandbox.world();
    let place = |kind, prefix: &str| LocationForm {
        id: String::new(),
        name: None,
        kind,
        bucket: world.bucket.clone(),
        region: None,
        prefix: prefix.to_owned(),
        can_write: true,
        write_groups: None,
        read_groups: None,
        guests_write: false,
    };
    ConnectionForm {
        name: "Acme".to_owned(),
        user_pool_id: Some(world.user_pool_id.clone()),
        client_id: Some(world.client_id.clone()),
        auth_flow: "USER_SRP_AUTH".to_owned(),
        identity_pool: Some(IdentityPoolForm {
            id: world.identity_pool_id.clone(),
            ..IdentityPoolForm::default()
        }),
        storage: Some(StorageForm {
            region: None,
            endpoint: url(),
            path_style: true,
        }),
        locations: vec![
            place(LocationKind::Private, "private/{identity_id}/"),
            place(LocationKind::Public, "public/"),
        ],
        endpoints: EndpointsForm {
            user_pool: url(),
            identity_pool: url(),
            sts: url(),
        },
        ..ConnectionForm::default()
    }
}

pub(crate) async fn saved(device: &Device, form: ConnectionForm) -> String {
    match device.api.save_connection(form).await.expect("the app is open") {
        SavedView::Saved { id } => id,
        SavedView::Refused(problems) => panic!("refused: {problems:?}"),
    }
}

/// Uses a connection, and signs in there.
pub(crate) async fn signed_in_at(device: &Device, connection: &str, username: &str) -> Seen {
    device.api.use_connection(connection).await.expect("it is there");
    device
        .until(|seen| connection_of(seen) == connection && !inside(seen))
        .await;
    device.sign_in(username, PASSWORD).await;
    device
        .until(|seen| inside(seen) && seat_at(seen, connection).is_some_and(|seat| seat.signed_in))
        .await
}

fn connection_of(seen: &Seen) -> &str {
    seen.connection.as_ref().map_or("", |connection| &connection.id)
}

fn seat_at<'a>(seen: &'a Seen, connection: &str) -> Option<&'a SeatView> {
    seen.accounts.iter().find(|seat| seat.connection_id == connection)
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_two_connections_sit_side_by_side_and_come_back_after_a_restart() {
    let (setting, other) = (Setting::fresh().await, World::fresh().await);
    let device = &setting.device;
    device.sign_in("ada", PASSWORD).await;
    let id = saved(device, typed(&other)).await;

    let seen = signed_in_at(device, &id, "ada").await;
    assert_eq!(
        seen.accounts.len(),
        2,
        "the same name is two people: {:?}",
        seen.accounts
    );
    assert!(seat_at(&seen, &id).is_some_and(|seat| seat.active));
    let view = seen.connection.as_ref().expect("a connection");
    assert_eq!((view.name.as_str(), view.place), ("Acme", PlaceView::Emulator));
    device.rows("place-1", "").await.expect("her files there");

    let ada = seat_at(&seen, "sandbox").expect("she is still here").id.clone();
    device.api.switch_account(&ada).await.expect("she is there");
    device
        .until(|seen| connection_of(seen) == "sandbox" && inside(seen))
        .await;
    device.rows("private", "").await.expect("her files here");
    device.api.use_connection(&id).await.expect("it is there");
    device
        .until(|seen| connection_of(seen) == id && inside(seen))
        .await;

    let vault = setting.device.data.join("vault");
    assert!(
        vault.join("sandbox").exists() && vault.join(&id).exists(),
        "each has a vault"
    );
    let setting = setting.restarted().await;
    let both = |seen: &Seen| seen.accounts.len() == 2 && seen.accounts.iter().all(|seat| seat.signed_in);
    let seen = setting.device.until(both).await;
    assert_eq!(
        connection_of(&seen),
        id,
        "the connection used last is shown first"
    );
    setting.device.rows("place-1", "").await.expect("her files there");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_deleted_with_its_people_and_their_vault_and_the_others_stay() {
    let (setting, other) = (Setting::fresh().await, World::fresh().await);
    let device = &setting.device;
    device.sign_in("ada", PASSWORD).await;
    let id = saved(device, typed(&other)).await;
    signed_in_at(device, &id, "otto").await;

    device.api.delete_connection(&id).await.expect("it is deleted");

    let seen = device
        .until(|seen| connection_of(seen) == "sandbox" && inside(seen) && seen.accounts.len() == 1)
        .await;
    assert!(seat_at(&seen, "sandbox").is_some_and(|seat| seat.active));
    assert!(!device.data.join("vault").join(&id).exists(), "its vault is gone");
    let list = device.api.connections().await.expect("the list");
    assert_eq!(list.connections.len(), 1);
    let gone = device.api.use_connection(&id).await.expect_err("it is gone");
    assert_eq!(gone.code, ProblemCode::Gone);
    let setting = setting.restarted().await;
    let back = |seen: &Seen| inside(seen) && seen.accounts.len() == 1;
    setting.device.until(back).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_changed_keeps_whoever_is_remembered() {
    let (setting, other) = (Setting::fresh().await, World::fresh().await);
    let device = &setting.device;
    let id = saved(device, typed(&other)).await;
    signed_in_at(device, &id, "ada").await;
    let mut form = device.api.connection_form(&id).await.expect("it is there");
    assert_eq!(form.id.as_deref(), Some(id.as_str()));
    form.name = "Acme two".to_owned();
    form.locations.truncate(1);

    assert_eq!(saved(device, form).await, id);

    let seen = device
        .until(|seen| {
            let named = seen
                .connection
                .as_ref()
                .is_some_and(|view| view.name == "Acme two");
            named && inside(seen)
        })
        .await;
    assert_eq!(connection_of(&seen), id);
    let places = device.api.locations().await.expect("the places");
    assert_eq!(places.len(), 1, "the change counts at once");
    let asked = device.operations(0);
    let sign_ins = asked
        .iter()
        .filter(|operation| *operation == "InitiateAuth")
        .count();
    assert_eq!(sign_ins, 1, "nobody had to sign in again: {asked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_told_at_its_field_and_the_sandbox_never_changes() {
    let (setting, other) = (Setting::fresh().await, World::fresh().await);
    let device = &setting.device;
    let mut form = typed(&other);
    form.name = "sandbox".to_owned();
    form.locations[1].bucket = "No Bucket".to_owned();

    let refused = device.api.save_connection(form).await.expect("the app is open");

    let SavedView::Refused(problems) = refused else {
        panic!("it was saved");
    };
    let told: Vec<(&str, FieldMessage)> = problems
        .iter()
        .map(|problem| (problem.field.as_str(), problem.message))
        .collect();
    assert_eq!(
        told,
        [
            ("name", FieldMessage::Taken),
            ("locations.1.bucket", FieldMessage::Bucket)
        ]
    );
    let fixed = |problem: Result<(), api::problem::Problem>| {
        assert_eq!(problem.expect_err("the sandbox stays").code, ProblemCode::Denied);
    };
    fixed(device.api.delete_connection("sandbox").await);
    fixed(device.api.connection_form("sandbox").await.map(drop));
    fixed(device.api.export_connection("sandbox").await.map(drop));
    let form = ConnectionForm {
        id: Some("sandbox".to_owned()),
        ..typed(&other)
    };
    fixed(device.api.save_connection(form).await.map(drop));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_of_an_app_client_survives_a_restart_and_is_nowhere_in_clear() {
    let (setting, other) = (Setting::fresh().await, World::fresh().await);
    let world = other.sandbox.world();
    let secret = world.secret_client_secret.clone();
    let form = ConnectionForm {
        client_id: Some(world.secret_client_id.clone()),
        client_secret: Some(secret.clone()),
        ..typed(&other)
    };
    let id = saved(&setting.device, form).await;
    let setting = setting.restarted().await;
    let device = &setting.device;

    signed_in_at(device, &id, "ada").await;

    let form = device.api.connection_form(&id).await.expect("it is there");
    assert!(form.has_client_secret && form.client_secret.is_none());
    assert!(
        device
            .api
            .export_connection(&id)
            .await
            .expect("a file was chosen")
    );
    let exported = device.downloads().join("Acme.json");
    let exported = std::fs::read_to_string(exported).expect("the file");
    assert!(exported.contains(&world.secret_client_id));
    let crossed = device.seen().crossed.join("\n");
    setting.device.api.close().await;
    for (place, bytes) in tests::place::bytes_below(&setting.device.data) {
        assert!(!holds(&bytes, &secret), "{place} holds the secret");
    }
    assert!(!holds(exported.as_bytes(), &secret) && !holds(crossed.as_bytes(), &secret));
}

pub(crate) fn holds(bytes: &[u8], secret: &Secret) -> bool {
    let secret = secret.expose().as_bytes();
    bytes.windows(secret.len()).any(|window| window == secret)
}
