//! Two pretend identity providers of other people, AcmeOIDC (OpenID Connect) and AcmeSAML (SAML 2.0), each with a key
//! and pages of its own. The user pool federates with both; the identity pool trusts both directly.

pub(crate) mod oidc;
pub(crate) mod people;
pub(crate) mod saml;

use tokio::sync::OnceCell;

use crate::error::Error;
use crate::foundation::Foundation;
use crate::signing::SigningKey;

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
