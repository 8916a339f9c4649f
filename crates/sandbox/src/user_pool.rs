//! The user pool (service `AWSCognitoIdentityProviderService`, API 2016-04-18): one file per API action, and beside
//! them what the actions share. To add an action, write its file and its line in [`UserPool::call`].

mod account;
mod admin;
mod answer;
mod associate_software_token;
mod attempts;
mod attributes;
mod caller;
mod challenge;
mod change_password;
mod claims;
mod code;
mod complete_web_authn_registration;
mod confirm_device;
mod confirm_forgot_password;
mod confirm_sign_up;
mod confirmation;
mod confirmation_link;
mod custom_challenge;
mod custom_message;
mod delete_user;
mod delete_user_attributes;
mod delete_web_authn_credential;
mod delivery;
mod device_sign_in;
mod devices;
mod first_accounts;
mod first_factor;
mod forget_device;
mod forgot_password;
mod get_device;
mod get_tokens_from_refresh_token;
mod get_user;
mod get_user_attribute_verification_code;
mod get_user_auth_factors;
mod global_sign_out;
mod groups;
mod holder;
pub(crate) mod hosted_ui;
mod initiate_auth;
mod keys;
mod list_devices;
mod list_web_authn_credentials;
mod mfa;
mod mfa_setup;
mod migration;
mod new_password;
mod next_step;
mod parameters;
mod passkey_sign_in;
mod passkeys;
mod password;
mod password_history;
mod password_sign_in;
mod progress;
mod refresh_tokens;
mod resend_confirmation_code;
mod respond_to_auth_challenge;
mod revoke_token;
mod risk;
mod round;
mod rules;
mod select_challenge;
mod select_mfa_type;
mod sent_code;
mod set_user_mfa_preference;
mod set_user_settings;
mod sign_up;
mod software_token;
mod srp;
mod srp_sign_in;
mod start_web_authn_registration;
mod tokens;
mod transfer;
mod trigger;
mod update_device_status;
mod update_user_attributes;
mod verification;
mod verify_software_token;
mod verify_user_attribute;
mod webauthn;

use std::sync::Arc;

use base::Secret;
use rusqlite::{Connection, Transaction};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::error::Error;
use crate::foundation::Foundation;
use crate::inbox::Inbox;
use crate::settings::Settings;
use crate::signing::TokenFault;
use crate::wire::{Members, Refusal};
use crate::world::World;
use account::Account;
use caller::Caller;
use keys::{Keys, TokenUse};
use round::Outcome;

pub(crate) use confirmation::PATH as CONFIRMATION_PATH;

/// The tables of the user pool.
pub(crate) const SCHEMAS: &[&str] = &[
    account::SCHEMA,
    attempts::SCHEMA,
    challenge::SCHEMA,
    code::SCHEMA,
    devices::SCHEMA,
    groups::SCHEMA,
    passkeys::SCHEMA,
    password_history::SCHEMA,
    refresh_tokens::SCHEMA,
    tokens::SCHEMA,
    verification::SCHEMA,
    hosted_ui::SCHEMAS[0],
    hosted_ui::SCHEMAS[1],
    hosted_ui::SCHEMAS[2],
];

/// One user pool; its rules and its app clients are those of the settings.
#[derive(Clone, Debug)]
pub(crate) struct UserPool {
    foundation: Foundation,
    inbox: Arc<Inbox>,
    keys: Arc<Keys>,
}

impl UserPool {
    /// The pool as the database knows it; its keys are made when missing.
    pub(crate) async fn open(foundation: &Foundation, inbox: Arc<Inbox>) -> Result<Self, Error> {
        let keys = Arc::new(Keys::load(&foundation.database).await?);
        Ok(Self {
            foundation: foundation.clone(),
            inbox,
            keys,
        })
    }

    /// Writes the first accounts into empty tables.
    pub(crate) async fn plant(&self) -> Result<(), Error> {
        first_accounts::plant(self).await
    }

    /// Carries out one API action.
    pub(crate) async fn call(&self, operation: &str, members: Members) -> Result<Value, Refusal> {
        match operation {
            "AssociateSoftwareToken" => associate_software_token::call(self, members).await,
            "ChangePassword" => change_password::call(self, members).await,
            "CompleteWebAuthnRegistration" => complete_web_authn_registration::call(self, members).await,
            "ConfirmDevice" => confirm_device::call(self, members).await,
            "ConfirmForgotPassword" => confirm_forgot_password::call(self, members).await,
            "ConfirmSignUp" => confirm_sign_up::call(self, members).await,
            "DeleteUser" => delete_user::call(self, members).await,
            "DeleteWebAuthnCredential" => delete_web_authn_credential::call(self, members).await,
            "ForgetDevice" => forget_device::call(self, members).await,
            "ForgotPassword" => forgot_password::call(self, members).await,
            "GetDevice" => get_device::call(self, members).await,
            "GetTokensFromRefreshToken" => get_tokens_from_refresh_token::call(self, members).await,
            "GetUser" => get_user::call(self, members).await,
            "GetUserAuthFactors" => get_user_auth_factors::call(self, members).await,
            "GlobalSignOut" => global_sign_out::call(self, members).await,
            "InitiateAuth" => initiate_auth::call(self, members).await,
            "ListDevices" => list_devices::call(self, members).await,
            "ListWebAuthnCredentials" => list_web_authn_credentials::call(self, members).await,
            "ResendConfirmationCode" => resend_confirmation_code::call(self, members).await,
            "RespondToAuthChallenge" => respond_to_auth_challenge::call(self, members).await,
            "RevokeToken" => revoke_token::call(self, members).await,
            "SetUserMFAPreference" => set_user_mfa_preference::call(self, members).await,
            "SetUserSettings" => set_user_settings::call(self, members).await,
            "SignUp" => sign_up::call(self, members).await,
            "StartWebAuthnRegistration" => start_web_authn_registration::call(self, members).await,
            "UpdateDeviceStatus" => update_device_status::call(self, members).await,
            "VerifySoftwareToken" => verify_software_token::call(self, members).await,
            "DeleteUserAttributes" => delete_user_attributes::call(self, members).await,
            "GetUserAttributeVerificationCode" => {
                get_user_attribute_verification_code::call(self, members).await
            }
            "UpdateUserAttributes" => update_user_attributes::call(self, members).await,
            "VerifyUserAttribute" => verify_user_attribute::call(self, members).await,
            _ => Err(Refusal::unknown_operation()),
        }
    }

