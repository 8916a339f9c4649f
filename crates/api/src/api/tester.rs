//! What a tester asks: the sandbox's inbox, the timeline, the decoded tokens.

use super::{Api, own_data};
use crate::problem::{Fault, Problem};
use crate::view::{CallDetailView, CallView, MessageView, TokenView};
use crate::words;

impl Api {
    /// The messages that the sandbox "sent", newest first.
    ///
    /// # Errors
    ///
    /// The connection is not a sandbox.
    pub async fn inbox(&self) -> Result<Vec<MessageView>, Problem> {
        let sandbox = self.0.sandbox.read().await;
        let messages = sandbox.as_ref().ok_or(Fault::NoSandbox)?.messages();
        Ok(messages.into_iter().map(words::tester::message).collect())
    }

    /// Signs out and brings the sandbox back to its beginning; what this device knew of its accounts is forgotten.
    ///
    /// # Errors
    ///
    /// The connection is not a sandbox, or the disk does not play along.
    pub async fn reset_sandbox(&self) -> Result<(), Problem> {
        let sandbox = self.0.sandbox.read().await;
        let sandbox = sandbox.as_ref().ok_or(Fault::NoSandbox)?;
        let own = self.0.book.own();
        self.remove_asides(&own.connection.id).await?;
        if self.connection().await?.id == own.connection.id {
            self.sign_out(false).await?;
            self.show_sign_in().await?;
        }
        sandbox.reset().await.map_err(|error| {
            tracing::warn!(%error, "the sandbox could not be reset");
            Fault::SandboxReset
        })?;
        self.0
            .store
            .forget_accounts(&own.connection.id)
            .await
            .map_err(own_data)?;
        self.0.owner.ask(|desk| desk.push_all()).await
    }

    /// The calls that have changed after a revision of the timeline, oldest first.
    pub fn calls(&self, after: u32) -> Vec<CallView> {
        self.0.timeline.calls(after)
    }

    /// One call in full, redacted.
    ///
    /// # Errors
    ///
    /// The call has left the timeline.
    pub fn call(&self, id: u32) -> Result<CallDetailView, Problem> {
        self.0.timeline.call(id).ok_or_else(|| Fault::NotThere.into())
    }

    /// The ID and the access token, decoded, without signature; none when nobody is signed in.
    pub async fn tokens(&self) -> Vec<TokenView> {
        let Ok(session) = self.session().await else {
            return Vec::new();
        };
        session.tokens().await.iter().map(words::tester::token).collect()
    }
}
