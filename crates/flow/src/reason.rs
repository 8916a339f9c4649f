//! Why a step was refused. Facts only: no secret, and no sentence but the one that a pool's own rules address to the
//! person. `api` words them.

use thiserror::Error;
use time::OffsetDateTime;

/// A refusal: the state stays, and the person is told why.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{reason}")]
pub struct Refusal {
    /// What is the matter.
    pub reason: Reason,
    /// The service's name for the error, such as `NotAuthorizedException`; none where the service was not asked
    /// or did not answer.
    pub error: Option<String>,
    /// The AWS request id, for whoever runs the service.
    pub request_id: Option<String>,
    /// When trying again helps, by this computer's clock, where that is known.
    pub until: Option<OffsetDateTime>,
    /// What the pool's own rules (a trigger) say, written by whoever runs the service for whoever signs in: without
    /// the service's own words around it, at most 300 characters.
    pub said: Option<String>,
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self {
            reason,
            error: None,
            request_id: None,
            until: None,
            said: None,
        }
    }
}

/// What is the matter. One service error can mean many things (`NotAuthorizedException`), and many errors one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// A field that must be filled in is empty; its name.
    #[error("{0} is empty")]
    Empty(String),
    /// What is in a field cannot be sent as it is.
    #[error("{field}: {fault}")]
    Malformed {
        /// The field's name.
        field: String,
        /// What is wrong with it.
        fault: FieldFault,
    },
    /// Unknown user or wrong password; the service does not say which.
    #[error("unknown user or wrong password")]
    WrongCredentials,
    /// No such user.
    #[error("unknown user")]
    UnknownUser,
    /// The code is not the one that was sent.
    #[error("wrong code")]
    WrongCode,
    /// The code is too old, or another one has replaced it.
    #[error("expired code")]
    ExpiredCode,
    /// The code of the authenticator app has been used; the next one will do.
    #[error("code used already")]
    UsedCode,
    /// The first code of a new authenticator app does not fit its key, or the two clocks differ.
    #[error("first code refused")]
    WrongFirstCode,
    /// The new password does not follow the pool's rules.
    #[error("password against the rules")]
    PasswordRules,
    /// The new password is one of the earlier ones.
    #[error("password used before")]
    PasswordReused,
    /// Somebody already has this user name.
    #[error("user name taken")]
    UsernameTaken,
    /// Somebody already has this email address or telephone number.
    #[error("address taken")]
    AddressTaken,
    /// An attribute is missing or malformed; its name where the service gives it.
    #[error("attribute refused")]
    Attribute(Option<String>),
    /// An attribute may not be changed, or not now; its name where the service gives it.
    #[error("attribute fixed")]
    AttributeFixed(Option<String>),
    /// The request breaks a limit of the service: length, characters.
    #[error("request refused")]
    InvalidParameter,
    /// The account waits for its confirmation.
    #[error("account not confirmed")]
    NotConfirmed,
    /// The account is confirmed already.
    #[error("account confirmed already")]
    AlreadyConfirmed,
    /// The password must be reset before anybody can sign in.
    #[error("password reset required")]
    ResetRequired,
    /// The password cannot be reset while it is a temporary one.
    #[error("password cannot be reset now")]
    ResetNotPossible,
    /// There is no address that a reset code could go to: none is verified, or email is the second step.
    #[error("no address for a reset")]
    NoVerifiedAddress,
    /// An administrator has disabled the account.
    #[error("account disabled")]
    Disabled,
    /// The temporary password is too old; only an administrator can send another.
    #[error("temporary password expired")]
    TemporaryPasswordExpired,
    /// Too many wrong passwords: the account is locked for a while.
    #[error("locked for a while")]
    LockedOut,
    /// Too many wrong codes for this action.
    #[error("too many wrong codes")]
    TooManyWrongCodes,
    /// A quota of the pool or of the account is used up for a while.
    #[error("limit exceeded")]
    LimitExceeded,
    /// Too many requests at once.
    #[error("too many requests")]
    TooManyRequests,
    /// The sign-in took too long, or its session was used already.
    #[error("challenge session lapsed")]
    ChallengeLapsed,
    /// The session is over: expired, or not known any more.
    #[error("session ended")]
    SessionEnded,
    /// The session was revoked: somebody signed out on all devices, or an administrator did.
    #[error("session revoked")]
    SessionRevoked,
    /// A refresh token was used twice, so that somebody else may have a copy of it.
    #[error("session copied")]
    SessionCopied,
    /// The pool does not let people sign up themselves.
    #[error("sign-up not permitted")]
    SignUpNotPermitted,
    /// The app client does not allow this way of signing in.
    #[error("sign-in flow not enabled")]
    FlowNotEnabled,
    /// The app client's secret is wrong.
    #[error("client secret refused")]
    ClientSecret,
    /// The app client has a secret, and the connection does not.
    #[error("client secret missing")]
    ClientSecretMissing,
    /// The pool does not exist, or not in this Region.
    #[error("pool not found")]
    NotFound,
    /// The pool exists, the app client does not.
    #[error("app client not found")]
    ClientNotFound,
    /// The pool knows this device already.
    #[error("device known already")]
    DeviceKnown,
    /// The pool is not set up for what it was asked.
    #[error("pool misconfigured")]
    Configuration,
    /// The pool may not send messages: a role or an identity of its message services is wrong.
    #[error("pool cannot send messages")]
    MessagesNotSetUp,
    /// The pool's plan or its add-ons do not include what it was asked.
    #[error("feature not included")]
    FeatureOff,
    /// This Region holds a read-only copy of the pool.
    #[error("read-only replica")]
    ReadReplica,
    /// The pool has sent as many emails as it may in a day.
    #[error("daily email limit reached")]
    EmailLimit,
    /// Somebody else changed the same thing at the same time.
    #[error("changed at the same time")]
    Concurrent,
    /// Codes by email are the second step, so that a forgotten password cannot be reset by email.
    #[error("email is the second step and cannot reset the password")]
    EmailIsSecondStep,
    /// The password is known to be in the hands of others, and the pool refuses it.
    #[error("compromised password")]
    CompromisedPassword,
    /// The pool takes this attempt for an attack and refuses it.
    #[error("sign-in blocked as too risky")]
    RiskBlocked,
    /// A passkey is asked for, and this computer has none for this account that the app may use.
    #[error("passkey not available here")]
    PasskeyElsewhere,
    /// The pool does not take passkeys.
    #[error("passkeys are off")]
    PasskeysOff,
    /// The pool does not take this passkey: another origin, relying party, client or kind.
    #[error("passkey refused")]
    PasskeyRefused,
    /// Setting up the passkey took too long.
    #[error("passkey set-up lapsed")]
    PasskeyLapsed,
    /// The pool does not know this device any more.
    #[error("device unknown")]
    DeviceUnknown,
    /// The second factor does not exist for this account or pool.
    #[error("factor not found")]
    FactorNotFound,
    /// No authenticator app is set up for this account, or the pool takes none.
    #[error("authenticator app not found")]
    AuthenticatorNotFound,
    /// The second factor cannot be switched on before its address is verified or its app is set up.
    #[error("factor not ready")]
    FactorNotReady,
    /// The code could not be sent.
    #[error("code not delivered")]
    CodeNotDelivered,
    /// The pool's own rules (a trigger) refused.
    #[error("refused by the pool's own rules")]
    TriggerRefused,
    /// The pool's own rules (a trigger) failed.
    #[error("the pool's own rules failed")]
    TriggerFailed,
    /// A firewall of the service blocked the request.
    #[error("blocked by a firewall")]
    Blocked,
    /// The service cannot be reached, or did not answer in time.
    #[error("service unreachable")]
    Unreachable,
    /// The service failed.
    #[error("service failed")]
    ServiceFailed,
    /// The answer of the service makes no sense.
    #[error("answer not understood")]
    Garbled,
    /// A token of the service was not accepted.
    #[error("token refused: {0}")]
    Token(TokenFault),
    /// The service does not allow this, and does not say why.
    #[error("not permitted")]
    NotPermitted,
    /// The service does not take what it was asked, whatever the person does.
    #[error("call refused")]
    CallRefused,
    /// The connection has no pages for signing in by browser.
    #[error("no sign-in by browser")]
    NoHostedUi,
    /// The browser did not open. The address can be opened by hand.
    #[error("browser not opened")]
    BrowserNotOpened,
    /// Whoever sat at the browser declined, or went away from the page.
    #[error("declined in the browser")]
    BrowserDeclined,
    /// The pages or the provider behind them said no; their name for it is in [`Refusal::error`].
    #[error("refused in the browser")]
    ProviderRefused,
    /// Nobody came back from the browser in time.
    #[error("no answer from the browser")]
    BrowserTimedOut,
    /// Other programs hold all ports that the browser could come back to.
    #[error("all ports taken")]
    PortsTaken,
    /// The app client does not know the address that the browser is to come back to.
    #[error("address to come back to not registered")]
    RedirectNotRegistered,
    /// What the browser brought back cannot be exchanged for tokens: used already, too old, or somebody else's.
    #[error("authorization code refused")]
    CodeRefused,
    /// The tokens do not hold the permission (scope) that this needs.
    #[error("scope missing")]
    ScopeMissing,
    /// The connection has no identity pool.
    #[error("no identity pool")]
    NoIdentityPool,
    /// The identity pool takes no guests.
    #[error("no guests")]
    GuestsOff,
    /// The identity pool does not trust who issued this token.
    #[error("provider not trusted")]
    ProviderNotTrusted,
    /// This version cannot answer the challenge.
    #[error("challenge not supported")]
    UnsupportedChallenge,
    /// An error that has no row of its own; its name is in [`Refusal::error`].
    #[error("unexpected error")]
    Unexpected,
}

