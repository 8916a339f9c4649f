//! The user pool as a client of the two pretend providers: sends people there and judges what comes back. A visit is
//! bound to the browser, answered once, and for the provider that it went to.

use axum::body::Body;
use base::Secret;
use http::request::Parts;
use http::{HeaderMap, Response};

use super::authorization::Authorization;
use super::{Answer, authorize, query, wrong};
use crate::external::people::Person;
use crate::external::{oidc, saml};
use crate::oauth::Rejection;
use crate::random;
use crate::services::Services;
use crate::settings::{IdentityProvider, ProviderKind};
use crate::user_pool::hosted_ui::visit::Visit;
use crate::web::{self, Form};
use crate::wire::Refusal;

/// Where SAML responses are posted to.
pub(super) const ASSERTION_CONSUMER: &str = "/saml2/idpresponse";
/// The cookie that binds a visit to its browser.
const BROWSER: &str = "csrf-state";

/// A visit that has come back, and the request that it is for.
struct Returned {
    visit: Visit,
    provider: IdentityProvider,
    authorization: Authorization,
}

/// Sends the browser to a provider.
pub(super) async fn begin(
    services: &Services,
    authorization: &Authorization,
    provider: &IdentityProvider,
) -> Answer {
    let browser = Secret::new(random::text(43, random::URL_SAFE)?);
    let request = match provider.kind {
        ProviderKind::Oidc => random::text(43, random::URL_SAFE)?,
        ProviderKind::Saml => format!("_{}", random::uuid()),
    };
    let state = services
        .user_pool
        .begin_visit(&provider.name, &request, &authorization.form.encode(), &browser)
        .await?;
    let location = match provider.kind {
        ProviderKind::Oidc => {
            let (callback, scope) = (oidc::pool_callback(&services.external), "openid email profile");
            let parameters = [
                ("client_id", oidc::POOL_CLIENT),
                ("redirect_uri", callback.as_str()),
                ("response_type", "code"),
                ("scope", scope),
                ("state", state.expose()),
                ("nonce", request.as_str()),
            ];
            let issuer = &services.foundation.world.oidc_issuer;
            web::extended(&format!("{issuer}/authorize"), &parameters, false)
        }
        ProviderKind::Saml => saml::request_address(
            &services.external,
            &request,
            state.expose(),
            services.foundation.clock.now(),
        ),
    };
    Ok(web::redirect(
        &location,
        &[web::set_cookie(BROWSER, browser.expose(), None)],
    ))
}

/// The answer of the OpenID Connect provider.
pub(super) async fn from_oidc(services: &Services, head: &Parts) -> Answer {
    let form = query(head);
    let returned = match returned(services, &head.headers, form.secret("state")).await? {
        Ok(returned) if returned.provider.kind == ProviderKind::Oidc => returned,
        Ok(_) => return Ok(wrong("Invalid state")),
        Err(answer) => return Ok(answer),
    };
    if let Some(error) = form.get("error") {
        let description = form.get("error_description").unwrap_or(error);
        return Ok(foreign(&returned, error, description));
    }
    let Some(code) = form.secret("code") else {
        return Ok(foreign(&returned, "invalid_request", "The provider sent no code"));
    };
    let callback = oidc::pool_callback(&services.external);
    let redeemed = oidc::redeem(&services.external, oidc::POOL_CLIENT, code, callback, None).await?;
    let token = match redeemed {
        Ok(tokens) => tokens.id_token,
        Err(rejection) => {
            return Ok(foreign(
                &returned,
                rejection.error,
                "The provider refused the code",
            ));
        }
    };
    let now = services.foundation.clock.now().unix_timestamp();
    let person = oidc::verify(&services.external, &token)
        .await
        .ok()
        .filter(|claims| {
            claims.issuer == services.foundation.world.oidc_issuer
                && claims.audience == oidc::POOL_CLIENT
                && claims.nonce.as_deref() == Some(returned.visit.request.as_str())
                && (claims.issued_at..claims.expires_at).contains(&now)
        })
        .map(|claims| claims.person);
    arrive(
        services,
        returned,
        person,
        "Invalid ID token from identity provider",
    )
    .await
}

