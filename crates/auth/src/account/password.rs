//! Another password.

use base::Secret;
use flow::Reason;

use crate::error::Error;
use crate::refusals;
use crate::session::Session;

impl Session {
    /// Sets another password (`ChangePassword`). An account without one has no `current`.
    ///
    /// # Errors
    ///
    /// See [`Error`]; a wrong current password is [`Reason::WrongCredentials`].
    pub async fn change_password(&self, current: &Secret, new: &Secret) -> Result<(), Error> {
        let client = self.shared.user_pool.client();
        let current = Some(current.expose()).filter(|current| !current.is_empty());
        self.with_access(|access| async move {
            let request = client
                .change_password()
                .set_previous_password(current.cloned())
                .proposed_password(new.expose())
                .access_token(access.token.expose());
            let answer = request.send().await;
            answer.map_err(|error| refusals::read(&error, Reason::WrongCredentials))
        })
        .await?;
        Ok(())
    }
}