/// What is wrong with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FieldFault {
    /// More than this many characters.
    #[error("more than {0} characters")]
    TooLong(i64),
    /// Fewer than this many characters.
    #[error("fewer than {0} characters")]
    TooShort(i64),
    /// More than this number.
    #[error("more than {0}")]
    TooMuch(i64),
    /// Less than this number.
    #[error("less than {0}")]
    TooLittle(i64),
    /// Control characters.
    #[error("control characters")]
    Unprintable,
    /// Blanks where none may be.
    #[error("blanks")]
    Blank,
    /// An address where a name of one's own choice belongs.
    #[error("an address")]
    IsAddress,
    /// Not an email address.
    #[error("not an email address")]
    NotEmail,
    /// Not a telephone number with its country code (E.164).
    #[error("not a telephone number")]
    NotPhone,
    /// Not a date, `YYYY-MM-DD`.
    #[error("not a date")]
    NotDate,
    /// Not a whole number.
    #[error("not a number")]
    NotNumber,
    /// Neither `true` nor `false`.
    #[error("neither true nor false")]
    NotYesNo,
    /// Neither the address that a browser came back to, nor the code in it.
    #[error("not what the browser came back with")]
    NotCallback,
    /// Not the six digits of an authenticator app.
    #[error("not six digits")]
    NotSixDigits,
}

/// What is wrong with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TokenFault {
    /// Not three parts of base64url, or not the JSON that it must be.
    #[error("malformed")]
    Malformed,
    /// Signed otherwise than by RS256, or with a header that demands what nobody promised.
    #[error("algorithm")]
    Algorithm,
    /// Signed by a key that is not the pool's.
    #[error("unknown key")]
    UnknownKey,
    /// The signature does not fit.
    #[error("signature")]
    Signature,
    /// Issued by somebody else.
    #[error("issuer")]
    Issuer,
    /// Issued for somebody else.
    #[error("audience")]
    Audience,
    /// An access token where an ID token belongs, or the reverse.
    #[error("use")]
    Use,
    /// Expired, or not valid yet.
    #[error("time")]
    Time,
    /// The two tokens do not belong together.
    #[error("mismatch")]
    Mismatch,
    /// Issued in answer to another request.
    #[error("nonce")]
    Nonce,
}
