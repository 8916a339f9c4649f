use std::collections::{BTreeMap, BTreeSet};

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flow::Reason;
use url::Url;

use super::{pool, with};
use crate::hosted_ui::HostedUiClient;
use crate::hosted_ui::attempt::Attempt;

const REDIRECT: &str = "http://localhost:17643/callback";

fn attempt(
    hosted_ui: &HostedUiClient,
    provider: Option<&str>,
    hint: &str,
) -> (Attempt, BTreeMap<String, String>) {
    let attempt = hosted_ui
        .attempt(REDIRECT.to_owned(), provider, hint)
        .expect("an attempt");
    let link = Url::parse(attempt.link.expose()).expect("an address");
    assert_eq!(link.host_str(), Some("acme.auth.eu-west-1.amazoncognito.com"));
    assert_eq!(link.path(), "/oauth2/authorize");
    let pairs: Vec<(String, String)> = link.query_pairs().into_owned().collect();
    let count = pairs.len();
    let query: BTreeMap<String, String> = pairs.into_iter().collect();
    assert_eq!(query.len(), count, "no parameter comes twice");
    (attempt, query)
}

#[test]
fn o4_every_attempt_draws_its_own_state_nonce_and_verifier_and_proves_itself_by_s256() {
    let hosted_ui = with(|_| ());
    let mut drawn = BTreeSet::new();
    for _ in 0..1_000 {
        let (attempt, query) = attempt(&hosted_ui, None, "");
        let verifier = attempt.verifier.secret();
        assert!(verifier.len() >= 43, "256 bits in base64url");
        assert_eq!(query["code_challenge_method"], "S256");
        let hash = digest(&SHA256, verifier.as_bytes());
        assert_eq!(query["code_challenge"], URL_SAFE_NO_PAD.encode(hash));
        assert_eq!(query["state"], *attempt.state.expose());
        assert_eq!(query["nonce"], *attempt.nonce.expose());
        drawn.extend([verifier.clone(), query["state"].clone(), query["nonce"].clone()]);
    }
    assert_eq!(drawn.len(), 3_000, "nothing is used twice");
}

#[test]
fn o9_o15_only_a_code_is_asked_for_and_only_the_scopes_of_the_connection() {
    let (_, query) = attempt(&with(|_| ()), None, "");
    assert_eq!(query["response_type"], "code");
    assert_eq!(query["scope"], "openid email");
    assert_eq!(query["client_id"], "client");
    let known = [
        "client_id",
        "code_challenge",
        "code_challenge_method",
        "nonce",
        "redirect_uri",
        "response_type",
        "scope",
        "state",
    ];
    assert_eq!(query.keys().map(String::as_str).collect::<Vec<_>>(), known);
    let (_, query) = attempt(&with(|plan| plan.scopes.clear()), None, "");
    assert_eq!(query["scope"], "openid", "without it no ID token would come");
}

#[test]
fn o14_what_is_typed_never_becomes_part_of_the_address_to_come_back_to() {
    for typed in [
        "&redirect_uri=https://evil.test",
        "https://evil.test/#",
        "a b+c%26",
        "ä@例え.jp",
    ] {
        let (_, query) = attempt(&with(|_| ()), Some(typed), typed);
        assert_eq!(query["redirect_uri"], REDIRECT);
        assert_eq!((&*query["login_hint"], &*query["idp_identifier"]), (typed, typed));
    }
}

#[test]
fn a_provider_of_the_connection_is_meant_by_its_name_and_any_other_by_an_identifier() {
    let hosted_ui = with(|plan| plan.lang = Some("de".to_owned()));
    let (_, query) = attempt(&hosted_ui, Some("AcmeSAML"), "ada@example.com");
    assert_eq!(query["identity_provider"], "AcmeSAML");
    assert_eq!(
        (&*query["lang"], &*query["login_hint"]),
        ("de", "ada@example.com")
    );
    let (_, query) = attempt(&hosted_ui, Some("COGNITO"), "");
    assert_eq!(query["identity_provider"], "COGNITO");
    let (_, query) = attempt(&hosted_ui, Some("acme.example"), "");
    assert_eq!(query["idp_identifier"], "acme.example");
    assert!(!query.contains_key("identity_provider"));
}

#[test]
fn no_secret_is_sent_to_an_address_without_encryption_but_on_this_computer() {
    for (address, usable) in [
        ("http://acme.example.com", false),
        ("ftp://127.0.0.1", false),
        ("https://ada:pass@acme.example.com", false),
        ("", false),
        ("http://127.0.0.1:8080", true),
        ("https://login.acme.example", true),
    ] {
        let mut pool = pool(&[]);
        if let Some(plan) = &mut pool.hosted_ui {
            plan.address = address.to_owned();
        }
        assert_eq!(HostedUiClient::new(&pool, None).is_some(), usable, "{address}");
    }
}

#[test]
fn the_browser_ends_its_own_session_only_where_the_connection_says_where_to_go_then() {
    assert_eq!(with(|_| ()).sign_out_address(), None);
    let hosted_ui = with(|plan| plan.sign_out_to = Some("https://acme.example/bye?a=b".to_owned()));
    assert_eq!(
        hosted_ui.sign_out_address().as_deref(),
        Some(
            "https://acme.auth.eu-west-1.amazoncognito.com/logout?client_id=client&\
             logout_uri=https%3A%2F%2Facme.example%2Fbye%3Fa%3Db"
        )
    );
}

#[tokio::test]
async fn without_a_free_port_the_deep_link_is_the_way_back_and_without_one_there_is_none() {
    let deep = with(|plan| plan.deep_link = Some("io.gatehouse.desktop://callback".to_owned()));
    let visit = deep.begin(None, "").await.expect("a visit");
    assert!(
        visit
            .link()
            .expose()
            .contains("redirect_uri=io.gatehouse.desktop%3A%2F%2Fcallback")
    );
    let refusal = with(|_| ()).begin(None, "").await.err().expect("no way back");
    assert_eq!(refusal.reason, Reason::PortsTaken);
}
