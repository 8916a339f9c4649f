//! The user pool: one method for each thing that is asked of it, with all its rounds. Calls are never repeated by
//! themselves, because most of them use something up. Source: Amazon Cognito user pools API.

mod account;
mod context;
mod device;
mod passkey;
mod password;
mod patience;
mod refresh;
mod rounds;
pub(crate) mod totp;

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::config::{
    BehaviorVersion, Config, Region, retry::RetryConfig, timeout::TimeoutConfig,
};
use aws_sdk_cognitoidentityprovider::types::{
    AuthenticationResultType, ChallengeNameType, CodeDeliveryDetailsType, DeliveryMediumType,
};
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use base::Secret;
use flow::{Challenged, Destination, Medium, Reason, Refusal, TokenFault};

use crate::installation;
use crate::known::Known;
use crate::pool::{Parts, Pool};
use crate::secret_hash::secret_hash;
use crate::skew::ServerClock;
use crate::tokens::{Expected, Keys, RawTokens, Tokens, key_id};
pub(crate) use account::SignedUp;
pub(crate) use rounds::Round;

pub(crate) const ATTEMPT: Duration = Duration::from_secs(15);

/// A client of one app client of one user pool.
#[derive(Debug)]
pub(crate) struct UserPool {
    client: Client,
    pool: Pool,
    clock: ServerClock,
    keys: Keys,
    expected: Expected,
    /// Set once the service has shown that it does not know `GetTokensFromRefreshToken`.
    older_refresh: AtomicBool,
    device_name: String,
    /// Tells this installation from others to the pool's risk analysis.
    installation: Option<String>,
}

impl UserPool {
    pub(crate) fn new(pool: Pool, parts: &Parts, clock: ServerClock) -> Self {
        let mut config = Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new(pool.region.clone()))
            .http_client(parts.http.clone())
            .retry_config(RetryConfig::disabled())
            .timeout_config(
                TimeoutConfig::builder()
                    .operation_attempt_timeout(ATTEMPT)
                    .build(),
            )
            .interceptor(SharedInterceptor::new(clock.clone()));
        config.set_endpoint_url(pool.endpoint.clone());
        if let Some(interceptor) = &parts.interceptor {
            config.push_interceptor(interceptor.clone());
        }
        let keys = Keys::new(
            pool.keys_address(),
            pool.endpoint.is_some(),
            clock.clone(),
            parts.onlooker.clone(),
        );
        let expected = Expected {
            issuer: pool.issuer(),
            client_id: pool.client_id.clone(),
        };
        let client = Client::from_conf(config.build());
        let installation = pool
            .user_context
            .then(|| installation::number(&parts.vault_folder))
            .flatten();
        Self {
            client,
            pool,
            clock,
            keys,
            expected,
            older_refresh: AtomicBool::new(false),
            device_name: parts.device_name.clone(),
            installation,
        }
    }

    /// The client, for what somebody signed in asks.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// The pool, as the connection describes it.
    pub(crate) fn pool(&self) -> &Pool {
        &self.pool
    }

    /// Fetches the pool's keys, so that the first sign-in need not wait for them.
    pub(crate) async fn warm_keys(&self) {
        if !self.pool.has_user_pool() {
            return;
        }
        if let Err(error) = self.keys.get(&[]).await {
            tracing::debug!(%error, "the pool's keys could not be fetched ahead");
        }
    }

    /// Checks tokens; nothing in them counts before.
    pub(crate) async fn verify(&self, raw: RawTokens) -> Result<Tokens, Refusal> {
        let refused = |fault| Refusal::from(Reason::Token(fault));
        let wanted = [
            key_id(&raw.id).map_err(refused)?,
            key_id(&raw.access).map_err(refused)?,
        ];
        let keys = self
            .keys
            .get(&[&wanted[0], &wanted[1]])
            .await
            .map_err(Reason::from)?;
        Tokens::verify(raw, &keys, &self.expected, self.clock.now()).map_err(refused)
    }

    /// Checks tokens that answer a request with this nonce.
    pub(crate) async fn verify_answer(&self, raw: RawTokens, nonce: &Secret) -> Result<Tokens, Refusal> {
        let tokens = self.verify(raw).await?;
        if tokens.answer(nonce) {
            Ok(tokens)
        } else {
            Err(Reason::Token(TokenFault::Nonce).into())
        }
    }

    /// Answers a challenge.
    pub(crate) async fn respond(
        &self,
        challenged: Challenged,
        responses: BTreeMap<String, Secret>,
        known: &mut Known,
    ) -> Result<Round, Refusal> {
        let answered = self.respond_once(challenged, responses, known).await;
        answered.map_err(|refusal| {
            if refusal.reason == Reason::DeviceUnknown {
                // The device was dropped on the way; the sign-in begins anew without it.
                Reason::ChallengeLapsed.into()
            } else {
                refusal
            }
        })
    }

    async fn respond_once(
        &self,
        challenged: Challenged,
        responses: BTreeMap<String, Secret>,
        known: &mut Known,
    ) -> Result<Round, Refusal> {
        if passkey::chosen(&challenged.challenge, &responses) {
            return self.respond_by_passkey(challenged, known).await;
        }
        let Challenged {
            challenge,
            session,
            user_id,
        } = challenged;
        match password::chosen_for_srp(&challenge, &responses) {
            Some(secret) => {
                self.respond_by_srp(&challenge, session, &user_id, secret, known)
                    .await
            }
            None => {
                let name = ChallengeNameType::from(challenge.name.as_str());
                let answered = self
                    .send_answer(name, session, &user_id, responses, known)
                    .await?;
                self.conclude(&challenge.username, &user_id, answered, known)
                    .await
            }
        }
    }

    fn hash(&self, username: &str) -> Option<String> {
        let secret = self.pool.client_secret.as_ref()?;
        Some(secret_hash(secret, username, &self.pool.client_id))
    }
}

fn raw_tokens(result: AuthenticationResultType) -> Option<RawTokens> {
    Some(RawTokens {
        id: Secret::new(result.id_token?),
        access: Secret::new(result.access_token?),
        refresh: result.refresh_token.map(Secret::new),
    })
}

pub(crate) fn destination(details: &CodeDeliveryDetailsType) -> Option<Destination> {
    let medium = if *details.delivery_medium()? == DeliveryMediumType::Sms {
        Medium::Sms
    } else {
        Medium::Email
    };
    Some(Destination {
        medium,
        address: details.destination()?.to_owned(),
    })
}

#[cfg(test)]
mod tests;
