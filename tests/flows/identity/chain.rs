//! Why somebody has their role: what follows from token and answers is compared with what the sandbox knows.

use std::sync::Arc;

use api::view::{ChainFlow, ChainView, RoleReason};
use base::SystemClock;
use tests::device::Device;
use tests::keys::MemoryKeys;
use tests::providers::{OIDC, oidc_token};

use super::{chain, enters_as_guest, presents, signs_in};
use crate::setting::Setting;

/// Whether a deduction is what the sandbox knows, or says that it cannot be known.
async fn is_true(setting: &Setting, told: &ChainView) {
    let identity = told.identity_id.as_deref().expect("an identity");
    let given = setting
        .world
        .sandbox
        .given_role(identity)
        .await
        .expect("an answer");
    let given = given.expect("a role");
    assert_eq!(told.role_arn.as_ref(), Some(&given.role_arn));
    assert_eq!(told.session_name.as_ref(), Some(&given.session_name));
    assert_eq!(told.expires_at, Some(given.expires_at.unix_timestamp() * 1000));
    let flow = match given.flow {
        sandbox::Flow::Enhanced => ChainFlow::Enhanced,
        sandbox::Flow::Basic => ChainFlow::Basic,
        sandbox::Flow::Developer => ChainFlow::Developer,
        sandbox::Flow::Guest => ChainFlow::Guest,
    };
    assert_eq!(told.flow, flow);
    let reason = |reason: &dyn std::fmt::Debug| format!("{reason:?}");
    assert!(
        told.reason == RoleReason::Unknown || reason(&told.reason) == reason(&given.reason),
        "{:?} is {:?}",
        told.reason,
        given.reason
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deduced_is_what_the_sandbox_knows_or_said_to_be_unknown() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    let mut reasons = Vec::new();
    enters_as_guest(device).await;
    let told = chain(device).await;
    is_true(&setting, &told).await;
    reasons.push(told.reason);
    device.api.show_sign_in().await.expect("the app is open");
    device.until(|seen| seen.account.is_none()).await;
    for who in ["ada", "amy", "vera"] {
        signs_in(device, who).await;
        let told = chain(device).await;
        is_true(&setting, &told).await;
        assert!(told.id_token.is_some());
        reasons.push(told.reason);
        if who == "amy" {
            let editors = setting.world.sandbox.world().roles.editors.clone();
            device.api.choose_role(Some(editors)).await.expect("her own");
            let told = chain(device).await;
            is_true(&setting, &told).await;
            reasons.push(told.reason);
        }
        device.sign_out().await;
    }
    presents(
        device,
        OIDC,
        oidc_token(&setting.world, "248289761001").await,
        None,
    )
    .await;
    is_true(&setting, &chain(device).await).await;
    device.sign_out().await;
    device.sign_in_by("DEVELOPER", "ada", sandbox::PASSWORD).await;
    is_true(&setting, &chain(device).await).await;
    assert_eq!(
        reasons,
        [
            RoleReason::Guest,
            RoleReason::TokenPreferred,
            RoleReason::Unknown,
            RoleReason::Custom,
            RoleReason::Unknown
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_apps_own_sandbox_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let keys = Arc::new(MemoryKeys::default());
    let device = Device::with_sandbox(folder.path(), keys, Arc::new(SystemClock)).await;
    for (who, reason) in [
        ("ada", RoleReason::TokenPreferred),
        ("amy", RoleReason::AmbiguousAuthenticated),
        ("vera", RoleReason::Default),
    ] {
        signs_in(&device, who).await;
        let told = chain(&device).await;
        assert_eq!(told.reason, reason, "{who}");
        assert!(told.tags_known && told.session_name.is_some());
        device.sign_out().await;
    }
    enters_as_guest(&device).await;
    assert_eq!(chain(&device).await.reason, RoleReason::Guest);
    device.api.close().await;
}
