//! The `Logins` map: proof of who asks. A user pool's or an OpenID provider's ID token, a SAML assertion, or the token
//! that a developer's backend was given for an identity.

use base::Secret;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use super::open_id_token::{OpenIdToken, TokenFlaw};
use super::{ISSUER_NAME, IdentityPool};
use crate::external::{oidc, saml};
use crate::settings::IdentityPoolSettings;
use crate::signing::TokenFault;
use crate::wire::Refusal;

/// Whom a SAML assertion has to be made for.
const SAML_AUDIENCE: &str = "urn:amazon:webservices";

/// Which of the providers whose claims are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    UserPool,
    Oidc,
    Saml,
    Developer,
}

/// A login that has been verified.
#[derive(Debug, Clone)]
pub(super) enum Login {
    /// A provider says who it is.
    Provider {
        kind: Kind,
        /// The key of `Logins`.
        provider: String,
        subject: String,
        claims: Value,
        /// Of a user of the user pool.
        username: Option<String>,
    },
    /// The pool itself once said which identity it is.
    Vouched { identity_id: String, token: OpenIdToken },
}

impl Login {
    /// The values that it adds to `amr`.
    pub(super) fn methods(&self) -> Vec<String> {
        match self {
            Self::Provider {
                kind,
                provider,
                subject,
                ..
            } => {
                let detail = match kind {
                    Kind::UserPool => format!("{provider}:CognitoSignIn:{subject}"),
                    Kind::Oidc => format!("{provider}:OIDC:{subject}"),
                    Kind::Saml | Kind::Developer => format!("{provider}:{subject}"),
                };
                vec![provider.clone(), detail]
            }
            Self::Vouched { token, .. } => token
                .amr
                .iter()
                .filter(|method| *method != "authenticated")
                .cloned()
                .collect(),
        }
    }
}

/// `amr` of an identity that shows these logins.
pub(super) fn amr(logins: &[Login]) -> Vec<String> {
    if logins.is_empty() {
        return vec!["unauthenticated".to_owned()];
    }
    let methods = logins.iter().flat_map(Login::methods);
    ["authenticated".to_owned()].into_iter().chain(methods).collect()
}

/// Verifies the logins. Every given one has to be good.
pub(super) async fn verify(
    pool: &IdentityPool,
    logins: &[(String, Secret)],
    now: OffsetDateTime,
) -> Result<Vec<Login>, Refusal> {
    let world = &pool.foundation.world;
    let settings = pool.settings();
    let trusted = settings.providers;
    let oidc_provider = world.oidc_issuer.split_once("://").map_or("", |(_, name)| name);
    let mut verified = Vec::new();
    for (provider, token) in logins {
        let login = if *provider == world.login_provider() && trusted.user_pool {
            of_user_pool(pool, &settings, token, now).await?
        } else if provider == oidc_provider && trusted.oidc {
            of_oidc(pool, provider, token, now).await?
        } else if *provider == world.saml_provider_arn && trusted.saml {
            of_saml(pool, token, now).await?
        } else if provider == ISSUER_NAME {
            of_developer(pool, token, now).await?
        } else {
            return Err(unsupported());
        };
        verified.push(login);
    }
    Ok(verified)
}

async fn of_user_pool(
    pool: &IdentityPool,
    settings: &IdentityPoolSettings,
    token: &Secret,
    now: OffsetDateTime,
) -> Result<Login, Refusal> {
    let world = &pool.foundation.world;
    let claims = pool.user_pool.id_token_claims(token).map_err(fault)?;
    if claims["iss"] != world.issuer().as_str() {
        return Err(invalid("Invalid login token. Issuer doesn't match providerName"));
    }
    let clients = pool.foundation.settings.now();
    if claims["aud"]
        .as_str()
        .is_none_or(|client| clients.client(client).is_none())
    {
        return Err(unsupported());
    }
    check_time(claims["exp"].as_i64().unwrap_or_default(), now)?;
    let (Some(sub), Some(username)) = (claims["sub"].as_str(), claims["cognito:username"].as_str()) else {
        return Err(malformed());
    };
    if settings.server_side_token_check && !pool.user_pool.is_still_signed_in(&claims).await? {
        return Err(invalid("Invalid login token. Token is revoked."));
    }
    Ok(Login::Provider {
        kind: Kind::UserPool,
        provider: world.login_provider(),
        subject: sub.to_owned(),
        username: Some(username.to_owned()),
        claims,
    })
}

