//! People who come through the two pretend providers, and the providers on their own.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use sandbox::PreSignUp;
use serde_json::{Value, json};
use time::Duration;

use crate::browser::{Browser, CALLBACK, CHALLENGE, Shown, VERIFIER, claims, exchange, post_form};
use crate::stage::{Stage, assert_refused};

async fn consent(browser: &mut Browser<'_>, provider: &str) -> Shown {
    let request = browser.request(&[("identity_provider", provider)]);
    browser.visit(&request).await
}

async fn id_token(stage: &Stage, back: &Shown) -> Value {
    claims(&exchange(stage, &back.code(), &[]).await.1["id_token"])
}

#[tokio::test]
async fn a_person_of_the_openid_provider_becomes_a_user_of_the_pool() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let page = consent(&mut browser, "AcmeOIDC").await;
    let back = browser
        .submit(&page, "Grace Hopper", &[("who", "248289761001")])
        .await;
    assert_eq!(back.back()["state"], "a state & more");
    let first = id_token(&stage, &back).await;
    assert_eq!(first["cognito:username"], "AcmeOIDC_248289761001");
    assert_eq!(first["cognito:groups"], json!(["eu-west-1_Gatehouse_AcmeOIDC"]));
    assert_eq!(
        (&first["email"], &first["email_verified"], &first["nonce"]),
        (&json!("grace@acme.example"), &json!(true), &json!("a nonce"))
    );
    let identity = &first["identities"][0];
    assert_eq!(
        (
            &identity["userId"],
            &identity["providerName"],
            &identity["providerType"],
            &identity["primary"]
        ),
        (
            &json!("248289761001"),
            &json!("AcmeOIDC"),
            &json!("OIDC"),
            &json!("true")
        )
    );
    let silent = browser.visit(&browser.request(&[])).await;
    assert_eq!(
        id_token(&stage, &silent).await["sub"],
        first["sub"],
        "the session counts"
    );
    let mut other = Browser::open(&stage);
    let request = other.request(&[("idp_identifier", "acme.example")]);
    let page = other.visit(&request).await;
    let back = other
        .submit(&page, "Grace Hopper", &[("who", "248289761001")])
        .await;
    assert_eq!(
        id_token(&stage, &back).await["sub"],
        first["sub"],
        "the same person again"
    );
}

#[tokio::test]
async fn a_person_of_the_saml_provider_becomes_a_user_of_the_pool() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let page = consent(&mut browser, "AcmeSAML").await;
    let posting = browser
        .submit(&page, "Katherine Johnson", &[("who", "katherine")])
        .await;
    assert!(
        posting
            .text
            .contains("<script>document.forms[0].submit()</script>")
    );
    let back = browser.submit(&posting, "SAMLResponse", &[]).await;
    let claims = id_token(&stage, &back).await;
    assert_eq!(claims["cognito:username"], "AcmeSAML_katherine");
    assert_eq!(
        (&claims["email"], &claims["email_verified"]),
        (&json!("katherine@acme.example"), &json!(false))
    );
    assert_eq!(claims["identities"][0]["providerType"], "SAML");
    let again = browser.submit(&posting, "SAMLResponse", &[]).await;
    assert_eq!(
        again.status,
        StatusCode::BAD_REQUEST,
        "an assertion is taken once"
    );
}

#[tokio::test]
async fn a_person_of_a_provider_has_no_password_of_the_pool() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let page = consent(&mut browser, "AcmeOIDC").await;
    let back = browser
        .submit(&page, "Grace Hopper", &[("who", "248289761001")])
        .await;
    let (_, tokens) = exchange(&stage, &back.code(), &[]).await;
    let holder = json!({ "AccessToken": tokens["access_token"] });
    let user = stage.act(&holder, "GetUser", json!({})).await.expect("signed in");
    let attributes = user["UserAttributes"].as_array().expect("attributes");
    let identities = attributes
        .iter()
        .find(|attribute| attribute["Name"] == "identities")
        .and_then(|attribute| attribute["Value"].as_str())
        .expect("the attribute");
    assert!(
        identities.contains("\"providerName\":\"AcmeOIDC\""),
        "{identities}"
    );
    let chosen = json!({ "PreviousPassword": "Whatever-1", "ProposedPassword": "Chosen-one-1" });
    let refused = stage.act(&holder, "ChangePassword", chosen).await;
    assert_refused(
        refused,
        "NotAuthorizedException",
        "Incorrect username or password.",
    );
    stage.change(|settings| settings.pool.case_sensitive = true).await;
    let reset = stage
        .pool("ForgotPassword", json!({ "Username": "AcmeOIDC_248289761001" }))
        .await;
    assert_refused(
        reset,
        "NotAuthorizedException",
        "User password cannot be reset in the current state.",
    );
}

