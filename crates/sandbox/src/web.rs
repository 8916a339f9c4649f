//! What the pages and endpoints for browsers share: forms, cookies, redirects and the protection against posts from
//! elsewhere. How a page looks is `page`'s.

pub(crate) mod page;

use std::fmt;

use axum::body::{Body, to_bytes};
use base::Secret;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, COOKIE, LOCATION, REFERRER_POLICY, SET_COOKIE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;
use url::form_urlencoded;

use crate::oauth::Rejection;
use crate::random;
use crate::wire::Refusal;

/// The most that a form may weigh, in bytes; a SAML response is the largest.
const LARGEST_FORM: usize = 64 * 1024;

/// The fields of a form or the parameters of a query. Empty ones count as missing.
#[derive(Clone, Default)]
pub(crate) struct Form(Vec<(String, String)>);

/// Values may be passwords.
impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

impl Form {
    pub(crate) fn parse(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).into_owned().collect())
    }

    /// The body of a request, if it is a form of tolerable size.
    pub(crate) async fn read(head: &Parts, body: Body) -> Option<Self> {
        let kind = head.headers.get(CONTENT_TYPE)?.to_str().ok()?;
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return None;
        }
        let body = to_bytes(body, LARGEST_FORM).await.ok()?;
        Some(Self::parse(&body))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The value as text of its own.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    pub(crate) fn secret(&self, name: &str) -> Option<Secret> {
        self.get(name).map(Secret::from)
    }

    /// A parameter that is there twice, which OAuth forbids (RFC 6749, section 3.1).
    pub(crate) fn repeated(&self) -> Option<&str> {
        let names = || self.0.iter().map(|(name, _)| name.as_str());
        names()
            .enumerate()
            .find_map(|(at, name)| names().take(at).any(|other| other == name).then_some(name))
    }

    /// The fields whose name begins with `prefix`, without it.
    pub(crate) fn below(&self, prefix: &str) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.as_str())))
    }

    /// The same without one field.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.0.retain(|(key, _)| key != name);
        self
    }

    /// The same with one more field.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn encode(&self) -> String {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.0)
            .finish()
    }
}

/// The cookie of this name.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<Secret> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| Secret::from(value))
}

/// `Set-Cookie` for this host, out of reach of scripts and of posts from other sites; `seconds` of 0 takes it away.
pub(crate) fn set_cookie(name: &str, value: &str, seconds: Option<i64>) -> String {
    let age = seconds.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}")
}

/// The token that a form hides and a cookie repeats: a page of another site can post, but cannot know it.
pub(crate) struct Seal {
    pub(crate) token: Secret,
    /// The cookie to set, when the browser has none yet.
    pub(crate) cookie: Option<String>,
}

impl Seal {
    const NAME: &str = "XSRF-TOKEN";

    /// The browser's seal, or a new one.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, Refusal> {
        let sound = |token: &Secret| {
            let text = token.expose();
            text.len() == 43 && text.bytes().all(|c| random::URL_SAFE.contains(&c))
        };
        if let Some(token) = cookie(headers, Self::NAME).filter(sound) {
            return Ok(Self { token, cookie: None });
        }
        let token = Secret::new(random::text(43, random::URL_SAFE)?);
        let cookie = Some(set_cookie(Self::NAME, token.expose(), None));
        Ok(Self { token, cookie })
    }

    /// Whether a posted form comes from a page that was made for this browser.
    pub(crate) fn holds(headers: &HeaderMap, form: &Form) -> bool {
        match (cookie(headers, Self::NAME), form.get("_csrf")) {
            (Some(cookie), Some(hidden)) => cookie.expose().as_bytes().ct_eq(hidden.as_bytes()).into(),
            _ => false,
        }
    }

    /// The field to hide in a form.
    pub(crate) fn field(&self) -> String {
        page::hidden("_csrf", self.token.expose())
    }
}