async fn of_oidc(
    pool: &IdentityPool,
    provider: &str,
    token: &Secret,
    now: OffsetDateTime,
) -> Result<Login, Refusal> {
    let world = &pool.foundation.world;
    let said = oidc::verify(&pool.external, token).await.map_err(fault)?;
    if said.issuer != world.oidc_issuer {
        return Err(invalid("Invalid login token. Issuer doesn't match providerName"));
    }
    if said.audience != world.oidc_client_id {
        return Err(invalid("Invalid login token. Incorrect token audience."));
    }
    check_time(said.expires_at, now)?;
    let mut claims = Map::new();
    let mut claim = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            claims.insert(name.to_owned(), json!(value));
        }
    };
    claim("iss", Some(said.issuer));
    claim("aud", Some(said.audience));
    claim("sub", Some(said.person.id.clone()));
    claim("name", Some(said.person.name()));
    claim("email", said.person.email);
    claim("given_name", said.person.given_name);
    claim("family_name", said.person.family_name);
    Ok(Login::Provider {
        kind: Kind::Oidc,
        provider: provider.to_owned(),
        subject: said.person.id,
        username: None,
        claims: Value::Object(claims),
    })
}

async fn of_saml(pool: &IdentityPool, response: &Secret, now: OffsetDateTime) -> Result<Login, Refusal> {
    let said = saml::verify(&pool.external, response.expose())
        .await
        .map_err(|fault| match fault {
            TokenFault::Malformed => invalid("Invalid SAML Assertion."),
            TokenFault::Forged => invalid("Invalid SAML Assertion. The signature is not valid."),
        })?;
    if said.issuer != saml::entity_id(&pool.external) {
        return Err(invalid("Invalid SAML Assertion. The issuer is not trusted."));
    }
    if said.audience != SAML_AUDIENCE {
        return Err(invalid("Invalid SAML Assertion. The audience is not AWS."));
    }
    if now >= said.not_on_or_after {
        return Err(invalid("Invalid SAML Assertion. The assertion has expired."));
    }
    let mut claims: Map<String, Value> = said
        .attributes
        .iter()
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    claims.insert("sub".to_owned(), json!(said.name_id));
    claims.insert("aud".to_owned(), json!(said.audience));
    Ok(Login::Provider {
        kind: Kind::Saml,
        provider: pool.foundation.world.saml_provider_arn.clone(),
        subject: said.name_id,
        username: None,
        claims: Value::Object(claims),
    })
}

async fn of_developer(pool: &IdentityPool, token: &Secret, now: OffsetDateTime) -> Result<Login, Refusal> {
    let token = pool.open_token(token, now).await.map_err(|flaw| match flaw {
        TokenFlaw::Malformed => malformed(),
        TokenFlaw::Forged => forged(),
        TokenFlaw::Expired { at } => expired(at, now),
        TokenFlaw::Unavailable(error) => Refusal::internal(&error),
    })?;
    if token.audience != pool.foundation.world.identity_pool_id {
        return Err(unsupported());
    }
    Ok(Login::Vouched {
        identity_id: token.identity_id.clone(),
        token,
    })
}

fn check_time(expires: i64, now: OffsetDateTime) -> Result<(), Refusal> {
    if expires <= now.unix_timestamp() {
        return Err(expired(expires, now));
    }
    Ok(())
}

fn expired(at: i64, now: OffsetDateTime) -> Refusal {
    let now = now.unix_timestamp();
    Refusal::not_authorized(format!("Invalid login token. Token expired: {now} >= {at}"))
}

fn fault(fault: TokenFault) -> Refusal {
    match fault {
        TokenFault::Malformed => malformed(),
        TokenFault::Forged => forged(),
    }
}

fn malformed() -> Refusal {
    invalid("Invalid login token. Not a valid OpenId Connect identity token.")
}

fn forged() -> Refusal {
    invalid("Invalid login token. Couldn't verify signed token.")
}

pub(super) fn unsupported() -> Refusal {
    invalid("Token is not from a supported provider of this identity pool.")
}

fn invalid(message: &'static str) -> Refusal {
    Refusal::not_authorized(message)
}
