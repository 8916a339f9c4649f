//! One way out of this process beside the AWS SDK. Each request is shown to an onlooker as it leaves and as it ends, so
//! that a tester can see it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;
use thiserror::Error;

/// A request that goes elsewhere than through the AWS SDK. It holds secrets: whoever shows it decides what may be seen.
#[derive(Clone, Copy)]
pub struct Outgoing<'a> {
    /// What kind of service is asked, by the standard it follows.
    pub service: &'static str,
    /// What is asked of it.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: &'a str,
    /// The address.
    pub address: &'a str,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body.
    pub body: &'a [u8],
}

/// What came for it, as far as it is read.
#[derive(Clone, Copy)]
pub struct Incoming<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body.
    pub body: &'a [u8],
}

/// Sees what goes elsewhere than through the AWS SDK. It only looks.
pub trait Onlooker: fmt::Debug + Send + Sync {
    /// A request leaves. Its number is told again with what becomes of it.
    fn sent(&self, sent: Outgoing<'_>) -> u32;

    /// It ended: with an answer, or without one.
    fn ended(&self, number: u32, answer: Option<Incoming<'_>>);
}

/// Whoever looks on, if anybody does.
pub(crate) type Watch = Option<Arc<dyn Onlooker>>;

/// What is asked of whom.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Errand {
    pub(crate) service: &'static str,
    pub(crate) operation: &'static str,
    /// The longest answer that is read, in bytes.
    pub(crate) longest: usize,
    /// How long the answer may take.
    pub(crate) patience: Duration,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: reqwest::StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// Whether that was all of it.
    pub(crate) whole: bool,
}

/// Nobody answers, or not in time, or the connection broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("unreachable")]
pub(crate) struct Unanswered;

/// A client whose requests are seen.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    client: reqwest::Client,
    watch: Watch,
}

/// A request under way; given up when dropped before its answer came.
struct UnderWay<'a> {
    watch: Option<(&'a dyn Onlooker, u32)>,
}

impl Line {
    pub(crate) fn new(client: reqwest::Client, watch: Watch) -> Self {
        Self { client, watch }
    }

    /// Sends a request and reads its answer, up to the errand's limit.
    pub(crate) async fn send(
        &self,
        errand: Errand,
        mut request: reqwest::Request,
    ) -> Result<Answer, Unanswered> {
        *request.timeout_mut() = Some(errand.patience);
        let under_way = self.begin(errand, &request);
        let mut response = self.client.execute(request).await.map_err(|_| Unanswered)?;
        let (body, whole) = super::body(&mut response, errand.longest)
            .await
            .map_err(|_| Unanswered)?;
        let answer = Answer {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body,
            whole,
        };
        under_way.answered(&answer);
        Ok(answer)
    }

    fn begin(&self, errand: Errand, request: &reqwest::Request) -> UnderWay<'_> {
        let watch = self.watch.as_deref().map(|watch| {
            let sent = Outgoing {
                service: errand.service,
                operation: errand.operation,
                method: request.method().as_str(),
                address: request.url().as_str(),
                headers: request.headers(),
                body: request
                    .body()
                    .and_then(reqwest::Body::as_bytes)
                    .unwrap_or_default(),
            };
            (watch, watch.sent(sent))
        });
        UnderWay { watch }
    }
}

impl UnderWay<'_> {
    fn answered(mut self, answer: &Answer) {
        if let Some((watch, number)) = self.watch.take() {
            let answer = Incoming {
                status: answer.status.as_u16(),
                headers: &answer.headers,
                body: &answer.body,
            };
            watch.ended(number, Some(answer));
        }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        if let Some((watch, number)) = self.watch.take() {
            watch.ended(number, None);
        }
    }
}
