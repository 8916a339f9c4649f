//! `CollectedClientData` (WebAuthn, section 5.8.1): what the browser says about the request.

use serde::Deserialize;

use super::{Expected, Fault};

/// The members that a relying party looks at.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClientReport {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

impl ClientReport {
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        serde_json::from_slice(bytes).map_err(|_| Fault::Malformed)
    }

    /// Refuses the answer to another request.
    pub(super) fn check(&self, wanted: &str, expected: Expected<'_>) -> Result<(), Fault> {
        if self.r#type != wanted || self.challenge.trim_end_matches('=') != expected.challenge {
            return Err(Fault::Challenge);
        }
        if self.cross_origin || !is_origin_of(&self.origin, expected.relying_party_id) {
            return Err(Fault::Origin);
        }
        Ok(())
    }
}

/// Whether pages of `origin` may use credentials of the relying party: those of its host or a host below it, by
/// HTTPS, or by any HTTP on this computer.
fn is_origin_of(origin: &str, relying_party_id: &str) -> bool {
    let Some((scheme, authority)) = origin.split_once("://") else {
        return false;
    };
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let numbered = !port.is_empty() && port.bytes().all(|digit| digit.is_ascii_digit());
    let below = host
        .strip_suffix(relying_party_id)
        .is_some_and(|above| above.is_empty() || above.ends_with('.'));
    let safe = scheme == "https" || scheme == "http" && relying_party_id == "localhost";
    safe && numbered && below
}
