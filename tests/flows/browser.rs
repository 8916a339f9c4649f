//! Signing in by browser on the sandbox's hosted UI: as oneself, through a company's provider, and everything that can
//! happen on the way.

use std::sync::Arc;

use api::problem::ProblemCode;
use api::view::{ManagedView, ScreenView};
use base::Secret;
use tests::browser::Surfer;
use tests::device::{Device, Seen, inside, problem, screen};
use tests::keys::MemoryKeys;
use tests::world::World;

struct Desk {
    world: World,
    keys: MemoryKeys,
    browser: Surfer,
}

impl Desk {
    async fn with(browser: Surfer) -> Self {
        Self {
            world: World::fresh().await,
            keys: MemoryKeys::default(),
            browser,
        }
    }

    async fn device(&self) -> Device {
        let home = self.world.folder.path().join("home");
        let (keys, browser) = (Arc::new(self.keys.clone()), Arc::new(self.browser.clone()));
        Device::browsing(&self.world, &home, keys, browser).await
    }
}

fn ada() -> Surfer {
    Surfer::typing([("username", "ada"), ("password", sandbox::PASSWORD)])
}

async fn visits(device: &Device, provider: Option<&str>) -> Seen {
    let provider = provider.map(str::to_owned);
    let opened = device.api.sign_in_with_browser(provider, true).await;
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
async fn somebody_signs_in_on_the_hosted_ui_reaches_their_files_and_is_remembered() {
    let desk = Desk::with(ada()).await;
    let device = desk.device().await;
    let Some(ScreenView::SignIn { browser, .. }) = screen(&device.seen()).cloned() else {
        panic!("{:?}", device.seen().auth)
    };
    let names: Vec<&str> = browser.iter().map(|provider| provider.name.as_str()).collect();
    let issuer = desk.world.sandbox.world().oidc_issuer.clone();
    assert_eq!(names, ["", "AcmeOIDC", "AcmeSAML", &issuer]);

    let seen = visits(&device, None).await;
    assert!(inside(&seen), "{:?}", seen.auth);
    let account = device
        .until(|seen| seen.account.is_some())
        .await
        .account
        .expect("ada");
    assert_eq!(
        (account.username.as_str(), account.managed),
        ("ada", ManagedView::Here)
    );
    assert!(account.identities.is_empty() && account.remembered);
    device.rows("private", "").await.expect("her files");
    device.api.profile().await.expect("her account");
    device.api.close().await;

    let again = desk.device().await;
    assert!(inside(&again.seen()), "{:?}", again.seen().auth);
    again.rows("private", "").await.expect("her files");
    let opened = desk.browser.opened().len();
    again.sign_out().await;
    let left = desk.browser.clone();
    let asked = || left.opened().last().is_some_and(|at| at.contains("/logout?"));
    for _ in 0..100 {
        if asked() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(
        asked() && left.opened().len() == opened + 1,
        "{:?}",
        left.opened()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_a_companys_provider_come_in_and_are_known_as_theirs() {
    for (provider, kind, who) in [
        ("AcmeOIDC", "OIDC", "248289761001"),
        ("AcmeSAML", "SAML", "katherine"),
    ] {
        let desk = Desk::with(Surfer::typing([("who", who)])).await;
        let device = desk.device().await;
        let seen = visits(&device, Some(provider)).await;
        assert!(inside(&seen), "{provider}: {:?}", seen.auth);
        let account = device.until(|seen| seen.account.is_some()).await.account;
        let account = account.expect(provider);
        let identity = account.identities.first().expect(provider);
        assert_eq!(
            (identity.provider.as_str(), identity.provider_type.as_str()),
            (provider, kind)
        );
        assert_eq!(identity.user_id, who);
        assert_eq!(
            account.managed,
            ManagedView::Elsewhere,
            "password and factors are {provider}'s"
        );
        device.rows("private", "").await.expect("their files");
        device.api.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_declines_at_the_provider_is_back_at_sign_in_and_told_so() {
    let desk = Desk::with(Surfer::typing([("end", "decline")])).await;
    let device = desk.device().await;
    let seen = visits(&device, Some("AcmeOIDC")).await;
    assert!(!inside(&seen));
    assert_eq!(problem(&seen).code, ProblemCode::BrowserEnded);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_does_not_open_leaves_a_link_that_does() {
    let desk = Desk::with(Surfer::idle()).await;
    let device = desk.device().await;
    device
        .api
        .sign_in_with_browser(None, false)
        .await
        .expect("the app is open");
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
    let foreign = device
        .api
        .answer_browser(Secret::from(
            "http://localhost:17643/callback?code=EVIL&state=guess",
        ))
        .await
        .expect_err("another visit's answer");
    assert_eq!(foreign.code, ProblemCode::BrowserEnded);
    assert!(waiting(&device.seen()), "the sign-in goes on");

    let link = device
        .api
        .browser_link()
        .await
        .expect("the app is open")
        .expect("a link");
    ada().goes_to(link.expose()).await;
    assert!(inside(&device.until(inside).await));
    device.api.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_by_browser_can_be_left_and_begun_anew() {
    let desk = Desk::with(Surfer::idle()).await;
    let device = desk.device().await;
    device
        .api
        .sign_in_with_browser(None, false)
        .await
        .expect("the app is open");
    device.api.show_sign_in().await.expect("the app is open");
    let left = desk.browser.opened().pop().expect("an address");
    device
        .api
        .sign_in_with_browser(None, false)
        .await
        .expect("the app is open");
    ada().goes_to(&left).await;
    assert!(
        matches!(screen(&device.seen()), Some(ScreenView::Browser { .. })),
        "the answer to the visit that was left is nobody's: {:?}",
        device.seen().auth
    );
    let link = device
        .api
        .browser_link()
        .await
        .expect("the app is open")
        .expect("a link");
    ada().goes_to(link.expose()).await;
    device.until(inside).await;
    device.api.close().await;
}
