//! Signing in by browser against servers that this project did not write: a certified OpenID provider, and one that forges,
//! delays and breaks its answers.

use std::sync::Arc;
use std::time::Duration;

use auth::{BrowserAnswerError, Error, ExternalProvider, HostedUi, Managed, OidcProvider, Pool};
use base::Secret;
use flow::{Intent, Method, Reason, State, StateName, TokenFault};
use tempfile::TempDir;
use tests::browser::Surfer;
use tests::keys::MemoryKeys;
use tests::person::Person;
use tests::place::{beside_tests, node_modules};
use tests::program::{accepts, clean, free_port, serve};
use tokio::process::Child;

use crate::ministack::Ministack;

const POOL: &str = "eu-west-1_Elsewhere";
const DEEP_LINK: &str = "io.gatehouse.desktop://callback";

struct Elsewhere {
    pool: Pool,
    back: u16,
    folder: TempDir,
    keys: MemoryKeys,
    _server: Child,
}

impl Elsewhere {
    async fn fresh<const N: usize>(script: &str, secret: Option<&str>, settings: [(&str, &str); N]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (port, back) = (free_port(), free_port());
        let url = format!("http://127.0.0.1:{port}");
        let pool = Pool {
            name: "Elsewhere".to_owned(),
            region: "eu-west-1".to_owned(),
            user_pool_id: POOL.to_owned(),
            client_id: "client".to_owned(),
            client_secret: secret.map(Secret::from),
            identity_pool: None,
            hosted_ui: Some(HostedUi {
                address: url.clone(),
                scopes: vec!["openid".to_owned(), "email".to_owned()],
                redirect_ports: vec![back],
                deep_link: Some(DEEP_LINK.to_owned()),
                sign_out_to: None,
                lang: None,
                providers: Vec::new(),
            }),
            endpoint: Some(url),
            auth_flow: Method::UserSrp,
            session_validity: Pool::SESSION_VALIDITY,
            user_context: false,
            software_passkeys: false,
            sign_up: None,
        };
        let mut server = clean("node", folder.path());
        server
            .arg(beside_tests("interop/node").join(script))
            .env("NODE_MODULES", node_modules())
            .env("PORT", port.to_string())
            .env("ISSUER", pool.issuer())
            .env("POOL", POOL)
            .env("CLIENT", "client")
            .env("CALLBACK", format!("http://localhost:{back}/callback"))
            .envs(secret.map(|secret| ("SECRET", secret)))
            .envs(settings);
        let server = serve(server, async || accepts(port).await).await;
        Self {
            pool,
            back,
            folder,
            keys: MemoryKeys::default(),
            _server: server,
        }
    }

