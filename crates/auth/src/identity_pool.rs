//! The identity pool's enhanced flow: an ID token becomes an identity id, and that temporary credentials.
//! Source: `GetId` and `GetCredentialsForIdentity` of the Cognito identity pools API.

use aws_sdk_cognitoidentity::Client;
use aws_sdk_cognitoidentity::config::{BehaviorVersion, Config, Region, timeout::TimeoutConfig};
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;
use base::Secret;
use time::OffsetDateTime;

use crate::error::{Error, IdentityReason};
use crate::pool::{Parts, Pool};
use crate::skew::ServerClock;
use crate::user_pool::ATTEMPT;

/// A client of one identity pool.
#[derive(Debug)]
pub(crate) struct IdentityPool {
    client: Client,
    id: String,
    login_key: String,
}

/// Credentials as the service issued them.
#[derive(Debug, Clone)]
pub(crate) struct Issued {
    pub(crate) access_key_id: String,
    pub(crate) secret_key: Secret,
    pub(crate) session_token: Secret,
    /// By the service's clock.
    pub(crate) expires_at: OffsetDateTime,
    pub(crate) identity_id: String,
}

impl IdentityPool {
    /// None where the connection has no identity pool.
    pub(crate) fn new(pool: &Pool, parts: &Parts, clock: ServerClock) -> Option<Self> {
        let plan = pool.identity_pool.as_ref()?;
        let mut config = Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new(plan.region.clone()))
            .http_client(parts.http.clone())
            .timeout_config(
                TimeoutConfig::builder()
                    .operation_attempt_timeout(ATTEMPT)
                    .build(),
            )
            .interceptor(SharedInterceptor::new(clock));
        config.set_endpoint_url(plan.endpoint.clone());
        if let Some(interceptor) = &parts.interceptor {
            config.push_interceptor(interceptor.clone());
        }
        let client = Client::from_conf(config.build());
        Some(Self {
            client,
            id: plan.id.clone(),
            login_key: pool.login_key(),
        })
    }

    /// The id of the pool.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Credentials for the bearer of an ID token. A known identity that turns out unusable is looked up again, once.
    pub(crate) async fn issue(&self, known: Option<String>, id_token: &Secret) -> Result<Issued, Error> {
        let looked_up = known.is_none();
        let identity = match known {
            Some(identity) => identity,
            None => self.get_id(id_token).await?,
        };
        match self.get_credentials(identity, id_token).await {
            Err(Error::IdentityPool {
                reason: IdentityReason::IdentityNotUsable,
                ..
            }) if !looked_up => {
                let identity = self.get_id(id_token).await?;
                self.get_credentials(identity, id_token).await
            }
            other => other,
        }
    }

    async fn get_id(&self, id_token: &Secret) -> Result<String, Error> {
        let output = self
            .client
            .get_id()
            .identity_pool_id(&self.id)
            .logins(&self.login_key, id_token.expose())
            .send()
            .await
            .map_err(|error| read(&error))?;
        output.identity_id.ok_or_else(|| garbled(None))
    }

    async fn get_credentials(&self, identity: String, id_token: &Secret) -> Result<Issued, Error> {
        let output = self
            .client
            .get_credentials_for_identity()
            .identity_id(&identity)
            .logins(&self.login_key, id_token.expose())
            .send()
            .await
            .map_err(|error| read(&error))?;
        let request_id = output.request_id().map(str::to_owned);
        output
            .credentials
            .and_then(|issued| {
                Some(Issued {
                    access_key_id: issued.access_key_id?,
                    secret_key: Secret::new(issued.secret_key?),
                    session_token: Secret::new(issued.session_token?),
                    expires_at: OffsetDateTime::from_unix_timestamp(issued.expiration?.secs()).ok()?,
                    identity_id: output.identity_id.unwrap_or(identity),
                })
            })
            .ok_or_else(|| garbled(request_id))
    }
}

fn garbled(request_id: Option<String>) -> Error {
    Error::IdentityPool {
        reason: IdentityReason::Unexpected,
        request_id,
    }
}

