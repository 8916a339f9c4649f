//! AWS Identity and Access Management, as far as a signed-in user meets it: policy documents in their real JSON,
//! the rules by which they allow or deny a request, and the roles of the account.
//! Source: IAM User Guide, "Policy evaluation logic" and "IAM JSON policy elements reference".

mod condition;
mod pattern;
mod policy;
mod role;
mod statement;

pub(crate) use policy::{Policy, PolicyError};
pub(crate) use role::{AssumeBy, Role, Roles};

use std::collections::BTreeMap;

/// What is asked for: one action on one resource, with what is known about the caller and the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    action: String,
    resource: String,
    federated: Option<String>,
    context: BTreeMap<String, Vec<String>>,
}

impl Request {
    /// `action` as in `s3:GetObject`; `resource` is an ARN, or `*` for an action that names none.
    pub(crate) fn new(action: impl Into<String>, resource: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            resource: resource.into(),
            federated: None,
            context: BTreeMap::new(),
        }
    }

    /// Adds one value of a condition key, as in `s3:prefix`. Key names compare without case.
    pub(crate) fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.context
            .entry(key.to_ascii_lowercase())
            .or_default()
            .push(value.into());
        self
    }

    /// Says which identity provider vouches for the caller; read by trust policies only.
    pub(crate) fn federated_by(mut self, provider: impl Into<String>) -> Self {
        self.federated = Some(provider.into());
        self
    }

    pub(crate) fn action(&self) -> &str {
        &self.action
    }

    pub(crate) fn resource(&self) -> &str {
        &self.resource
    }

    fn values(&self, key: &str) -> Option<&[String]> {
        self.context.get(&key.to_ascii_lowercase()).map(Vec::as_slice)
    }
}

/// The outcome of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// At least one statement allows and none denies.
    Allowed,
    /// A statement with the effect `Deny` matches; nothing can allow the request.
    ExplicitlyDenied,
    /// No statement matches.
    ImplicitlyDenied,
    /// The role allows it, but a policy of the session does not.
    OutsideSession,
}

/// Evaluates `request` against all of `policies` together.
pub(crate) fn evaluate<'a>(policies: impl IntoIterator<Item = &'a Policy>, request: &Request) -> Decision {
    let mut decision = Decision::ImplicitlyDenied;
    for statement in policies.into_iter().flat_map(Policy::statements) {
        if !statement.matches(request) {
            continue;
        }
        match statement.effect() {
            statement::Effect::Deny => return Decision::ExplicitlyDenied,
            statement::Effect::Allow => decision = Decision::Allowed,
        }
    }
    decision
}

#[cfg(test)]
mod tests;