    /// Whether nobody listens on the way back any more, within a second.
    async fn closes(&self) -> bool {
        let open = async {
            while accepts(self.back).await {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(1), open).await.is_ok()
    }

    fn person(&self, browser: &Surfer) -> Person {
        let browser = Arc::new(browser.clone());
        Person::browsing(self.pool.clone(), self.folder.path(), self.keys.clone(), browser)
    }
}

async fn opens(person: &Person, provider: Option<&str>) {
    person
        .until(|seen| seen.scene.state.name() == StateName::SignIn)
        .await;
    let provider = provider.map(str::to_owned);
    person
        .does(Intent::OpenBrowser {
            provider,
            remember: true,
        })
        .await;
}

async fn comes_in(person: &Person) -> auth::Account {
    let seen = person
        .until(|seen| !matches!(seen.scene.state, State::Browser { .. } | State::Restoring))
        .await;
    seen.account.unwrap_or_else(|| panic!("{:?}", seen.scene))
}

async fn issued_at(person: &Person) -> i64 {
    person.session.tokens().await[1].issued_at
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certified_provider_lets_people_in_and_renews_their_tokens_by_rotation() {
    for secret in [None, Some("of-a-confidential-client")] {
        let elsewhere = Elsewhere::fresh("oidc_provider.js", secret, [("TTL", "3")]).await;
        let browser = Surfer::typing([("login", "ada"), ("password", "any")]);
        let person = elsewhere.person(&browser);
        opens(&person, None).await;
        let account = comes_in(&person).await;
        assert_eq!((account.username.as_str(), account.remembered), ("ada", true));
        assert_eq!(account.email.as_deref(), Some("ada@example.com"));
        assert!(!accepts(elsewhere.back).await, "the way back is closed");

        for _ in 0..2 {
            let before = issued_at(&person).await;
            tokio::time::sleep(Duration::from_millis(3_200)).await;
            let renewed = person.session.identity_id().await;
            assert!(matches!(renewed, Err(Error::NoIdentityPool)), "{renewed:?}");
            assert!(
                issued_at(&person).await > before,
                "the refresh token was spent, and another kept"
            );
        }

        person.session.close().await;
        tokio::time::sleep(Duration::from_millis(3_200)).await;
        let again = elsewhere.person(&Surfer::idle());
        let account = comes_in(&again).await;
        assert_eq!(
            account.username, "ada",
            "remembered, and renewed where the tokens came from"
        );
        again.session.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_forged_or_broken_answer_is_refused_and_leaves_nobody_in() {
    let token = Reason::Token;
    let moods = [
        ("aud", token(TokenFault::Audience)),
        ("aud missing", token(TokenFault::Malformed)),
        ("iss", token(TokenFault::Issuer)),
        ("nonce", token(TokenFault::Nonce)),
        ("nonce missing", token(TokenFault::Nonce)),
        ("kid", token(TokenFault::UnknownKey)),
        ("expired", token(TokenFault::Time)),
        ("not yet", token(TokenFault::Time)),
        ("another use", token(TokenFault::Use)),
        ("at_hash", token(TokenFault::Mismatch)),
        ("another person", token(TokenFault::Mismatch)),
        ("alg none", token(TokenFault::Algorithm)),
        ("signature", token(TokenFault::Signature)),
        ("swapped", token(TokenFault::Use)),
        ("no id token", Reason::Garbled),
        ("mac", Reason::Garbled),
        ("invalid_grant", Reason::CodeRefused),
        ("invalid_client", Reason::ClientSecretMissing),
        ("unauthorized_client", Reason::FlowNotEnabled),
        ("unknown error", Reason::Unexpected),
        ("throttled", Reason::TooManyRequests),
        ("broken", Reason::ServiceFailed),
        ("elsewhere", Reason::Garbled),
        ("html", Reason::Garbled),
        ("not json", Reason::Garbled),
        ("truncated", Reason::Unreachable),
        ("endless", Reason::Garbled),
        ("iss in the address", token(TokenFault::Issuer)),
        ("declined", Reason::BrowserDeclined),
        ("code of somebody else", Reason::CallRefused),
    ];
    let elsewhere = Elsewhere::fresh("oauth2_mock.js", None, []).await;
    let person = elsewhere.person(&Surfer::default());
    for (mood, reason) in moods {
        opens(&person, Some(mood)).await;
        let seen = person
            .until(|seen| !matches!(seen.scene.state, State::Browser { .. }))
            .await;
        assert_eq!(seen.scene.state.name(), StateName::SignIn, "{mood}");
        let refusal = seen.scene.refusal.expect(mood);
        assert_eq!(refusal.reason, reason, "{mood}");
        assert!(person.session.tokens().await.is_empty(), "{mood}");
        assert!(!accepts(elsewhere.back).await, "{mood}: the way back is closed");
    }
    person.session.close().await;
    let again = elsewhere.person(&Surfer::idle());
    let seen = again
        .until(|seen| seen.scene.state.name() != StateName::Restoring)
        .await;
    assert_eq!(
        seen.scene.state.name(),
        StateName::SignIn,
        "nothing of it was kept"
    );
}

/// The provider on its own, without a user pool: the identity pool of another server takes its ID token.
#[tokio::test(flavor = "multi_thread")]
async fn a_certified_provider_lets_people_in_past_the_user_pool() {
    let folder = tempfile::tempdir().expect("a folder");
    let (port, back) = (free_port(), free_port());
    let login = format!("127.0.0.1:{port}");
    let ministack = Ministack::trusting(Some(&login)).await;
    let issuer = format!("http://127.0.0.1:{port}");
    let mut server = clean("node", folder.path());
    server
        .arg(beside_tests("interop/node/oidc_provider.js"))
        .env("NODE_MODULES", node_modules())
        .env("PORT", port.to_string())
        .env("ISSUER", &issuer)
        .env("POOL", "keys")
        .env("CLIENT", "client")
        .env("CALLBACK", format!("http://localhost:{back}/callback"));
    let _server = serve(server, async || accepts(port).await).await;
    let mut pool = ministack.pool.clone();
    pool.user_pool_id = Pool::NONE.to_owned();
    pool.client_id = Pool::NONE.to_owned();
    pool.hosted_ui = Some(HostedUi {
        address: issuer.clone(),
        scopes: Vec::new(),
        redirect_ports: vec![back],
        deep_link: None,
        sign_out_to: None,
        lang: None,
        providers: Vec::new(),
    });
    let plan = pool.identity_pool.as_mut().expect("an identity pool");
    plan.providers = vec![ExternalProvider {
        name: "Elsewhere".to_owned(),
        login: login.clone(),
        oidc: Some(OidcProvider {
            issuer: issuer.clone(),
            client_id: "client".to_owned(),
            scopes: vec!["email".to_owned()],
        }),
    }];
    let browser = Surfer::typing([("login", "ada"), ("password", "any")]);
    let person = Person::browsing(
        pool,
        folder.path(),
        MemoryKeys::default(),
        Arc::new(browser.clone()),
    );

    opens(&person, Some(&issuer)).await;

    let account = comes_in(&person).await;
    assert!(!account.guest && !account.remembered, "{account:?}");
    assert!(!accepts(back).await, "the way back is closed");
    let chain = person.session.chain().await.expect("a chain");
    assert_eq!(chain.login, Some(login));
    person.session.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_is_waited_for_and_tokens_without_the_scope_for_the_account_say_so() {
    let elsewhere = Elsewhere::fresh("oauth2_mock.js", None, []).await;
    let person = elsewhere.person(&Surfer::default());
    opens(&person, Some("late")).await;
    assert_eq!(comes_in(&person).await.managed, Managed::Here);
    person.does(Intent::SignOut { everywhere: false }).await;

    opens(&person, Some("no scope")).await;
    assert_eq!(comes_in(&person).await.managed, Managed::NoScope);
    let profile = person.session.profile().await;
    let reason = match profile {
        Err(Error::UserPool(refusal)) => refusal.reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(reason, Reason::ScopeMissing, "and nobody was asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_that_is_left_closes_the_way_back_within_a_second() {
    let elsewhere = Elsewhere::fresh("oauth2_mock.js", None, []).await;
    let browser = Surfer::idle();
    let person = elsewhere.person(&browser);
    opens(&person, None).await;
    assert!(accepts(elsewhere.back).await);
    assert!(person.session.browser_link().await.is_some());
    person.does(Intent::ShowSignIn).await;
    assert!(elsewhere.closes().await);
    assert!(person.session.browser_link().await.is_none());
    let late = person.session.browser_answer("code".into()).await;
    assert_eq!(late, Err(BrowserAnswerError::NoVisit));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_free_port_the_deep_link_or_a_pasted_address_brings_people_back() {
    let elsewhere = Elsewhere::fresh("oauth2_mock.js", None, []).await;
    let _holder = tokio::net::TcpListener::bind(("127.0.0.1", elsewhere.back))
        .await
        .expect("a port");
    let browser = Surfer::default();
    let person = elsewhere.person(&browser);
    opens(&person, None).await;
    let answer = loop {
        if let Some(address) = browser.visited().into_iter().find(|at| at.starts_with(DEEP_LINK)) {
            break address;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let foreign = answer.replace("state=", "state=x");
    let refused = person.session.browser_answer(Secret::new(foreign)).await;
    assert_eq!(refused, Err(BrowserAnswerError::Foreign));
    let rubbish = person.session.browser_answer("hello world".into()).await;
    assert_eq!(rubbish, Err(BrowserAnswerError::NotUnderstood));
    let taken = person.session.browser_answer(Secret::new(answer)).await;
    assert_eq!(taken, Ok(()));
    assert_eq!(comes_in(&person).await.username, "ada");
}
