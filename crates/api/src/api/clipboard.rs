//! What is copied. Every copy leaves a line in the timeline; a secret is taken away again after half a minute.

use auth::TokenUse;
use base::Secret;

use super::Api;
use crate::host::ClipboardError;
use crate::problem::{Fault, Problem};
use crate::view::{Copied, CopyForm, TokenKind};

/// The clipboard, as the timeline names it.
const CLIPBOARD: &str = "Clipboard";

impl Api {
    /// Copies something that the page shows.
    ///
    /// # Errors
    ///
    /// There is no clipboard.
    pub async fn copy(&self, form: CopyForm) -> Result<(), Problem> {
        let CopyForm { what, text } = form;
        match what {
            Copied::SetupKey => self.copy_secret("CopySetupKey", text).await,
            Copied::Code => self.copy_secret("CopyCode", text).await,
            Copied::Request => self.copy_text("CopyRequest", &text).await,
            Copied::Id => self.copy_text("CopyId", &text).await,
        }
    }

    /// Copies a token of whoever is signed in, signature and all, for a tester. The page never has it.
    ///
    /// # Errors
    ///
    /// Nobody is signed in to the user pool, or there is no clipboard.
    pub async fn copy_token(&self, kind: TokenKind) -> Result<(), Problem> {
        let (token, operation) = match kind {
            TokenKind::Id => (TokenUse::Id, "CopyIdToken"),
            TokenKind::Access => (TokenUse::Access, "CopyAccessToken"),
        };
        let token = self.session().await?.token(token).await;
        self.copy_secret(operation, token.ok_or(Fault::SignedOut)?).await
    }

    /// Copies the address that the browser was sent to for a while, for a browser that did not open.
    ///
    /// # Errors
    ///
    /// No browser is waited for, or there is no clipboard.
    pub async fn copy_browser_link(&self) -> Result<(), Problem> {
        let link = self.browser_link().await?.ok_or(Fault::NotThere)?;
        self.copy_secret("CopyBrowserLink", link).await
    }

    /// Copies a secret for half a minute.
    pub(super) async fn copy_secret(&self, operation: &str, secret: Secret) -> Result<(), Problem> {
        let copied = self.0.host.clipboard.copy_for_a_while(secret).await;
        self.note_copy(operation, copied, "on the clipboard for 30 seconds")
    }

    async fn copy_text(&self, operation: &str, text: &Secret) -> Result<(), Problem> {
        let copied = self.0.host.clipboard.copy(text.expose()).await;
        self.note_copy(operation, copied, "on the clipboard")
    }

    fn note_copy(
        &self,
        operation: &str,
        copied: Result<(), ClipboardError>,
        what: &str,
    ) -> Result<(), Problem> {
        copied.map_err(|_| Fault::Clipboard)?;
        self.0.timeline.note(CLIPBOARD, operation, what);
        Ok(())
    }
}
