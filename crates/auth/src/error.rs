//! What can go wrong, as facts. No secret and no sentence of the service; the AWS request id where there is one.

use flow::Refusal;
use thiserror::Error;

/// Why something could not be had.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// Nobody is signed in, or not the person for whom this was asked.
    #[error("nobody is signed in")]
    NotSignedIn,
    /// The connection has no identity pool.
    #[error("the connection has no identity pool")]
    NoIdentityPool,
    /// The user pool refused, or could not be reached.
    #[error("user pool: {0}")]
    UserPool(#[from] Refusal),
    /// The identity pool refused, or could not be reached.
    #[error("identity pool: {reason}")]
    IdentityPool {
        /// What is the matter.
        reason: IdentityReason,
        /// The AWS request id.
        request_id: Option<String>,
    },
    /// The session is closed.
    #[error("the session is closed")]
    Closed,
}

/// What the identity pool found wrong. Source: errors of the public calls of the
/// identity pools API, and of STS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IdentityReason {
    /// The ID token is expired.
    #[error("token expired")]
    TokenExpired,
    /// The identity pool does not trust this user pool or app client.
    #[error("provider not trusted")]
    ProviderNotTrusted,
    /// The identity belongs to somebody else, is disabled or is gone.
    #[error("identity not usable")]
    IdentityNotUsable,
    /// The pool does not admit guests.
    #[error("guests not admitted")]
    GuestsNotAdmitted,
    /// The service will not let this token have credentials.
    #[error("not authorized")]
    NotAuthorized,
    /// The token or the assertion is not one that the provider has issued, or not for this.
    #[error("token refused")]
    TokenRefused,
    /// The role that was asked for is none of the token's own.
    #[error("role not allowed")]
    RoleNotAllowed,
    /// The token offers several roles and the pool takes none of them by itself (`AmbiguousRoleResolution`).
    #[error("roles ambiguous")]
    RolesAmbiguous,
    /// The role does not trust the identity pool, or not for such people.
    #[error("role does not trust the pool")]
    RoleNotTrusting,
    /// Credentials of this role may not last as long as was asked.
    #[error("duration too long")]
    DurationTooLong,
    /// What the pool tells about the person is too much for a session.
    #[error("tags too large")]
    TagsTooLarge,
    /// The account does not use this region.
    #[error("region disabled")]
    RegionDisabled,
    /// The pool's basic (classic) flow is off.
    #[error("basic flow off")]
    BasicFlowOff,
    /// No role is assigned, or the role does not trust the pool.
    #[error("roles misconfigured")]
    Roles,
    /// The login is linked to another identity.
    #[error("login linked elsewhere")]
    LinkedElsewhere,
    /// There is no such identity pool.
    #[error("identity pool not found")]
    PoolNotFound,
    /// The pool holds as many identities as it may.
    #[error("limit exceeded")]
    LimitExceeded,
    /// Too many requests at once.
    #[error("too many requests")]
    TooManyRequests,
    /// The service cannot be reached, or did not answer in time.
    #[error("service unreachable")]
    Unreachable,
    /// The service failed.
    #[error("service failed")]
    ServiceFailed,
    /// The identity provider behind the pool does not answer.
    #[error("identity provider failed")]
    ProviderFailed,
    /// The service does not take what it was asked.
    #[error("call refused")]
    CallRefused,
    /// An error that has no row of its own.
    #[error("unexpected error")]
    Unexpected,
}
