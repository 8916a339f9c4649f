//! Somebody of a provider that the identity pool trusts itself signs in on that provider's own pages, in the browser.

use std::sync::Arc;

use api::connection::Connection;
use api::problem::ProblemCode;
use api::view::{AppDataPlace, ScreenView};
use tests::browser::Surfer;
use tests::device::{Device, Seen, inside, problem, screen};
use tests::keys::MemoryKeys;
use tests::providers::oidc_login;
use tests::world::World;

use super::{account, chain};

const WHO: &str = "248289761001";

async fn device(world: &World, browser: &Surfer, change: impl FnOnce(&mut Connection)) -> Device {
    let sandbox = &world.sandbox;
    let mut connection = Connection {
        app_data: AppDataPlace::Off,
        ..Connection::to_sandbox(sandbox.url(), sandbox.world())
    };
    change(&mut connection);
    let home = world.folder.path().join("home");
    let keys = Arc::new(MemoryKeys::default());
    Device::browsing_at(connection, &home, keys, Arc::new(browser.clone())).await
}

async fn visits(device: &Device, issuer: &str) -> Seen {
    let opened = device
        .api
        .sign_in_with_browser(Some(issuer.to_owned()), true)
        .await;
    opened.expect("the app is open");
    device
        .until(|seen| {
            matches!(
                screen(seen),
                Some(ScreenView::SignIn { .. } | ScreenView::SignedIn)
            )
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_comes_in_past_the_user_pool_and_reaches_their_files() {
    let world = World::fresh().await;
    let browser = Surfer::typing([("who", WHO)]);
    let device = device(&world, &browser, |_| ()).await;
    let issuer = world.sandbox.world().oidc_issuer.clone();

    let seen = visits(&device, &issuer).await;

    assert!(inside(&seen), "{:?}", seen.auth);
    let who = account(&device).await;
    assert!(!who.guest && !who.remembered, "nothing of it is kept");
    let chain = chain(&device).await;
    assert_eq!(chain.login, Some(oidc_login(&world)));
    assert!(chain.id_token.is_none(), "no user pool was asked");
    device.rows("private", "").await.expect("their own files");
    let at_aws = device.operations(0);
    let user_pool = ["InitiateAuth", "GetUser"];
    assert!(
        !at_aws.iter().any(|made| user_pool.contains(&made.as_str())),
        "{at_aws:?}"
    );
    let calls = device.api.calls(0);
    let elsewhere: Vec<&str> = ["GetConfiguration", "ExchangeCode", "GetSigningKeys"]
        .into_iter()
        .filter(|wanted| {
            calls
                .iter()
                .any(|call| call.operation == *wanted && call.status == Some(200))
        })
        .collect();
    assert_eq!(elsewhere, ["GetConfiguration", "ExchangeCode", "GetSigningKeys"]);
    let pages = browser.visited();
    assert!(
        pages
            .iter()
            .any(|at| at.starts_with(&format!("{issuer}/authorize?"))),
        "{pages:?}"
    );
    assert!(!pages.iter().any(|at| at.contains("/oauth2/")), "{pages:?}");
    device.api.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_declines_there_is_back_at_sign_in_and_told_so() {
    let world = World::fresh().await;
    let browser = Surfer::typing([("end", "decline")]);
    let device = device(&world, &browser, |_| ()).await;
    let issuer = world.sandbox.world().oidc_issuer.clone();
    let seen = visits(&device, &issuer).await;
    assert!(!inside(&seen));
    assert_eq!(problem(&seen).code, ProblemCode::BrowserEnded);
    device.api.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_issuer_that_does_not_answer_or_is_not_who_it_says_opens_no_browser() {
    let world = World::fresh().await;
    let issuer = world.sandbox.world().oidc_issuer.clone();
    let nobody = "http://127.0.0.1:9/issuer".to_owned();
    // The document names the issuer without the slash: it is another's.
    let other = format!("{issuer}/");
    for named in [nobody, other] {
        let browser = Surfer::typing([("who", WHO)]);
        let device = device(&world, &browser, |connection| {
            let plan = connection.pool.identity_pool.as_mut().expect("an identity pool");
            let oidc = plan.providers[0].oidc.as_mut().expect("it signs people in");
            oidc.issuer.clone_from(&named);
        })
        .await;
        let seen = visits(&device, &named).await;
        assert!(!inside(&seen), "{named}");
        assert!(problem(&seen).hint.is_some(), "{named}: {:?}", problem(&seen));
        assert_eq!(browser.opened(), Vec::<String>::new(), "{named}");
        device.api.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_there_can_be_left_and_its_answer_is_nobodys() {
    let world = World::fresh().await;
    let idle = Surfer::idle();
    let device = device(&world, &idle, |_| ()).await;
    let issuer = world.sandbox.world().oidc_issuer.clone();
    let opened = device.api.sign_in_with_browser(Some(issuer), false).await;
    opened.expect("the app is open");
    let waiting = |seen: &Seen| {
        matches!(
            screen(seen),
            Some(ScreenView::Browser {
                can_copy_link: true,
                ..
            })
        )
    };
    device.until(waiting).await;
    let link = device.api.browser_link().await.expect("the app is open");
    let link = link.expect("a link");
    device.api.show_sign_in().await.expect("the app is open");

    Surfer::typing([("who", WHO)]).goes_to(link.expose()).await;

    let seen = device.settled().await;
    assert!(matches!(screen(&seen), Some(ScreenView::SignIn { .. })));
    assert!(!inside(&seen));
    device.api.close().await;
}
