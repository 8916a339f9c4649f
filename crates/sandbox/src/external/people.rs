//! Who can come from the pretend providers: a few ready people each, or whoever a tester types.

use serde::{Deserialize, Serialize};

/// Somebody that a provider knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Person {
    /// The provider's name for the person: `sub`, or the SAML `NameID`.
    pub(crate) id: String,
    pub(crate) given_name: Option<String>,
    pub(crate) family_name: Option<String>,
    pub(crate) email: Option<String>,
    /// What the provider says about the address; SAML says nothing.
    pub(crate) email_verified: bool,
}

impl Person {
    /// What the person is called on a page.
    pub(crate) fn name(&self) -> String {
        let parts = [self.given_name.as_deref(), self.family_name.as_deref()];
        let name: Vec<&str> = parts.into_iter().flatten().collect();
        if name.is_empty() {
            self.id.clone()
        } else {
            name.join(" ")
        }
    }
}

/// The ready people of AcmeOIDC.
pub(crate) fn of_oidc() -> Vec<Person> {
    vec![
        person("248289761001", "Grace", "Hopper", "grace@acme.example", true),
        person("248289761002", "Alan", "Turing", "alan@acme.example", false),
        person("248289761003", "Ada", "Lovelace", "ada@example.com", true),
    ]
}

/// The ready people of AcmeSAML. The last has no address, which the user pool asks for.
pub(crate) fn of_saml() -> Vec<Person> {
    vec![
        person(
            "katherine",
            "Katherine",
            "Johnson",
            "katherine@acme.example",
            false,
        ),
        person("edsger", "Edsger", "Dijkstra", "edsger@acme.example", false),
        Person {
            email: None,
            ..person("nemo", "Nemo", "Nobody", "", false)
        },
    ]
}

fn person(id: &str, given_name: &str, family_name: &str, email: &str, email_verified: bool) -> Person {
    Person {
        id: id.to_owned(),
        given_name: Some(given_name.to_owned()),
        family_name: Some(family_name.to_owned()),
        email: Some(email.to_owned()),
        email_verified,
    }
}
