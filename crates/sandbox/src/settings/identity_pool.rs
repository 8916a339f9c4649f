//! The rules of the identity pool, named after the members of `IdentityPool`, `RoleMapping` and
//! `SetPrincipalTagAttributeMap` (cognito-identity 2014-06-30).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::refused;
use crate::credentials::RoleName;
use crate::error::Error;

/// Whom the identity pool trusts, and which roles it gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IdentityPoolSettings {
    /// The role of whoever is signed in and gets no other; nothing: they get no credentials.
    #[serde(default)]
    pub authenticated_role: Option<RoleName>,
    /// The role of guests.
    #[serde(default)]
    pub unauthenticated_role: Option<RoleName>,
    /// `AllowUnauthenticatedIdentities`.
    pub guests: bool,
    /// `AllowClassicFlow`: whether GetOpenIdToken answers.
    pub classic_flow: bool,
    /// `ServerSideTokenCheck`: refuses ID tokens of users who are signed out everywhere, disabled or deleted.
    pub server_side_token_check: bool,
    /// Who may vouch for identities.
    pub providers: TrustedProviders,
    /// How a login's role is chosen; nothing: by the pool's default roles.
    pub role_mappings: PerProvider<RoleMapping>,
    /// Which claims become session tags.
    pub principal_tags: PerProvider<PrincipalTags>,
}

/// Who may vouch for identities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrustedProviders {
    /// The user pool.
    pub user_pool: bool,
    /// AcmeOIDC, without the user pool between.
    pub oidc: bool,
    /// AcmeSAML, without the user pool between.
    pub saml: bool,
    /// The administrator's own backend.
    pub developer: bool,
}

/// Something for each provider whose claims are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PerProvider<T> {
    /// The user pool.
    pub user_pool: Option<T>,
    /// AcmeOIDC.
    pub oidc: Option<T>,
    /// AcmeSAML.
    pub saml: Option<T>,
}

/// `RoleMapping`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleMapping {
    /// `Type`.
    #[serde(rename = "type")]
    pub kind: MappingType,
    /// `AmbiguousRoleResolution`.
    pub ambiguous: AmbiguousRole,
    /// `RulesConfiguration`, at most 25; the first that matches counts.
    #[serde(default)]
    pub rules: Vec<MappedRule>,
}

/// `RoleMappingType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MappingType {
    /// By `cognito:preferred_role` and `cognito:roles`.
    Token,
    /// By the rules.
    Rules,
}

/// `AmbiguousRoleResolutionType`: what happens when token or rules decide nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AmbiguousRole {
    /// The pool's role for whoever is signed in.
    AuthenticatedRole,
    /// No credentials.
    Deny,
}

/// `MappingRule`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedRule {
    /// The claim that is looked at.
    pub claim: String,
    /// How it is compared.
    #[serde(rename = "match")]
    pub matching: MatchType,
    /// What it is compared with.
    pub value: String,
    /// The role that a match gives.
    pub role: RoleName,
}

/// `MappingRuleMatchType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MatchType {
    /// The claim is the value.
    Equals,
    /// The value is in the claim, or one of its entries.
    Contains,
    /// The claim begins with the value.
    StartsWith,
    /// The claim is there and another.
    NotEqual,
}

/// `SetPrincipalTagAttributeMap`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrincipalTags {
    /// `UseDefaults`: `username` is the claim `sub` and `client` the claim `aud`.
    #[serde(default)]
    pub use_defaults: bool,
    /// The claim of each tag.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
}

impl IdentityPoolSettings {
    pub(super) fn check(&self) -> Result<(), Error> {
        let mappings = &self.role_mappings;
        for mapping in [&mappings.user_pool, &mappings.oidc, &mappings.saml]
            .into_iter()
            .flatten()
        {
            match (mapping.kind, mapping.rules.len()) {
                (MappingType::Token, 0) | (MappingType::Rules, 1..=25) => {}
                (MappingType::Token, _) => return Err(refused(&"a mapping by token has no rules")),
                (MappingType::Rules, _) => return Err(refused(&"a mapping by rules has 1 to 25 of them")),
            }
            let sound = |text: &str, most: usize| (1..=most).contains(&text.chars().count());
            if !mapping
                .rules
                .iter()
                .all(|rule| sound(&rule.claim, 64) && sound(&rule.value, 128))
            {
                return Err(refused(
                    &"a rule's claim has 1 to 64 characters, its value 1 to 128",
                ));
            }
        }
        let tags = &self.principal_tags;
        for tags in [&tags.user_pool, &tags.oidc, &tags.saml].into_iter().flatten() {
            let sound = |key: &String| (1..=128).contains(&key.chars().count());
            if tags.tags.len() > 50 || !tags.tags.keys().all(sound) {
                return Err(refused(
                    &"there are at most 50 tags, with names of 1 to 128 characters",
                ));
            }
        }
        Ok(())
    }
}

impl Default for IdentityPoolSettings {
    fn default() -> Self {
        Self {
            authenticated_role: Some(RoleName::Authenticated),
            unauthenticated_role: Some(RoleName::Guest),
            guests: true,
            classic_flow: true,
            server_side_token_check: true,
            providers: TrustedProviders::default(),
            role_mappings: PerProvider {
                user_pool: Some(RoleMapping {
                    kind: MappingType::Token,
                    ambiguous: AmbiguousRole::AuthenticatedRole,
                    rules: Vec::new(),
                }),
                ..PerProvider::default()
            },
            principal_tags: PerProvider::default(),
        }
    }
}

impl Default for TrustedProviders {
    fn default() -> Self {
        Self {
            user_pool: true,
            oidc: true,
            saml: true,
            developer: true,
        }
    }
}

impl<T> Default for PerProvider<T> {
    fn default() -> Self {
        Self {
            user_pool: None,
            oidc: None,
            saml: None,
        }
    }
}
