//! How a page looks and what it may do: static HTML in one frameless column, light and dark, no script unless a page
//! names one, forms only to this origin and to where a sign-in may end.

use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use axum::body::Body;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::{HeaderValue, Response, StatusCode};

use crate::settings::Settings;

const STYLE: &str = include_str!("page.css");

/// Whose page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// The user pool's hosted UI.
    Pool,
    /// A provider outside of it.
    External,
}

/// A page.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    pub(crate) look: Look,
    /// The language that it is written in, as a tag.
    pub(crate) lang: &'static str,
    pub(crate) title: &'a str,
    /// HTML, below the title.
    pub(crate) body: String,
    /// What forms may lead to, besides this origin.
    pub(crate) leads_to: String,
    /// A script that the page runs at its end.
    pub(crate) script: Option<&'static str>,
}

impl Page<'_> {
    pub(crate) fn answer(self, status: StatusCode, cookies: &[String]) -> Response<Body> {
        let (class, brand, note) = match self.look {
            Look::Pool => (
                "pool",
                "Gatehouse",
                "Sandbox: a pretend sign-in page on this computer.",
            ),
            Look::External => ("external", "Acme", "Sandbox: a pretend company on this computer."),
        };
        let script = self
            .script
            .map_or_else(String::new, |script| format!("<script>{script}</script>"));
        let title = escaped(self.title);
        let text = format!(
            "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{title} · {brand}</title>\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>{STYLE}</style></head>\
             <body class=\"{class}\"><main><p class=\"brand\"><span aria-hidden=\"true\"></span>{brand}</p>\
             <h1>{title}</h1>{}</main><footer>{note}</footer>{script}</body></html>",
            self.lang, self.body
        );
        let mut policy = format!(
            "default-src 'none'; style-src {}; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
            hash(STYLE)
        );
        if !self.leads_to.is_empty() {
            write!(policy, " {}", self.leads_to).ok();
        }
        if let Some(script) = self.script {
            write!(policy, "; script-src {}", hash(script)).ok();
        }
        let mut response = Response::new(Body::from(text));
        *response.status_mut() = status;
        super::finish(&mut response, cookies);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert("x-frame-options", HeaderValue::from_static("DENY"));
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            headers.insert(CONTENT_SECURITY_POLICY, policy);
        }
        response
    }
}

/// Where the redirects after a form may end: browsers hold them against `form-action` as well.
pub(crate) fn endings(settings: &Settings) -> String {
    let mut endings: Vec<String> = Vec::new();
    for address in settings
        .clients
        .iter()
        .flat_map(|client| &client.oauth.callback_urls)
    {
        let Ok(url) = url::Url::parse(address) else {
            continue;
        };
        let ending = match url.scheme() {
            "http" | "https" => url.origin().ascii_serialization(),
            scheme => format!("{scheme}:"),
        };
        if !endings.contains(&ending) {
            endings.push(ending);
        }
    }
    endings.join(" ")
}

/// A hidden field.
pub(crate) fn hidden(name: &str, value: &str) -> String {
    format!(
        "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
        escaped(name),
        escaped(value)
    )
}

/// What went wrong, said before everything else.
pub(crate) fn alert(message: &str) -> String {
    format!("<p class=\"alert\" role=\"alert\">{}</p>", escaped(message))
}

/// Text that is safe between tags and in quoted attributes.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// The source expression of an inline style or script.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(digest(&SHA256, text.as_bytes())))
}
