//! A connection with an identity pool alone: no user pool is asked anything.

use api::view::{HostedProviderKindView, ScreenView};
use auth::Pool;
use flow::Method;
use tests::device::{inside, problem, screen};
use tests::providers::{OIDC, oidc_token};

use super::{chain, presents};
use crate::setting::Setting;

#[tokio::test(flavor = "multi_thread")]
async fn somebody_of_another_provider_comes_in_and_no_user_pool_is_asked() {
    let setting = Setting::fresh().await;
    let mut connection = setting.connection();
    let pool = &mut connection.pool;
    pool.user_pool_id = Pool::NONE.to_owned();
    pool.client_id = Pool::NONE.to_owned();
    pool.endpoint = None;
    pool.hosted_ui = None;
    pool.sign_up = None;
    pool.auth_flow = Method::Developer;
    connection.methods = vec![Method::Developer, Method::UserSrp];

    let device = setting.with("alone", connection.clone()).await;
    let Some(ScreenView::SignIn {
        can_sign_up: false,
        browser,
        ..
    }) = screen(&device.seen()).cloned()
    else {
        panic!("{:?}", device.seen().auth)
    };
    let kinds: Vec<_> = browser.iter().map(|provider| provider.kind).collect();
    assert_eq!(kinds, [HostedProviderKindView::Direct], "no pages of a user pool");
    let refused = device.sign_in_by("USER_SRP_AUTH", "ada", sandbox::PASSWORD).await;
    assert!(problem(&refused).hint.is_some(), "{:?}", problem(&refused));
    assert_eq!(device.operations(0), Vec::<String>::new(), "nothing was asked");

    let seen = presents(
        &device,
        OIDC,
        oidc_token(&setting.world, "248289761001").await,
        None,
    )
    .await;
    assert!(inside(&seen), "{:?}", seen.auth);
    device.rows("private", "").await.expect("one's own files");
    assert!(chain(&device).await.id_token.is_none());
    device
        .api
        .profile()
        .await
        .expect_err("there is no account in a user pool");
    for made in device.operations(0) {
        assert!(
            [
                "GetId",
                "GetCredentialsForIdentity",
                "GetCallerIdentity",
                "ListObjectsV2"
            ]
            .contains(&made.as_str()),
            "{made}"
        );
    }
    device.api.close().await;

    let again = setting.with("alone", connection).await;
    assert!(
        matches!(screen(&again.seen()), Some(ScreenView::SignIn { .. })),
        "nothing is remembered"
    );
    let seen = again.sign_in_by("DEVELOPER", "ada", sandbox::PASSWORD).await;
    assert!(inside(&seen), "{:?}", seen.auth);
}
