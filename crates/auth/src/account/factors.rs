//! The second factors: which are asked for, and the set-up of an authenticator app.

use aws_sdk_cognitoidentityprovider::types::{
    EmailMfaSettingsType, SmsMfaSettingsType, SoftwareTokenMfaSettingsType, VerifySoftwareTokenResponseType,
};
use base::Secret;
use flow::{Reason, TotpSetup};

use crate::error::Error;
use crate::refusals;
use crate::session::Session;
use crate::user_pool::totp::totp_setup;

/// A second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factor {
    /// Codes of an authenticator app.
    Totp,
    /// Codes by text message.
    Sms,
    /// Codes by email.
    Email,
}

impl Session {
    /// Turns a second factor on or off (`SetUserMFAPreference`); the others stay as they are. The preferred one is
    /// asked for first.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn set_factor(&self, factor: Factor, enabled: bool, preferred: bool) -> Result<(), Error> {
        let preferred = enabled && preferred;
        let client = self.shared.user_pool.client();
        self.with_access(|access| async move {
            let request = client
                .set_user_mfa_preference()
                .access_token(access.token.expose());
            let request = match factor {
                Factor::Totp => request.software_token_mfa_settings(
                    SoftwareTokenMfaSettingsType::builder()
                        .enabled(enabled)
                        .preferred_mfa(preferred)
                        .build(),
                ),
                Factor::Sms => request.sms_mfa_settings(
                    SmsMfaSettingsType::builder()
                        .enabled(enabled)
                        .preferred_mfa(preferred)
                        .build(),
                ),
                Factor::Email => request.email_mfa_settings(
                    EmailMfaSettingsType::builder()
                        .enabled(enabled)
                        .preferred_mfa(preferred)
                        .build(),
                ),
            };
            let answer = request.send().await;
            answer.map_err(|error| refusals::read(&error, Reason::FactorNotFound))
        })
        .await?;
        Ok(())
    }

    /// The key of a new authenticator app (`AssociateSoftwareToken`). It counts once a code of it was proven.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn begin_totp(&self) -> Result<TotpSetup, Error> {
        let client = self.shared.user_pool.client();
        let (secret, username) = self
            .with_access(|access| async move {
                let request = client
                    .associate_software_token()
                    .access_token(access.token.expose());
                let answer = request.send().await;
                let answer = answer.map_err(|error| refusals::read(&error, Reason::NotPermitted))?;
                let secret = answer.secret_code.map(Secret::new).ok_or(Reason::Garbled)?;
                Ok((secret, access.username))
            })
            .await?;
        let account = self.snapshots.borrow().account.clone();
        let shown = account.and_then(|account| account.email).unwrap_or(username);
        Ok(totp_setup(&self.shared.user_pool.pool().name, &shown, secret))
    }

    /// Proves a code of the new authenticator app (`VerifySoftwareToken`) and has the app asked for from now on, before
    /// others if none was asked for before.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn finish_totp(&self, code: &Secret, device_name: &str) -> Result<(), Error> {
        let client = self.shared.user_pool.client();
        let name = Some(device_name.trim()).filter(|name| !name.is_empty());
        self.with_access(|access| async move {
            let request = client
                .verify_software_token()
                .user_code(code.expose())
                .set_friendly_device_name(name.map(str::to_owned))
                .access_token(access.token.expose());
            let answer = request.send().await;
            let answer = answer.map_err(|error| refusals::read(&error, Reason::WrongCode))?;
            match answer.status {
                Some(VerifySoftwareTokenResponseType::Success) => Ok(()),
                _ => Err(Reason::WrongCode.into()),
            }
        })
        .await?;
        let factors = self.profile().await?.factors;
        let preferred = factors.totp.preferred || !(factors.sms.preferred || factors.email.preferred);
        self.set_factor(Factor::Totp, true, preferred).await
    }
}
