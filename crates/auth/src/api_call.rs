//! A request to an API that trusts this sign-in: with the access token (RFC 6750), or signed with the credentials of
//! AWS (Signature Version 4). Nothing secret comes back: an answer that repeats a token is told without it.

use std::time::{Duration, Instant};

use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use base::{Clock, Secret};
use reqwest::Method;
use thiserror::Error;
use url::Url;

use crate::error::Error;
use crate::outward;
use crate::session::Session;

/// How much of an answer is told, in bytes.
const LARGEST: usize = 256 * 1024;
/// What stands where a secret stood.
const COVERED: &str = "[secret]";
/// The headers that are told; no other says anything about why a request went as it did.
const TOLD: [&str; 13] = [
    "allow",
    "apigw-requestid",
    "cache-control",
    "content-length",
    "content-type",
    "date",
    "etag",
    "location",
    "retry-after",
    "www-authenticate",
    "x-amz-apigw-id",
    "x-amzn-errortype",
    "x-amzn-requestid",
];

/// A request to an API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiCall {
    /// `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE` or `OPTIONS`.
    pub method: String,
    /// HTTPS, or HTTP on this computer.
    pub url: String,
    /// JSON, or nothing.
    pub body: Option<String>,
    /// How it is shown who asks.
    pub proof: ApiProof,
}

/// How an API is shown who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiProof {
    /// `Authorization: Bearer` with the access token.
    Bearer,
    /// Signature Version 4 with the credentials of AWS.
    SigV4 {
        /// The AWS region in the signature.
        region: String,
        /// The service in the signature, such as `execute-api`.
        service: String,
    },
}

/// What an API answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiAnswer {
    /// The status.
    pub status: u16,
    /// Headers that say something about the answer, in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, as text.
    pub body: String,
    /// Whether there was more of it.
    pub truncated: bool,
    /// How long it took.
    pub took: Duration,
}

/// Why an API was not asked, or did not answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ApiCallError {
    /// Nothing secret goes to such an address.
    #[error("not an address for secrets")]
    Address,
    /// No such method, or the body does not go with it.
    #[error("not a request")]
    Request,
    /// Nobody answers there, or not in time.
    #[error("unreachable")]
    Unreachable,
    /// What is needed to show who asks cannot be had.
    #[error("{0}")]
    Access(#[from] Error),
}

impl Session {
    /// Asks an API. Redirects are told, and not followed: the token is for this address.
    ///
    /// # Errors
    ///
    /// See [`ApiCallError`]. A refusal of the API is an answer.
    pub async fn call_api(&self, call: &ApiCall) -> Result<ApiAnswer, ApiCallError> {
        let url = outward::address(&call.url).ok_or(ApiCallError::Address)?;
        let method = method(&call.method).ok_or(ApiCallError::Request)?;
        let client = outward::client(&url).ok_or(ApiCallError::Unreachable)?;
        let mut request = client.request(method.clone(), url.clone());
        if let Some(body) = &call.body {
            request = request
                .header("content-type", "application/json")
                .body(body.clone());
        }
        let secrets = match &call.proof {
            ApiProof::Bearer => {
                let token = self.access_token().await?;
                request = request.bearer_auth(token.expose());
                vec![token]
            }
            ApiProof::SigV4 { region, service } => {
                let credentials = self.present_credentials().await?;
                let headers = self.signature(call, &method, &url, &credentials, region, service)?;
                for (name, value) in headers {
                    request = request.header(name, value);
                }
                vec![
                    Secret::from(credentials.secret_access_key()),
                    Secret::from(credentials.session_token().unwrap_or_default()),
                ]
            }
        };
        let begun = Instant::now();
        let mut response = request.send().await.map_err(|_| ApiCallError::Unreachable)?;
        let status = response.status().as_u16();
        let cover = |text: &str| covered(text, &secrets);
        let headers = response
            .headers()
            .iter()
            .filter(|(name, _)| TOLD.contains(&name.as_str()))
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes());
                (name.as_str().to_owned(), cover(&value))
            })
            .collect();
        let (body, whole) = outward::body(&mut response, LARGEST)
            .await
            .map_err(|_| ApiCallError::Unreachable)?;
        Ok(ApiAnswer {
            status,
            headers,
            body: cover(&String::from_utf8_lossy(&body)),
            truncated: !whole,
            took: begun.elapsed(),
        })
    }

    async fn present_credentials(&self) -> Result<Credentials, ApiCallError> {
        let provider = self.credentials();
        let given = provider.provide_credentials().await;
        given.map_err(|error| {
            let reason = std::error::Error::source(&error).and_then(|source| source.downcast_ref::<Error>());
            ApiCallError::Access(reason.cloned().unwrap_or(Error::NotSignedIn))
        })
    }

    fn signature(
        &self,
        call: &ApiCall,
        method: &Method,
        url: &Url,
        credentials: &Credentials,
        region: &str,
        service: &str,
    ) -> Result<Vec<(String, String)>, ApiCallError> {
        let identity = credentials.clone().into();
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(region)
            .name(service)
            .time(Clock::now(&*self.clock()).into())
            .settings(SigningSettings::default())
            .build()
            .map_err(|_| ApiCallError::Request)?;
        let body = SignableBody::Bytes(call.body.as_deref().unwrap_or_default().as_bytes());
        let headers = [
            ("host", host(url)),
            ("content-type", "application/json".to_owned()),
        ];
        let signed = headers
            .iter()
            .filter(|(name, _)| *name == "host" || call.body.is_some());
        let signed = signed.map(|(name, value)| (*name, value.as_str()));
        let request = SignableRequest::new(method.as_str(), url.as_str(), signed, body)
            .map_err(|_| ApiCallError::Request)?;
        let (instructions, _) = sign(request, &params.into())
            .map_err(|_| ApiCallError::Request)?
            .into_parts();
        let headers = instructions.headers();
        Ok(headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect())
    }
}

fn method(name: &str) -> Option<Method> {
    const METHODS: [Method; 7] = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
    ];
    METHODS
        .into_iter()
        .find(|method| method.as_str().eq_ignore_ascii_case(name.trim()))
}

/// The `Host` header that the client will send.
fn host(url: &Url) -> String {
    let name = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{name}:{port}"),
        None => name.to_owned(),
    }
}

fn covered(text: &str, secrets: &[Secret]) -> String {
    let mut text = text.to_owned();
    for secret in secrets
        .iter()
        .map(Secret::expose)
        .filter(|secret| !secret.is_empty())
    {
        text = text.replace(secret.as_str(), COVERED);
        // What stands before the signature may be seen; with the signature alone the rest would be a token again.
        if let Some((_, signature)) = secret.rsplit_once('.') {
            text = text.replace(signature, COVERED);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_repeats_the_token_is_told_without_it() {
        let secrets = [Secret::from("head.body.signature")];
        assert_eq!(covered("got head.body.signature", &secrets), "got [secret]");
        assert_eq!(covered(r#"["signature"]"#, &secrets), r#"["[secret]"]"#);
        assert_eq!(covered("nothing", &["".into()]), "nothing");
    }

    #[test]
    fn only_methods_that_apis_have_are_sent() {
        assert_eq!(method("get"), Some(Method::GET));
        assert_eq!(method("CONNECT"), None);
        assert_eq!(method("GET / HTTP/1.1\r\nX: "), None);
    }
}
