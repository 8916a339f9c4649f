//! The connection doctor: asks the services themselves, in order, whether a connection is set up rightly, and names the
//! field to mend. It asks what needs no account first, with calls that change nothing; what only somebody who is signed
//! in can find out is left out with the reason, or asked in their session. It never guesses: what cannot be told is said
//! to be so.

mod ask;
mod finding;
mod hosted_ui;
mod identity_pool;
mod rounds;
mod signed_in;
mod storage;
mod user_pool;

use std::sync::Arc;

use base::{Clock, Secret};

use crate::import::shapes;
use crate::view::{CheckView, ConnectionForm, HostedUiForm};
use ask::Ask;
pub use finding::{Finding, Unknown};
use rounds::Rounds;

/// Where AWS answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aws {
    /// The address of a service, with `{service}`, `{region}` and `{suffix}` in it.
    pub services: String,
    /// A host that answers everywhere: reached while others are not, it tells a wrong name from no network.
    pub elsewhere: String,
}

impl Default for Aws {
    fn default() -> Self {
        Self {
            services: "https://{service}.{region}.amazonaws.com{suffix}".to_owned(),
            elsewhere: "https://sts.amazonaws.com/".to_owned(),
        }
    }
}

impl Aws {
    /// The address of a service in a region. China has a domain of its own.
    fn service(&self, name: &str, region: &str) -> String {
        let suffix = if region.starts_with("cn-") { ".cn" } else { "" };
        let services = self.services.replace("{service}", name);
        services.replace("{region}", region).replace("{suffix}", suffix)
    }
}

/// What is examined.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The connection as the form has it, saved or not.
    pub form: ConnectionForm,
    /// The app client's secret, wherever it is kept.
    pub client_secret: Option<Secret>,
    /// The session of somebody who is signed in to just this connection.
    pub session: Option<auth::Session>,
    /// This computer's clock.
    pub clock: Arc<dyn Clock>,
    /// Where AWS answers.
    pub aws: Aws,
}

/// Examines a connection. `push` gets all checks so far whenever one begins or ends; what comes back is the last of
/// them.
pub async fn examine(subject: &Subject, push: impl FnMut(&[CheckView]) + Send) -> Vec<CheckView> {
    let ask = Ask::new();
    let patient = Patient::of(subject);
    let mut rounds = Rounds::new(Box::new(push));
    let reached = user_pool::examine(&patient, &ask, &mut rounds).await;
    hosted_ui::examine(&patient, &ask, &mut rounds, reached).await;
    identity_pool::examine(&patient, &ask, &mut rounds).await;
    storage::examine(&patient, &ask, &mut rounds).await;
    signed_in::examine(&patient, &mut rounds).await;
    rounds.finish()
}

/// What of a connection the checks ask about, with its addresses worked out.
struct Patient<'a> {
    subject: &'a Subject,
    region: Option<String>,
    user_pool: Option<&'a str>,
    client: Option<&'a str>,
}

impl<'a> Patient<'a> {
    fn of(subject: &'a Subject) -> Self {
        let form = &subject.form;
        let user_pool = form.user_pool_id.as_deref().filter(|id| !id.is_empty());
        let by_id = user_pool.and_then(shapes::user_pool_region);
        let region = form.region.as_deref().filter(|region| !region.is_empty());
        Self {
            subject,
            region: region.or(by_id).map(str::to_owned),
            user_pool,
            client: form.client_id.as_deref().filter(|id| !id.is_empty()),
        }
    }

    fn form(&self) -> &'a ConnectionForm {
        &self.subject.form
    }

    /// Where the user pool's API answers, and the field that says so.
    fn user_pool_address(&self) -> Option<String> {
        match self
            .form()
            .endpoints
            .user_pool
            .as_deref()
            .filter(|own| !own.is_empty())
        {
            Some(own) => Some(own.trim_end_matches('/').to_owned()),
            None => Some(self.subject.aws.service("cognito-idp", self.region.as_deref()?)),
        }
    }

    /// Whether the user pool is asked at an address of its own.
    fn emulated(&self) -> bool {
        self.form()
            .endpoints
            .user_pool
            .as_deref()
            .is_some_and(|own| !own.is_empty())
    }

    fn identity_pool_address(&self, id: &str) -> Option<String> {
        match self
            .form()
            .endpoints
            .identity_pool
            .as_deref()
            .filter(|own| !own.is_empty())
        {
            Some(own) => Some(own.trim_end_matches('/').to_owned()),
            None => shapes::identity_pool_region(id)
                .map(|region| self.subject.aws.service("cognito-identity", region)),
        }
    }

    /// The region of a location's bucket.
    fn bucket_region(&self, location: usize) -> Option<&str> {
        let form = self.form();
        let own = form
            .locations
            .get(location)
            .and_then(|location| location.region.as_deref());
        let storage = form
            .storage
            .as_ref()
            .and_then(|storage| storage.region.as_deref());
        own.or(storage)
            .or(self.region.as_deref())
            .filter(|region| !region.is_empty())
    }

    fn storage_endpoint(&self) -> Option<&str> {
        let storage = self.form().storage.as_ref()?;
        storage.endpoint.as_deref().filter(|own| !own.is_empty())
    }

    fn hosted_ui(&self) -> Option<(&'a HostedUiForm, String)> {
        let hosted = self
            .form()
            .hosted_ui
            .as_ref()
            .filter(|hosted| !hosted.domain.is_empty())?;
        let domain = hosted.domain.trim_end_matches('/');
        let address = if domain.contains("://") {
            domain.to_owned()
        } else {
            format!("https://{domain}")
        };
        Some((hosted, address))
    }
}
