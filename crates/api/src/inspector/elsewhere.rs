//! What goes elsewhere than through the AWS SDK: codes and tokens to a token endpoint (RFC 6749), a provider's
//! configuration and keys (OpenID Connect Discovery). The allow-list is the same.

use std::sync::Arc;

use auth::{Incoming, Onlooker, Outgoing};
use reqwest::header::HeaderMap;

use super::redact;
use super::timeline::{Answered, Sent, Timeline};

/// Records what passes by.
#[derive(Debug)]
pub struct Lookout(Timeline);

impl Lookout {
    /// One for everything that `auth` asks beside the SDK.
    pub fn on(timeline: &Timeline) -> Arc<dyn Onlooker> {
        Arc::new(Self(timeline.clone()))
    }
}

fn texts(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let texts = headers.iter().map(|(name, value)| (name.as_str(), value));
    texts.map(|(name, value)| (name, value.to_str().unwrap_or_default()))
}

impl Onlooker for Lookout {
    fn sent(&self, sent: Outgoing<'_>) -> u32 {
        let (headers, mut hidden) = redact::headers(texts(sent.headers));
        let body = redact::form(sent.body);
        hidden.extend(body.hidden);
        self.0.begin(Sent {
            service: sent.service.to_owned(),
            operation: sent.operation.to_owned(),
            attempt: 1,
            request_line: format!("{} {}", sent.method, redact::address(sent.address)),
            headers,
            body: body.text,
            hidden,
        })
    }

    fn ended(&self, number: u32, answer: Option<Incoming<'_>>) {
        let Some(answer) = answer else {
            return self.0.end(number, Some("NoAnswer"));
        };
        let body = redact::json(answer.body, &self.0.hidden(number));
        let (headers, _) = redact::headers(texts(answer.headers));
        self.0.answer(
            number,
            Answered {
                status: answer.status,
                error: body.error.filter(|_| answer.status >= 400),
                request_id: None,
                headers,
                body: body.text,
            },
        );
        self.0.end(number, None);
    }
}
