//! What the doctor can find, and why it may not be able to tell.

/// A mistake in a connection, or in what it points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Nothing can be reached.
    Offline,
    /// Somebody else answers in the service's place: the sign-in page of a network, a proxy that opens what it carries.
    CaptivePortal,
    /// The address of an emulator does not answer.
    EndpointSilent,
    /// There is no such region.
    RegionUnknown,
    /// The region is not the one in the user pool's id.
    RegionMismatch(String),
    /// There is no such user pool in the region.
    UserPoolUnknown,
    /// This computer's clock is off by so many seconds.
    ClockOff(i64),
    /// The user pool has no such app client.
    ClientUnknown,
    /// The app client has a secret, and the connection none.
    SecretNeeded,
    /// The app client has another secret.
    SecretWrong,
    /// The app client has no secret, and the connection one.
    SecretNotWanted,
    /// The app client may not use this way of signing in.
    FlowOff(String),
    /// Nobody answers as a sign-in page at the domain.
    HostedDomainWrong,
    /// The sign-in page does not know the app client.
    HostedClientUnknown,
    /// The app client does not let the browser return here.
    RedirectNotRegistered(String),
    /// The app client may not ask for these scopes.
    ScopesRefused,
    /// There is no such identity pool.
    IdentityPoolUnknown,
    /// The identity pool does not let guests in.
    GuestsClosed,
    /// The identity pool does not know this user pool and client.
    ClientNotTrusted,
    /// No role is assigned, or it does not trust this pool: AWS answers both alike.
    RoleUnusable,
    /// The role of the basic flow may not be taken on: its trust policy, or its name.
    TrustPolicy,
    /// The classic flow is switched off in the identity pool.
    BasicFlowOff,
    /// There is no such bucket.
    BucketUnknown,
    /// The bucket is in another region.
    BucketElsewhere(String),
    /// The person's role may not list the place.
    PrefixDenied,
}

/// Why a check has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// The connection does not have it.
    NotSet,
    /// Only somebody who is signed in to this connection can find out.
    NotSignedIn,
    /// An earlier check has to pass first.
    Earlier,
    /// What the service answered does not tell.
    CannotTell,
    /// The service is busy or in trouble.
    ServiceTrouble,
}
