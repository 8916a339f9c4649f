//! People who come in without the user pool: guests, and whoever another provider or a backend vouches for.

use api::problem::ProblemCode;
use api::view::{ChainFlow, ScreenView};
use base::Secret;
use sandbox::PASSWORD;
use tests::device::{inside, problem, screen};
use tests::providers::{OIDC, SAML, developer_token, oidc_login, oidc_token, saml_assertion};
use time::Duration;

use super::{account, chain, enters_as_guest, places, presents, signs_in};
use crate::setting::Setting;

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_sees_the_public_place_alone_and_comes_back_as_the_same_guest() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    let Some(ScreenView::SignIn { guests: true, .. }) = screen(&device.seen()) else {
        panic!("guests are invited: {:?}", device.seen().auth)
    };
    let guest = enters_as_guest(device).await;
    assert!(matches!(screen(&device.seen()), Some(ScreenView::Guest)));
    assert!(guest.guest && !guest.remembered && guest.groups.is_empty());
    assert_eq!(places(device).await, ["public"]);
    assert!(
        !device
            .rows("public", "")
            .await
            .expect("the public files")
            .is_empty()
    );

    device.api.show_sign_in().await.expect("the app is open");
    device.until(|seen| seen.account.is_none()).await;
    assert!(device.api.locations().await.is_err(), "nobody is in");
    let again = enters_as_guest(device).await;
    assert_eq!(again.identity_id, guest.identity_id);

    let setting = setting.restarted().await;
    let after = enters_as_guest(&setting.device).await;
    assert_eq!(
        after.identity_id, guest.identity_id,
        "the same guest after a restart"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_who_signs_in_has_another_identity_and_private_files_of_it() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    let guest = enters_as_guest(device).await.identity_id.expect("an identity");
    device.api.show_sign_in().await.expect("the app is open");
    device.until(|seen| seen.account.is_none()).await;

    let before = device.last_call();
    signs_in(device, "vera").await;
    let mine = chain(device).await.identity_id.expect("an identity");
    assert_ne!(mine, guest);
    for place in device.api.locations().await.expect("places") {
        assert!(!place.prefix.contains(&guest), "{}", place.prefix);
    }
    device.rows("private", "").await.expect("one's own files");
    for call in device.api.calls(0).into_iter().filter(|call| call.id > before) {
        let detail = device.api.call(call.id).expect("the call is there");
        let detail = serde_json::to_string(&detail).expect("JSON");
        assert!(!detail.contains(&guest), "{}: {detail}", call.operation);
    }

    device.sign_out().await;
    let again = enters_as_guest(device).await;
    assert_eq!(again.identity_id.as_deref(), Some(guest.as_str()));
}

#[tokio::test(flavor = "multi_thread")]
async fn guests_are_told_so_where_the_identity_pool_admits_none() {
    let setting = Setting::fresh().await;
    setting
        .changes(|settings| settings.identity_pool.guests = false)
        .await;
    setting
        .device
        .api
        .continue_as_guest()
        .await
        .expect("the app is open");
    let seen = setting.device.settled().await;
    assert!(matches!(screen(&seen), Some(ScreenView::SignIn { .. })));
    assert!(problem(&seen).hint.is_some(), "{:?}", problem(&seen));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_backend_vouches_for_whoever_knows_the_password() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    let seen = device.sign_in_by("DEVELOPER", "ada", "Wrong-password-1").await;
    assert_eq!(problem(&seen).code, ProblemCode::WrongCredentials);

    let seen = device.sign_in_by("DEVELOPER", "ada", PASSWORD).await;
    assert!(inside(&seen), "{:?}", seen.auth);
    assert_eq!(account(device).await.username, "ada");
    device.rows("private", "").await.expect("one's own files");
    let chain = chain(device).await;
    assert_eq!(chain.flow, ChainFlow::Developer);
    assert!(chain.id_token.is_none(), "no user pool was asked");
    let (identity, _) = developer_token(&setting.world, "ada").await;
    assert_eq!(
        chain.identity_id,
        Some(identity),
        "the identity that the backend names"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_issued_elsewhere_lets_in_whomever_it_names() {
    let setting = Setting::fresh().await;
    let (device, world) = (&setting.device, &setting.world);
    let (identity, token) = developer_token(world, "vera").await;
    let developer = world.sandbox.world().developer_provider.clone();
    let saml = world.sandbox.world().saml_provider_arn.clone();
    for (provider, token, known, login) in [
        (
            developer.as_str(),
            token,
            Some(identity),
            "cognito-identity.amazonaws.com".to_owned(),
        ),
        (
            OIDC,
            oidc_token(world, "248289761001").await,
            None,
            oidc_login(world),
        ),
        (SAML, saml_assertion(world, "katherine").await, None, saml),
    ] {
        let seen = presents(device, provider, token, known.clone()).await;
        assert!(inside(&seen), "{provider}: {:?}", seen.auth);
        let chain = chain(device).await;
        assert_eq!(chain.login, Some(login), "{provider}");
        assert!(known.is_none() || chain.identity_id == known, "{provider}");
        device.rows("private", "").await.expect(provider);
        device.sign_out().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_person_of_a_provider_has_the_same_identity() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    let mut identities = Vec::new();
    for who in ["248289761001", "248289761001", "248289761002"] {
        presents(device, OIDC, oidc_token(&setting.world, who).await, None).await;
        identities.push(account(device).await.identity_id.expect("an identity"));
        device.sign_out().await;
    }
    assert_eq!(identities[0], identities[1]);
    assert_ne!(identities[0], identities[2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_damaged_late_or_of_a_stranger_lets_nobody_in() {
    let setting = Setting::fresh().await;
    let (device, world) = (&setting.device, &setting.world);
    let good = oidc_token(world, "248289761001").await;
    let damaged = Secret::new(format!("{}x", good.expose()));
    for (provider, token) in [
        (OIDC, damaged),
        (SAML, Secret::from("bm90IGFuIGFzc2VydGlvbg==")),
        ("nobody.example", good.clone()),
    ] {
        let seen = presents(device, provider, token, None).await;
        assert!(
            matches!(screen(&seen), Some(ScreenView::SignIn { .. })),
            "{provider}"
        );
        assert!(problem(&seen).hint.is_some(), "{provider}: {:?}", problem(&seen));
    }
    setting.clock.advance(Duration::minutes(6));
    let seen = presents(device, OIDC, good, None).await;
    assert!(!inside(&seen) && problem(&seen).hint.is_some(), "{:?}", seen.auth);
}
