//! Which role an identity gets in the enhanced flow, and why.
//! Source: Amazon Cognito Developer Guide, "Using role-based access control".

use serde_json::Value;

use super::login::{Kind, Login};
use crate::credentials::{Flow, Origin, RoleName, RoleReason};
use crate::settings::{
    AmbiguousRole, IdentityPoolSettings, MappedRule, MappingType, MatchType, PerProvider, RoleMapping,
};
use crate::wire::Refusal;
use crate::world::World;

/// The role and how it was come by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) role: RoleName,
    pub(super) origin: Origin,
}

/// Chooses for whoever shows these logins and may have named a role.
pub(super) fn choose(
    world: &World,
    settings: &IdentityPoolSettings,
    logins: &[Login],
    custom: Option<&str>,
) -> Result<Choice, Refusal> {
    if logins.is_empty() {
        return match custom {
            Some(_) => Err(not_among_roles()),
            None => guest(world, settings),
        };
    }
    let mapped = logins.iter().find_map(|login| {
        let Login::Provider {
            kind,
            provider,
            claims,
            ..
        } = login
        else {
            return None;
        };
        let mapping = of_kind(&settings.role_mappings, *kind)?;
        Some((mapping, provider.as_str(), claims))
    });
    let vouched = logins.iter().any(|login| matches!(login, Login::Vouched { .. }));
    let chooser = Chooser {
        world,
        settings,
        flow: if vouched { Flow::Developer } else { Flow::Enhanced },
    };
    match mapped {
        None if custom.is_some() => Err(not_among_roles()),
        None => chooser.default_role(RoleReason::Default, Vec::new()),
        Some((mapping, provider, claims)) => match mapping.kind {
            MappingType::Token => chooser.by_token(mapping, provider, claims, custom),
            MappingType::Rules if custom.is_some() => Err(not_among_roles()),
            MappingType::Rules => chooser.by_rules(mapping, provider, claims),
        },
    }
}

struct Chooser<'a> {
    world: &'a World,
    settings: &'a IdentityPoolSettings,
    flow: Flow,
}

impl Chooser<'_> {
    fn by_token(
        &self,
        mapping: &RoleMapping,
        provider: &str,
        claims: &Value,
        custom: Option<&str>,
    ) -> Result<Choice, Refusal> {
        let candidates: Vec<String> = claims["cognito:roles"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|role| role.as_str().map(str::to_owned))
            .collect();
        if let Some(custom) = custom {
            if !candidates.iter().any(|role| role == custom) {
                return Err(not_among_roles());
            }
            return self.named(custom, RoleReason::Custom, candidates);
        }
        if let Some(preferred) = claims["cognito:preferred_role"].as_str() {
            return self.named(preferred, RoleReason::TokenPreferred, candidates);
        }
        self.undecided(mapping, provider, candidates)
    }

    fn by_rules(&self, mapping: &RoleMapping, provider: &str, claims: &Value) -> Result<Choice, Refusal> {
        let matching = mapping
            .rules
            .iter()
            .enumerate()
            .find(|(_, rule)| matches(rule, claims));
        let candidates = Vec::new();
        match matching {
            Some((at, rule)) => Ok(self.choice(rule.role, RoleReason::Rule, Some(at + 1), candidates)),
            None => self.undecided(mapping, provider, candidates),
        }
    }

    fn undecided(
        &self,
        mapping: &RoleMapping,
        provider: &str,
        candidates: Vec<String>,
    ) -> Result<Choice, Refusal> {
        match mapping.ambiguous {
            AmbiguousRole::Deny => Err(Refusal::not_authorized(format!(
                "The ambiguous role mapping rules for: {provider} denied this request."
            ))),
            AmbiguousRole::AuthenticatedRole
                if mapping.kind == MappingType::Token && candidates.is_empty() =>
            {
                self.default_role(RoleReason::Default, candidates)
            }
            AmbiguousRole::AuthenticatedRole => {
                self.default_role(RoleReason::AmbiguousAuthenticated, candidates)
            }
        }
    }

    fn default_role(&self, reason: RoleReason, candidates: Vec<String>) -> Result<Choice, Refusal> {
        let role = self.settings.authenticated_role.ok_or_else(no_role)?;
        Ok(self.choice(role, reason, None, candidates))
    }

    fn named(&self, arn: &str, reason: RoleReason, candidates: Vec<String>) -> Result<Choice, Refusal> {
        let role = self.world.role(arn).ok_or_else(no_role)?;
        Ok(self.choice(role, reason, None, candidates))
    }

    fn choice(
        &self,
        role: RoleName,
        reason: RoleReason,
        rule: Option<usize>,
        mut candidates: Vec<String>,
    ) -> Choice {
        if candidates.is_empty() {
            candidates.push(self.world.role_arn(role).to_owned());
        }
        Choice {
            role,
            origin: Origin {
                flow: self.flow,
                reason,
                rule,
                candidates,
            },
        }
    }
}

fn guest(world: &World, settings: &IdentityPoolSettings) -> Result<Choice, Refusal> {
    let role = settings.unauthenticated_role.ok_or_else(no_role)?;
    Ok(Choice {
        role,
        origin: Origin {
            flow: Flow::Guest,
            reason: RoleReason::Guest,
            rule: None,
            candidates: vec![world.role_arn(role).to_owned()],
        },
    })
}

/// What is set for a provider.
pub(super) fn of_kind<T>(settings: &PerProvider<T>, kind: Kind) -> Option<&T> {
    match kind {
        Kind::UserPool => settings.user_pool.as_ref(),
        Kind::Oidc => settings.oidc.as_ref(),
        Kind::Saml => settings.saml.as_ref(),
        Kind::Developer => None,
    }
}

/// A claim that is missing matches nothing; a list matches by its entries.
fn matches(rule: &MappedRule, claims: &Value) -> bool {
    let values: Vec<String> = match &claims[rule.claim.as_str()] {
        Value::Null => return false,
        Value::Array(list) => list.iter().map(text).collect(),
        one @ (Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => vec![text(one)],
    };
    let any = |test: &dyn Fn(&String) -> bool| values.iter().any(test);
    match rule.matching {
        MatchType::Equals => any(&|value| *value == rule.value),
        MatchType::Contains => any(&|value| value.contains(&rule.value)),
        MatchType::StartsWith => any(&|value| value.starts_with(&rule.value)),
        MatchType::NotEqual => !any(&|value| *value == rule.value),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn not_among_roles() -> Refusal {
    Refusal::not_authorized("The login token names no role that could be chosen.")
}

/// The pool has no role to give, or one that cannot be assumed.
pub(super) fn no_role() -> Refusal {
    Refusal::new(
        "InvalidIdentityPoolConfigurationException",
        "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
    )
}

#[cfg(test)]
mod tests;
