//! The user pool: one method for each thing that is asked of it, with all its rounds. Calls are never repeated by
//! themselves, because most of them use something up. Source: Amazon Cognito user pools API.

mod password;
mod refresh;

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::config::{
    BehaviorVersion, Config, Region, retry::RetryConfig, timeout::TimeoutConfig,
};
use aws_sdk_cognitoidentityprovider::types::{
    AttributeType, AuthenticationResultType, ChallengeNameType, CodeDeliveryDetailsType, DeliveryMediumType,
};
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use base::Secret;
use flow::{Challenge, Challenged, Destination, Medium, Reason, Refusal, SignUpForm};

use crate::pool::{Parts, Pool};
use crate::refusals;
use crate::secret_hash::secret_hash;
use crate::skew::ServerClock;
use crate::tokens::{Expected, Keys, RawTokens, Tokens, key_id};

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
}

/// How a round of a sign-in ended.
pub(crate) enum Round {
    /// With tokens, verified.
    SignedIn(Box<Tokens>),
    /// With a question.
    Challenged(Challenged),
}

/// What `InitiateAuth` and `RespondToAuthChallenge` both answer.
struct Answered {
    result: Option<AuthenticationResultType>,
    name: Option<ChallengeNameType>,
    session: Option<Secret>,
    parameters: HashMap<String, String>,
    available: Vec<String>,
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
        let keys = Keys::new(pool.keys_address(), pool.endpoint.is_some(), clock.clone());
        let expected = Expected {
            issuer: pool.issuer(),
            client_id: pool.client_id.clone(),
        };
        let client = Client::from_conf(config.build());
        Self {
            client,
            pool,
            clock,
            keys,
            expected,
            older_refresh: AtomicBool::new(false),
        }
    }

    /// Fetches the pool's keys, so that the first sign-in need not wait for them.
    pub(crate) async fn warm_keys(&self) {
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

    /// Answers a challenge.
    pub(crate) async fn respond(
        &self,
        challenged: Challenged,
        responses: BTreeMap<String, Secret>,
    ) -> Result<Round, Refusal> {
        let Challenged {
            challenge,
            session,
            user_id,
        } = challenged;
        let name = ChallengeNameType::from(challenge.name.as_str());
        match password::chosen_for_srp(&challenge, &responses) {
            Some(secret) => self.respond_by_srp(&challenge, session, &user_id, secret).await,
            None => {
                let answered = self.send_answer(name, session, &user_id, responses).await?;
                self.conclude(&challenge.username, &user_id, answered).await
            }
        }
    }

    /// Creates an account. Says whether it needs no code, and where the code went.
    pub(crate) async fn sign_up(&self, form: SignUpForm) -> Result<(bool, Option<Destination>), Refusal> {
        let attributes = form.attributes.into_iter().map(|(name, value)| {
            AttributeType::builder()
                .name(name)
                .value(value)
                .build()
                .map_err(|_| Reason::InvalidParameter)
        });
        let output = self
            .client
            .sign_up()
            .client_id(&self.pool.client_id)
            .set_secret_hash(self.hash(&form.username))
            .username(&form.username)
            .password(form.password.expose())
            .set_user_attributes(Some(attributes.collect::<Result<_, _>>()?))
            .send()
            .await
            .map_err(|error| refusals::read(&error, Reason::SignUpNotPermitted))?;
        Ok((
            output.user_confirmed(),
            output.code_delivery_details().and_then(destination),
        ))
    }

    /// Confirms an account by its code.
    pub(crate) async fn confirm_sign_up(&self, username: &str, code: &Secret) -> Result<(), Refusal> {
        self.client
            .confirm_sign_up()
            .client_id(&self.pool.client_id)
            .set_secret_hash(self.hash(username))
            .username(username)
            .confirmation_code(code.expose())
            .send()
            .await
            .map(drop)
            .map_err(|error| refusals::read(&error, Reason::Unexpected))
    }

    /// Sends another confirmation code.
    pub(crate) async fn resend_code(&self, username: &str) -> Result<Option<Destination>, Refusal> {
        let output = self
            .client
            .resend_confirmation_code()
            .client_id(&self.pool.client_id)
            .set_secret_hash(self.hash(username))
            .username(username)
            .send()
            .await
            .map_err(|error| refusals::read(&error, Reason::Unexpected))?;
        Ok(output.code_delivery_details().and_then(destination))
    }

    /// Sends a code for a forgotten password.
    pub(crate) async fn forgot_password(&self, username: &str) -> Result<Option<Destination>, Refusal> {
        let output = self
            .client
            .forgot_password()
            .client_id(&self.pool.client_id)
            .set_secret_hash(self.hash(username))
            .username(username)
            .send()
            .await
            .map_err(|error| refusals::read(&error, Reason::Unexpected))?;
        Ok(output.code_delivery_details().and_then(destination))
    }

    /// Sets a new password by a code.
    pub(crate) async fn confirm_forgot_password(
        &self,
        username: &str,
        code: &Secret,
        password: &Secret,
    ) -> Result<(), Refusal> {
        self.client
            .confirm_forgot_password()
            .client_id(&self.pool.client_id)
            .set_secret_hash(self.hash(username))
            .username(username)
            .confirmation_code(code.expose())
            .password(password.expose())
            .send()
            .await
            .map(drop)
            .map_err(|error| refusals::read(&error, Reason::Unexpected))
    }

    fn hash(&self, username: &str) -> Option<String> {
        let secret = self.pool.client_secret.as_ref()?;
        Some(secret_hash(secret, username, &self.pool.client_id))
    }

    async fn send_answer(
        &self,
        name: ChallengeNameType,
        session: Option<Secret>,
        user_id: &str,
        responses: BTreeMap<String, Secret>,
    ) -> Result<Answered, Refusal> {
        let mut responses: HashMap<String, String> = responses
            .into_iter()
            .map(|(key, value)| (key, value.expose().clone()))
            .collect();
        responses.insert("USERNAME".to_owned(), user_id.to_owned());
        if let Some(hash) = self.hash(user_id) {
            responses.insert("SECRET_HASH".to_owned(), hash);
        }
        let output = self
            .client
            .respond_to_auth_challenge()
            .client_id(&self.pool.client_id)
            .challenge_name(name)
            .set_session(session.map(|session| session.expose().clone()))
            .set_challenge_responses(Some(responses))
            .send()
            .await
            .map_err(|error| refusals::read(&error, Reason::WrongCredentials))?;
        Ok(Answered {
            result: output.authentication_result,
            name: output.challenge_name,
            session: output.session.map(Secret::new),
            parameters: output.challenge_parameters.unwrap_or_default(),
            available: names(output.available_challenges),
        })
    }

    async fn conclude(&self, typed: &str, user_id: &str, answered: Answered) -> Result<Round, Refusal> {
        if let Some(result) = answered.result {
            let tokens = self.verify(raw_tokens(result).ok_or(Reason::Garbled)?).await?;
            return Ok(Round::SignedIn(Box::new(tokens)));
        }
        let name = answered.name.ok_or(Reason::Garbled)?;
        let parameters = answered.parameters;
        let told = parameters
            .get("USER_ID_FOR_SRP")
            .or_else(|| parameters.get("USERNAME"));
        let user_id = told
            .filter(|told| !told.is_empty())
            .map_or(user_id, String::as_str)
            .to_owned();
        let challenge = Challenge {
            name: name.as_str().into(),
            username: typed.to_owned(),
            parameters: parameters.into_iter().collect(),
            available: answered.available,
            expires_at: self.clock.ours(self.clock.now()) + self.pool.session_validity,
        };
        Ok(Round::Challenged(Challenged {
            challenge,
            session: answered.session,
            user_id,
        }))
    }
}

fn raw_tokens(result: AuthenticationResultType) -> Option<RawTokens> {
    Some(RawTokens {
        id: Secret::new(result.id_token?),
        access: Secret::new(result.access_token?),
        refresh: result.refresh_token.map(Secret::new),
    })
}

fn names(challenges: Option<Vec<ChallengeNameType>>) -> Vec<String> {
    challenges
        .unwrap_or_default()
        .iter()
        .map(|name| name.as_str().to_owned())
        .collect()
}

fn destination(details: &CodeDeliveryDetailsType) -> Option<Destination> {
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
