//! The identity pool: logins become an identity id, and that temporary credentials, by the flow that the connection
//! names. Source: Amazon Cognito identity pools API; `AssumeRoleWithWebIdentity` of STS.

mod backend;
mod basic;
mod caller;
mod enhanced;
mod errors;
mod links;
mod logins;

use aws_sdk_cognitoidentity::Client;
use aws_sdk_cognitoidentity::config::{BehaviorVersion, Config, Region, timeout::TimeoutConfig};
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use base::Secret;
use time::OffsetDateTime;

use crate::error::{Error, IdentityReason};
use crate::pool::{IdentityFlow, IdentityPoolPlan, Parts, Pool};
use crate::skew::ServerClock;
use crate::user_pool::ATTEMPT;
pub(crate) use backend::Backend;
pub(crate) use caller::{Caller, Tags};
pub(crate) use logins::{DEVELOPER, Logins};

/// A client of one identity pool, and of the STS that goes with it.
#[derive(Debug)]
pub(crate) struct IdentityPool {
    client: Client,
    sts: aws_sdk_sts::Client,
    plan: IdentityPoolPlan,
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
    /// The role that was asked for; none where the pool chose.
    pub(crate) asked_role: Option<String>,
    /// Whether STS was asked with a token of the identity pool.
    pub(crate) basic: bool,
    /// The principal tags, where the answers show them.
    pub(crate) tags: Option<Tags>,
}

/// For whom credentials are wanted.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// The identity, where it is known.
    pub(crate) identity: Option<String>,
    /// Who says so; nobody for a guest.
    pub(crate) logins: Logins,
    /// The role that the person chose.
    pub(crate) role: Option<String>,
    /// What the session is to be called where the connection may name it.
    pub(crate) session_name: String,
}

impl IdentityPool {
    /// None where the connection has no identity pool.
    pub(crate) fn new(pool: &Pool, parts: &Parts, clock: ServerClock) -> Option<Self> {
        let plan = pool.identity_pool.clone()?;
        let timeouts = TimeoutConfig::builder()
            .operation_attempt_timeout(ATTEMPT)
            .build();
        let mut config = Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new(plan.region.clone()))
            .http_client(parts.http.clone())
            .timeout_config(timeouts.clone())
            .interceptor(SharedInterceptor::new(clock.clone()));
        config.set_endpoint_url(plan.endpoint.clone());
        let mut sts = aws_sdk_sts::Config::builder()
            .behavior_version(aws_sdk_sts::config::BehaviorVersion::v2026_01_12())
            .region(Region::new(plan.region.clone()))
            .http_client(parts.http.clone())
            .timeout_config(timeouts)
            .time_source(clock.time_source())
            .interceptor(SharedInterceptor::new(clock.clone()));
        sts.set_endpoint_url(plan.sts_endpoint.clone());
        if let Some(interceptor) = &parts.interceptor {
            config.push_interceptor(interceptor.clone());
            sts.push_interceptor(interceptor.clone());
        }
        Some(Self {
            client: Client::from_conf(config.build()),
            sts: aws_sdk_sts::Client::from_conf(sts.build()),
            plan,
            login_key: pool.login_key(),
        })
    }

    /// The id of the pool.
    pub(crate) fn id(&self) -> &str {
        &self.plan.id
    }

    /// The pool, as the connection describes it.
    pub(crate) fn plan(&self) -> &IdentityPoolPlan {
        &self.plan
    }

    /// What the user pool's ID token counts as here.
    pub(crate) fn logins(&self, id_token: &Secret) -> Logins {
        Logins::of(&self.login_key, id_token.clone())
    }

    /// Credentials. A known identity that turns out unusable is looked up again, once; a developer's identity cannot
    /// be, because only the backend may ask for it.
    pub(crate) async fn issue(&self, wanted: Wanted) -> Result<Issued, Error> {
        if wanted.logins.is_empty() && !self.plan.guests {
            return Err(reason(IdentityReason::GuestsNotAdmitted));
        }
        let Some(identity) = wanted.identity.clone() else {
            let identity = self.get_id(&wanted.logins).await?;
            return self.credentials(identity, &wanted).await;
        };
        match self.credentials(identity, &wanted).await {
            Err(Error::IdentityPool {
                reason: IdentityReason::IdentityNotUsable,
                ..
            }) if !wanted.logins.are_a_developers() => {
                let identity = self.get_id(&wanted.logins).await?;
                self.credentials(identity, &wanted).await
            }
            other => other,
        }
    }

    /// How long credentials last that are bought with a token just before it ends.
    pub(crate) fn longest(&self) -> time::Duration {
        match &self.plan.flow {
            IdentityFlow::Enhanced => time::Duration::HOUR,
            IdentityFlow::Basic { duration, .. } => basic::bounded(*duration),
        }
    }

    /// A guest's role is the pool's to name in any flow: the connection names one for people who sign in.
    async fn credentials(&self, identity: String, wanted: &Wanted) -> Result<Issued, Error> {
        match &self.plan.flow {
            IdentityFlow::Basic { role_arn, duration } if !wanted.logins.is_empty() => {
                let role = wanted.role.as_ref().unwrap_or(role_arn);
                self.assume_role(identity, wanted, role, *duration).await
            }
            IdentityFlow::Basic { .. } | IdentityFlow::Enhanced => {
                self.get_credentials(identity, wanted).await
            }
        }
    }
}

pub(crate) fn reason(reason: IdentityReason) -> Error {
    Error::IdentityPool {
        reason,
        request_id: None,
    }
}