fn read<E>(error: &SdkError<E, HttpResponse>) -> Error
where
    E: ProvideErrorMetadata,
    SdkError<E, HttpResponse>: RequestId,
{
    let request_id = RequestId::request_id(error).map(str::to_owned);
    let status = error.raw_response().map(|response| response.status().as_u16());
    let reason = match error.as_service_error().map(ProvideErrorMetadata::meta) {
        Some(meta) => {
            let message = meta.message().unwrap_or_default().to_lowercase();
            reason(meta.code().unwrap_or_default(), &message, status)
        }
        None if status.is_some_and(|status| status >= 500) => IdentityReason::ServiceFailed,
        None if status.is_some() => IdentityReason::Unexpected,
        None => IdentityReason::Unreachable,
    };
    Error::IdentityPool { reason, request_id }
}

fn reason(name: &str, message: &str, status: Option<u16>) -> IdentityReason {
    match name {
        "NotAuthorizedException" => not_authorized(message),
        "ResourceNotFoundException" if message.starts_with("identity '") => IdentityReason::IdentityNotUsable,
        "ResourceNotFoundException" => IdentityReason::PoolNotFound,
        "InvalidIdentityPoolConfigurationException" => IdentityReason::Roles,
        "ResourceConflictException" => IdentityReason::LinkedElsewhere,
        "LimitExceededException" => IdentityReason::LimitExceeded,
        "TooManyRequestsException" | "ThrottlingException" => IdentityReason::TooManyRequests,
        "ExternalServiceException" => IdentityReason::ProviderFailed,
        "InvalidParameterException" => IdentityReason::CallRefused,
        "InternalErrorException" => IdentityReason::ServiceFailed,
        _ if status.is_some_and(|status| status >= 500) => IdentityReason::ServiceFailed,
        _ => IdentityReason::Unexpected,
    }
}

fn not_authorized(message: &str) -> IdentityReason {
    const SENTENCES: [(&str, IdentityReason); 6] = [
        ("token expired", IdentityReason::TokenExpired),
        (
            "not from a supported provider",
            IdentityReason::ProviderNotTrusted,
        ),
        ("issuer", IdentityReason::ProviderNotTrusted),
        ("logins don't match", IdentityReason::IdentityNotUsable),
        ("is forbidden", IdentityReason::IdentityNotUsable),
        ("unauthenticated access", IdentityReason::GuestsNotAdmitted),
    ];
    let known = SENTENCES.into_iter().find(|(part, _)| message.contains(part));
    known.map_or(IdentityReason::NotAuthorized, |(_, reason)| reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_exception_is_told_apart_by_its_sentence() {
        let situations = [
            (
                "Invalid login token. Token expired: 1 >= 0",
                IdentityReason::TokenExpired,
            ),
            (
                "Token is not from a supported provider of this identity pool.",
                IdentityReason::ProviderNotTrusted,
            ),
            (
                "Invalid login token. Issuer doesn't match providerName",
                IdentityReason::ProviderNotTrusted,
            ),
            (
                "Logins don't match. Please include at least one valid login for this identity or identity pool.",
                IdentityReason::IdentityNotUsable,
            ),
            (
                "Access to Identity 'eu-west-1:1' is forbidden.",
                IdentityReason::IdentityNotUsable,
            ),
            (
                "Unauthenticated access is not supported for this identity pool.",
                IdentityReason::GuestsNotAdmitted,
            ),
            ("A sentence of next year", IdentityReason::NotAuthorized),
        ];
        for (sentence, expected) in situations {
            assert_eq!(not_authorized(&sentence.to_lowercase()), expected, "{sentence}");
        }
    }

    #[test]
    fn every_error_of_the_two_calls_means_something() {
        for name in [
            "ExternalServiceException",
            "InternalErrorException",
            "InvalidIdentityPoolConfigurationException",
            "InvalidParameterException",
            "LimitExceededException",
            "NotAuthorizedException",
            "ResourceConflictException",
            "ResourceNotFoundException",
            "TooManyRequestsException",
        ] {
            assert_ne!(reason(name, "", Some(400)), IdentityReason::Unexpected, "{name}");
        }
    }

    #[test]
    fn an_identity_that_is_gone_is_not_a_pool_that_is_gone() {
        let read = |message: &str| reason("ResourceNotFoundException", &message.to_lowercase(), Some(400));
        assert_eq!(
            read("Identity 'eu-west-1:1' not found."),
            IdentityReason::IdentityNotUsable
        );
        assert_eq!(
            read("IdentityPool 'eu-west-1:1' not found."),
            IdentityReason::PoolNotFound
        );
    }
}
