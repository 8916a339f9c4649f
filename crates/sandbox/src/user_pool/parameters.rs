//! `AuthParameters` and `ChallengeResponses`: maps whose keys depend on the flow or challenge.

use base::Secret;

use super::caller::Caller;
use crate::wire::Refusal;

/// One such map.
#[derive(Debug, Clone, Default)]
pub(super) struct Parameters(Vec<(String, Secret)>);

impl Parameters {
    pub(super) fn new(entries: Vec<(String, Secret)>) -> Self {
        Self(entries)
    }

    pub(super) fn get(&self, name: &str) -> Option<&Secret> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The value, or AWS's refusal of a request without it.
    pub(super) fn required(&self, name: &str) -> Result<&Secret, Refusal> {
        self.get(name)
            .filter(|value| !value.expose().is_empty())
            .ok_or_else(|| Refusal::invalid_parameter(format!("Missing required parameter {name}")))
    }

    /// `USERNAME` as names are kept, once `SECRET_HASH` fits it.
    pub(super) fn username(&self, caller: &Caller) -> Result<String, Refusal> {
        let typed = self.required("USERNAME")?.expose();
        let hash = self.get("SECRET_HASH").map(|hash| hash.expose().as_str());
        caller.check_hash(typed, hash)?;
        Ok(caller.name(typed))
    }

    /// `DEVICE_KEY`, when the client knows that it is on a device of the user.
    pub(super) fn device_key(&self) -> Option<String> {
        self.get("DEVICE_KEY")
            .map(|key| key.expose().clone())
            .filter(|key| !key.is_empty())
    }

    /// The entries whose key begins with `prefix`, without it.
    pub(super) fn below(&self, prefix: &str) -> Vec<(String, String)> {
        self.0
            .iter()
            .filter_map(|(key, value)| {
                key.strip_prefix(prefix)
                    .map(|name| (name.to_owned(), value.expose().clone()))
            })
            .collect()
    }
}
