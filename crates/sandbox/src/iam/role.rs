//! The roles of the account, read from `roles/<name>.json` in the form of CloudFormation's `AWS::IAM::Role`, with what
//! the settings put in place of their documents.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;
use time::Duration;

use super::{Decision, Policy, PolicyError, Request, evaluate};
use crate::credentials::{RoleName, Session};
use crate::settings::{RoleSettings, RolesSettings};

/// A role: who may assume it and what it may do.
#[derive(Debug, Clone)]
pub(crate) struct Role {
    name: String,
    trust: Policy,
    permissions: Vec<Policy>,
    /// `MaxSessionDuration`, which STS keeps to.
    pub(crate) longest_session: Duration,
}

/// The facts of an identity that wants to assume a role.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AssumeBy<'a> {
    pub(crate) identity_pool_id: &'a str,
    pub(crate) identity_id: &'a str,
    /// The values of `cognito-identity.amazonaws.com:amr`.
    pub(crate) amr: &'a [String],
    /// Session tags; with any, the trust policy has to allow `sts:TagSession` too.
    pub(crate) tags: &'a [(String, String)],
}

/// The roles as the settings have them; one whose documents cannot be read is left out.
#[derive(Debug, Clone)]
pub(crate) struct Roles(Vec<(RoleName, Arc<Role>)>);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Document {
    role_name: String,
    assume_role_policy_document: Value,
    policies: Vec<InlinePolicy>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct InlinePolicy {
    #[serde(rename = "PolicyName")]
    _policy_name: String,
    policy_document: Value,
}

const PROVIDER: &str = "cognito-identity.amazonaws.com";

impl Role {
    /// Reads the role that `name` names.
    pub(crate) fn load(name: RoleName, settings: &RoleSettings) -> Result<Self, PolicyError> {
        let document: Document = serde_json::from_str(match name {
            RoleName::Authenticated => include_str!("../../roles/authenticated.json"),
            RoleName::Guest => include_str!("../../roles/guest.json"),
            RoleName::Editors => include_str!("../../roles/editors.json"),
            RoleName::Readers => include_str!("../../roles/readers.json"),
        })?;
        let own = document.policies.into_iter().map(|policy| policy.policy_document);
        let policies = settings.policies.clone().unwrap_or_else(|| own.collect());
        Ok(Self {
            name: document.role_name,
            trust: Policy::read(
                settings
                    .trust
                    .clone()
                    .unwrap_or(document.assume_role_policy_document),
            )?,
            permissions: policies.into_iter().map(Policy::read).collect::<Result<_, _>>()?,
            longest_session: Duration::seconds(settings.max_session_duration.into()),
        })
    }

    /// Whether the trust policy lets this identity assume the role, as `sts:AssumeRoleWithWebIdentity` asks.
    pub(crate) fn may_be_assumed(&self, by: AssumeBy<'_>) -> bool {
        let asks = |action: &str| {
            let mut request = Request::new(action, "*")
                .federated_by(PROVIDER)
                .with(&format!("{PROVIDER}:aud"), by.identity_pool_id)
                .with(&format!("{PROVIDER}:sub"), by.identity_id);
            for method in by.amr {
                request = request.with(&format!("{PROVIDER}:amr"), method);
            }
            for (key, value) in by.tags {
                request = request
                    .with(&format!("aws:RequestTag/{key}"), value)
                    .with("aws:TagKeys", key);
            }
            evaluate([&self.trust], &request) == Decision::Allowed
        };
        asks("sts:AssumeRoleWithWebIdentity") && (by.tags.is_empty() || asks("sts:TagSession"))
    }

    /// What the role's permissions say to `request`, made in `session`; each session policy has to allow it too.
    pub(crate) fn decide(&self, request: Request, session: &Session) -> Decision {
        let mut request = request.with(&format!("{PROVIDER}:sub"), &session.identity_id);
        for method in &session.amr {
            request = request.with(&format!("{PROVIDER}:amr"), method);
        }
        for (key, value) in &session.tags {
            request = request.with(&format!("aws:PrincipalTag/{key}"), value);
        }
        let decision = evaluate(&self.permissions, &request);
        if decision != Decision::Allowed {
            return decision;
        }
        for document in &session.policies {
            let narrowed = Policy::read(document.clone()).map(|policy| evaluate([&policy], &request));
            match narrowed {
                Ok(Decision::Allowed) => {}
                Ok(Decision::ExplicitlyDenied) => return Decision::ExplicitlyDenied,
                Ok(Decision::ImplicitlyDenied | Decision::OutsideSession) | Err(_) => {
                    return Decision::OutsideSession;
                }
            }
        }
        Decision::Allowed
    }

    /// The caller as error messages and `sts:GetCallerIdentity` name it.
    pub(crate) fn session_arn(&self, account_id: &str, session_name: &str) -> String {
        format!(
            "arn:aws:sts::{account_id}:assumed-role/{}/{session_name}",
            self.name
        )
    }

    /// The role's unique id, `AROA` and 17 characters, always the same.
    pub(crate) fn unique_id(&self) -> String {
        let name: String = self.name.to_ascii_uppercase().chars().take(13).collect();
        format!("AROA{name:2<17}")
    }
}

impl Roles {
    /// Reads every role.
    pub(crate) fn load(settings: &RolesSettings) -> Self {
        let load = |name: RoleName| match Role::load(name, settings.of(name)) {
            Ok(role) => Some((name, Arc::new(role))),
            Err(error) => {
                tracing::error!(%error, role = name.as_str(), "the role is unusable");
                None
            }
        };
        Self(RoleName::ALL.into_iter().filter_map(load).collect())
    }

    /// The role of this name.
    pub(crate) fn get(&self, name: RoleName) -> Option<Arc<Role>> {
        let (_, role) = self.0.iter().find(|(known, _)| *known == name)?;
        Some(role.clone())
    }
}
