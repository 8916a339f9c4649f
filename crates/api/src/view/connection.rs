//! Connections: the list, and a connection as a whole while it is written, read or shown. The one type that crosses
//! both ways is [`ConnectionForm`]; a secret only ever crosses inwards in it.

use base::Secret;
use serde::{Deserialize, Serialize, Serializer};
use ts_rs::TS;

use super::{AppDataPlace, LocationKind, PasswordRulesView};

/// A connection: which user pool, identity pool and bucket. The short form, for lists and menus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionView {
    /// Its stable id.
    pub id: String,
    /// Its name, as shown.
    pub name: String,
    /// Whether it is the embedded sandbox.
    pub sandbox: bool,
    /// Where it leads.
    #[serde(rename = "where")]
    pub place: PlaceView,
    /// The AWS region.
    pub region: String,
}

/// Where a connection leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PlaceView {
    /// To the sandbox in this app.
    Sandbox,
    /// To an emulator on this computer.
    Emulator,
    /// To AWS, or to a service elsewhere that speaks like it.
    Aws,
}

/// All connections, the sandbox first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionListView {
    /// The connections.
    pub connections: Vec<ConnectionView>,
    /// The id of the one in use.
    pub active: String,
}

/// A connection as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionForm {
    /// Its stable id; none for a new one.
    pub id: Option<String>,
    /// Its name, as shown.
    pub name: String,
    /// The region of the user pool; read from the id where it is left out.
    pub region: Option<String>,
    /// `<region>_<name>`; none where people sign in by the identity pool alone.
    pub user_pool_id: Option<String>,
    /// The app client.
    pub client_id: Option<String>,
    /// A new secret of the app client. Never given out.
    #[serde(default, serialize_with = "nothing")]
    #[ts(type = "string | null")]
    pub client_secret: Option<Secret>,
    /// Whether a secret of the app client is kept. In a form that comes in: whether it is to stay.
    #[serde(default)]
    pub has_client_secret: bool,
    /// The id of the way of signing in to start with.
    pub auth_flow: String,
    /// The ids of the ways that people may choose from, in order.
    pub methods: Vec<String>,
    /// The hosted UI; none where nobody signs in by browser.
    pub hosted_ui: Option<HostedUiForm>,
    /// The identity pool; none where the connection signs in only.
    pub identity_pool: Option<IdentityPoolForm>,
    /// Where S3 is; none: at AWS, in the user pool's region.
    pub storage: Option<StorageForm>,
    /// What people can open.
    pub locations: Vec<LocationForm>,
    /// Where the services answer, other than at AWS.
    pub endpoints: EndpointsForm,
    /// How people create accounts; none where only an administrator does.
    pub sign_up: Option<SignUpForm>,
    /// Whether the service is told about this device for its risk analysis.
    pub user_context: bool,
    /// Where bookmarks and the like are shared among a person's devices.
    #[serde(default)]
    pub app_data: AppDataPlace,
    /// An API for testers to call.
    pub api: Option<ApiForm>,
}

/// A user pool's hosted UI (managed login).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HostedUiForm {
    /// The domain, such as `acme.auth.eu-west-1.amazoncognito.com`; an emulator's with `http://` before it.
    pub domain: String,
    /// What is asked for; `openid` always among them.
    pub scopes: Vec<String>,
    /// The ports of the registered `http://localhost:{port}/callback`.
    pub redirect_ports: Vec<u16>,
    /// The registered callback that brings back to this app.
    pub deep_link: Option<String>,
    /// The registered `logout_uri`.
    pub sign_out_to: Option<String>,
    /// The language of its pages.
    pub lang: Option<String>,
    /// The providers that have a button of their own.
    pub providers: Vec<HostedProviderForm>,
}

/// A provider behind the hosted UI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HostedProviderForm {
    /// Its name in the user pool.
    pub name: String,
    /// What its button says.
    pub label: String,
    /// Whose mark the button bears.
    pub kind: HostedProviderKindForm,
}

/// What kind of provider it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are the providers' own")]
pub enum HostedProviderKindForm {
    Google,
    Apple,
    Facebook,
    Amazon,
    Saml,
    Oidc,
}

/// An identity pool, and how it is used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IdentityPoolForm {
    /// `<region>:<uuid>`.
    pub id: String,
    /// How credentials come of an identity.
    pub flow: IdentityFlowView,
    /// The role of the basic flow.
    pub role_arn: Option<String>,
    /// How long credentials of the basic flow last, in minutes: 15 to 720. None: an hour.
    pub duration_minutes: Option<u32>,
    /// The role to ask for in the enhanced flow; one of the token's.
    pub custom_role: Option<String>,
    /// Whether people may go on without signing in.
    pub guests: bool,
    /// The name under which the owner's backend vouches for people.
    pub developer_provider: Option<String>,
    /// The address of that backend; none where its tokens are pasted.
    pub developer_backend: Option<String>,
    /// Providers that the identity pool trusts itself, without a user pool.
    pub providers: Vec<ExternalProviderForm>,
}

/// How credentials come of an identity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum IdentityFlowView {
    /// The pool chooses the role (`GetCredentialsForIdentity`).
    #[default]
    Enhanced,
    /// The connection names it (`AssumeRoleWithWebIdentity`).
    Basic,
}