#[tokio::test]
async fn what_the_provider_has_against_it_comes_back_to_the_app() {
    let stage = Stage::set().await;
    for (provider, end, error) in [
        ("AcmeOIDC", "decline", "access_denied"),
        ("AcmeOIDC", "fail", "temporarily_unavailable"),
        ("AcmeSAML", "decline", "access_denied"),
        ("AcmeSAML", "fail", "invalid_request"),
    ] {
        let mut browser = Browser::open(&stage);
        let page = consent(&mut browser, provider).await;
        let mut back = browser.submit(&page, "Decline", &[("end", end)]).await;
        if provider == "AcmeSAML" {
            back = browser.submit(&back, "SAMLResponse", &[]).await;
        }
        let back = back.back();
        assert_eq!(
            (back["error"].as_str(), back["state"].as_str()),
            (error, "a state & more")
        );
        assert!(!back["error_description"].is_empty());
    }
}

#[tokio::test]
async fn a_person_without_what_the_pool_requires_is_sent_back() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let page = consent(&mut browser, "AcmeSAML").await;
    let posting = browser.submit(&page, "Nemo Nobody", &[("who", "nemo")]).await;
    let back = browser.submit(&posting, "SAMLResponse", &[]).await.back();
    assert_eq!(
        (back["error"].as_str(), back["error_description"].as_str()),
        ("invalid_request", "attributes required: [email]")
    );
    stage
        .change(|settings| settings.pool.triggers.pre_sign_up = PreSignUp::Refuse("Members only".to_owned()))
        .await;
    let page = consent(&mut browser, "AcmeOIDC").await;
    let typed = [
        ("id", "x-1"),
        ("given_name", "Xen"),
        ("email", "xen@acme.example"),
    ];
    let back = browser.submit(&page, "given_name", &typed).await.back();
    assert_eq!(
        back["error_description"],
        "PreSignUp failed with error Members only."
    );
}

#[tokio::test]
async fn an_answer_counts_for_the_browser_that_asked_and_once() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let page = consent(&mut browser, "AcmeSAML").await;
    let posting = browser
        .submit(&page, "Katherine Johnson", &[("who", "katherine")])
        .await;
    let mut other = Browser::open(&stage);
    consent(&mut other, "AcmeSAML").await;
    let stolen = other.submit(&posting, "SAMLResponse", &[]).await;
    assert_eq!(stolen.status, StatusCode::BAD_REQUEST, "another browser's visit");

    let (_, rest) = posting
        .text
        .split_once("name=\"SAMLResponse\" value=\"")
        .expect("a response");
    let response = rest.split_once('"').expect("an end").0;
    let text = String::from_utf8(STANDARD.decode(response).expect("base64")).expect("text");
    let forged = STANDARD.encode(text.replace("katherine", "edsger"));
    let mut forging = posting.clone();
    forging.text = posting.text.replace(response, &forged);
    let back = browser.submit(&forging, "SAMLResponse", &[]).await.back();
    assert_eq!(
        back["error_description"],
        "Invalid samlResponse or relayState from identity provider"
    );

    let nobody = browser
        .visit("/oauth2/idpresponse?state=made-up&code=made-up")
        .await;
    assert_eq!(nobody.status, StatusCode::BAD_REQUEST);
    let page = consent(&mut browser, "AcmeSAML").await;
    stage.wait(Duration::minutes(10));
    let posting = browser
        .submit(&page, "Katherine Johnson", &[("who", "katherine")])
        .await;
    let late = browser.submit(&posting, "SAMLResponse", &[]).await;
    assert_eq!(late.status, StatusCode::BAD_REQUEST, "a visit ends");
}

