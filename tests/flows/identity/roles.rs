//! Which role somebody has: chosen among their own, named by the connection, or given by rules.

use api::problem::ProblemCode;
use api::view::{ChainFlow, RoleReason};
use auth::IdentityFlow;
use base::Clock;
use sandbox::{AmbiguousRole, MappedRule, MappingType, MatchType, RoleMapping, RoleName};
use tests::device::Device;
use time::Duration;

use super::{account, chain, places, signs_in};
use crate::setting::Setting;

async fn chooses(device: &Device, role: &str) {
    let chosen = device.api.choose_role(Some(role.to_owned())).await;
    chosen.expect("one of one's own");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_with_two_roles_takes_one_and_keeps_it() {
    let setting = Setting::fresh().await;
    let roles = setting.world.sandbox.world().roles.clone();
    let device = &setting.device;
    let mut offered = signs_in(device, "amy").await.roles;
    offered.sort();
    assert_eq!(offered, [roles.editors.clone(), roles.readers.clone()]);
    assert_eq!(chain(device).await.role_arn, Some(roles.authenticated.clone()));
    let denied = device
        .rows("team", "")
        .await
        .expect_err("not in the role for everybody");
    assert_eq!(denied.code, ProblemCode::Denied);

    chooses(device, &roles.editors).await;
    let told = chain(device).await;
    assert_eq!(
        (told.role_arn.as_ref(), told.reason),
        (Some(&roles.editors), RoleReason::Custom)
    );
    device
        .until(|seen| {
            seen.account
                .as_ref()
                .is_some_and(|account| account.role.is_some())
        })
        .await;
    let note = setting.world.folder.path().join("note.txt");
    std::fs::write(&note, "hello").expect("a file");
    device.upload("team", "", vec![note.clone()]).await;
    assert_eq!(device.rows("team", "").await.expect("the team's files").len(), 1);

    chooses(device, &roles.readers).await;
    assert_eq!(device.rows("team", "").await.expect("readers read").len(), 1);

    let setting = setting.restarted().await;
    assert_eq!(account(&setting.device).await.role, Some(roles.readers.clone()));
    assert_eq!(chain(&setting.device).await.role_arn, Some(roles.readers.clone()));
    setting
        .device
        .api
        .choose_role(None)
        .await
        .expect("the pool chooses");
    assert_eq!(chain(&setting.device).await.role_arn, Some(roles.authenticated));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_is_not_ones_own_is_refused_and_given_up() {
    let setting = Setting::fresh().await;
    let roles = setting.world.sandbox.world().roles.clone();
    let device = &setting.device;
    signs_in(device, "amy").await;
    chooses(device, &roles.editors).await;
    let refused = device.api.choose_role(Some(roles.authenticated.clone())).await;
    let refused = refused.expect_err("her token does not name it");
    assert_eq!(
        (refused.code, refused.title),
        (ProblemCode::Denied, "Role not allowed")
    );
    assert!(refused.hint.is_some());
    device
        .until(|seen| {
            seen.account
                .as_ref()
                .is_some_and(|account| account.role.is_none())
        })
        .await;
    assert_eq!(chain(device).await.role_arn, Some(roles.authenticated));
    device.rows("private", "").await.expect("she is not locked out");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_teams_place_is_shown_to_the_team() {
    let setting = Setting::fresh().await;
    for (who, shown) in [("ada", true), ("amy", true), ("vera", false)] {
        signs_in(&setting.device, who).await;
        let places = places(&setting.device).await;
        assert_eq!(places.contains(&"team".to_owned()), shown, "{who}: {places:?}");
        setting.device.sign_out().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_basic_flow_takes_the_role_and_the_time_that_the_connection_names() {
    let setting = Setting::fresh().await;
    let roles = setting.world.sandbox.world().roles.clone();
    let basic = |role: &str| {
        let mut connection = setting.connection();
        let plan = connection.pool.identity_pool.as_mut().expect("an identity pool");
        plan.flow = IdentityFlow::Basic {
            role_arn: role.to_owned(),
            duration: Duration::hours(3),
        };
        connection
    };
    let device = setting.with("basic", basic(&roles.editors)).await;
    signs_in(&device, "ada").await;
    device.rows("private", "").await.expect("her files");
    let told = chain(&device).await;
    assert_eq!(
        (told.flow, told.reason),
        (ChainFlow::Basic, RoleReason::ChosenBasic)
    );
    assert_eq!(told.role_arn, Some(roles.editors.clone()));
    assert_eq!(told.session_name.as_deref(), Some("ada"));
    let ends = told.expires_at.expect("an end") / 1000 - setting.clock.now().unix_timestamp();
    assert!((10_700..=10_800).contains(&ends), "three hours: {ends} s");

    let too_long = setting.with("too-long", basic(&roles.readers)).await;
    signs_in(&too_long, "ada").await;
    let refused = too_long
        .rows("private", "")
        .await
        .expect_err("readers have an hour");
    assert_eq!(refused.code, ProblemCode::ConnectionWrong);
    setting
        .changes(|settings| settings.identity_pool.classic_flow = false)
        .await;
    let off = setting.with("off", basic(&roles.editors)).await;
    signs_in(&off, "ada").await;
    let refused = off.rows("private", "").await.expect_err("the flow is off");
    assert_eq!(refused.code, ProblemCode::ConnectionWrong);
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_give_a_role_and_deny_whom_none_fits() {
    let setting = Setting::fresh().await;
    setting
        .changes(|settings| {
            settings.identity_pool.role_mappings.user_pool = Some(RoleMapping {
                kind: MappingType::Rules,
                ambiguous: AmbiguousRole::Deny,
                rules: vec![MappedRule {
                    claim: "email".to_owned(),
                    matching: MatchType::StartsWith,
                    value: "ada@".to_owned(),
                    role: RoleName::Readers,
                }],
            });
        })
        .await;
    let device = &setting.device;
    signs_in(device, "ada").await;
    device.rows("team", "").await.expect("readers read");
    let told = chain(device).await;
    let given = setting
        .world
        .sandbox
        .given_role(told.identity_id.as_deref().expect("an identity"));
    let given = given.await.expect("an answer").expect("a role");
    assert_eq!((given.reason, given.rule), (sandbox::RoleReason::Rule, Some(1)));
    assert_eq!(told.role_arn, Some(given.role_arn));
    device.sign_out().await;

    signs_in(device, "vera").await;
    let denied = device.rows("public", "").await.expect_err("no rule fits");
    assert_eq!(denied.code, ProblemCode::Denied);
    assert!(denied.hint.is_some(), "{denied:?}");
}
