//! `AssumeRoleWithWebIdentity`: credentials of a role for whoever holds a token of the identity pool (the basic flow). The
//! account knows no other OpenID provider.

use base::Secret;
use serde_json::Value;
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use super::answer::Element;
use super::query::Query;
use super::{Denial, Sts};
use crate::credentials::{Flow, Issued, Origin, RoleReason, Session};
use crate::iam::{AssumeBy, Policy};
use crate::identity_pool::{ISSUER, ISSUER_NAME, OpenIdToken, TokenFlaw};
use crate::signing::unverified_claims;
use crate::wire::{Pattern, Rule};

/// `roleSessionNameType`.
const SESSION_NAME: Rule = Rule {
    min: 2,
    max: 64,
    pattern: Some(Pattern {
        words: "[\\w+=,.@-]*",
        allows: |c| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c),
    }),
    sensitive: false,
};
/// The shortest and the longest session, in seconds.
const DURATION: std::ops::RangeInclusive<i64> = 900..=43200;
/// The largest session policy, in characters.
const LARGEST_POLICY: usize = 2048;

pub(super) async fn call(sts: &Sts, query: Query) -> Result<Vec<Element>, Denial> {
    if query.names().any(|name| name.starts_with("PolicyArns.")) {
        return Err(Denial::new(
            400,
            "ValidationError",
            "The account has no managed policies that a session could name.",
        ));
    }
    let mut members = query.members()?;
    let role_arn = members.required("RoleArn", text(20, 2048))?;
    let session_name = members.required("RoleSessionName", SESSION_NAME)?;
    let token = members.secret("WebIdentityToken", secret(4, 20000))?;
    members.text("ProviderId", text(4, 2048))?;
    let policy = members.text("Policy", text(1, LARGEST_POLICY))?;
    let seconds = members.number("DurationSeconds", DURATION)?.unwrap_or(3600);
    members.done()?;

    let policies = match &policy {
        Some(policy) => vec![session_policy(policy)?],
        None => Vec::new(),
    };
    let now = sts.foundation.clock.now();
    let token = open(sts, &token, now).await?;
    let world = &sts.foundation.world;
    let name = world.role(&role_arn).ok_or_else(not_authorised)?;
    let role = sts
        .foundation
        .settings
        .roles()
        .get(name)
        .ok_or_else(not_authorised)?;
    if !role.may_be_assumed(AssumeBy {
        identity_pool_id: &token.audience,
        identity_id: &token.identity_id,
        amr: &token.amr,
        tags: &token.tags,
    }) {
        return Err(not_authorised());
    }
    let valid = Duration::seconds(seconds);
    if valid > role.longest_session {
        return Err(Denial::new(
            400,
            "ValidationError",
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    if !sts.identity_pool.is_usable(&token.identity_id).await? {
        return Err(Denial::new(
            403,
            "IDPRejectedClaim",
            "The identity that the token names is disabled.",
        ));
    }
    let session = Session {
        role: name,
        name: session_name,
        identity_id: token.identity_id.clone(),
        amr: token.amr.clone(),
        tags: token.tags.clone(),
        policies,
        origin: Origin {
            flow: Flow::Basic,
            reason: RoleReason::ChosenBasic,
            rule: None,
            candidates: vec![role_arn],
        },
    };
    let arn = role.session_arn(&world.account_id, &session.name);
    let id = format!("{}:{}", role.unique_id(), session.name);
    let issued = sts.foundation.registry.issue(session, valid).await?;
    Ok(result(&issued, token, (id, arn), policy.as_deref()))
}

async fn open(sts: &Sts, token: &Secret, now: OffsetDateTime) -> Result<OpenIdToken, Denial> {
    let invalid = |message: String| Denial::new(400, "InvalidIdentityToken", message);
    let unverified = unverified_claims(token)
        .map_err(|_| invalid("The ID Token provided is not a valid JWT.".to_owned()))?;
    let issuer = unverified["iss"].as_str().unwrap_or_default();
    if issuer != ISSUER {
        return Err(invalid(format!(
            "No OpenIDConnect provider found in your account for {issuer}"
        )));
    }
    let opened = sts.identity_pool.open_token(token, now).await;
    opened.map_err(|flaw| match flaw {
        TokenFlaw::Malformed => invalid("The ID Token provided is not a valid JWT.".to_owned()),
        TokenFlaw::Forged => invalid("Couldn't verify the signature of the token.".to_owned()),
        TokenFlaw::Expired { at } => Denial::new(
            400,
            "ExpiredTokenException",
            format!(
                "Token expired: current date/time {} must be before the expiration date/time {at}",
                now.unix_timestamp()
            ),
        ),
        TokenFlaw::Unavailable(error) => error.into(),
    })
}

fn session_policy(text: &str) -> Result<Value, Denial> {
    let malformed = |message: String| Denial::new(400, "MalformedPolicyDocument", message);
    let document: Value =
        serde_json::from_str(text).map_err(|_| malformed("This policy contains invalid Json".to_owned()))?;
    Policy::read(document.clone()).map_err(|error| malformed(error.to_string()))?;
    Ok(document)
}

fn result(
    issued: &Issued,
    token: OpenIdToken,
    (id, arn): (String, String),
    policy: Option<&str>,
) -> Vec<Element> {
    let expires = issued
        .expires_at
        .replace_nanosecond(0)
        .unwrap_or(issued.expires_at)
        .format(&Rfc3339)
        .unwrap_or_default();
    let mut elements = vec![
        Element::Text("SubjectFromWebIdentityToken", token.identity_id),
        Element::Text("Audience", token.audience),
        Element::Parent(
            "AssumedRoleUser",
            vec![Element::Text("AssumedRoleId", id), Element::Text("Arn", arn)],
        ),
        Element::Parent(
            "Credentials",
            vec![
                Element::Text("AccessKeyId", issued.access_key_id.clone()),
                Element::Text("SecretAccessKey", issued.secret_key.expose().clone()),
                Element::Text("SessionToken", issued.session_token.expose().clone()),
                Element::Text("Expiration", expires),
            ],
        ),
        Element::Text("Provider", ISSUER_NAME.to_owned()),
    ];
    if let Some(policy) = policy {
        let percent = (policy.len() * 100).div_ceil(LARGEST_POLICY);
        elements.push(Element::Text("PackedPolicySize", percent.to_string()));
    }
    elements
}

fn not_authorised() -> Denial {
    Denial::new(
        403,
        "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    )
}

fn text(min: usize, max: usize) -> Rule {
    Rule {
        min,
        max,
        pattern: None,
        sensitive: false,
    }
}

fn secret(min: usize, max: usize) -> Rule {
    Rule {
        sensitive: true,
        ..text(min, max)
    }
}
