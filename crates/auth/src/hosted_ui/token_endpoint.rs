//! `/oauth2/token`: a code or a refresh token goes in, tokens come out, unverified. Redirects are not followed, and an
//! answer may be neither late nor long. Source: RFC 6749 §4.1.3, §5, §6; RFC 7636.

use std::borrow::Cow;

use base::Secret;
use flow::{Reason, Refusal};
use oauth2::basic::{
    BasicErrorResponse, BasicErrorResponseType, BasicRevocationErrorResponse,
    BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, ClientSecret, EndpointNotSet, EndpointSet, ExtraTokenFields,
    HttpRequest, HttpResponse, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError,
    StandardRevocableToken, StandardTokenResponse, TokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use url::Url;

use crate::outward::{self, Errand, Line, Watch};
use crate::tokens::RawTokens;

/// The longest answer, in bytes.
const LONGEST: usize = 256 * 1024;

/// The service as the timeline names it.
const SERVICE: &str = "OAuth 2.0";

pub(super) type Client = oauth2::Client<
    BasicErrorResponse,
    Answered,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

type Answered = StandardTokenResponse<IdToken, BasicTokenType>;

/// What OpenID Connect adds to an answer.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct IdToken {
    #[serde(skip_serializing)]
    id_token: Option<Secret>,
}

impl ExtraTokenFields for IdToken {}

/// Why there is no answer to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(super) enum Silence {
    #[error("unreachable")]
    Unreachable,
    #[error("too many requests")]
    Busy,
    #[error("failed")]
    Failed,
    #[error("too long")]
    TooLong,
}

/// Where a client goes with a browser, and where with a code.
pub(super) struct Endpoints<'a> {
    pub(super) authorize: String,
    pub(super) token: Url,
    pub(super) client_id: &'a str,
    pub(super) client_secret: Option<&'a Secret>,
}

/// The token endpoint.
#[derive(Debug)]
pub(super) struct TokenEndpoint {
    client: Client,
    line: Line,
    has_secret: bool,
}

impl TokenEndpoint {
    /// None if the address of the pages is none.
    pub(super) fn new(endpoints: Endpoints<'_>, watch: Watch) -> Option<Self> {
        let mut client = oauth2::Client::new(ClientId::new(endpoints.client_id.to_owned()))
            .set_auth_uri(AuthUrl::new(endpoints.authorize).ok()?)
            .set_token_uri(TokenUrl::from_url(endpoints.token.clone()));
        if let Some(secret) = endpoints.client_secret {
            client = client.set_client_secret(ClientSecret::new(secret.expose().clone()));
        }
        Some(Self {
            client,
            line: Line::new(outward::client(&endpoints.token)?, watch),
            has_secret: endpoints.client_secret.is_some(),
        })
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Redeems a code.
    pub(super) async fn redeem(
        &self,
        code: &Secret,
        verifier: PkceCodeVerifier,
        redirect: &RedirectUrl,
    ) -> Result<RawTokens, Refusal> {
        let http = |request| send(self.line.clone(), "ExchangeCode", request);
        let answered = self
            .client
            .exchange_code(AuthorizationCode::new(code.expose().clone()))
            .set_pkce_verifier(verifier)
            .set_redirect_uri(Cow::Borrowed(redirect))
            .request_async(&http)
            .await
            .map_err(|error| self.refusal(&error, Reason::CodeRefused))?;
        read(&answered)
    }

    /// Spends a refresh token. The one that comes, or else the old one, is to be used from now on.
    pub(super) async fn refresh(&self, refresh: &Secret) -> Result<RawTokens, Refusal> {
        let http = |request| send(self.line.clone(), "RefreshTokens", request);
        let token = RefreshToken::new(refresh.expose().clone());
        let answered = self
            .client
            .exchange_refresh_token(&token)
            .request_async(&http)
            .await
            .map_err(|error| self.refusal(&error, Reason::SessionEnded))?;
        let raw = read(&answered)?;
        Ok(RawTokens {
            refresh: Some(raw.refresh.unwrap_or_else(|| refresh.clone())),
            ..raw
        })
    }

    /// What an error means. `grant` is what it means that the code or the token is not taken.
    fn refusal(&self, error: &RequestTokenError<Silence, BasicErrorResponse>, grant: Reason) -> Refusal {
        match error {
            RequestTokenError::ServerResponse(answer) => {
                let reason = match answer.error() {
                    BasicErrorResponseType::InvalidGrant => grant,
                    BasicErrorResponseType::InvalidClient if self.has_secret => Reason::ClientSecret,
                    BasicErrorResponseType::InvalidClient => Reason::ClientSecretMissing,
                    BasicErrorResponseType::UnauthorizedClient => Reason::FlowNotEnabled,
                    BasicErrorResponseType::InvalidRequest
                    | BasicErrorResponseType::InvalidScope
                    | BasicErrorResponseType::UnsupportedGrantType => Reason::CallRefused,
                    BasicErrorResponseType::Extension(_) => Reason::Unexpected,
                };
                let standard = !matches!(answer.error(), BasicErrorResponseType::Extension(_));
                Refusal {
                    error: standard.then(|| answer.error().as_ref().to_owned()),
                    ..reason.into()
                }
            }
            RequestTokenError::Request(Silence::Unreachable) => Reason::Unreachable.into(),
            RequestTokenError::Request(Silence::Busy) => Reason::TooManyRequests.into(),
            RequestTokenError::Request(Silence::Failed) => Reason::ServiceFailed.into(),
            RequestTokenError::Request(Silence::TooLong)
            | RequestTokenError::Parse(..)
            | RequestTokenError::Other(_) => Reason::Garbled.into(),
        }
    }
}

fn read(answered: &Answered) -> Result<RawTokens, Refusal> {
    let id = answered.extra_fields().id_token.clone();
    match (id, answered.token_type()) {
        (Some(id), BasicTokenType::Bearer) => Ok(RawTokens {
            id,
            access: Secret::new(answered.access_token().secret().clone()),
            refresh: answered
                .refresh_token()
                .map(|token| Secret::new(token.secret().clone())),
        }),
        (Some(_), BasicTokenType::Mac | BasicTokenType::Extension(_)) | (None, _) => {
            Err(Reason::Garbled.into())
        }
    }
}

async fn send(line: Line, operation: &'static str, request: HttpRequest) -> Result<HttpResponse, Silence> {
    let request = reqwest::Request::try_from(request).map_err(|_| Silence::Unreachable)?;
    let errand = Errand {
        service: SERVICE,
        operation,
        longest: LONGEST,
        patience: outward::PATIENCE,
    };
    let answer = line
        .send(errand, request)
        .await
        .map_err(|_| Silence::Unreachable)?;
    match answer.status {
        status if status.is_server_error() => return Err(Silence::Failed),
        reqwest::StatusCode::TOO_MANY_REQUESTS => return Err(Silence::Busy),
        _ => {}
    }
    if !answer.whole {
        return Err(Silence::TooLong);
    }
    let mut read = HttpResponse::new(answer.body);
    *read.status_mut() = answer.status;
    *read.headers_mut() = answer.headers;
    Ok(read)
}
