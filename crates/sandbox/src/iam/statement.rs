//! One statement of a policy: whom, what, on what, and under which conditions.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Request;
use super::condition::{Condition, RawValue};
use super::pattern::{Pattern, fits, fits_arn};
use super::policy::{PolicyError, one_or_many};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) enum Effect {
    Allow,
    Deny,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct RawStatement {
    #[serde(rename = "Sid")]
    _sid: Option<String>,
    effect: Effect,
    principal: Option<RawPrincipal>,
    #[serde(default)]
    action: Option<Texts>,
    #[serde(default)]
    not_action: Option<Texts>,
    #[serde(default)]
    resource: Option<Texts>,
    #[serde(default)]
    not_resource: Option<Texts>,
    #[serde(default)]
    condition: BTreeMap<String, BTreeMap<String, Values>>,
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Texts(#[serde(deserialize_with = "one_or_many")] Vec<String>);

#[derive(Deserialize)]
#[serde(transparent)]
struct Values(#[serde(deserialize_with = "one_or_many")] Vec<RawValue>);

#[derive(Deserialize)]
#[serde(untagged)]
enum RawPrincipal {
    Everyone(String),
    Named(BTreeMap<String, Texts>),
}

/// `Principal`: who may assume a role. Identity-based policies have none, since they hang on their principal.
#[derive(Debug, Clone, PartialEq)]
enum Principal {
    Implied,
    Everyone,
    Federated(Vec<String>),
}

/// `Action` or `NotAction`, `Resource` or `NotResource`.
#[derive(Debug, Clone, PartialEq)]
enum Scope {
    Only(Vec<Pattern>),
    AllBut(Vec<Pattern>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    effect: Effect,
    principal: Principal,
    actions: Scope,
    resources: Option<Scope>,
    conditions: Vec<Condition>,
}

impl Statement {
    pub(super) fn new(raw: RawStatement, variables: bool) -> Result<Self, PolicyError> {
        let principal = match raw.principal {
            None => Principal::Implied,
            Some(RawPrincipal::Everyone(star)) if star == "*" => Principal::Everyone,
            Some(RawPrincipal::Everyone(_)) => return Err(PolicyError::OneOf("the kinds of Principal")),
            Some(RawPrincipal::Named(mut kinds)) => {
                Principal::Federated(kinds.remove("Federated").map(|texts| texts.0).unwrap_or_default())
            }
        };
        let resources = scope(
            raw.resource,
            raw.not_resource,
            variables,
            "Resource and NotResource",
        );
        let resources = match (&principal, resources) {
            (Principal::Everyone | Principal::Federated(_), Err(_)) => None,
            (Principal::Implied | Principal::Everyone | Principal::Federated(_), found) => Some(found?),
        };
        let mut conditions = Vec::new();
        for (operator, keys) in raw.condition {
            for (key, values) in keys {
                conditions.push(Condition::new(&operator, key, values.0, variables)?);
            }
        }
        Ok(Self {
            effect: raw.effect,
            principal,
            actions: scope(raw.action, raw.not_action, false, "Action and NotAction")?,
            resources,
            conditions,
        })
    }

    pub(super) fn effect(&self) -> Effect {
        self.effect
    }

    /// Whether every element of the statement applies to `request`.
    pub(super) fn matches(&self, request: &Request) -> bool {
        self.principal.covers(request)
            && self.actions.covers(|pattern| action_fits(pattern, request))
            && self.resources.as_ref().is_none_or(|scope| {
                scope.covers(|pattern| {
                    pattern
                        .tokens(request)
                        .is_some_and(|tokens| fits_arn(&tokens, &request.resource))
                })
            })
            && self.conditions.iter().all(|condition| condition.holds(request))
    }
}

impl Principal {
    fn covers(&self, request: &Request) -> bool {
        match self {
            Self::Implied | Self::Everyone => true,
            Self::Federated(providers) => request
                .federated
                .as_ref()
                .is_some_and(|provider| providers.contains(provider)),
        }
    }
}

impl Scope {
    fn covers(&self, fits: impl Fn(&Pattern) -> bool) -> bool {
        match self {
            Self::Only(patterns) => patterns.iter().any(fits),
            Self::AllBut(patterns) => !patterns.iter().any(fits),
        }
    }
}

/// Action names compare without case.
fn action_fits(pattern: &Pattern, request: &Request) -> bool {
    pattern
        .tokens(request)
        .is_some_and(|tokens| fits(&tokens, &request.action.to_ascii_lowercase()))
}

fn scope(
    only: Option<Texts>,
    all_but: Option<Texts>,
    variables: bool,
    names: &'static str,
) -> Result<Scope, PolicyError> {
    let lower = names.starts_with("Action");
    let patterns = |texts: Texts| {
        let read = |text: String| match lower {
            true => Pattern::parse(&text.to_ascii_lowercase(), variables),
            false => Pattern::parse(&text, variables),
        };
        texts.0.into_iter().map(read).collect()
    };
    match (only, all_but) {
        (Some(only), None) => Ok(Scope::Only(patterns(only))),
        (None, Some(all_but)) => Ok(Scope::AllBut(patterns(all_but))),
        (Some(_), Some(_)) | (None, None) => Err(PolicyError::OneOf(names)),
    }
}
