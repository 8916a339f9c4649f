//! Accounts before anybody is signed in: made, confirmed, and their passwords reset.

use aws_sdk_cognitoidentityprovider::types::AttributeType;
use base::Secret;
use flow::{Destination, Reason, Refusal, SignUpForm};

use super::{UserPool, destination};

/// What came of a sign-up.
pub(crate) struct SignedUp {
    pub(crate) confirmed: bool,
    pub(crate) destination: Option<Destination>,
    /// `Session`, by which a sign-in can go on without a password.
    pub(crate) session: Option<Secret>,
}

impl UserPool {
    /// Creates an account.
    pub(crate) async fn sign_up(&self, form: SignUpForm) -> Result<SignedUp, Refusal> {
        let attributes = form.attributes.into_iter().map(|(name, value)| {
            AttributeType::builder()
                .name(name)
                .value(value)
                .build()
                .map_err(|_| Reason::InvalidParameter)
        });
        let password = Some(form.password.expose()).filter(|password| !password.is_empty());
        let request = self
            .client
            .sign_up()
            .client_id(&self.pool.client_id)
            .set_secret_hash(self.hash(&form.username))
            .set_user_context_data(self.context(&form.username))
            .username(&form.username)
            .set_password(password.cloned())
            .set_user_attributes(Some(attributes.collect::<Result<_, _>>()?));
        let output = self
            .patiently(|| request.clone().send(), Reason::SignUpNotPermitted)
            .await?;
        Ok(SignedUp {
            confirmed: output.user_confirmed(),
            destination: output.code_delivery_details().and_then(destination),
            session: output.session.map(Secret::new),
        })
    }

    /// Confirms an account by its code. Gives the session by which a sign-in can go on.
    pub(crate) async fn confirm_sign_up(
        &self,
        username: &str,
        code: &Secret,
        session: Option<&Secret>,
    ) -> Result<Option<Secret>, Refusal> {
        let request = self
            .client
            .confirm_sign_up()
            .client_id(&self.pool.client_id)
            .set_secret_hash(self.hash(username))
            .set_user_context_data(self.context(username))
            .set_session(session.map(|session| session.expose().clone()))
            .username(username)
            .confirmation_code(code.expose());
        let output = self
            .patiently(|| request.clone().send(), Reason::NotPermitted)
            .await?;
        Ok(output.session.map(Secret::new))
    }

    /// Sends another confirmation code.
    pub(crate) async fn resend_code(&self, username: &str) -> Result<Option<Destination>, Refusal> {
        let request = self
            .client
            .resend_confirmation_code()
            .client_id(&self.pool.client_id)
            .set_secret_hash(self.hash(username))
            .set_user_context_data(self.context(username))
            .username(username);
        let output = self
            .patiently(|| request.clone().send(), Reason::NotPermitted)
            .await?;
        Ok(output.code_delivery_details().and_then(destination))
    }

    /// Sends a code for a forgotten password.
    pub(crate) async fn forgot_password(&self, username: &str) -> Result<Option<Destination>, Refusal> {
        let request = self
            .client
            .forgot_password()
            .client_id(&self.pool.client_id)
            .set_secret_hash(self.hash(username))
            .set_user_context_data(self.context(username))
            .username(username);
        let output = self
            .patiently(|| request.clone().send(), Reason::NotPermitted)
            .await?;
        Ok(output.code_delivery_details().and_then(destination))
    }

    /// Sets a new password by a code.
    pub(crate) async fn confirm_forgot_password(
        &self,
        username: &str,
        code: &Secret,
        password: &Secret,
    ) -> Result<(), Refusal> {
        let request = self
            .client
            .confirm_forgot_password()
            .client_id(&self.pool.client_id)
            .set_secret_hash(self.hash(username))
            .set_user_context_data(self.context(username))
            .username(username)
            .confirmation_code(code.expose())
            .password(password.expose());
        self.patiently(|| request.clone().send(), Reason::NotPermitted)
            .await
            .map(drop)
    }
}
