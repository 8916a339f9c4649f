//! What a session is opened with: the connection's pools, and the parts that the host supplies.

mod hosted_ui;
mod identity;

use std::path::PathBuf;
use std::sync::Arc;

use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use base::{Clock, Secret};
use flow::{Field, FieldKind, Method};
use time::Duration;

pub use hosted_ui::{HostedProvider, HostedProviderKind, HostedUi};
pub use identity::{Developer, ExternalProvider, IdentityFlow, IdentityPoolPlan, OidcProvider};

use crate::hosted_ui::Browser;
use crate::outward::Onlooker;
use crate::vault::KeyStore;

/// A user pool's app client, and the identity pool that trusts it.
#[derive(Debug, Clone)]
pub struct Pool {
    /// What the connection is called; authenticator apps show it beside their codes.
    pub name: String,
    /// The AWS region of the user pool.
    pub region: String,
    /// `<region>_<name>`; [`Pool::NONE`] where the connection has no user pool.
    pub user_pool_id: String,
    /// The app client; [`Pool::NONE`] where the connection has no user pool.
    pub client_id: String,
    /// Its secret, where it has one.
    pub client_secret: Option<Secret>,
    /// The identity pool; none where the connection signs in only.
    pub identity_pool: Option<IdentityPoolPlan>,
    /// The hosted UI; none where nobody signs in by browser.
    pub hosted_ui: Option<HostedUi>,
    /// Where the user pool answers, other than at AWS; the sandbox, say.
    pub endpoint: Option<String>,
    /// How people sign in, unless they choose otherwise.
    pub auth_flow: Method,
    /// How long the service waits for the answer to a challenge (`AuthSessionValidity`, 3 to 15 minutes).
    pub session_validity: Duration,
    /// Whether the service is told about this device for its risk analysis (`UserContextData`).
    pub user_context: bool,
    /// Whether passkeys are made and kept by this app itself. For the sandbox only: an app is no authenticator that
    /// anybody should trust.
    pub software_passkeys: bool,
    /// How people create accounts; none where only an administrator does.
    pub sign_up: Option<SignUpRules>,
}

/// How people create accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignUpRules {
    /// What the form asks, besides user name and password, in order.
    pub attributes: Vec<AttributeRule>,
    /// The rules for a password.
    pub password: PasswordPolicy,
    /// What people sign in with; the first is what the form calls the user name.
    pub sign_in_names: Vec<SignInName>,
}

/// The pool's rule for an attribute (`SchemaAttributeType`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeRule {
    /// The pool's name for it, such as `email`, `birthdate` or `custom:team`.
    pub name: String,
    /// What it holds.
    pub kind: AttributeKind,
    /// Whether an account must have it.
    pub required: bool,
    /// Whether it can be changed once it has a value.
    pub mutable: bool,
    /// The least number, or the least number of characters of a text.
    pub min: Option<i64>,
    /// The greatest number, or the greatest number of characters of a text.
    pub max: Option<i64>,
}

/// What an attribute holds (`AttributeDataType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the API's own")]
pub enum AttributeKind {
    String,
    Number,
    DateTime,
    Boolean,
}

impl AttributeRule {
    /// A text that an account must have, and may change: `email`, say.
    pub fn required(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: AttributeKind::String,
            required: true,
            mutable: true,
            min: None,
            max: None,
        }
    }

    /// The field that takes it.
    pub fn field(&self) -> Field {
        let field = Field::attribute(&self.name, self.required);
        let field = match self.kind {
            AttributeKind::String => field,
            AttributeKind::Number => field.of_kind(FieldKind::Number),
            AttributeKind::DateTime => field.of_kind(FieldKind::Date),
            AttributeKind::Boolean => field.of_kind(FieldKind::Boolean),
        };
        field.within(self.min, self.max)
    }
}

impl SignUpRules {
    /// The fields of the form, in order: user name, attributes, password.
    pub fn fields(&self) -> Vec<Field> {
        let username = match self.sign_in_names.first() {
            Some(SignInName::Email) => FieldKind::Email,
            Some(SignInName::Phone) => FieldKind::Phone,
            Some(SignInName::Username) | None => FieldKind::Username,
        };
        let mut fields = vec![Field::username(username)];
        fields.extend(self.attributes.iter().map(AttributeRule::field));
        fields.push(Field::first_password());
        fields
    }

    /// The field for an attribute, by the pool's rule for it where it has one.
    pub fn attribute(&self, name: &str) -> Option<Field> {
        let rule = self.attributes.iter().find(|rule| rule.name == name);
        rule.map(AttributeRule::field)
    }
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
    /// What this computer is called; devices that a pool tracks are listed by it.
    pub device_name: String,
    /// Where sealed sessions lie; made when first needed.
    pub vault_folder: PathBuf,
    /// The HTTP client of all AWS calls.
    pub http: SharedHttpClient,
    /// The system's browser, for signing in there.
    pub browser: Arc<dyn Browser>,
    /// Sees every AWS call; for the inspector.
    pub interceptor: Option<SharedInterceptor>,
    /// Sees what goes to token endpoints, and for keys; for the inspector.
    pub onlooker: Option<Arc<dyn Onlooker>>,
}

impl Pool {
    /// `AuthSessionValidity` of an app client that says nothing of it.
    pub const SESSION_VALIDITY: Duration = Duration::minutes(3);
    /// Stands for the ids of a user pool where there is none; no pool and no client can be called so.
    pub const NONE: &str = "-";

    /// Whether the connection has a user pool. Without one, people come in as guests, by a backend of the owner's, or
    /// by a provider that the identity pool trusts itself.
    pub fn has_user_pool(&self) -> bool {
        self.user_pool_id != Self::NONE
    }

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
