//! Asking a service directly, without the SDK: what answers in a service's place has to be seen as it is. Nothing is
//! followed, nothing is signed, and of an answer only its beginning is read.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, LOCATION};
use reqwest::{Method, RequestBuilder, redirect};
use serde_json::Value;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// How much of an answer is read, in bytes.
const MOST: usize = 64 * 1024;

/// Asks.
pub(super) struct Ask {
    outward: Option<reqwest::Client>,
    loopback: Option<reqwest::Client>,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Silence {
    /// Nobody is reached.
    Unreachable,
    /// Somebody answers who cannot prove to be the host.
    Impostor,
}

/// An answer.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Where it leads.
    pub(super) location: Option<String>,
    /// When it was sent.
    pub(super) date: Option<String>,
    /// The region of a bucket.
    pub(super) bucket_region: Option<String>,
    /// Whether the service has numbered it, as AWS does.
    pub(super) numbered: bool,
    pub(super) body: String,
}

impl Ask {
    pub(super) fn new() -> Self {
        let client = |direct: bool| {
            let builder = reqwest::Client::builder()
                .timeout(PATIENCE)
                .redirect(redirect::Policy::none());
            let builder = if direct { builder.no_proxy() } else { builder };
            builder.build().ok()
        };
        Self {
            outward: client(false),
            loopback: client(true),
        }
    }

    pub(super) async fn get(&self, url: &str) -> Result<Answer, Silence> {
        self.send(self.request(Method::GET, url)?).await
    }

    pub(super) async fn head(&self, url: &str) -> Result<Answer, Silence> {
        self.send(self.request(Method::HEAD, url)?).await
    }

    /// A call of AWS JSON 1.1.
    pub(super) async fn call(&self, url: &str, target: &str, body: &Value) -> Result<Answer, Silence> {
        let request = self
            .request(Method::POST, &format!("{url}/"))?
            .header("x-amz-target", target)
            .header(CONTENT_TYPE, "application/x-amz-json-1.1")
            .body(body.to_string());
        self.send(request).await
    }

    fn request(&self, method: Method, url: &str) -> Result<RequestBuilder, Silence> {
        let local = url::Url::parse(url)
            .is_ok_and(|url| matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]")));
        let client = if local { &self.loopback } else { &self.outward };
        let client = client.as_ref().ok_or(Silence::Unreachable)?;
        Ok(client.request(method, url))
    }

    async fn send(&self, request: RequestBuilder) -> Result<Answer, Silence> {
        let mut response = request.send().await.map_err(|error| silence(&error))?;
        let headers = response.headers();
        let numbered = ["x-amzn-requestid", "x-amz-request-id", "x-amz-rid"];
        let answer = Answer {
            status: response.status().as_u16(),
            location: text(headers, LOCATION.as_str()),
            date: text(headers, DATE.as_str()),
            bucket_region: text(headers, "x-amz-bucket-region"),
            numbered: numbered.into_iter().any(|name| headers.contains_key(name)),
            body: String::new(),
        };
        let mut bytes = Vec::new();
        while let Ok(Some(chunk)) = response.chunk().await {
            bytes.extend_from_slice(&chunk);
            if bytes.len() >= MOST {
                bytes.truncate(MOST);
                break;
            }
        }
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Answer { body, ..answer })
    }
}

impl Answer {
    /// The body as JSON.
    pub(super) fn json(&self) -> Option<Value> {
        serde_json::from_str(&self.body).ok()
    }

    /// The error's name, without its namespace; none where the call succeeded or the answer is no service's.
    pub(super) fn error(&self) -> Option<String> {
        let body = self.json()?;
        let name = body.get("__type").and_then(Value::as_str)?;
        Some(name.rsplit('#').next().unwrap_or(name).to_owned())
    }

    /// The error's sentence, in lower case.
    pub(super) fn message(&self) -> String {
        let body = self.json().unwrap_or_default();
        let message = body.get("message").or_else(|| body.get("Message"));
        message.and_then(Value::as_str).unwrap_or_default().to_lowercase()
    }

    /// Whether a service of AWS can have written it: JSON, the XML of S3, or a number on it.
    pub(super) fn of_aws(&self) -> bool {
        let body = self.body.trim_start();
        self.numbered
            || self.json().is_some_and(|body| body.is_object())
            || body.starts_with("<?xml")
            || body.starts_with("<Error")
    }

    /// Whether it leads to a page of AWS, as the bare address of a service does.
    pub(super) fn leads_to_aws(&self) -> bool {
        let location = self.location.as_deref().unwrap_or_default();
        (300..400).contains(&self.status) && location.starts_with("https://aws.amazon.com/")
    }

    /// Whether the service is busy or in trouble, so that it tells nothing.
    pub(super) fn in_trouble(&self) -> bool {
        let throttled = self.error().is_some_and(|name| {
            matches!(
                name.as_str(),
                "TooManyRequestsException" | "ThrottlingException" | "LimitExceededException"
            )
        });
        throttled || (self.of_aws() && self.status >= 500) || self.status == 429
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

/// A certificate that is none of the host's is told by whoever checks it only in its chain of causes.
fn silence(error: &reqwest::Error) -> Silence {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if error.to_string().contains("certificate") {
            return Silence::Impostor;
        }
        cause = error.source();
    }
    Silence::Unreachable
}
