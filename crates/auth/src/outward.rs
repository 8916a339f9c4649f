//! Requests that go elsewhere than to AWS: to a developer's backend, to a protected API. Only over HTTPS or to this
//! computer, without following redirects, and no answer is read beyond its limit.

mod line;

use std::time::Duration;

use url::{Host, Url};

pub(crate) use line::{Errand, Line, Watch};
pub use line::{Incoming, Onlooker, Outgoing};

/// How long an answer may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Reads an address to which something secret may be sent: HTTPS, or HTTP on this computer, and nobody's password in
/// it.
pub(crate) fn address(text: &str) -> Option<Url> {
    let url = Url::parse(text.trim()).ok()?;
    let safe = match url.scheme() {
        "https" => true,
        "http" => is_loopback(&url),
        _ => false,
    };
    (safe && url.username().is_empty() && url.password().is_none()).then_some(url)
}

/// A client for one address. `None` where none can be made.
pub(crate) fn client(url: &Url) -> Option<reqwest::Client> {
    let builder = reqwest::Client::builder()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none());
    let builder = if is_loopback(url) {
        builder.no_proxy()
    } else {
        builder
    };
    builder.build().ok()
}

/// An answer's body up to `limit` bytes, and whether that was all of it.
///
/// # Errors
///
/// The connection broke.
pub(crate) async fn body(
    response: &mut reqwest::Response,
    limit: usize,
) -> Result<(Vec<u8>, bool), reqwest::Error> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        let room = limit - body.len();
        if chunk.len() > room {
            body.extend_from_slice(&chunk[..room]);
            return Ok((body, false));
        }
        body.extend_from_slice(&chunk);
    }
    Ok((body, true))
}

/// Whether an address leads to this computer.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn secrets_go_over_https_or_stay_on_this_computer() {
        for good in [
            "https://api.example.com/v1",
            "http://127.0.0.1:9000/",
            "http://[::1]/",
            "http://localhost:3000",
        ] {
            assert!(address(good).is_some(), "{good}");
        }
        for bad in [
            "http://api.example.com/",
            "http://localhost.example.com/",
            "http://127.0.0.1.example.com/",
            "https://ada:secret@api.example.com/",
            "ftp://127.0.0.1/",
            "file:///etc/passwd",
            "api.example.com",
            "",
        ] {
            assert!(address(bad).is_none(), "{bad}");
        }
    }
}
