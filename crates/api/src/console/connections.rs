//! The connections as the command line names them: by id, or by name.

use std::sync::Arc;

use super::{Console, ConsoleError};
use crate::connection::{self, Connection, SANDBOX};
use crate::doctor::{Aws, Subject, examine};
use crate::view::{CheckView, ConnectionForm};

impl Console {
    /// The ids and names of all connections, the sandbox first.
    ///
    /// # Errors
    ///
    /// The app's own data cannot be read; the same goes for all that follow.
    pub async fn connections(&self) -> Result<Vec<(String, String)>, ConsoleError> {
        let made = self.forms().await?.into_iter();
        let made = made.map(|form| (form.id.unwrap_or_default(), form.name));
        let own = (SANDBOX.to_owned(), "Sandbox".to_owned());
        Ok(std::iter::once(own).chain(made).collect())
    }

    /// A connection.
    ///
    /// # Errors
    ///
    /// There is none, or it is the sandbox and does not run.
    pub async fn connection(&self, named: &str) -> Result<Connection, ConsoleError> {
        if named == SANDBOX {
            return self.sandbox().await;
        }
        let form = self.form(named).await?;
        Ok(Connection::of_form(form.id.as_deref().unwrap_or_default(), &form))
    }

    /// A connection as a file for somebody else, without its secret.
    ///
    /// # Errors
    ///
    /// There is none, or it is the sandbox.
    pub async fn export(&self, named: &str) -> Result<String, ConsoleError> {
        Ok(connection::export(&self.form(named).await?))
    }

    /// Examines a connection as far as nobody has to be signed in.
    ///
    /// # Errors
    ///
    /// There is none, or it is the sandbox.
    pub async fn test(&self, named: &str) -> Result<Vec<CheckView>, ConsoleError> {
        let form = self.form(named).await?;
        let id = form.id.as_deref().unwrap_or_default();
        let seats = self.seats(&Connection::of_form(id, &form)).await;
        let subject = Subject {
            client_secret: seats.client_secret().await,
            form,
            session: None,
            clock: Arc::clone(&self.parts.clock),
            aws: Aws::default(),
        };
        Ok(examine(&subject, |_| ()).await)
    }

    async fn form(&self, named: &str) -> Result<ConnectionForm, ConsoleError> {
        if named == SANDBOX {
            return Err(ConsoleError::OwnConnection);
        }
        let forms = self.forms().await?;
        let by_id = forms.iter().position(|form| form.id.as_deref() == Some(named));
        let found = by_id.or_else(|| forms.iter().position(|form| form.name == named));
        let form = found.and_then(|found| forms.into_iter().nth(found));
        form.ok_or_else(|| ConsoleError::NoConnection(named.to_owned()))
    }

    async fn forms(&self) -> Result<Vec<ConnectionForm>, ConsoleError> {
        let stored = self.store.connections().await;
        let stored = stored.map_err(|_| ConsoleError::OwnData)?;
        Ok(connection::read_all(&stored))
    }
}
