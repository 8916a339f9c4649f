//! A browser for the hosted UI: keeps cookies, follows redirects within the sandbox and fills in forms, as a person
//! would.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use http::header::{CONTENT_TYPE, COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::stage::Stage;

pub(crate) const CALLBACK: &str = "http://localhost:17643/callback";
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(crate) struct Browser<'a> {
    stage: &'a Stage,
    http: reqwest::Client,
    pub(crate) cookies: BTreeMap<String, String>,
}

/// Where a click has led: a page of the sandbox, or an address outside of it.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) status: StatusCode,
    pub(crate) text: String,
    pub(crate) address: String,
}

impl Shown {
    /// The parameters that the app is sent back with.
    pub(crate) fn back(&self) -> BTreeMap<String, String> {
        assert!(self.address.starts_with(CALLBACK), "not sent back: {self:?}");
        let query = &self.address[CALLBACK.len() + 1..];
        form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    }

    pub(crate) fn code(&self) -> String {
        self.back()
            .remove("code")
            .unwrap_or_else(|| panic!("no code: {self:?}"))
    }

    /// The target and the hidden fields of the form that has `mark` in it.
    fn form(&self, mark: &str) -> (String, Vec<(String, String)>) {
        let form = self
            .text
            .split("<form ")
            .skip(1)
            .find(|form| form.contains(mark))
            .unwrap_or_else(|| panic!("no form with {mark}: {}", self.text));
        let value = |text: &str, name: &str| {
            let (_, rest) = text.split_once(&format!("{name}=\"")).expect("an attribute");
            unescaped(rest.split_once('"').expect("a value").0)
        };
        let form = form.split("</form>").next().unwrap_or(form);
        let hidden = form
            .split("<input type=\"hidden\"")
            .skip(1)
            .map(|input| (value(input, "name"), value(input, "value")))
            .collect();
        (value(form, "action"), hidden)
    }
}

impl<'a> Browser<'a> {
    pub(crate) fn open(stage: &'a Stage) -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        Self {
            stage,
            http,
            cookies: BTreeMap::new(),
        }
    }

    /// The address of an authorization request, with some parameters changed or, where empty, left out.
    pub(crate) fn request(&self, changes: &[(&str, &str)]) -> String {
        let mut parameters: BTreeMap<&str, &str> = BTreeMap::from([
            ("client_id", self.stage.client_id()),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid email aws.cognito.signin.user.admin"),
            ("state", "a state & more"),
            ("nonce", "a nonce"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]);
        parameters.extend(changes.iter().copied());
        parameters.retain(|_, value| !value.is_empty());
        format!(
            "/oauth2/authorize?{}",
            encoded(&parameters.into_iter().collect::<Vec<_>>())
        )
    }

    pub(crate) async fn visit(&mut self, address: &str) -> Shown {
        let request = self.http.get(self.absolute(address));
        self.go(request, address).await
    }

    /// Fills in the form that has `mark` in it and sends it as browsers do, with the origin.
    pub(crate) async fn submit(&mut self, page: &Shown, mark: &str, fields: &[(&str, &str)]) -> Shown {
        let (action, hidden) = page.form(mark);
        let hidden = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut all: Vec<(&str, &str)> = hidden.collect();
        all.extend_from_slice(fields);
        self.post(&action, &all).await
    }

    pub(crate) async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Shown {
        let request = self
            .http
            .post(self.absolute(address))
            .header(ORIGIN, self.stage.sandbox.url())
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(encoded(fields));
        self.go(request, address).await
    }

    /// From an authorization request to where the right password leads.
    pub(crate) async fn sign_in(&mut self, request: &str, name: &str) -> Shown {
        let page = self.visit(request).await;
        let fields = [("username", name), ("password", sandbox::PASSWORD)];
        self.submit(&page, "password", &fields).await
    }

    async fn go(&mut self, request: reqwest::RequestBuilder, address: &str) -> Shown {
        let (mut request, mut address) = (request, address.to_owned());
        for _ in 0..10 {
            let cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
            let response = request
                .header(COOKIE, cookies.join("; "))
                .send()
                .await
                .expect("an answer");
            for cookie in response.headers().get_all(SET_COOKIE) {
                let cookie = cookie
                    .to_str()
                    .expect("text")
                    .split(';')
                    .next()
                    .unwrap_or_default();
                let (name, value) = cookie.split_once('=').expect("a cookie");
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
            self.cookies.retain(|_, value| !value.is_empty());
            let status = response.status();
            let location = response
                .headers()
                .get(LOCATION)
                .map(|to| to.to_str().expect("text").to_owned());
            let Some(location) = location else {
                let text = response.text().await.expect("a body");
                return Shown {
                    status,
                    text,
                    address,
                };
            };
            let next = self.absolute(&location);
            if !next.starts_with(self.stage.sandbox.url()) {
                let (text, address) = (String::new(), location);
                return Shown {
                    status,
                    text,
                    address,
                };
            }
            request = self.http.get(&next);
            address = location;
        }
        panic!("more redirects than a browser follows: {address}");
    }

    fn absolute(&self, address: &str) -> String {
        if address.starts_with('/') {
            format!("{}{address}", self.stage.sandbox.url())
        } else {
            address.to_owned()
        }
    }
}

/// Posts a form without a browser; the status and the JSON of the answer.
pub(crate) async fn post_form(
    stage: &Stage,
    path: &str,
    fields: &[(&str, &str)],
    basic: Option<(&str, &str)>,
) -> (StatusCode, Value) {
    let mut request = stage
        .http
        .post(format!("{}{path}", stage.sandbox.url()))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(encoded(fields));
    if let Some((id, secret)) = basic {
        request = request.basic_auth(id, Some(secret));
    }
    let response = request.send().await.expect("an answer");
    let status = response.status();
    let text = response.text().await.expect("a body");
    (status, serde_json::from_str(&text).unwrap_or(json!(null)))
}

/// Exchanges a code as the public client.
pub(crate) async fn exchange(stage: &Stage, code: &str, changes: &[(&str, &str)]) -> (StatusCode, Value) {
    let mut fields: BTreeMap<&str, &str> = BTreeMap::from([
        ("grant_type", "authorization_code"),
        ("client_id", stage.client_id()),
        ("redirect_uri", CALLBACK),
        ("code", code),
        ("code_verifier", VERIFIER),
    ]);
    fields.extend(changes.iter().copied());
    fields.retain(|_, value| !value.is_empty());
    post_form(
        stage,
        "/oauth2/token",
        &fields.into_iter().collect::<Vec<_>>(),
        None,
    )
    .await
}

/// The claims of a token, unverified.
pub(crate) fn claims(token: &Value) -> Value {
    let part = token
        .as_str()
        .expect("a token")
        .split('.')
        .nth(1)
        .expect("claims");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64")).expect("JSON")
}

fn encoded(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
