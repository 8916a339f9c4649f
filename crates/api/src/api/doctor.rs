//! The connection doctor, as the page asks for it.

use std::sync::Arc;

use super::Api;
use crate::doctor::{Aws, Subject, examine};
use crate::problem::Problem;
use crate::view::{CheckView, ConnectionForm, Update};

impl Api {
    /// Examines a connection, saved or not; each check is pushed as [`Update::Checks`] when it begins and when it ends.
    /// Whoever is signed in to just this connection lets more be found out.
    ///
    /// # Errors
    ///
    /// The app is closing.
    pub async fn test_connection(&self, form: ConnectionForm) -> Result<Vec<CheckView>, Problem> {
        let (opened, session) = self.present().await?;
        let own = is_own(&form, &opened.connection.pool);
        let session = match own && self.0.owner.ask(|desk| desk.occupied()).await? {
            true => Some(session),
            false => None,
        };
        let kept = match opened.connection.pool.client_secret.clone() {
            None if own => opened.seats.client_secret().await,
            secret => secret.filter(|_| own),
        };
        let subject = Subject {
            client_secret: form.client_secret.clone().or(kept),
            form,
            session,
            clock: Arc::clone(&self.0.host.clock),
            aws: Aws::default(),
        };
        let (checks, mut progress) = tokio::sync::mpsc::unbounded_channel::<Vec<CheckView>>();
        let owner = self.0.owner.clone();
        let pushing = tokio::spawn(async move {
            while let Some(checks) = progress.recv().await {
                let update = Update::Checks(checks);
                if owner.ask(move |desk| desk.push(&update)).await.is_err() {
                    break;
                }
            }
        });
        let examined = examine(&subject, move |so_far| {
            // Nobody listens any more: the app is closing.
            let _ = checks.send(so_far.to_vec());
        })
        .await;
        // What the page has seen is complete when this returns.
        let _ = pushing.await;
        Ok(examined)
    }
}

/// Whether a form is about the pools that the session belongs to.
fn is_own(form: &ConnectionForm, pool: &auth::Pool) -> bool {
    let identity = pool.identity_pool.as_ref().map(|pool| pool.id.as_str());
    form.user_pool_id.as_deref() == Some(pool.user_pool_id.as_str())
        && form.client_id.as_deref() == Some(pool.client_id.as_str())
        && form.identity_pool.as_ref().map(|pool| pool.id.as_str()) == identity
        && form.endpoints.user_pool == pool.endpoint
}