#[tokio::test]
async fn whom_an_administrator_has_linked_signs_in_to_the_account() {
    let stage = Stage::set().await;
    stage
        .change(|settings| {
            let links = &mut settings.pool.identity_providers[0].links;
            links.insert("248289761003".to_owned(), "ada".to_owned());
        })
        .await;
    let mut browser = Browser::open(&stage);
    let page = consent(&mut browser, "AcmeOIDC").await;
    let back = browser
        .submit(&page, "Ada Lovelace", &[("who", "248289761003")])
        .await;
    let claims = id_token(&stage, &back).await;
    assert_eq!(claims["cognito:username"], "ada");
    assert_eq!(claims["identities"][0]["primary"], "false");
    stage
        .sign_in("ada", sandbox::PASSWORD)
        .await
        .expect("the password still counts");
}

#[tokio::test]
async fn a_provider_that_is_off_for_the_client_is_neither_offered_nor_taken() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let page = browser.visit(&browser.request(&[])).await;
    assert!(page.text.contains("Continue with AcmeOIDC") && page.text.contains("Continue with AcmeSAML"));
    stage
        .change(|settings| settings.clients[0].oauth.identity_providers = vec!["AcmeSAML".to_owned()])
        .await;
    let page = browser.visit(&browser.request(&[])).await;
    assert!(
        !page.text.contains("AcmeOIDC") && !page.text.contains("password"),
        "{}",
        page.text
    );
    let refused = consent(&mut browser, "AcmeOIDC").await.back();
    assert_eq!(
        refused["error_description"],
        "Identity provider AcmeOIDC does not exist."
    );
}

#[tokio::test]
async fn the_app_can_be_a_client_of_the_openid_provider_itself() {
    let stage = Stage::set().await;
    let world = stage.sandbox.world().clone();
    let mut browser = Browser::open(&stage);
    let query = |client: &str, redirect: &str, challenge: &str| {
        format!(
            "/external/oidc/authorize?client_id={client}&redirect_uri={redirect}&response_type=code&scope=openid\
             &state=s&nonce=n&code_challenge={challenge}&code_challenge_method=S256"
        )
    };
    let client = world.oidc_client_id.as_str();
    for wrong in [
        query("unknown", CALLBACK, CHALLENGE),
        query(client, "http://localhost:1/callback", CHALLENGE),
    ] {
        assert_eq!(browser.visit(&wrong).await.status, StatusCode::BAD_REQUEST);
    }
    let back = browser.visit(&query(client, CALLBACK, "")).await.back();
    assert_eq!(back["error"], "invalid_request", "PKCE is not optional");
    let page = browser.visit(&query(client, CALLBACK, CHALLENGE)).await;
    let back = browser
        .submit(&page, "Alan Turing", &[("who", "248289761002")])
        .await;
    assert_eq!(back.back()["iss"], world.oidc_issuer);
    let code = back.code();
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", client),
        ("redirect_uri", CALLBACK),
        ("code", code.as_str()),
        ("code_verifier", VERIFIER),
    ];
    let (status, tokens) = post_form(&stage, "/external/oidc/token", &fields, None).await;
    assert_eq!(status, StatusCode::OK, "{tokens}");
    let told = claims(&tokens["id_token"]);
    assert_eq!(
        (
            &told["iss"],
            &told["aud"],
            &told["nonce"],
            &told["email_verified"]
        ),
        (
            &json!(world.oidc_issuer),
            &json!(world.oidc_client_id),
            &json!("n"),
            &json!(false)
        )
    );
    let (status, again) = post_form(&stage, "/external/oidc/token", &fields, None).await;
    assert_eq!(
        (status, &again["error"]),
        (StatusCode::BAD_REQUEST, &json!("invalid_grant"))
    );
}

#[tokio::test]
async fn whoever_comes_to_the_saml_provider_without_a_request_gets_an_assertion_to_copy() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let page = browser.visit("/external/saml/sso").await;
    let shown = browser
        .submit(&page, "Edsger Dijkstra", &[("who", "edsger")])
        .await;
    let (_, rest) = shown.text.split_once("readonly>").expect("an assertion");
    let text = STANDARD
        .decode(rest.split_once('<').expect("an end").0)
        .expect("base64");
    let text = String::from_utf8(text).expect("XML");
    assert!(
        text.contains("<saml:Audience>urn:amazon:webservices</saml:Audience>"),
        "{text}"
    );
    let unknown = browser.visit("/external/saml/sso?SAMLRequest=AAAA").await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
}
