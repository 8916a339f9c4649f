//! `Logins`: who says who somebody is, by the key under which the identity pool knows them. Nobody, for a guest.

use base::Secret;

/// The key under which a token of the identity pool itself counts: one that a developer's backend got.
pub(crate) const DEVELOPER: &str = "cognito-identity.amazonaws.com";

/// Providers' keys and what each has issued.
#[derive(Debug, Clone, Default)]
pub(crate) struct Logins(Vec<(String, Secret)>);

impl Logins {
    /// A single login.
    pub(crate) fn of(key: &str, token: Secret) -> Self {
        Self(vec![(key.to_owned(), token)])
    }

    /// One more, in place of an older one of the same provider.
    #[must_use]
    pub(crate) fn with(mut self, key: &str, token: Secret) -> Self {
        self.0.retain(|(known, _)| known != key);
        self.0.push((key.to_owned(), token));
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a developer's backend says who it is.
    pub(crate) fn are_a_developers(&self) -> bool {
        self.developer_token().is_some()
    }

    /// The token of the identity pool itself that a developer's backend got.
    pub(crate) fn developer_token(&self) -> Option<&Secret> {
        let found = self.0.iter().find(|(key, _)| key == DEVELOPER);
        found.map(|(_, token)| token)
    }

    /// The key of the first.
    pub(crate) fn first(&self) -> Option<&str> {
        self.0.first().map(|(key, _)| key.as_str())
    }

    /// As the SDK takes them; none for a guest.
    pub(crate) fn exposed(&self) -> Option<std::collections::HashMap<String, String>> {
        let exposed = self.0.iter();
        let exposed = exposed.map(|(key, token)| (key.clone(), token.expose().clone()));
        (!self.is_empty()).then(|| exposed.collect())
    }
}
