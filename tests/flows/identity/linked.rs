//! Several logins for one identity.

use api::problem::ProblemCode;
use tests::device::inside;
use tests::providers::{OIDC, oidc_login, oidc_token};

use super::{account, chain, pasted, presents, signs_in};
use crate::setting::Setting;

/// Ada at the pretend provider.
const ADA_THERE: &str = "248289761003";

#[tokio::test(flavor = "multi_thread")]
async fn a_linked_login_leads_to_the_same_identity_until_it_is_unlinked() {
    let setting = Setting::fresh().await;
    let (device, world) = (&setting.device, &setting.world);
    signs_in(device, "ada").await;
    let identity = chain(device).await.identity_id.expect("an identity");
    let token = oidc_token(world, ADA_THERE).await;
    let linked = device.api.link_login(pasted(OIDC, token.clone(), None)).await;
    linked.expect("the login is linked");
    let told = chain(device).await;
    assert_eq!(told.linked, [oidc_login(world)]);
    assert_eq!(told.identity_id.as_deref(), Some(identity.as_str()));
    device.sign_out().await;

    let seen = presents(device, OIDC, token.clone(), None).await;
    assert!(inside(&seen), "{:?}", seen.auth);
    assert_eq!(
        account(device).await.identity_id.as_deref(),
        Some(identity.as_str())
    );
    device.sign_out().await;

    signs_in(device, "ada").await;
    device
        .api
        .link_login(pasted(OIDC, token.clone(), None))
        .await
        .expect("linked as before");
    device.api.unlink_login(OIDC).await.expect("unlinked");
    assert!(chain(device).await.linked.is_empty());
    device.rows("private", "").await.expect("her files stay");
    device.sign_out().await;
    presents(device, OIDC, token, None).await;
    assert_ne!(
        account(device).await.identity_id.as_deref(),
        Some(identity.as_str())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_logins_that_the_connection_names_are_linked() {
    let setting = Setting::fresh().await;
    let (device, world) = (&setting.device, &setting.world);
    let token = oidc_token(world, ADA_THERE).await;
    let nobody = device.api.link_login(pasted(OIDC, token.clone(), None)).await;
    assert_eq!(nobody.expect_err("nobody is in").code, ProblemCode::SignedOut);
    signs_in(device, "ada").await;
    let foreign = device
        .api
        .link_login(pasted("accounts.example", token, None))
        .await;
    assert!(foreign.expect_err("not one of the connection's").hint.is_some());
    device.rows("private", "").await.expect("she stays in");
}
