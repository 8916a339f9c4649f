//! What a session is opened with: the connection's pools, and the parts that the host supplies.

use std::path::PathBuf;
use std::sync::Arc;

use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use base::{Clock, Secret};

use crate::vault::KeyStore;

/// A user pool's app client, and the identity pool that trusts it.
#[derive(Debug, Clone)]
pub struct Pool {
    /// The AWS region of both pools.
    pub region: String,
    /// `<region>_<name>`.
    pub user_pool_id: String,
    /// The app client.
    pub client_id: String,
    /// Its secret, where it has one.
    pub client_secret: Option<Secret>,
    /// `<region>:<uuid>`; none where the connection signs in only.
    pub identity_pool_id: Option<String>,
    /// Where the two services answer, other than at AWS; the sandbox, say.
    pub endpoint: Option<String>,
    /// How passwords are sent.
    pub auth_flow: AuthFlow,
    /// How people create accounts; none where only an administrator does.
    pub sign_up: Option<SignUpRules>,
}

/// How a password is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AuthFlow {
    /// `USER_SRP_AUTH`: the password never leaves this process.
    #[default]
    UserSrp,
    /// `USER_PASSWORD_AUTH`: the password travels inside TLS.
    UserPassword,
}

/// How people create accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignUpRules {
    /// What the form asks, besides user name and password, in order.
    pub required_attributes: Vec<String>,
    /// The rules for a password.
    pub password: PasswordPolicy,
    /// What people sign in with; the first is what the form calls the user name.
    pub sign_in_names: Vec<SignInName>,
}

/// What people sign in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInName {
    /// A name of their own choice.
    Username,
    /// The email address.
    Email,
    /// The telephone number.
    Phone,
}

/// A pool's rules for a password (`PasswordPolicyType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// At least this many characters.
    pub min_length: u32,
    /// At least one lower-case letter.
    pub lowercase: bool,
    /// At least one upper-case letter.
    pub uppercase: bool,
    /// At least one digit.
    pub number: bool,
    /// At least one symbol.
    pub symbol: bool,
}

/// What the host supplies.
#[derive(Clone)]
pub struct Parts {
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// The operating system's keyring.
    pub keys: Arc<dyn KeyStore>,
    /// Where sealed sessions lie; made when first needed.
    pub vault_folder: PathBuf,
    /// The HTTP client of all AWS calls.
    pub http: SharedHttpClient,
    /// Sees every AWS call; for the inspector.
    pub interceptor: Option<SharedInterceptor>,
}

impl Pool {
    /// The `iss` of the pool's tokens. Never derived from the endpoint.
    pub fn issuer(&self) -> String {
        format!("https://{}", self.login_key())
    }

    /// The key of `Logins` under which the identity pool knows the user pool. Never derived from the endpoint.
    pub fn login_key(&self) -> String {
        let suffix = if self.region.starts_with("cn-") {
            "amazonaws.com.cn"
        } else {
            "amazonaws.com"
        };
        format!("cognito-idp.{}.{suffix}/{}", self.region, self.user_pool_id)
    }

    /// Where the pool's public keys are: at the configured endpoint, whatever a token says.
    pub fn keys_address(&self) -> String {
        match &self.endpoint {
            Some(endpoint) => {
                format!(
                    "{}/{}/.well-known/jwks.json",
                    endpoint.trim_end_matches('/'),
                    self.user_pool_id
                )
            }
            None => format!("{}/.well-known/jwks.json", self.issuer()),
        }
    }

    /// The part of the pool id that SRP mixes in: what follows the first `_`.
    pub(crate) fn short_name(&self) -> &str {
        self.user_pool_id
            .split_once('_')
            .map_or(self.user_pool_id.as_str(), |(_, name)| name)
    }
}
