//! The roles of the sandbox's identity pool, read from `roles/<name>.json` in the form of CloudFormation's
//! `AWS::IAM::Role`.

use serde::Deserialize;

use super::{Decision, Policy, PolicyError, Request, evaluate};
use crate::credentials::RoleName;

/// A role: who may assume it and what it may do.
#[derive(Debug, Clone)]
pub(crate) struct Role {
    name: String,
    trust: Policy,
    permissions: Vec<Policy>,
}

/// The facts of an identity that wants to assume a role.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AssumeBy<'a> {
    pub(crate) identity_pool_id: &'a str,
    pub(crate) identity_id: &'a str,
    /// The values of `cognito-identity.amazonaws.com:amr`.
    pub(crate) amr: &'a [String],
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Document {
    role_name: String,
    assume_role_policy_document: serde_json::Value,
    policies: Vec<InlinePolicy>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct InlinePolicy {
    #[serde(rename = "PolicyName")]
    _policy_name: String,
    policy_document: serde_json::Value,
}

const PROVIDER: &str = "cognito-identity.amazonaws.com";

impl Role {
    /// Reads the role that `name` names.
    pub(crate) fn load(name: RoleName) -> Result<Self, PolicyError> {
        let json = match name {
            RoleName::Authenticated => include_str!("../../roles/authenticated.json"),
        };
        let document: Document = serde_json::from_str(json)?;
        Ok(Self {
            name: document.role_name,
            trust: Policy::read(document.assume_role_policy_document)?,
            permissions: document
                .policies
                .into_iter()
                .map(|policy| Policy::read(policy.policy_document))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Whether the trust policy lets this identity assume the role, as `sts:AssumeRoleWithWebIdentity` asks.
    pub(crate) fn may_be_assumed(&self, by: AssumeBy<'_>) -> bool {
        let mut request = Request::new("sts:AssumeRoleWithWebIdentity", "*")
            .federated_by(PROVIDER)
            .with(&format!("{PROVIDER}:aud"), by.identity_pool_id)
            .with(&format!("{PROVIDER}:sub"), by.identity_id);
        for method in by.amr {
            request = request.with(&format!("{PROVIDER}:amr"), method);
        }
        evaluate([&self.trust], &request) == Decision::Allowed
    }

    /// What the role's permissions say to `request`, made by the identity `identity_id`.
    pub(crate) fn decide(&self, request: Request, identity_id: &str) -> Decision {
        evaluate(
            &self.permissions,
            &request.with(&format!("{PROVIDER}:sub"), identity_id),
        )
    }

    /// The caller as error messages and `sts:GetCallerIdentity` name it.
    pub(crate) fn session_arn(&self, account_id: &str) -> String {
        format!(
            "arn:aws:sts::{account_id}:assumed-role/{}/CognitoIdentityCredentials",
            self.name
        )
    }
}
