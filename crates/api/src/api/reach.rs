//! For testers: why somebody has this access, what it reaches, and what an API answers to it.

use auth::{ApiCall, ApiCallError, ApiProof, Chain};
use files::{Files, Location};
use sandbox::GivenRole;
use time::Duration;
use url::Url;

use super::Api;
use crate::problem::{Fault, Problem};
use crate::view::{ApiAnswerView, ApiCallForm, ApiProofForm, ChainView, ReachForm, ReachView};
use crate::words;

/// What an API behind Amazon API Gateway is signed for.
const SERVICE: &str = "execute-api";

impl Api {
    /// The chain from the sign-in to its access, and why it has this role. In the app's own sandbox the reason is the
    /// one that the sandbox had; elsewhere it is what follows from the token and the answers of the service.
    ///
    /// # Errors
    ///
    /// Nobody is in, or credentials cannot be had.
    pub async fn chain(&self) -> Result<ChainView, Problem> {
        let chain = self.session().await?.chain().await;
        let chain = chain.map_err(|error| Problem::of_access(&error))?;
        let given = self.given_role(&chain).await;
        let chain = words::access::chain(chain);
        Ok(match given {
            Some(given) => words::access::as_given(chain, given),
            None => chain,
        })
    }

    /// What the app's own sandbox knows of the credentials at the chain's end. It remembers those that the identity got
    /// last, which may be somebody else's who has the same identity.
    async fn given_role(&self, chain: &Chain) -> Option<GivenRole> {
        let connection = self.connection().await.ok()?;
        if !self.0.book.is_own(&connection.id) {
            return None;
        }
        let sandbox = self.0.sandbox.read().await;
        let given = sandbox.as_ref()?.given_role(&chain.identity_id).await;
        let given = given
            .inspect_err(|error| tracing::warn!(%error, "the sandbox does not tell why"))
            .ok()??;
        let same_end = (given.expires_at - chain.expires_at).abs() < Duration::SECOND;
        let same_role = chain.role_arn.as_ref().is_none_or(|role| *role == given.role_arn);
        (same_end && same_role).then_some(given)
    }

    /// Finds out what is in reach at every place of the connection. Only with `write` anything is written: an empty
    /// file of a name that nobody else uses, which is deleted again.
    ///
    /// # Errors
    ///
    /// Nobody is in, or the service cannot be asked.
    pub async fn probe_reach(&self, form: ReachForm) -> Result<Vec<ReachView>, Problem> {
        let locations = self.locations().await?;
        let files: Files = self.visiting(|visit| visit.files().clone()).await?;
        let mut found = Vec::new();
        for place in locations {
            let location = Location {
                id: place.id.clone(),
                bucket: place.bucket,
                prefix: place.prefix,
            };
            let name = form
                .write
                .then(|| format!(".gatehouse-probe-{}", uuid::Uuid::new_v4().simple()));
            let reach = files.probe(&location, name.as_deref()).await;
            let reach = reach.map_err(|error| Problem::of_files(&error))?;
            found.push(words::access::reach(place.id, reach));
        }
        Ok(found)
    }

    /// Takes one of the person's roles from now on; none leaves it to the identity pool.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or the role is refused; then the identity pool chooses again.
    pub async fn choose_role(&self, role: Option<String>) -> Result<(), Problem> {
        let chosen = self.session().await?.choose_role(role).await;
        chosen.map_err(|error| Problem::of_access(&error))
    }

    /// Asks the connection's API.
    ///
    /// # Errors
    ///
    /// The address is not one of the API, nobody is in, or the API does not answer. What it answers is no error.
    pub async fn call_api(&self, form: ApiCallForm) -> Result<ApiAnswerView, Problem> {
        let connection = self.connection().await?;
        let api = connection.api_url.clone().ok_or(Fault::NoApi)?;
        let url = below(&api, &form.url).ok_or(Fault::ApiAddress)?;
        let proof = match form.auth {
            ApiProofForm::Bearer => ApiProof::Bearer,
            ApiProofForm::SigV4 => ApiProof::SigV4 {
                region: form.region.unwrap_or_else(|| connection.pool.region.clone()),
                service: form.service.unwrap_or_else(|| SERVICE.to_owned()),
            },
        };
        let call = ApiCall {
            method: form.method,
            url: url.into(),
            body: form.body.filter(|body| !body.is_empty()),
            proof,
        };
        let answer = self.session().await?.call_api(&call).await;
        answer.map(words::access::answer).map_err(|error| match error {
            ApiCallError::Address => Fault::ApiAddress.into(),
            ApiCallError::Request => Fault::ApiRequest.into(),
            ApiCallError::Unreachable => Fault::ApiUnreachable.into(),
            ApiCallError::Access(error) => Problem::of_access(&error),
        })
    }
}

/// The address that is meant, if it is that of the API or lies below it: nobody else is shown the token.
fn below(api: &str, asked: &str) -> Option<Url> {
    let base = Url::parse(&format!("{}/", api.trim_end_matches('/'))).ok()?;
    let asked = asked.trim();
    let url = if asked.contains("://") {
        Url::parse(asked).ok()?
    } else {
        base.join(asked.trim_start_matches('/')).ok()?
    };
    let same = url.origin() == base.origin() && url.username().is_empty() && url.password().is_none();
    let within = url.path().starts_with(base.path()) || format!("{}/", url.path()) == base.path();
    (same && within).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::below;

    #[test]
    fn the_token_goes_to_the_connections_api_and_nowhere_else() {
        let api = "https://api.example.com/v1";
        let meant = |asked: &str| below(api, asked).map(String::from);
        for (asked, expected) in [
            ("notes", "https://api.example.com/v1/notes"),
            ("/notes?all=1", "https://api.example.com/v1/notes?all=1"),
            ("", "https://api.example.com/v1/"),
            ("https://api.example.com/v1", "https://api.example.com/v1"),
            (
                "https://api.example.com/v1/notes",
                "https://api.example.com/v1/notes",
            ),
        ] {
            assert_eq!(meant(asked).as_deref(), Some(expected), "{asked}");
        }
        for elsewhere in [
            "https://evil.example/v1/notes",
            "//evil.example/v1/notes/../../x",
            "https://api.example.com.evil.example/v1/",
            "https://api.example.com:8443/v1/",
            "http://api.example.com/v1/notes",
            "https://ada@api.example.com/v1/notes",
            "https://api.example.com/v2/notes",
            "../v2/notes",
            "https://api.example.com/v10",
        ] {
            let url = meant(elsewhere);
            assert!(
                url.as_deref()
                    .is_none_or(|url| url.starts_with("https://api.example.com/v1/")),
                "{elsewhere}: {url:?}"
            );
        }
    }
}
