//! Cross-origin resource sharing: which web pages a bucket answers. A bucket without rules answers none, and then the
//! sandbox refuses the page before S3 sees it.
//! Source: Amazon S3 User Guide, "Using cross-origin resource sharing (CORS)"; Fetch Standard, "CORS protocol".

use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde::{Deserialize, Serialize};

/// `CORSRule`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Rule {
    pub(super) id: Option<String>,
    pub(super) origins: Vec<String>,
    pub(super) methods: Vec<String>,
    pub(super) headers: Vec<String>,
    pub(super) exposed: Vec<String>,
    pub(super) max_age: Option<i32>,
}

/// The methods that a rule may name.
pub(super) const METHODS: [&str; 5] = ["GET", "PUT", "HEAD", "POST", "DELETE"];

/// What a preflight, or a request of a web page, is allowed: the headers of its answer. `None` when no rule matches.
pub(super) fn allowed(rules: &[Rule], method: &Method, headers: &HeaderMap) -> Option<HeaderMap> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let origin = text(ORIGIN)?;
    let preflight = method == Method::OPTIONS;
    let asked_method = match preflight {
        true => text(ACCESS_CONTROL_REQUEST_METHOD)?,
        false => method.as_str(),
    };
    let asked_headers: Vec<String> = text(ACCESS_CONTROL_REQUEST_HEADERS)
        .filter(|_| preflight)
        .unwrap_or_default()
        .split(',')
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty())
        .collect();
    let rule = rules.iter().find(|rule| {
        rule.origins.iter().any(|pattern| fits(pattern, origin))
            && rule.methods.iter().any(|allowed| allowed == asked_method)
            && asked_headers.iter().all(|name| {
                let mut patterns = rule.headers.iter();
                patterns.any(|pattern| fits(&pattern.to_ascii_lowercase(), name))
            })
    })?;
    let any = rule.origins.iter().any(|pattern| pattern == "*");
    let mut answer = HeaderMap::new();
    let mut say = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            answer.insert(name, value);
        }
    };
    say(ACCESS_CONTROL_ALLOW_ORIGIN, if any { "*" } else { origin });
    say(ACCESS_CONTROL_ALLOW_METHODS, &rule.methods.join(", "));
    if !any {
        say(ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    if !asked_headers.is_empty() {
        say(ACCESS_CONTROL_ALLOW_HEADERS, &asked_headers.join(", "));
    }
    if !rule.exposed.is_empty() {
        say(ACCESS_CONTROL_EXPOSE_HEADERS, &rule.exposed.join(", "));
    }
    if let Some(seconds) = rule.max_age {
        say(ACCESS_CONTROL_MAX_AGE, &seconds.to_string());
    }
    say(
        VARY,
        "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
    );
    Some(answer)
}

/// A pattern with at most one `*`.
fn fits(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((head, tail)) => {
            text.len() >= head.len() + tail.len() && text.starts_with(head) && text.ends_with(tail)
        }
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, Method};

    use super::{Rule, allowed};

    fn asked(origin: &'static str, method: &'static str, names: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("origin", HeaderValue::from_static(origin));
        headers.insert("access-control-request-method", HeaderValue::from_static(method));
        if !names.is_empty() {
            headers.insert("access-control-request-headers", HeaderValue::from_static(names));
        }
        headers
    }

    #[test]
    fn a_page_is_answered_only_where_origin_method_and_headers_all_fit_one_rule() {
        let rules = [Rule {
            id: None,
            origins: vec!["https://*.example.com".to_owned()],
            methods: vec!["PUT".to_owned()],
            headers: vec!["x-amz-*".to_owned(), "Content-Type".to_owned()],
            exposed: vec!["ETag".to_owned()],
            max_age: Some(600),
        }];
        for (origin, method, names, fits) in [
            ("https://a.example.com", "PUT", "x-amz-date, content-type", true),
            ("https://a.example.com", "PUT", "", true),
            ("https://a.example.com", "DELETE", "", false),
            ("https://a.example.com", "PUT", "authorization", false),
            ("https://example.org", "PUT", "", false),
        ] {
            let answer = allowed(&rules, &Method::OPTIONS, &asked(origin, method, names));
            assert_eq!(answer.is_some(), fits, "{origin} {method} {names}");
            if let Some(answer) = answer {
                assert_eq!(answer["access-control-allow-origin"], origin);
                assert_eq!(answer["access-control-max-age"], "600");
            }
        }
        assert!(allowed(&[], &Method::GET, &asked("https://a.example.com", "", "")).is_none());
    }
}
