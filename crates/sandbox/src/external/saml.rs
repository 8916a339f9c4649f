//! AcmeSAML: a SAML 2.0 identity provider. It signs assertions (RSA-SHA256 over exclusive canonical XML, enveloped);
//! how they look to the last byte is `document`'s, and nothing that looks otherwise is accepted.

mod document;
mod request;
pub(super) mod sso;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use super::External;
use super::people::Person;
use crate::error::Error;
use crate::random;
use crate::signing::TokenFault;
use crate::web;

/// How long an assertion is good.
const ASSERTION_LIVES: Duration = Duration::minutes(5);

/// What an assertion says, and the response around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Assertion {
    /// The response's own id.
    pub(crate) response_id: String,
    pub(crate) id: String,
    /// The entity id of who speaks.
    pub(crate) issuer: String,
    /// Where the response may be posted to.
    pub(crate) recipient: String,
    /// The request that it answers; nothing when the provider began.
    pub(crate) in_response_to: Option<String>,
    pub(crate) audience: String,
    /// `NameID`, persistent.
    pub(crate) name_id: String,
    /// Also `NotBefore`, in whole seconds.
    pub(crate) issued_at: OffsetDateTime,
    pub(crate) not_on_or_after: OffsetDateTime,
    /// Names and values, in their order.
    pub(crate) attributes: Vec<(String, String)>,
}

/// For whom an assertion is made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Addressee<'a> {
    pub(crate) recipient: &'a str,
    pub(crate) audience: &'a str,
    pub(crate) in_response_to: Option<&'a str>,
}

impl Assertion {
    /// The first value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whom it is about.
    pub(crate) fn person(&self) -> Person {
        let text = |name| self.attribute(name).map(str::to_owned);
        Person {
            id: self.name_id.clone(),
            given_name: text("given_name"),
            family_name: text("family_name"),
            email: text("email"),
            email_verified: false,
        }
    }
}

/// The entity id of the user pool as a service provider.
pub(crate) fn pool_entity_id(external: &External) -> String {
    format!("urn:amazon:cognito:sp:{}", external.foundation.world.user_pool_id)
}

/// Where the user pool takes responses.
pub(crate) fn pool_consumer(external: &External) -> String {
    format!("{}/saml2/idpresponse", external.foundation.origin)
}

/// Where the user pool sends a browser with a request (SAML bindings, section 3.4).
pub(crate) fn request_address(
    external: &External,
    id: &str,
    relay_state: &str,
    now: OffsetDateTime,
) -> String {
    let request = request::Request {
        id: id.to_owned(),
        consumer: pool_consumer(external),
        issuer: pool_entity_id(external),
    };
    let sso = format!("{}/sso", entity_id(external));
    let encoded = request.encode(&sso, &instant(now));
    web::extended(
        &sso,
        &[("SAMLRequest", &encoded), ("RelayState", relay_state)],
        false,
    )
}

/// The status of a base64 `SAMLResponse` that is a refusal.
pub(crate) fn refusal(response: &str) -> Option<String> {
    let text = String::from_utf8(STANDARD.decode(response).ok()?).ok()?;
    document::status_of(&text)
}

/// The entity id of the provider.
pub(crate) fn entity_id(external: &External) -> String {
    format!("{}/external/saml", external.foundation.origin)
}

/// The assertion in a base64 `SAMLResponse` that this provider signed; its issuer, audience, recipient, request and
/// times are the caller's to judge.
pub(crate) async fn verify(external: &External, response: &str) -> Result<Assertion, TokenFault> {
    let compact: String = response.split_ascii_whitespace().collect();
    let bytes = STANDARD.decode(compact).map_err(|_| TokenFault::Malformed)?;
    let text = String::from_utf8(bytes).map_err(|_| TokenFault::Malformed)?;
    let (assertion, signature) = document::read(&text).ok_or(TokenFault::Malformed)?;
    let digest = digest(&SHA256, document::assertion(&assertion, "").as_bytes());
    let signed = document::signed_info(&assertion.id, &STANDARD.encode(digest));
    if document::response(&assertion, &signed, &signature) != text {
        return Err(TokenFault::Malformed);
    }
    let signature = STANDARD.decode(signature).map_err(|_| TokenFault::Malformed)?;
    let key = external.saml_key().await.map_err(|error| {
        tracing::error!(%error, "AcmeSAML has no key");
        TokenFault::Forged
    })?;
    key.verify(signed.as_bytes(), &signature)?;
    Ok(assertion)
}

/// A base64 `SAMLResponse` with a signed assertion about `person`.
pub(crate) async fn issue(
    external: &External,
    person: &Person,
    to: Addressee<'_>,
    now: OffsetDateTime,
) -> Result<String, Error> {
    let issued_at = now.replace_nanosecond(0).unwrap_or(now);
    let attributes = [
        ("email", &person.email),
        ("given_name", &person.given_name),
        ("family_name", &person.family_name),
    ];
    let assertion = Assertion {
        response_id: format!("_{}", random::uuid()),
        id: format!("_{}", random::uuid()),
        issuer: entity_id(external),
        recipient: to.recipient.to_owned(),
        in_response_to: to.in_response_to.map(str::to_owned),
        audience: to.audience.to_owned(),
        name_id: person.id.clone(),
        issued_at,
        not_on_or_after: issued_at + ASSERTION_LIVES,
        attributes: attributes
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)))
            .collect(),
    };
    let digest = digest(&SHA256, document::assertion(&assertion, "").as_bytes());
    let signed = document::signed_info(&assertion.id, &STANDARD.encode(digest));
    let signature = external.saml_key().await?.sign(signed.as_bytes())?;
    let text = document::response(&assertion, &signed, &STANDARD.encode(signature));
    Ok(STANDARD.encode(text))
}

fn instant(at: OffsetDateTime) -> String {
    at.to_offset(time::UtcOffset::UTC)
        .format(&Rfc3339)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