    /// The pool's JSON Web Key Set.
    pub(crate) fn jwks(&self) -> Value {
        self.keys.public()
    }

    /// The pool's OpenID Connect discovery document. Its keys and endpoints are at `origin`, where this sandbox is reached.
    pub(crate) fn discovery(&self, origin: &str) -> Value {
        let world = self.world();
        json!({
            "authorization_endpoint": format!("{origin}/oauth2/authorize"),
            "end_session_endpoint": format!("{origin}/logout"),
            "id_token_signing_alg_values_supported": ["RS256"],
            "issuer": world.issuer(),
            "jwks_uri": format!("{origin}/{}/.well-known/jwks.json", world.user_pool_id),
            "response_types_supported": ["code", "token"],
            "revocation_endpoint": format!("{origin}/oauth2/revoke"),
            "scopes_supported": ["openid", "email", "phone", "profile"],
            "subject_types_supported": ["public"],
            "token_endpoint": format!("{origin}/oauth2/token"),
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "userinfo_endpoint": format!("{origin}/oauth2/userInfo"),
        })
    }

    /// The claims of an ID token that this pool signed; its times and audience are the caller's to judge.
    pub(crate) fn id_token_claims(&self, token: &Secret) -> Result<Value, TokenFault> {
        self.keys.open(TokenUse::Id, token)
    }

    /// The claims of an access token that this pool signed; its times and client are the caller's to judge.
    pub(crate) fn access_token_claims(&self, token: &Secret) -> Result<Value, TokenFault> {
        self.keys.open(TokenUse::Access, token)
    }

    /// Whether whom an ID token is about may still act on it: not signed out, disabled or deleted since.
    pub(crate) async fn is_still_signed_in(&self, claims: &Value) -> Result<bool, Refusal> {
        let text = |name: &str| claims[name].as_str().unwrap_or_default().to_owned();
        let (origin_jti, sub) = (text("origin_jti"), text("sub"));
        self.read(move |_, connection, _| {
            let account = Account::find_by_sub(connection, &sub)?;
            let sign_in = tokens::find(connection, &origin_jti)?;
            Ok(account.is_some_and(|account| account.enabled)
                && sign_in.is_some_and(|sign_in| !sign_in.revoked))
        })
        .await
    }

    fn world(&self) -> &World {
        &self.foundation.world
    }

    fn now(&self) -> OffsetDateTime {
        self.foundation.clock.now()
    }

    /// The settings of this moment.
    fn settings(&self) -> Arc<Settings> {
        self.foundation.settings.now()
    }

    /// The client that makes a call; what it has proven is the operation's to check.
    fn caller(&self, client_id: &str) -> Result<Caller, Refusal> {
        Caller::find(self.settings(), client_id)
    }

    /// Reads at one moment.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self, &Connection, OffsetDateTime) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let pool = self.clone();
        self.foundation
            .database
            .read(move |connection| work(&pool, connection, pool.now()))
            .await
    }

    /// Writes at one moment; a refusal undoes everything.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self, &Transaction<'_>, OffsetDateTime) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let pool = self.clone();
        self.foundation
            .database
            .write(move |transaction| work(&pool, transaction, pool.now()))
            .await
    }

    /// Writes at one moment; the inner refusal is an outcome whose traces (a counted attempt) stay.
    async fn settle<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self, &Transaction<'_>, OffsetDateTime) -> Result<Result<T, Refusal>, Refusal>
        + Send
        + 'static,
    ) -> Result<T, Refusal> {
        self.write(work).await?
    }

    /// The same for a step that may send a message, which leaves once it is written.
    async fn converse(
        &self,
        work: impl FnOnce(&Self, &Transaction<'_>, OffsetDateTime) -> Outcome + Send + 'static,
    ) -> Result<Value, Refusal> {
        let reply = self.settle(work).await?;
        if let Some(message) = reply.message {
            self.inbox.deliver(message);
        }
        Ok(reply.body)
    }
}

/// Runs arithmetic that takes milliseconds, off the async threads.
async fn compute<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Refusal::internal(&error))
}
