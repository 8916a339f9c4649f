//! The ways in that go past the user pool.

use flow::Intent;

use super::Api;
use crate::problem::Problem;
use crate::view::TokenForm;

impl Api {
    /// Lets the person look around without an account.
    ///
    /// # Errors
    ///
    /// The app is closing. A refusal is pushed with the form.
    pub async fn continue_as_guest(&self) -> Result<(), Problem> {
        self.tell(Intent::ContinueAsGuest).await
    }

    /// Signs in with what a provider has issued elsewhere.
    ///
    /// # Errors
    ///
    /// The app is closing. A refusal is pushed with the form.
    pub async fn present_token(&self, form: TokenForm) -> Result<(), Problem> {
        let TokenForm {
            provider,
            token,
            identity_id,
        } = form;
        self.tell(Intent::PresentToken {
            provider,
            token,
            identity_id,
        })
        .await
    }

    /// Links another provider's login to the person's identity.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or the login cannot be linked.
    pub async fn link_login(&self, form: TokenForm) -> Result<(), Problem> {
        let session = self.session().await?;
        let linked = session.link_login(&form.provider, form.token).await;
        linked.map_err(|error| Problem::of_access(&error))
    }

    /// Takes a login away from the person's identity.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or the service refuses.
    pub async fn unlink_login(&self, provider: &str) -> Result<(), Problem> {
        let unlinked = self.session().await?.unlink_login(provider).await;
        unlinked.map_err(|error| Problem::of_access(&error))
    }
}