/// A provider that the identity pool trusts itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExternalProviderForm {
    /// Its name, as shown.
    pub name: String,
    /// Its key in `Logins`: host and path of an issuer, or the ARN of a SAML provider.
    pub login: String,
    /// Its issuer, where people can sign in there by browser.
    pub issuer: Option<String>,
    /// This app's id there.
    pub client_id: Option<String>,
    /// What is asked for there.
    pub scopes: Vec<String>,
}

/// Where S3 is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StorageForm {
    /// The region of the buckets; none: the user pool's.
    pub region: Option<String>,
    /// The address, if not at AWS.
    pub endpoint: Option<String>,
    /// Whether the bucket stands in the path and not in the host name.
    pub path_style: bool,
}

/// A place in a bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LocationForm {
    /// Its stable id; empty for a new one.
    pub id: String,
    /// Its own name, where it has one.
    pub name: Option<String>,
    /// Who may reach it.
    pub kind: LocationKind,
    /// The bucket.
    pub bucket: String,
    /// The bucket's region, where it is not the storage's.
    pub region: Option<String>,
    /// Where it begins: empty, or ending with `/`. `{identity_id}` stands for the person's identity.
    pub prefix: String,
    /// Whether anybody may write here.
    pub can_write: bool,
    /// Whose members alone may write here.
    pub write_groups: Option<Vec<String>>,
    /// Whose members alone are shown it.
    #[serde(default)]
    pub read_groups: Option<Vec<String>>,
    /// Whether guests may write here, too.
    #[serde(default)]
    pub guests_write: bool,
}

/// Where the services answer, other than at AWS.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndpointsForm {
    /// The user pool.
    pub user_pool: Option<String>,
    /// The identity pool.
    pub identity_pool: Option<String>,
    /// STS.
    pub sts: Option<String>,
}

/// How people create accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignUpForm {
    /// What is asked besides user name and password, in order.
    pub attributes: Vec<AttributeRuleForm>,
    /// The rules for a password.
    pub password_policy: PasswordRulesView,
    /// What people sign in with; the first is what the form calls the user name.
    pub sign_in_names: Vec<SignInNameView>,
}

/// The pool's rule for an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttributeRuleForm {
    /// The pool's name for it, such as `email` or `custom:team`.
    pub name: String,
    /// What it holds.
    pub kind: AttributeKindView,
    /// Whether an account must have it.
    pub required: bool,
    /// Whether it can be changed once it has a value.
    pub mutable: bool,
    /// The least number, or the least number of characters of a text.
    pub min: Option<i64>,
    /// The greatest number, or the greatest number of characters of a text.
    pub max: Option<i64>,
}

/// What an attribute holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are the API's own")]
pub enum AttributeKindView {
    String,
    Number,
    DateTime,
    Boolean,
}

/// What people sign in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SignInNameView {
    /// A name of their own choice.
    Username,
    /// The email address.
    Email,
    /// The telephone number.
    Phone,
}

/// An API for testers to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApiForm {
    /// Its address.
    pub url: String,
}

/// What came of saving a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(untagged)]
pub enum SavedView {
    /// It is kept.
    Saved {
        /// Under this id.
        id: String,
    },
    /// It is not: these fields do not fit.
    Refused(Vec<FieldProblem>),
}

/// Why a field of a connection does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FieldProblem {
    /// The field's path, such as `identityPool.id` or `locations.0.bucket`.
    pub field: String,
    /// What is wrong.
    pub message: FieldMessage,
    /// What would fit.
    pub example: Option<String>,
}

/// What is wrong with a field of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FieldMessage {
    /// It is empty and must not be.
    Missing,
    /// It is too long.
    TooLong,
    /// It has characters that cannot be shown.
    Unreadable,
    /// Another connection, place or provider has it already.
    Taken,
    /// Not the id of a user pool.
    UserPoolId,
    /// Not the id of an app client.
    ClientId,
    /// Not the id of an identity pool.
    IdentityPoolId,
    /// Not a region.
    Region,
    /// Another region than the one in the id.
    RegionDiffers,
    /// Not the name of a bucket.
    Bucket,
    /// Begins with `/`, or does not end with it, or has an empty part.
    Prefix,
    /// `{identity_id}` is needed in a private or protected place, or something else stands in braces.
    PrefixIdentity,
    /// A place of one's own, or what is kept for an identity, needs an identity pool.
    NeedsIdentityPool,
    /// Neither `https://` nor on this computer.
    Address,
    /// A domain with a path, or none at all.
    Domain,
    /// Not a port that may be used.
    Port,
    /// Not a deep link of this app.
    DeepLink,
    /// Neither an address nor a deep link of this app.
    SignOutTo,
    /// Not the tag of a language.
    Language,
    /// Not the name of a group.
    Group,
    /// Not the ARN of a role.
    RoleArn,
    /// Shorter than 15 minutes or longer than 12 hours.
    Duration,
    /// Not a way of signing in that is known.
    Method,
    /// `openid` is missing, or a scope has a blank.
    Scopes,
    /// Not the name of an attribute.
    Attribute,
    /// The least is more than the greatest.
    Range,
    /// Passwords have 6 to 99 characters.
    PasswordLength,
    /// Not a key of `Logins`.
    Login,
    /// Nobody could sign in.
    NoWayIn,
    /// It belongs to the sandbox of this app.
    Sandbox,
}

/// Nothing, whatever there is: a secret never leaves.
fn nothing<S: Serializer>(_: &Option<Secret>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_none()
}
