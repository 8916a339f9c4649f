//! The chain, what is in reach, and an API's answer as the page shows them.

use auth::{ApiAnswer, Chain};
use files::{Reach, Verdict};

use super::milliseconds;
use crate::view::{
    ApiAnswerView, ChainFlow, ChainView, ClaimView, IdTokenView, ReachView, Reachable, RoleReason, TagView,
};

pub(crate) fn chain(chain: Chain) -> ChainView {
    let tags_known = chain.tags.is_some();
    let tags = chain.tags.unwrap_or_default().into_iter();
    ChainView {
        id_token: chain.id_token.map(|token| IdTokenView {
            issuer: token.issuer,
            audience: token.audience,
            subject: token.subject,
            expires_at: milliseconds(token.expires_at),
        }),
        login: chain.login,
        linked: chain.linked,
        identity_id: Some(chain.identity_id),
        guest: chain.guest,
        flow: flow(chain.flow),
        role_arn: chain.role_arn,
        reason: reason(chain.reason),
        rule: None,
        candidates: chain.candidates,
        session_name: chain.session_name,
        expires_at: Some(milliseconds(chain.expires_at)),
        tags: tags.map(|(key, value)| TagView { key, value }).collect(),
        tags_known,
        reach: Vec::new(),
    }
}

/// The chain with what the sandbox itself says of role and reason.
pub(crate) fn as_given(chain: ChainView, given: sandbox::GivenRole) -> ChainView {
    let tags = given.tags.into_iter();
    ChainView {
        role_arn: Some(given.role_arn),
        reason: match given.reason {
            sandbox::RoleReason::Default => RoleReason::Default,
            sandbox::RoleReason::Guest => RoleReason::Guest,
            sandbox::RoleReason::TokenPreferred => RoleReason::TokenPreferred,
            sandbox::RoleReason::Custom => RoleReason::Custom,
            sandbox::RoleReason::Rule => RoleReason::Rule,
            sandbox::RoleReason::ChosenBasic => RoleReason::ChosenBasic,
            sandbox::RoleReason::AmbiguousAuthenticated => RoleReason::AmbiguousAuthenticated,
        },
        rule: given.rule.and_then(|rule| u32::try_from(rule).ok()),
        session_name: Some(given.session_name),
        tags: tags.map(|(key, value)| TagView { key, value }).collect(),
        tags_known: true,
        ..chain
    }
}

fn flow(flow: auth::ChainFlow) -> ChainFlow {
    match flow {
        auth::ChainFlow::Enhanced => ChainFlow::Enhanced,
        auth::ChainFlow::Basic => ChainFlow::Basic,
        auth::ChainFlow::Developer => ChainFlow::Developer,
        auth::ChainFlow::Guest => ChainFlow::Guest,
    }
}

fn reason(reason: auth::RoleReason) -> RoleReason {
    match reason {
        auth::RoleReason::Default => RoleReason::Default,
        auth::RoleReason::Guest => RoleReason::Guest,
        auth::RoleReason::TokenPreferred => RoleReason::TokenPreferred,
        auth::RoleReason::Custom => RoleReason::Custom,
        auth::RoleReason::Rule => RoleReason::Rule,
        auth::RoleReason::OnlyRole => RoleReason::OnlyRole,
        auth::RoleReason::ChosenBasic => RoleReason::ChosenBasic,
        auth::RoleReason::AmbiguousAuthenticated => RoleReason::AmbiguousAuthenticated,
        auth::RoleReason::Unknown => RoleReason::Unknown,
    }
}

pub(crate) fn reach(location: String, reach: Reach) -> ReachView {
    ReachView {
        location,
        list: reachable(reach.list),
        read: reachable(reach.read),
        write: reachable(reach.write),
        delete: reachable(reach.delete),
    }
}

fn reachable(verdict: Verdict) -> Reachable {
    match verdict {
        Verdict::Yes => Reachable::Yes,
        Verdict::No => Reachable::No,
        Verdict::Unknown => Reachable::Unknown,
    }
}

pub(crate) fn answer(answer: ApiAnswer) -> ApiAnswerView {
    let headers = answer.headers.into_iter();
    ApiAnswerView {
        status: answer.status,
        headers: headers.map(|(name, value)| ClaimView { name, value }).collect(),
        body: answer.body,
        truncated: answer.truncated,
        milliseconds: u32::try_from(answer.took.as_millis()).unwrap_or(u32::MAX),
    }
}