/// Sends the browser elsewhere, with cookies to keep.
pub(crate) fn redirect(location: &str, cookies: &[String]) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::FOUND;
    if let Ok(location) = HeaderValue::from_str(location) {
        response.headers_mut().insert(LOCATION, location);
    }
    finish(&mut response, cookies);
    response
}

/// An address with parameters added to its query, or as its fragment.
pub(crate) fn extended(address: &str, parameters: &[(&str, &str)], as_fragment: bool) -> String {
    let parameters = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    let sign = match (as_fragment, address.contains('?')) {
        (true, _) => '#',
        (false, true) => '&',
        (false, false) => '?',
    };
    format!("{address}{sign}{parameters}")
}

/// A JSON answer that nobody may keep.
pub(crate) fn json(status: StatusCode, body: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/json;charset=UTF-8"),
    );
    finish(&mut response, &[]);
    response
}

/// An OAuth error as a JSON answer; Cognito's are all 400.
pub(crate) fn rejected(rejection: &Rejection) -> Response<Body> {
    let status = if rejection.error == "server_error" {
        StatusCode::INTERNAL_SERVER_ERROR
    } else {
        StatusCode::BAD_REQUEST
    };
    let mut body = json!({ "error": rejection.error });
    if let Some(description) = &rejection.description {
        body["error_description"] = json!(description);
    }
    json(status, &body)
}

/// Headers that every answer to a browser has. The referrer stays within the origin, so that posts name theirs.
pub(crate) fn finish(response: &mut Response<Body>, cookies: &[String]) {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    for cookie in cookies {
        if let Ok(cookie) = HeaderValue::from_str(cookie) {
            headers.append(SET_COOKIE, cookie);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookies: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_str(cookies).expect("a header"));
        headers
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let headers = headers("a=1; cognito=two=2; b=; cognito2=x");
        assert_eq!(
            cookie(&headers, "cognito").map(|c| c.expose().clone()),
            Some("two=2".to_owned())
        );
        assert!(cookie(&headers, "b").is_none() && cookie(&headers, "cogni").is_none());
    }

    #[test]
    fn a_form_from_elsewhere_does_not_hold() {
        let seal = Seal::of(&HeaderMap::new()).expect("random");
        let token = seal.token.expose().clone();
        assert!(
            seal.cookie
                .is_some_and(|cookie| cookie.contains("HttpOnly; SameSite=Lax"))
        );
        let own = headers(&format!("XSRF-TOKEN={token}"));
        let form = |text: &str| Form::parse(text.as_bytes());
        assert!(Seal::holds(&own, &form(&format!("_csrf={token}"))));
        assert!(!Seal::holds(&own, &form("_csrf=other")), "a guess");
        assert!(!Seal::holds(&own, &form("username=ada")), "no token");
        assert!(
            !Seal::holds(&HeaderMap::new(), &form(&format!("_csrf={token}"))),
            "no cookie"
        );
        assert!(
            !Seal::holds(&headers("XSRF-TOKEN="), &form("_csrf=")),
            "two empty ones"
        );
        assert!(
            Seal::of(&own).expect("random").cookie.is_none(),
            "the browser keeps its seal"
        );
    }

    #[test]
    fn parameters_are_added_to_any_kind_of_address() {
        let with = |address| extended(address, &[("code", "a b"), ("state", "x&y")], false);
        assert_eq!(
            with("http://localhost:1/callback"),
            "http://localhost:1/callback?code=a+b&state=x%26y"
        );
        assert_eq!(
            with("app://callback?a=1"),
            "app://callback?a=1&code=a+b&state=x%26y"
        );
        assert_eq!(extended("app://x", &[("a", "1")], true), "app://x#a=1");
    }

    #[test]
    fn a_parameter_that_is_there_twice_is_noticed() {
        assert_eq!(Form::parse(b"a=1&b=2&a=3").repeated(), Some("a"));
        assert_eq!(Form::parse(b"a=1&b=2").repeated(), None);
    }
}