/// The answer of the SAML provider.
pub(super) async fn from_saml(services: &Services, head: &Parts, body: Body) -> Answer {
    const UNFIT: &str = "Invalid samlResponse or relayState from identity provider";
    let Some(form) = Form::read(head, body).await else {
        return Ok(wrong(UNFIT));
    };
    let returned = match returned(services, &head.headers, form.secret("RelayState")).await? {
        Ok(returned) if returned.provider.kind == ProviderKind::Saml => returned,
        Ok(_) | Err(_) => return Ok(wrong(UNFIT)),
    };
    let response = form.get("SAMLResponse").unwrap_or_default();
    if let Some(status) = saml::refusal(response) {
        let declined = status.ends_with(":RequestDenied");
        let error = if declined {
            "access_denied"
        } else {
            "invalid_request"
        };
        return Ok(foreign(&returned, error, &status));
    }
    let now = services.foundation.clock.now();
    let person = saml::verify(&services.external, response)
        .await
        .ok()
        .filter(|assertion| {
            assertion.issuer == saml::entity_id(&services.external)
                && assertion.audience == saml::pool_entity_id(&services.external)
                && assertion.recipient == saml::pool_consumer(&services.external)
                && assertion.in_response_to.as_deref() == Some(returned.visit.request.as_str())
                && (assertion.issued_at..assertion.not_on_or_after).contains(&now)
        })
        .map(|assertion| assertion.person());
    arrive(services, returned, person, UNFIT).await
}

/// The visit that this browser comes back from; the inner answer is for one that nobody began.
async fn returned(
    services: &Services,
    headers: &HeaderMap,
    state: Option<Secret>,
) -> Result<Result<Returned, Response<Body>>, Refusal> {
    let (Some(state), Some(browser)) = (state, web::cookie(headers, BROWSER)) else {
        return Ok(Err(wrong("Invalid state")));
    };
    let Some(visit) = services.user_pool.end_visit(&state, &browser).await? else {
        return Ok(Err(wrong("Invalid state")));
    };
    let settings = services.foundation.settings.now();
    let providers = &settings.pool.identity_providers;
    let Some(provider) = providers
        .iter()
        .find(|provider| provider.name == visit.provider)
        .cloned()
    else {
        return Ok(Err(wrong("Invalid state")));
    };
    let authorization = Authorization::read(&settings, Form::parse(visit.query.as_bytes()));
    Ok(authorization.map(|authorization| Returned {
        visit,
        provider,
        authorization,
    }))
}

/// Lets a person in for whom the provider vouches.
async fn arrive(
    services: &Services,
    returned: Returned,
    person: Option<Person>,
    unfit: &'static str,
) -> Answer {
    let Returned {
        provider,
        authorization,
        ..
    } = returned;
    let Some(person) = person else {
        let rejection = Rejection::invalid_request().because(unfit);
        return Ok(authorization.refuse(&rejection, &[forgotten()]));
    };
    let name = provider.name.clone();
    let client_id = authorization.client.client_id.clone();
    match services
        .user_pool
        .sign_in_from(&client_id, provider, person)
        .await
    {
        Ok(sub) => authorize::welcome(services, &authorization, &sub, Some(&name)).await,
        Err(refusal) => Ok(authorize::refused(&authorization, refusal, &[forgotten()])),
    }
}

/// Passes on what the provider has against it. Errors that OAuth does not know become `invalid_request`.
fn foreign(returned: &Returned, error: &str, description: &str) -> Response<Body> {
    let known = ["access_denied", "server_error", "temporarily_unavailable"];
    let name = known
        .into_iter()
        .find(|name| *name == error)
        .unwrap_or("invalid_request");
    let rejection = Rejection::new(name).because(description.to_owned());
    returned.authorization.refuse(&rejection, &[forgotten()])
}

fn forgotten() -> String {
    web::set_cookie(BROWSER, "", Some(0))
}
