//! Mistakes in the connection's ids, secret, ways of signing in, sign-in page and buckets.

use api::view::{CheckState, HostedUiForm};
use sandbox::AuthFlow;
use tests::world::World;

use super::elsewhere::{answering, nobody, saying};
use super::{check, failed, of, of_secret, right};

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_right_has_nothing_to_mend() {
    let world = World::fresh().await;
    let mut pushed = Vec::new();

    let checks = api::doctor::examine(&super::subject(right(&world.sandbox)), |checks| {
        pushed.push(checks.len())
    })
    .await;

    assert_eq!(failed(&checks), []);
    for id in [
        "network",
        "clock",
        "region",
        "userPool",
        "client",
        "secret",
        "flow",
        "identityPool",
    ] {
        assert_eq!(check(&checks, id).state, CheckState::Ok, "{id}");
    }
    for id in ["login", "role", "prefix:private"] {
        let left_out = check(&checks, id);
        assert_eq!(left_out.state, CheckState::Skipped);
        assert_eq!(
            super::problem(left_out).title,
            "Signed in only",
            "the reason is said"
        );
    }
    assert_eq!(
        pushed.len(),
        2 * checks.len(),
        "each check is pushed when it begins and when it ends"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_region_that_is_not_the_pools_is_found() {
    let world = World::fresh().await;
    let mut form = right(&world.sandbox);
    form.region = Some("us-east-1".to_owned());

    let checks = of(form).await;

    assert_eq!(failed(&checks)[0], ("region", Some("region"), "Another region"));
    let problem = super::problem(check(&checks, "region"));
    assert!(problem.detail.contains("eu-west-1"), "{}", problem.detail);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_pool_that_is_not_there_is_found() {
    let world = World::fresh().await;
    let mut form = right(&world.sandbox);
    form.user_pool_id = Some("eu-west-1_Nobodys".to_owned());
    let here = of(form.clone()).await;
    assert_eq!(
        failed(&here),
        [("userPool", Some("userPoolId"), "No such user pool")]
    );

    let aws = saying(
        "400 Bad Request",
        &["content-type: application/json"],
        r#"{"message":"User pool eu-west-1_Nobodys does not exist."}"#,
    )
    .await;
    form.endpoints.user_pool = Some(aws.url.clone());
    let there = of(form).await;
    assert_eq!(
        failed(&there),
        [("userPool", Some("userPoolId"), "No such user pool")]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_is_not_there_is_found() {
    let world = World::fresh().await;
    let mut form = right(&world.sandbox);
    form.client_id = Some("nobodysclient1234567890abc".to_owned());

    let checks = of(form).await;

    assert_eq!(
        failed(&checks),
        [("client", Some("clientId"), "No such app client")]
    );
    assert_eq!(check(&checks, "flow").state, CheckState::Skipped);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_is_missing_wrong_or_not_wanted_is_told_apart() {
    let world = World::fresh().await;
    let sandbox = world.sandbox.world();
    let mut secret_client = right(&world.sandbox);
    secret_client.client_id = Some(sandbox.secret_client_id.clone());
    let secret = sandbox.secret_client_secret.expose();
    let title = |checks: &[api::view::CheckView]| {
        let found = failed(checks);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].0, found[0].1), ("secret", Some("clientSecret")));
        found[0].2.to_owned()
    };

    assert_eq!(title(&of(secret_client.clone()).await), "The secret is missing");
    assert_eq!(
        title(&of_secret(secret_client.clone(), "canarycanarycanarycanary1").await),
        "Another secret"
    );
    assert_eq!(failed(&of_secret(secret_client, secret).await), []);
    assert_eq!(
        title(&of_secret(right(&world.sandbox), secret).await),
        "No secret wanted"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_way_of_signing_in_that_is_switched_off_is_named() {
    let world = World::fresh().await;
    for (flow, method, field) in [
        (AuthFlow::UserSrp, "USER_SRP_AUTH", "authFlow"),
        (AuthFlow::UserPassword, "USER_PASSWORD_AUTH", "methods.1"),
        (AuthFlow::User, "USER_AUTH", "methods.2"),
        (AuthFlow::Custom, "CUSTOM_AUTH", "methods.4"),
    ] {
        let mut settings = world.sandbox.settings();
        let seeded = settings.clone();
        settings.clients[0].auth_flows.retain(|allowed| *allowed != flow);
        world.sandbox.change_settings(settings).await.expect("settings");

        let checks = of(right(&world.sandbox)).await;

        let found = failed(&checks);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].1, found[0].2), (Some(field), "Switched off there"));
        let detail = &super::problem(check(&checks, found[0].0)).detail;
        assert!(detail.contains(&format!("ALLOW_{method}")), "{detail}");
        world.sandbox.change_settings(seeded).await.expect("settings");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_leaves_no_account_and_sends_no_message() {
    let world = World::fresh().await;
    let before = world.sandbox.messages().len();
    of(right(&world.sandbox)).await;
    assert_eq!(world.sandbox.messages().len(), before);
}

fn hosted(domain: &str) -> Option<HostedUiForm> {
    Some(HostedUiForm {
        domain: domain.to_owned(),
        scopes: vec!["openid".to_owned()],
        redirect_ports: vec![17643, 21643],
        deep_link: Some("io.gatehouse.desktop://callback".to_owned()),
        ..HostedUiForm::default()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_domain_where_no_sign_in_page_is_is_found() {
    let world = World::fresh().await;
    let elsewhere = saying("404 Not Found", &[], "<html>Not here</html>").await;
    for domain in [nobody(), elsewhere.url.clone()] {
        let mut form = right(&world.sandbox);
        form.hosted_ui = hosted(&domain);

        let checks = of(form).await;

        assert_eq!(
            failed(&checks),
            [("hostedUi", Some("hostedUi.domain"), "No sign-in page there")]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_another_user_pool_is_found() {
    let world = World::fresh().await;
    let page = saying(
        "302 Found",
        &["location: /error?error=invalid_client&error_description=Client+does+not+exist"],
        "",
    )
    .await;
    let mut form = right(&world.sandbox);
    form.hosted_ui = hosted(&page.url);

    let checks = of(form).await;

    assert_eq!(
        failed(&checks),
        [("hostedUi", Some("clientId"), "Another user pool’s page")]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_the_browser_may_not_return_to_is_named() {
    let world = World::fresh().await;
    let page = answering(|line| {
        let location = if line.contains("21643") {
            "location: /error?error=redirect_mismatch&client_id=1"
        } else {
            "location: /login?client_id=1"
        };
        ("302 Found".to_owned(), location.to_owned(), String::new())
    })
    .await;
    let mut form = right(&world.sandbox);
    form.hosted_ui = hosted(&page.url);

    let checks = of(form).await;

    let found = failed(&checks);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].1, Some("hostedUi.redirectPorts.1"));
    let detail = &super::problem(check(&checks, found[0].0)).detail;
    assert!(detail.contains("http://localhost:21643/callback"), "{detail}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_pool_that_is_not_there_is_found() {
    let world = World::fresh().await;
    let mut form = right(&world.sandbox);
    if let Some(pool) = &mut form.identity_pool {
        pool.id = "eu-west-1:00000000-0000-4000-8000-000000000000".to_owned();
    }

    let checks = of(form).await;

    assert_eq!(
        failed(&checks),
        [("identityPool", Some("identityPool.id"), "No such identity pool")]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn guests_that_the_pool_does_not_let_in_are_found() {
    let world = World::fresh().await;
    let mut form = right(&world.sandbox);
    if let Some(pool) = &mut form.identity_pool {
        pool.guests = true;
    }
    let refusal = sandbox::Fault::Refuse {
        error: "NotAuthorizedException".to_owned(),
        message: "Unauthenticated access is not supported for this identity pool.".to_owned(),
        status: 400,
    };
    world.sandbox.faults().plan("GetId", refusal);

    let checks = of(form).await;

    assert_eq!(
        failed(&checks),
        [("guests", Some("identityPool.guests"), "No guests")]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_is_elsewhere_or_nowhere_is_found() {
    let world = World::fresh().await;
    let bucket = world.sandbox.world().bucket.clone();
    let mut elsewhere = right(&world.sandbox);
    if let Some(storage) = &mut elsewhere.storage {
        storage.region = Some("us-east-1".to_owned());
    }
    let mut nowhere = right(&world.sandbox);
    nowhere.locations.remove(0);
    nowhere.locations[0].bucket = "nobodys-bucket".to_owned();
    let s3 = saying("404 Not Found", &[], "").await;
    if let Some(storage) = &mut nowhere.storage {
        storage.endpoint = Some(s3.url.clone());
    }

    let found = of(elsewhere).await;
    assert_eq!(
        failed(&found),
        [(
            format!("bucket:{bucket}").as_str(),
            Some("storage.region"),
            "Another region"
        )]
    );
    let found = of(nowhere).await;
    assert_eq!(
        failed(&found),
        [(
            "bucket:nobodys-bucket",
            Some("locations.0.bucket"),
            "No such bucket"
        )]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandboxs_own_page_answers_and_each_address_that_it_does_not_know_is_named() {
    let world = World::fresh().await;
    let mut form = right(&world.sandbox);
    form.hosted_ui = hosted(&world.sandbox.world().hosted_ui_url);
    let checks = of(form.clone()).await;
    assert_eq!(failed(&checks), []);
    for id in [
        "hostedUi",
        "redirect:http://localhost:17643/callback",
        "redirect:io.gatehouse.desktop://callback",
    ] {
        assert_eq!(check(&checks, id).state, CheckState::Ok, "{id}");
    }

    let page = form.hosted_ui.as_mut().expect("a page");
    page.redirect_ports = vec![17643, 40001];
    page.deep_link = Some("io.gatehouse.desktop://elsewhere".to_owned());
    let checks = of(form).await;
    let named: Vec<_> = failed(&checks).into_iter().map(|(_, field, _)| field).collect();
    assert_eq!(
        named,
        [Some("hostedUi.redirectPorts.1"), Some("hostedUi.deepLink")]
    );
}
