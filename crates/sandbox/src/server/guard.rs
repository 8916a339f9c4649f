//! Keeps web pages out. A page can make a browser send requests to loopback, but not without an `Origin` header or,
//! after DNS rebinding, not without its own name in `Host`.

use axum::body::Body;
use http::header::{HOST, ORIGIN};
use http::{Request, Response, StatusCode};
use serde_json::json;

/// The answer to a request that may come from a web page; `None` for every other.
pub(super) fn refuse(request: &Request<Body>) -> Option<Response<Body>> {
    let reason = if request.headers().contains_key(ORIGIN) {
        "The sandbox does not answer web pages."
    } else if !addressed_to_loopback(request) {
        "The sandbox answers only to 127.0.0.1 and localhost."
    } else {
        return None;
    };
    let mut response = Response::new(Body::from(json!({ "message": reason }).to_string()));
    *response.status_mut() = StatusCode::FORBIDDEN;
    Some(response)
}

fn addressed_to_loopback(request: &Request<Body>) -> bool {
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
    fn any_origin_is_refused_even_a_local_one() {
        for origin in ["https://evil.test", "http://127.0.0.1:1420", "null"] {
            assert!(
                refuse(&request(&[("host", "localhost"), ("origin", origin)])).is_some(),
                "{origin}"
            );
        }
    }
}
