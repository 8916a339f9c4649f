//! Keeps web pages out. A page can make a browser send requests to loopback, but not without an `Origin` header or,
//! after DNS rebinding, not without its own name in `Host`. The sandbox's own pages may post their forms.

use axum::body::Body;
use http::header::{HOST, ORIGIN};
use http::{Method, Request, Response, StatusCode};
use serde_json::json;

use crate::{external, hosted_ui};

/// The answer to a request that may come from a web page; `None` for every other.
pub(super) fn refuse(request: &Request<Body>) -> Option<Response<Body>> {
    let reason = if request.headers().contains_key(ORIGIN) && !is_own_form(request) {
        "The sandbox does not answer web pages."
    } else if !is_addressed_to_loopback(request) {
        "The sandbox answers only to 127.0.0.1 and localhost."
    } else {
        return None;
    };
    let mut response = Response::new(Body::from(json!({ "message": reason }).to_string()));
    *response.status_mut() = StatusCode::FORBIDDEN;
    Some(response)
}

/// Whether it is a form of a page that this very origin has served.
fn is_own_form(request: &Request<Body>) -> bool {
    let path = request.uri().path();
    if request.method() != Method::POST || !(hosted_ui::takes_forms(path) || external::takes_forms(path)) {
        return false;
    }
    let mut origins = request.headers().get_all(ORIGIN).iter();
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    match (origins.next(), origins.next(), host) {
        (Some(origin), None, Some(host)) => origin.as_bytes() == format!("http://{host}").as_bytes(),
        _ => false,
    }
}

/// Whether `Host` is this machine's.
pub(super) fn is_addressed_to_loopback(request: &Request<Body>) -> bool {
    let mut hosts = request.headers().get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let Ok(host) = host.to_str() else {
        return false;
    };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.parse::<u16>().is_ok() => name,
        Some(_) => return false,
        None => host,
    };
    name == "127.0.0.1" || name.eq_ignore_ascii_case("localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(headers: &[(&str, &str)]) -> Request<Body> {
        let mut request = Request::builder().uri("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::empty()).expect("a request")
    }

    #[test]
    fn loopback_names_are_let_in_with_and_without_a_port() {
        for host in ["127.0.0.1", "127.0.0.1:4566", "localhost", "LocalHost:80"] {
            assert!(
                refuse(&request(&[("host", host)])).is_none(),
                "{host} is this machine"
            );
        }
    }

    #[test]
    fn other_names_and_twisted_ones_are_refused() {
        for host in [
            "evil.test",
            "evil.test:80",
            "127.0.0.1.evil.test",
            "127.0.0.1:80@evil.test",
            "localhost:x",
            "",
        ] {
            assert!(
                refuse(&request(&[("host", host)])).is_some(),
                "{host} is not this machine"
            );
        }
        assert!(
            refuse(&request(&[])).is_some(),
            "a request has to say whom it means"
        );
        assert!(refuse(&request(&[("host", "localhost"), ("host", "evil.test")])).is_some());
    }

    #[test]
    fn a_form_of_the_sandboxs_own_pages_is_let_in_and_no_other() {
        let post = |path: &str, headers: &[(&str, &str)]| {
            let mut request = request(headers);
            *request.method_mut() = Method::POST;
            *request.uri_mut() = path.parse().expect("a path");
            request
        };
        let own = [("host", "127.0.0.1:9"), ("origin", "http://127.0.0.1:9")];
        for path in [
            "/login?client_id=x",
            "/saml2/idpresponse",
            "/external/oidc/authorize",
            "/external/saml/sso",
        ] {
            assert!(refuse(&post(path, &own)).is_none(), "{path} has forms");
            for origin in [
                "http://127.0.0.1:8",
                "http://localhost:9",
                "https://127.0.0.1:9",
                "null",
            ] {
                let foreign = [("host", "127.0.0.1:9"), ("origin", origin)];
                assert!(
                    refuse(&post(path, &foreign)).is_some(),
                    "{origin} is another origin"
                );
            }
        }
        for path in ["/", "/oauth2/token", "/_sandbox/reset", "/loginx"] {
            assert!(refuse(&post(path, &own)).is_some(), "{path} has no form");
        }
        let twice = [own[0], own[1], own[1]];
        assert!(refuse(&post("/login", &twice)).is_some());
    }

    #[test]
    fn any_origin_is_refused_even_a_local_one() {
        for origin in ["https://evil.test", "http://127.0.0.1:1420", "null"] {
            assert!(
                refuse(&request(&[("host", "localhost"), ("origin", origin)])).is_some(),
                "{origin}"
            );
        }
    }
}
