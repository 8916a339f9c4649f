//! The identity pool (service `AWSCognitoIdentityService`, API 2014-06-30): gives logins and guests lasting identities,
//! and for these temporary AWS credentials (the enhanced flow) or OpenID tokens (the basic flow, and that of developers'
//! backends). One file per API action, and beside them what the actions share.

mod developer;
mod get_credentials_for_identity;
mod get_id;
mod get_open_id_token;
mod get_open_id_token_for_developer_identity;
mod identities;
mod linking;
mod login;
mod lookup_developer_identity;
mod merge_developer_identities;
mod open_id_token;
mod role_choice;
mod rules;
mod scope_down;
mod tags;
mod unlink_developer_identity;
mod unlink_identity;

use std::sync::Arc;

use http::StatusCode;
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use crate::error::Error;
use crate::external::External;
use crate::foundation::Foundation;
use crate::settings::IdentityPoolSettings;
use crate::signing::SigningKey;
use crate::sigv4::{Received, SignatureFault};
use crate::user_pool::UserPool;
use crate::wire::{Members, Refusal};

pub(crate) use identities::SCHEMA;
pub(crate) use open_id_token::{ISSUER, OpenIdToken, TokenFlaw};

/// Where the pool's public keys are, below the sandbox's origin.
pub(crate) const KEYS_PATH: &str = "/cognito-identity/.well-known/jwks_uri";
/// Where they are announced.
pub(crate) const DISCOVERY_PATH: &str = "/cognito-identity/.well-known/openid-configuration";

/// The name of AWS's identity pools in trust policies and `Logins`.
pub(crate) const ISSUER_NAME: &str = "cognito-identity.amazonaws.com";
/// The session of the enhanced flow.
pub(crate) const SESSION_NAME: &str = "CognitoIdentityCredentials";

/// One identity pool.
#[derive(Debug)]
pub(crate) struct IdentityPool {
    foundation: Foundation,
    user_pool: Arc<UserPool>,
    external: Arc<External>,
    key: OnceCell<SigningKey>,
}

impl IdentityPool {
    pub(crate) fn new(foundation: &Foundation, user_pool: Arc<UserPool>, external: Arc<External>) -> Self {
        Self {
            foundation: foundation.clone(),
            user_pool,
            external,
            key: OnceCell::new(),
        }
    }

    /// Carries out one API action; `received` is the request it came in, which some want signed.
    pub(crate) async fn call(
        &self,
        operation: &str,
        members: Members,
        received: &Received,
    ) -> Result<Value, Refusal> {
        match operation {
            "GetCredentialsForIdentity" => get_credentials_for_identity::call(self, members).await,
            "GetId" => get_id::call(self, members).await,
            "GetOpenIdToken" => get_open_id_token::call(self, members).await,
            "UnlinkIdentity" => unlink_identity::call(self, members).await,
            "GetOpenIdTokenForDeveloperIdentity" => {
                developer::check_caller(self, operation, received).await?;
                get_open_id_token_for_developer_identity::call(self, members).await
            }
            "LookupDeveloperIdentity" => {
                developer::check_caller(self, operation, received).await?;
                lookup_developer_identity::call(self, members).await
            }
            "MergeDeveloperIdentities" => {
                developer::check_caller(self, operation, received).await?;
                merge_developer_identities::call(self, members).await
            }
            "UnlinkDeveloperIdentity" => {
                developer::check_caller(self, operation, received).await?;
                unlink_developer_identity::call(self, members).await
            }
            _ => Err(Refusal::unknown_operation()),
        }
    }

    /// The identity and the token that the administrator's backend hands to a person whom it has signed in.
    pub(crate) async fn token_for_backend(&self, user: &str) -> Result<Value, Refusal> {
        get_open_id_token_for_developer_identity::for_user(self, user).await
    }

    /// The pool's JSON Web Key Set.
    pub(crate) async fn jwks(&self) -> Result<Value, Error> {
        Ok(json!({ "keys": [self.key().await?.public()] }))
    }

    /// The discovery document of the pool's tokens. Their keys are at `origin`, where this sandbox is reached.
    pub(crate) fn discovery(origin: &str) -> Value {
        json!({
            "id_token_signing_alg_values_supported": ["RS256"],
            "issuer": ISSUER,
            "jwks_uri": format!("{origin}{KEYS_PATH}"),
            "response_types_supported": ["token"],
            "subject_types_supported": ["public"],
        })
    }

    /// Whether the identity is there and was not merged into another.
    pub(crate) async fn is_usable(&self, identity_id: &str) -> Result<bool, Refusal> {
        let id = identity_id.to_owned();
        let found = self
            .foundation
            .database
            .read(move |connection| identities::Identity::find(connection, &id))
            .await;
        match found {
            Ok(_) => Ok(true),
            Err(refusal) if refusal.is("InternalErrorException") => Err(refusal),
            Err(_) => Ok(false),
        }
    }

    async fn key(&self) -> Result<&SigningKey, Error> {
        let load = || SigningKey::load(&self.foundation.database, "identity pool");
        self.key.get_or_try_init(load).await
    }

    /// The settings of this moment.
    fn settings(&self) -> IdentityPoolSettings {
        self.foundation.settings.now().identity_pool.clone()
    }

    fn check_pool(&self, pool_id: &str) -> Result<(), Refusal> {
        if pool_id == self.foundation.world.identity_pool_id {
            Ok(())
        } else {
            Err(Refusal::not_found(format!("IdentityPool '{pool_id}' not found.")))
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::internal(&error)
    }
}

/// As AWS's front end words it for services that speak JSON 1.1.
impl From<SignatureFault> for Refusal {
    fn from(fault: SignatureFault) -> Self {
        let name = match &fault {
            SignatureFault::Missing => "MissingAuthenticationTokenException",
            SignatureFault::Incomplete(_) => "IncompleteSignatureException",
            SignatureFault::Unknown => "UnrecognizedClientException",
            SignatureFault::Expired => "ExpiredTokenException",
            SignatureFault::Scope(_) | SignatureFault::Untimely(_) | SignatureFault::Mismatch => {
                "InvalidSignatureException"
            }
            SignatureFault::Database(error) => return Self::internal(error),
        };
        Self::new(name, fault.to_string()).with_status(StatusCode::BAD_REQUEST)
    }
}
