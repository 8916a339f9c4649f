//! The identity pool of a connection, and by which of its flows credentials are had.
//! Source: Amazon Cognito identity pools, "Authentication flow".

use time::Duration;

/// An identity pool, and how it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityPoolPlan {
    /// `<region>:<uuid>`.
    pub id: String,
    /// Its AWS region; may differ from the user pool's.
    pub region: String,
    /// How credentials come of an identity.
    pub flow: IdentityFlow,
    /// The role to ask for (`CustomRoleArn`), unless the person chooses another; one of the token's `cognito:roles`.
    pub custom_role: Option<String>,
    /// Whether people may go on without signing in.
    pub guests: bool,
    /// Providers that the identity pool trusts itself, without a user pool.
    pub providers: Vec<ExternalProvider>,
    /// A backend of the owner's own that says who people are.
    pub developer: Option<Developer>,
    /// Where the identity pool answers, other than at AWS.
    pub endpoint: Option<String>,
    /// Where STS answers, other than at AWS.
    pub sts_endpoint: Option<String>,
}

/// How credentials come of an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdentityFlow {
    /// `GetCredentialsForIdentity`: the pool chooses the role.
    Enhanced,
    /// `GetOpenIdToken` and `AssumeRoleWithWebIdentity`: the connection names the role. Needs `AllowClassicFlow`.
    Basic {
        /// The role.
        role_arn: String,
        /// How long credentials are to last: 15 minutes to the role's maximum, which is at most 12 hours.
        duration: Duration,
    },
}

/// Developer-authenticated identities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Developer {
    /// `DeveloperProviderName`, such as `login.example.com`.
    pub provider: String,
    /// Takes `{"username","password"}` by POST and answers `{"IdentityId","Token"}`; none where tokens are only pasted.
    pub backend: Option<String>,
}

/// A provider that the identity pool trusts itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalProvider {
    /// Its name, as shown.
    pub name: String,
    /// Its key in `Logins`: host and path of an issuer, or the ARN of a SAML provider.
    pub login: String,
    /// How to sign in there by browser; none where a token or an assertion is only pasted.
    pub oidc: Option<OidcProvider>,
}

/// A client of an OpenID provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OidcProvider {
    /// The issuer; its discovery document says everything else.
    pub issuer: String,
    /// This app's id there.
    pub client_id: String,
    /// What is asked for; `openid` always among them.
    pub scopes: Vec<String>,
}

impl IdentityPoolPlan {
    /// The shortest time that credentials of the basic flow can last.
    pub const SHORTEST: Duration = Duration::minutes(15);
    /// The longest time that any role allows.
    pub const LONGEST: Duration = Duration::hours(12);

    /// A pool at AWS, used by its enhanced flow, for people who sign in to a user pool.
    pub fn enhanced(id: &str, region: &str) -> Self {
        Self {
            id: id.to_owned(),
            region: region.to_owned(),
            flow: IdentityFlow::Enhanced,
            custom_role: None,
            guests: false,
            providers: Vec::new(),
            developer: None,
            endpoint: None,
            sts_endpoint: None,
        }
    }

    /// The same pool and STS at another address than AWS.
    #[must_use]
    pub fn at(self, endpoint: &str) -> Self {
        Self {
            endpoint: Some(endpoint.to_owned()),
            sts_endpoint: Some(endpoint.to_owned()),
            ..self
        }
    }
}
