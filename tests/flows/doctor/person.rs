//! Mistakes that only somebody who is signed in can find.

use std::sync::Arc;

use api::connection::Connection;
use api::view::{CheckState, IdentityFlowView};
use auth::IdentityFlow;
use sandbox::Fault;
use tests::device::Device;
use time::Duration;

use super::{check, failed, right};
use crate::setting::Setting;

async fn signed_in() -> Setting {
    let setting = Setting::fresh().await;
    setting.device.sign_in("ada", "Gatehouse-1").await;
    setting
}

fn refusal(error: &str, message: &str) -> Fault {
    Fault::Refuse {
        error: error.to_owned(),
        message: message.to_owned(),
        status: 400,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_signed_in_lets_every_check_be_made() {
    let setting = signed_in().await;

    let checks = setting
        .device
        .api
        .test_connection(right(&setting.world.sandbox))
        .await;

    let checks = checks.expect("the app is open");
    assert_eq!(failed(&checks), []);
    for id in ["login", "role", "prefix:private", "prefix:public"] {
        assert_eq!(check(&checks, id).state, CheckState::Ok, "{id}");
    }
    assert!(
        setting
            .device
            .seen()
            .crossed
            .iter()
            .any(|update| update.contains("\"checks\"")),
        "the page has seen them"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_pool_that_does_not_know_the_client_is_found() {
    let setting = signed_in().await;
    let said = "Token is not from a supported provider of this identity pool.";
    let faults = setting.world.sandbox.faults();
    // The first question is the doctor's own, as a guest.
    faults.plan(
        "GetId",
        refusal(
            "NotAuthorizedException",
            "Unauthenticated access is not supported for this identity pool.",
        ),
    );
    faults.plan("GetId", refusal("NotAuthorizedException", said));

    let checks = setting
        .device
        .api
        .test_connection(right(&setting.world.sandbox))
        .await;

    let checks = checks.expect("the app is open");
    assert_eq!(
        failed(&checks),
        [(
            "login",
            Some("identityPool.id"),
            "The identity pool does not know this client"
        )]
    );
    assert_eq!(check(&checks, "role").state, CheckState::Skipped);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_pool_without_a_role_is_found_and_the_doctor_says_what_it_cannot_tell_apart() {
    let setting = signed_in().await;
    let mut settings = setting.world.sandbox.settings();
    settings.identity_pool.authenticated_role = None;
    settings.identity_pool.role_mappings.user_pool = None;
    setting
        .world
        .sandbox
        .change_settings(settings)
        .await
        .expect("settings");

    let checks = setting
        .device
        .api
        .test_connection(right(&setting.world.sandbox))
        .await;

    let checks = checks.expect("the app is open");
    assert_eq!(failed(&checks), [("role", Some("identityPool.id"), "No role")]);
    let problem = super::problem(check(&checks, "role"));
    assert!(problem.detail.contains("does not trust"), "{}", problem.detail);
    assert!(problem.detail.contains("both alike"), "{}", problem.detail);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_does_not_trust_the_identity_pools_people_is_found() {
    let setting = Setting::fresh().await;
    // Guests alone may take it on.
    let role = setting.world.sandbox.world().roles.guest.clone();
    let mut connection = Connection::to_sandbox(setting.world.sandbox.url(), setting.world.sandbox.world());
    let plan = connection.pool.identity_pool.as_mut().expect("an identity pool");
    plan.flow = IdentityFlow::Basic {
        role_arn: role.clone(),
        duration: Duration::hours(1),
    };
    let home = setting.world.folder.path().join("basic");
    let keys = Arc::new(setting.keys.clone());
    let device = Device::connected(connection, &home, keys, setting.clock.clone()).await;
    device.sign_in("ada", "Gatehouse-1").await;
    let mut form = right(&setting.world.sandbox);
    let pool = form.identity_pool.as_mut().expect("an identity pool");
    pool.flow = IdentityFlowView::Basic;
    pool.role_arn = Some(role);

    let checks = device.api.test_connection(form).await.expect("the app is open");

    assert_eq!(
        failed(&checks),
        [(
            "role",
            Some("identityPool.roleArn"),
            "The role cannot be taken on"
        )]
    );
    assert_eq!(check(&checks, "login").state, CheckState::Ok);
    assert_eq!(check(&checks, "prefix:public").state, CheckState::Skipped);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_the_persons_role_does_not_reach_is_named() {
    let setting = signed_in().await;
    let mut form = right(&setting.world.sandbox);
    form.locations[1].prefix = "private/somebody-else/".to_owned();

    let checks = setting
        .device
        .api
        .test_connection(form)
        .await
        .expect("the app is open");

    assert_eq!(
        failed(&checks),
        [("prefix:public", Some("locations.1.prefix"), "Not for this person")]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_another_connection_is_not_asked() {
    let setting = signed_in().await;
    let mut form = right(&setting.world.sandbox);
    form.client_id = Some(setting.world.sandbox.world().secret_client_id.clone());

    let checks = setting
        .device
        .api
        .test_connection(form)
        .await
        .expect("the app is open");

    assert_eq!(check(&checks, "login").state, CheckState::Skipped);
}
