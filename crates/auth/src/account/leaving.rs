//! Giving the account up for good.

use flow::Reason;
use tokio::sync::oneshot;

use crate::error::Error;
use crate::refusals;
use crate::session::Session;
use crate::session::command::Command;

impl Session {
    /// Deletes the account (`DeleteUser`), and everything that this device keeps of it. What the person has put into
    /// buckets stays there.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn delete_user(&self) -> Result<(), Error> {
        let client = self.shared.user_pool.client();
        self.with_access(|access| async move {
            let request = client.delete_user().access_token(access.token.expose());
            let answer = request.send().await;
            answer.map_err(|error| refusals::read(&error, Reason::NotPermitted))
        })
        .await?;
        let (settled, wait) = oneshot::channel();
        self.tell_owner(Command::AccountDeleted { settled }).await?;
        wait.await.map_err(|_| Error::Closed)
    }
}
