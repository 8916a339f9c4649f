//! What survives closing the app, and what ends a session.

use std::sync::Arc;

use api::view::{NoticeView, OutcomeView, ScreenView};
use base::Clock;
use tests::device::{Device, inside, screen};
use tests::keys::NoKeys;
use time::Duration;

use crate::setting::Setting;

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_the_person_is_still_in_without_a_password() {
    let setting = Setting::fresh().await;
    setting.device.sign_in("ada", "Gatehouse-1").await;
    let setting = setting.restarted().await;

    let seen = setting.device.settled().await;
    assert!(inside(&seen), "{:?}", seen.auth);
    let asked = setting.device.operations(0);
    assert!(
        !asked.contains(&"InitiateAuth".to_owned()),
        "no password was sent: {asked:?}"
    );
    assert!(
        !setting
            .device
            .rows("private", "")
            .await
            .expect("ada's files")
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_slept_past_its_tokens_is_renewed() {
    let setting = Setting::fresh().await;
    setting.device.sign_in("ada", "Gatehouse-1").await;
    setting.device.api.close().await;
    setting.minutes_pass(3 * 60);
    let setting = setting.restarted().await;

    assert!(inside(&setting.device.settled().await));
    assert!(
        setting
            .device
            .operations(0)
            .contains(&"GetTokensFromRefreshToken".to_owned())
    );
    assert!(
        !setting
            .device
            .rows("private", "")
            .await
            .expect("ada's files")
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_is_for_good() {
    let setting = Setting::fresh().await;
    setting.device.sign_in("ada", "Gatehouse-1").await;
    setting.device.api.sign_out(false).await.expect("the app is open");
    let seen = setting.device.settled().await;
    assert_eq!(
        seen.auth.as_ref().and_then(|auth| auth.outcome),
        Some(OutcomeView::SignedOut)
    );
    assert!(matches!(screen(&seen), Some(ScreenView::SignIn { .. })));
    assert!(
        setting.device.operations(0).contains(&"RevokeToken".to_owned()),
        "the service is told"
    );

    let setting = setting.restarted().await;
    assert!(matches!(
        screen(&setting.device.settled().await),
        Some(ScreenView::SignIn { .. })
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_everywhere_ends_the_session_of_another_device() {
    let setting = Setting::fresh().await;
    setting.device.sign_in("ada", "Gatehouse-1").await;
    let other = setting.another_device().await;
    other.sign_in("ada", "Gatehouse-1").await;
    other.api.sign_out(true).await.expect("the app is open");
    let told = other.settled().await.auth.expect("the sign-in");
    assert_eq!(told.outcome, Some(OutcomeView::SignedOutEverywhere));
    let bound = ((setting.clock.now() + Duration::hours(2)).unix_timestamp() + 1) * 1000;
    let until = told
        .alive_until
        .expect("when the last credentials end that an ID token of now can buy");
    assert!(
        (bound - 60_000..=bound).contains(&until),
        "{until}, two hours are {bound}"
    );

    setting.minutes_pass(3 * 60);
    let setting = setting.restarted().await;
    let seen = setting.device.settled().await;
    assert!(
        matches!(screen(&seen), Some(ScreenView::SignIn { .. })),
        "{:?}",
        seen.auth
    );
    assert_eq!(
        seen.auth.and_then(|auth| auth.outcome),
        Some(OutcomeView::SessionEnded)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keyring_the_session_lives_in_memory_and_the_person_is_told() {
    let setting = Setting::fresh().await;
    let home = setting.world.folder.path().join("no keyring");
    let device = Device::on(&setting.world, &home, Arc::new(NoKeys), setting.clock.clone()).await;
    assert!(inside(&device.sign_in("ada", "Gatehouse-1").await));
    device
        .until(|seen| seen.notices.contains(&NoticeView::SessionInMemory))
        .await;
    device.api.close().await;

    let device = Device::on(&setting.world, &home, Arc::new(NoKeys), setting.clock.clone()).await;
    assert!(matches!(
        screen(&device.settled().await),
        Some(ScreenView::SignIn { .. })
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn being_offline_at_the_start_signs_nobody_out() {
    let setting = Setting::fresh().await;
    setting.device.sign_in("ada", "Gatehouse-1").await;
    setting.device.api.close().await;
    setting.minutes_pass(3 * 60);
    for _ in 0..12 {
        setting
            .world
            .sandbox
            .faults()
            .plan("GetTokensFromRefreshToken", sandbox::Fault::DropRequest);
    }
    let home = setting.world.folder.path().join("home");
    let device = Device::on(
        &setting.world,
        &home,
        Arc::new(setting.keys.clone()),
        setting.clock.clone(),
    )
    .await;
    device.api.close().await;

    setting.world.sandbox.faults().clear();
    let setting = setting.restarted().await;
    assert!(
        inside(&setting.device.settled().await),
        "the remembered session was kept"
    );
}
