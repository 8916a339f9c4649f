//! What the sandbox's pretend providers hand out to somebody who signs in there by browser, or asks the backend: to be
//! pasted into the app.

use base::Secret;
use reqwest::{Client, Url};
use serde_json::{Value, json};

use crate::browser::Surfer;
use crate::world::World;

/// The name of the pretend OpenID Connect provider.
pub const OIDC: &str = "AcmeOIDC";
/// The name of the pretend SAML provider.
pub const SAML: &str = "AcmeSAML";

/// The pair of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// The key in `Logins` of the OpenID Connect provider's tokens.
pub fn oidc_login(world: &World) -> String {
    let issuer = &world.sandbox.world().oidc_issuer;
    let (_, login) = issuer.split_once("://").expect("an address");
    login.to_owned()
}

/// An ID token of the OpenID Connect provider about this person, for the app.
pub async fn oidc_token(world: &World, who: &str) -> Secret {
    let ids = world.sandbox.world();
    let callback = ids.callback_urls.last().expect("a deep link");
    let mut address = Url::parse(&format!("{}/authorize", ids.oidc_issuer)).expect("an address");
    address.query_pairs_mut().extend_pairs([
        ("client_id", ids.oidc_client_id.as_str()),
        ("redirect_uri", callback),
        ("response_type", "code"),
        ("scope", "openid email"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]);
    let browser = Surfer::typing([("who", who)]);
    browser.goes_to(address.as_str()).await;
    let back = browser.visited().pop().expect("the way back");
    let back = Url::parse(&back).expect("an address");
    let code = back.query_pairs().find(|(name, _)| name == "code");
    let (_, code) = code.unwrap_or_else(|| panic!("no code: {back}"));
    let mut form = Url::parse("http://form/").expect("an address");
    form.query_pairs_mut().extend_pairs([
        ("grant_type", "authorization_code"),
        ("client_id", &ids.oidc_client_id),
        ("redirect_uri", callback),
        ("code", &code),
        ("code_verifier", VERIFIER),
    ]);
    let body = form.query().unwrap_or_default().to_owned();
    let kind = "application/x-www-form-urlencoded";
    let answer = post(&format!("{}/token", ids.oidc_issuer), kind, body).await;
    Secret::from(answer["id_token"].as_str().expect("an ID token"))
}

/// An assertion of the SAML provider about this person, for AWS.
pub async fn saml_assertion(world: &World, who: &str) -> Secret {
    let browser = Surfer::typing([("who", who)]);
    let address = format!("{}/external/saml/sso", world.sandbox.url());
    browser.goes_to(&address).await;
    let page = browser.page();
    let assertion = page.split("readonly>").nth(1);
    let assertion = assertion.and_then(|rest| rest.split("</textarea>").next());
    Secret::from(assertion.unwrap_or_else(|| panic!("no assertion: {page}")))
}

/// The identity of a person and the token for it, as the developer's backend gives them.
pub async fn developer_token(world: &World, username: &str) -> (String, Secret) {
    let address = format!(
        "{}{}",
        world.sandbox.url(),
        world.sandbox.world().developer_backend
    );
    let body = json!({ "username": username, "password": sandbox::PASSWORD }).to_string();
    let answer = post(&address, "application/json", body).await;
    let text = |name: &str| {
        answer[name]
            .as_str()
            .unwrap_or_else(|| panic!("{answer}"))
            .to_owned()
    };
    (text("IdentityId"), Secret::new(text("Token")))
}

async fn post(address: &str, kind: &str, body: String) -> Value {
    let client = Client::builder().no_proxy().build().expect("a client");
    let request = client.post(address).header("content-type", kind).body(body);
    let answer = request.send().await.expect("an answer");
    let text = answer.text().await.expect("a text");
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}"))
}
