//! Two pretend identity providers of other people, AcmeOIDC (OpenID Connect) and AcmeSAML (SAML 2.0), each with a key
//! and pages of its own. The user pool federates with both; the identity pool trusts both directly.

mod consent;
pub(crate) mod oidc;
pub(crate) mod people;
pub(crate) mod saml;

use axum::body::Body;
use http::{Method, Request, Response, StatusCode};
use serde_json::json;
use tokio::sync::OnceCell;

use crate::error::Error;
use crate::foundation::Foundation;
use crate::oauth::Rejection;
use crate::signing::SigningKey;
use crate::web;

/// The tables of the providers.
pub(crate) const SCHEMA: &str = oidc::SCHEMA;

/// Both providers. Their keys are made when first needed.
#[derive(Debug)]
pub(crate) struct External {
    foundation: Foundation,
    oidc_key: OnceCell<SigningKey>,
    saml_key: OnceCell<SigningKey>,
}

impl External {
    pub(crate) fn new(foundation: &Foundation) -> Self {
        Self {
            foundation: foundation.clone(),
            oidc_key: OnceCell::new(),
            saml_key: OnceCell::new(),
        }
    }

    async fn oidc_key(&self) -> Result<&SigningKey, Error> {
        let load = || SigningKey::load(&self.foundation.database, "external oidc");
        self.oidc_key.get_or_try_init(load).await
    }

    async fn saml_key(&self) -> Result<&SigningKey, Error> {
        let load = || SigningKey::load(&self.foundation.database, "external saml");
        self.saml_key.get_or_try_init(load).await
    }
}

/// Whether a path is one of the providers'.
pub(crate) fn owns(path: &str) -> bool {
    path.starts_with("/external/")
}

/// Paths that browsers post forms to.
pub(crate) fn takes_forms(path: &str) -> bool {
    matches!(path, "/external/oidc/authorize" | "/external/saml/sso")
}

/// Answers a request to one of the providers.
pub(crate) async fn answer(external: &External, request: Request<Body>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let outcome = match (&head.method, head.uri.path()) {
        (&Method::GET, "/external/oidc/.well-known/openid-configuration") => {
            Ok(oidc::provider::discovery(external))
        }
        (&Method::GET, "/external/oidc/jwks") => oidc::provider::keys(external).await,
        (&Method::GET, "/external/oidc/authorize") => oidc::provider::ask(external, &head),
        (&Method::POST, "/external/oidc/authorize") => oidc::provider::take(external, &head, body).await,
        (&Method::POST, "/external/oidc/token") => oidc::provider::token(external, &head, body).await,
        (&Method::GET, "/external/oidc/userinfo") => oidc::provider::user_info(external, &head).await,
        (&Method::GET, "/external/saml/metadata") => saml::sso::metadata(external).await,
        (&Method::GET, "/external/saml/sso") => saml::sso::ask(external, &head),
        (&Method::POST, "/external/saml/sso") => saml::sso::take(external, &head, body).await,
        _ => Ok(web::json(
            StatusCode::NOT_FOUND,
            &json!({ "message": "There is nothing here." }),
        )),
    };
    outcome.unwrap_or_else(|refusal| web::rejected(&Rejection::from(refusal)))
}
