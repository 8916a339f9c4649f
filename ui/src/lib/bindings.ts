// Written from crates/api by `cargo test -p api export_bindings`. Not to be edited.

/**
 * Who is signed in.
 */
export type AccountView = { 
/**
 * The user name, as the pool knows it.
 */
username: string, 
/**
 * What to call the person: name, else email, else user name.
 */
displayName: string, 
/**
 * The subject identifier.
 */
sub: string, 
/**
 * The email address.
 */
email: string | null, 
/**
 * The telephone number.
 */
phone: string | null, 
/**
 * The accounts elsewhere by which the person signs in; empty for an account of the service's own.
 */
identities: Array<IdentityView>, 
/**
 * What of the account can be managed now.
 */
managed: ManagedView, 
/**
 * The groups.
 */
groups: Array<string>, 
/**
 * What the groups let the person do with the files: the names of AWS roles.
 */
roles: Array<string>, 
/**
 * The one of them that is taken.
 */
preferredRole: string | null, 
/**
 * The identity pool's id for this person, once known.
 */
identityId: string | null, 
/**
 * The one that the person has chosen.
 */
role: string | null, 
/**
 * Whether it is nobody in particular.
 */
guest: boolean, 
/**
 * How long something may live on that signing out everywhere cannot take back, in milliseconds.
 */
livesOn: number, 
/**
 * Whether the session survives closing the app.
 */
remembered: boolean, 
/**
 * Whether the service asks if this device should be remembered.
 */
askRememberDevice: boolean, 
/**
 * When this person first signed in on this device.
 */
firstSignIn: number | null, 
/**
 * When this person last signed in on this device.
 */
lastSignIn: number | null, };

/**
 * Where to go, as it was typed or pasted.
 */
export type AddressForm = { 
/**
 * `s3://…`, an address of the web, presigned or not, or a path below the location.
 */
text: string, 
/**
 * The location that is open.
 */
location: string, };

/**
 * Where an address leads.
 */
export type AddressView = { 
/**
 * The location's id.
 */
location: string, 
/**
 * The folder below the location, ending with `/` unless empty.
 */
folder: string, 
/**
 * The key below the location of the file in that folder, where it is a file.
 */
key: string | null, };

/**
 * Whether a kind of action may be done.
 */
export type Allowed = "yes" | "groups" | "refused";

/**
 * What may be done in a folder: by what the connection says, and by what the service has refused so far.
 */
export type AllowedView = { 
/**
 * Reading files: previews and downloads.
 */
read: Allowed, 
/**
 * Adding and replacing files.
 */
write: Allowed, 
/**
 * Deleting files.
 */
delete: Allowed, 
/**
 * Looking at earlier versions.
 */
versions: Allowed, 
/**
 * Deleting earlier versions for good.
 */
deleteVersions: Allowed, 
/**
 * Looking at tags.
 */
readTags: Allowed, 
/**
 * Changing tags.
 */
writeTags: Allowed, 
/**
 * Fetching files from an archive.
 */
restore: Allowed, };

/**
 * Answers by field name: sign-up fields, or the fields of an `AnswerView`.
 */
export type AnswerForm = { 
/**
 * What was typed, by the field's name.
 */
values: Record<string, string>, };

/**
 * What a question asks.
 */
export type AnswerKind = "confirmSignUp" | "resetPassword" | "newPassword" | "sentCode" | "authenticatorCode" | "setUpTotp" | "selectMfaType" | "mfaSetup" | "selectChallenge" | "password" | "webAuthn" | "custom" | "unknown";

/**
 * A question of the service, described so that one screen renders them all.
 */
export type AnswerView = { 
/**
 * What is asked.
 */
kind: AnswerKind, 
/**
 * The challenge's name as the service gave it, where it is one.
 */
challenge: string | null, 
/**
 * Who is signing in, as they typed it.
 */
username: string, 
/**
 * Where a code went.
 */
sentTo: SentToView | null, 
/**
 * The fields to fill in.
 */
fields: Array<FieldView>, 
/**
 * The password's rules, where a new password is asked.
 */
passwordRules: PasswordRulesView | null, 
/**
 * The choices, where one is asked; answered under the name `choice`.
 */
choices: Array<string>, 
/**
 * What an authenticator app must be given, where one is being set up.
 */
totp: TotpView | null, 
/**
 * What the service says of the question, where it is one of the pool's own making.
 */
parameters: { [key in string]: string }, 
/**
 * Whether another code can be asked for.
 */
canResend: boolean, 
/**
 * How many more codes may be asked for before a pause, where that is known.
 */
resendsLeft: number | null, 
/**
 * Whether it can be answered in the browser: a passkey of the service's own pages.
 */
canOpenBrowser: boolean, 
/**
 * Whether the address can be corrected by going back to the sign-up form.
 */
canChangeAddress: boolean, 
/**
 * When the question lapses.
 */
expiresAt: number | null, 
/**
 * Whether the service may ask this second step because the sign-in looks risky to it, of somebody who is not usually
 * asked. It never says whether it does.
 */
mayBeForRisk: boolean, };

/**
 * What an API answered.
 */
export type ApiAnswerView = { 
/**
 * The status.
 */
status: number, 
/**
 * The headers that say something about the answer.
 */
headers: Array<ClaimView>, 
/**
 * The body.
 */
body: string, 
/**
 * Whether there was more of it.
 */
truncated: boolean, 
/**
 * How long it took.
 */
milliseconds: number, };

/**
 * A request to the connection's API.
 */
export type ApiCallForm = { 
/**
 * An address below that of the API, or what follows it.
 */
url: string, 
/**
 * The method.
 */
method: string, 
/**
 * How the API is shown who asks.
 */
auth: ApiProofForm, 
/**
 * The body, as JSON.
 */
body: string | null, 
/**
 * The region in the signature; that of the connection where it is left out.
 */
region?: string, 
/**
 * The service in the signature; `execute-api` where it is left out.
 */
service?: string, };

/**
 * An API for testers to call.
 */
export type ApiForm = { 
/**
 * Its address.
 */
url: string, };

/**
 * How an API is shown who asks.
 */
export type ApiProofForm = "bearer" | "sigV4";

/**
 * Where bookmarks, preferences and recent places are shared among a person's devices.
 */
export type AppDataPlace = "document" | "cognitoSync" | "off";

/**
 * The whole state of the app.
 */
export type AppView = { 
/**
 * The app's version.
 */
version: string, 
/**
 * The connection in use.
 */
connection: ConnectionView, 
/**
 * Where the sign-in stands.
 */
auth: AuthView, 
/**
 * Who is signed in.
 */
account: AccountView | null, 
/**
 * The transfers.
 */
transfers: TransfersView, 
/**
 * The jobs.
 */
jobs: JobsView, 
/**
 * What other programs have open.
 */
copies: Array<CopyView>, 
/**
 * The sandbox's inbox, where the connection is the sandbox.
 */
inbox: InboxView | null, 
/**
 * What the person should know.
 */
notices: Array<NoticeView>, 
/**
 * Who has a seat in the app.
 */
accounts: Array<SeatView>, 
/**
 * What belongs to whoever is signed in; none until it has been read.
 */
belongings: BelongingsView | null, 
/**
 * By how many seconds the service's clock is ahead of this computer's; none below a minute.
 */
clockSkew: number | null, 
/**
 * The sandbox's clock, where the connection is the sandbox.
 */
sandboxClock: SandboxClockView | null, };

/**
 * What an attribute holds.
 */
export type AttributeKindView = "string" | "number" | "dateTime" | "boolean";

/**
 * The pool's rule for an attribute.
 */
export type AttributeRuleForm = { 
/**
 * The pool's name for it, such as `email` or `custom:team`.
 */
name: string, 
/**
 * What it holds.
 */
kind: AttributeKindView, 
/**
 * Whether an account must have it.
 */
required: boolean, 
/**
 * Whether it can be changed once it has a value.
 */
mutable: boolean, 
/**
 * The least number, or the least number of characters of a text.
 */
min: number | null, 
/**
 * The greatest number, or the greatest number of characters of a text.
 */
max: number | null, };

/**
 * A code that proves an attribute.
 */
export type AttributeSentView = { 
/**
 * The attribute.
 */
name: string, 
/**
 * Where the code went.
 */
sentTo: SentToView, };

/**
 * An attribute of the account.
 */
export type AttributeView = { 
/**
 * The pool's name for it.
 */
name: string, 
/**
 * Its value.
 */
value: string | null, 
/**
 * Whether the address was proven; none for what is no address.
 */
verified: boolean | null, 
/**
 * Whether the person may change it.
 */
mutable: boolean, 
/**
 * Whether people sign in with it here, so that changing it changes how.
 */
signInName: boolean, 
/**
 * What kind of input it is.
 */
kind: FieldKind, 
/**
 * Its limits.
 */
rule: FieldRuleView | null, };

/**
 * Where the sign-in stands.
 */
export type AuthView = { 
/**
 * The screen to show.
 */
screen: ScreenView, 
/**
 * Whether an answer of the service is awaited.
 */
busy: boolean, 
/**
 * Why the last step was refused. The screen stays.
 */
problem: Problem | null, 
/**
 * What the last step achieved, where the screen alone does not tell.
 */
outcome: OutcomeView | null, 
/**
 * Until when what was handed out lives on although the session has ended, where that matters: the ID token and the
 * credentials of AWS cannot be revoked. In milliseconds since the Unix epoch.
 */
aliveUntil: number | null, };

/**
 * What belongs to the person.
 */
export type BelongingsView = { 
/**
 * The bookmarks, in the person's order.
 */
bookmarks: Array<BookmarkView>, 
/**
 * The folders that were opened last, the latest first; at most 20.
 */
recents: Array<RecentView>, 
/**
 * The theme that the person has chosen, on whatever device.
 */
theme: Theme | null, 
/**
 * How this device stands to the others.
 */
sync: SyncView, };

/**
 * A block of Markdown.
 */
export type BlockView = { "block": "heading", 
/**
 * The level.
 */
level: number, 
/**
 * Its text.
 */
text: Array<SpanView>, } | { "block": "paragraph", 
/**
 * Its text.
 */
text: Array<SpanView>, } | { "block": "code", 
/**
 * Its text.
 */
text: string, } | { "block": "quote", 
/**
 * What is quoted.
 */
blocks: Array<BlockView>, } | { "block": "list", 
/**
 * The first number, where it is numbered.
 */
first: number | null, 
/**
 * Its items.
 */
items: Array<Array<BlockView>>, } | { "block": "table", 
/**
 * Its rows, the head first.
 */
rows: Array<Array<Array<SpanView>>>, } | { "block": "rule" };

/**
 * A folder that the person wants at hand.
 */
export type BookmarkView = { 
/**
 * Its stable id, the same on every device.
 */
id: string, 
/**
 * The location's id.
 */
location: string, 
/**
 * The folder below the location, ending with `/` unless empty.
 */
folder: string, 
/**
 * The person's own name for it.
 */
name: string | null, };

/**
 * Which versions are to be the newest again.
 */
export type BringBackForm = { 
/**
 * The location's id.
 */
location: string, 
/**
 * The versions, each by its key and its id.
 */
versions: Array<VersionMarkForm>, };

/**
 * One call in full, redacted by an allow-list.
 */
export type CallDetailView = { 
/**
 * The call.
 */
call: CallView, 
/**
 * Method and address, without a query that could hold a secret.
 */
requestLine: string, 
/**
 * The request's headers.
 */
requestHeaders: Array<ClaimView>, 
/**
 * The request's body.
 */
requestBody: string | null, 
/**
 * The answer's headers.
 */
responseHeaders: Array<ClaimView>, 
/**
 * The answer's body.
 */
responseBody: string | null, };

/**
 * One attempt of one AWS call; a request to a token endpoint or for keys; or something put on the clipboard, which is
 * answered by nobody.
 */
export type CallView = { 
/**
 * Its number, from 1.
 */
id: number, 
/**
 * The revision of the timeline at which it last changed: a call changes once more when it ends.
 */
revision: number, 
/**
 * When it was sent.
 */
at: number, 
/**
 * The service as AWS names it: `Cognito Identity Provider`, `Cognito Identity`, `S3`.
 */
service: string, 
/**
 * The API action.
 */
operation: string, 
/**
 * Which attempt it was, from 1.
 */
attempt: number, 
/**
 * How long it took, in milliseconds, once ended.
 */
duration: number | null, 
/**
 * The HTTP status, once answered.
 */
status: number | null, 
/**
 * The error's name, where it was one.
 */
error: string | null, 
/**
 * The AWS request id.
 */
requestId: string | null, };

/**
 * How credentials came of an identity.
 */
export type ChainFlow = "enhanced" | "basic" | "developer" | "guest";

/**
 * The chain from the sign-in to its access.
 */
export type ChainView = { 
/**
 * The user pool's ID token; none where another provider says who it is, or nobody does.
 */
idToken: IdTokenView | null, 
/**
 * The key of `Logins`; none for a guest.
 */
login: string | null, 
/**
 * The logins that were linked besides, since the sign-in.
 */
linked: Array<string>, 
/**
 * The identity pool's id.
 */
identityId: string | null, 
/**
 * Whether nobody is signed in.
 */
guest: boolean, 
/**
 * How credentials came of the identity.
 */
flow: ChainFlow, 
/**
 * The role; none where it cannot be known.
 */
roleArn: string | null, 
/**
 * Why it is this role.
 */
reason: RoleReason, 
/**
 * The number of the rule that names it, from one; none where no rule does, or where the service does not tell.
 */
rule: number | null, 
/**
 * The roles that the token offers.
 */
candidates: Array<string>, 
/**
 * What the session is called, as AWS sees it.
 */
sessionName: string | null, 
/**
 * When the credentials expire.
 */
expiresAt: number | null, 
/**
 * What policies see of the person as tags of the session.
 */
tags: Array<TagView>, 
/**
 * Whether the service tells its tags at all.
 */
tagsKnown: boolean, 
/**
 * What is in reach; empty before it was asked for.
 */
reach: Array<ReachView>, };

/**
 * A change to what is said of many objects.
 */
export type ChangeForm = { 
/**
 * Of which.
 */
items: ItemsForm, 
/**
 * The change.
 */
change: ChangeKind, };

/**
 * What is changed.
 */
export type ChangeKind = { "kind": "tags", 
/**
 * Given, in place of those of the same key.
 */
add: Array<ObjectTag>, 
/**
 * The keys of those taken away.
 */
remove: Array<string>, } | { "kind": "class", 
/**
 * As the service names it.
 */
class: string, } | { "kind": "restore", 
/**
 * How many days.
 */
days: number, 
/**
 * How soon.
 */
speed: SpeedForm, };

/**
 * How a check stands.
 */
export type CheckState = "ok" | "failed" | "skipped" | "running";

/**
 * One thing that the test of a connection looks at.
 */
export type CheckView = { 
/**
 * What is looked at.
 */
id: string, 
/**
 * How it stands.
 */
state: CheckState, 
/**
 * The field of the connection to mend, as a path.
 */
field: string | null, 
/**
 * What is wrong.
 */
problem: Problem | null, 
/**
 * How long it took, in seconds.
 */
seconds: number, };

/**
 * A checksum.
 */
export type ChecksumView = { 
/**
 * The algorithm.
 */
name: string, 
/**
 * The value, in Base64.
 */
value: string, 
/**
 * Whether it is of the whole object, rather than of its parts' checksums.
 */
whole: boolean, };

/**
 * A name and a value.
 */
export type ClaimView = { 
/**
 * The name.
 */
name: string, 
/**
 * The value: text as it is, anything else as JSON.
 */
value: string, };

/**
 * What to do where there is something of that name.
 */
export type ConflictPolicy = "ask" | "replace" | "keepBoth" | "skip" | "ifNewer";

/**
 * Two of the same name.
 */
export type ConflictView = { 
/**
 * What is there.
 */
there: SideView, 
/**
 * What is to come.
 */
coming: SideView, };

/**
 * A connection as a whole.
 */
export type ConnectionForm = { 
/**
 * Its stable id; none for a new one.
 */
id: string | null, 
/**
 * Its name, as shown.
 */
name: string, 
/**
 * The region of the user pool; read from the id where it is left out.
 */
region: string | null, 
/**
 * `<region>_<name>`; none where people sign in by the identity pool alone.
 */
userPoolId: string | null, 
/**
 * The app client.
 */
clientId: string | null, 
/**
 * A new secret of the app client. Never given out.
 */
clientSecret: string | null, 
/**
 * Whether a secret of the app client is kept. In a form that comes in: whether it is to stay.
 */
hasClientSecret: boolean, 
/**
 * The id of the way of signing in to start with.
 */
authFlow: string, 
/**
 * The ids of the ways that people may choose from, in order.
 */
methods: Array<string>, 
/**
 * The hosted UI; none where nobody signs in by browser.
 */
hostedUi: HostedUiForm | null, 
/**
 * The identity pool; none where the connection signs in only.
 */
identityPool: IdentityPoolForm | null, 
/**
 * Where S3 is; none: at AWS, in the user pool's region.
 */
storage: StorageForm | null, 
/**
 * What people can open.
 */
locations: Array<LocationForm>, 
/**
 * Where the services answer, other than at AWS.
 */
endpoints: EndpointsForm, 
/**
 * How people create accounts; none where only an administrator does.
 */
signUp: SignUpForm | null, 
/**
 * Whether the service is told about this device for its risk analysis.
 */
userContext: boolean, 
/**
 * Where bookmarks and the like are shared among a person's devices.
 */
appData: AppDataPlace, 
/**
 * An API for testers to call.
 */
api: ApiForm | null, };

/**
 * All connections, the sandbox first.
 */
export type ConnectionListView = { 
/**
 * The connections.
 */
connections: Array<ConnectionView>, 
/**
 * The id of the one in use.
 */
active: string, };

/**
 * A connection: which user pool, identity pool and bucket. The short form, for lists and menus.
 */
export type ConnectionView = { 
/**
 * Its stable id.
 */
id: string, 
/**
 * Its name, as shown.
 */
name: string, 
/**
 * Whether it is the embedded sandbox.
 */
sandbox: boolean, 
/**
 * Where it leads.
 */
where: PlaceView, 
/**
 * The AWS region.
 */
region: string, };

/**
 * What a copied text is.
 */
export type Copied = "setupKey" | "code" | "request" | "id";

/**
 * What the page has copied: something that it shows.
 */
export type CopyForm = { 
/**
 * What it is.
 */
what: Copied, 
/**
 * The text.
 */
text: string, };

/**
 * How such a copy stands.
 */
export type CopyStateView = "same" | "saving" | "conflict" | "failed" | "left";

/**
 * A file that another program has open, as a copy on this computer that is watched.
 */
export type CopyView = { 
/**
 * Its number.
 */
id: number, 
/**
 * The location's id.
 */
location: string, 
/**
 * The key below the location.
 */
key: string, 
/**
 * The name as shown.
 */
name: string, 
/**
 * The copy's name, where it had to be another one.
 */
savedAs: string | null, 
/**
 * How often it was saved back.
 */
saved: number, 
/**
 * How it stands.
 */
state: CopyStateView, 
/**
 * Why it could not be saved back.
 */
problem: Problem | null, };

/**
 * Another description of an object.
 */
export type DescribeForm = { 
/**
 * The object.
 */
object: ObjectForm, 
/**
 * The entity tag of what was seen.
 */
etag: string | null, 
/**
 * The description.
 */
description: DescriptionForm, };

/**
 * How an object is described to whoever reads it.
 */
export type DescriptionForm = { 
/**
 * `Content-Type`.
 */
contentType: string | null, 
/**
 * `Cache-Control`.
 */
cacheControl: string | null, 
/**
 * `Content-Disposition`.
 */
contentDisposition: string | null, 
/**
 * `Content-Encoding`.
 */
contentEncoding: string | null, 
/**
 * `Content-Language`.
 */
contentLanguage: string | null, 
/**
 * `x-amz-meta-…`, without that.
 */
metadata: { [key in string]: string }, };

/**
 * A device that the pool knows.
 */
export type DeviceView = { 
/**
 * The pool's name for it.
 */
key: string, 
/**
 * The name that it gave itself.
 */
name: string | null, 
/**
 * When the pool first saw it.
 */
created: number | null, 
/**
 * When somebody last signed in on it.
 */
lastSeen: number | null, 
/**
 * From which address.
 */
lastIp: string | null, 
/**
 * Whether it is remembered.
 */
remembered: boolean, 
/**
 * Whether it is this one.
 */
this: boolean, };

/**
 * Up or down.
 */
export type DirectionView = "upload" | "download";

/**
 * Files over the window.
 */
export type DropView = "over" | "left" | "dropped";

/**
 * Where the services answer, other than at AWS.
 */
export type EndpointsForm = { 
/**
 * The user pool.
 */
userPool: string | null, 
/**
 * The identity pool.
 */
identityPool: string | null, 
/**
 * STS.
 */
sts: string | null, };

/**
 * A provider that the identity pool trusts itself.
 */
export type ExternalProviderForm = { 
/**
 * Its name, as shown.
 */
name: string, 
/**
 * Its key in `Logins`: host and path of an issuer, or the ARN of a SAML provider.
 */
login: string, 
/**
 * Its issuer, where people can sign in there by browser.
 */
issuer: string | null, 
/**
 * This app's id there.
 */
clientId: string | null, 
/**
 * What is asked for there.
 */
scopes: Array<string>, };

/**
 * Which factor to turn on or off.
 */
export type FactorForm = { 
/**
 * Which.
 */
factor: FactorName, 
/**
 * Whether it is to be asked for.
 */
enabled: boolean, 
/**
 * Whether it is to be asked for before the others.
 */
preferred: boolean, };

/**
 * A second factor's name.
 */
export type FactorName = "totp" | "sms" | "email";

/**
 * A second factor.
 */
export type FactorView = { 
/**
 * Whether it is asked for.
 */
enabled: boolean, 
/**
 * Whether it is asked for before the others.
 */
preferred: boolean, 
/**
 * Whether it can be turned on now; codes need an address that was proven.
 */
possible: boolean, };

/**
 * The factors.
 */
export type FactorsView = { 
/**
 * Codes of an authenticator app.
 */
totp: FactorView, 
/**
 * Codes by text message.
 */
sms: FactorView, 
/**
 * Codes by email.
 */
email: FactorView, 
/**
 * Whether passkeys can be made here.
 */
passkeys: boolean, };

/**
 * Everything that is known of an object.
 */
export type FactsView = { 
/**
 * The key below the location.
 */
key: string, 
/**
 * The name as shown.
 */
name: string, 
/**
 * Its size.
 */
size: number, 
/**
 * When it was last changed.
 */
modified: number | null, 
/**
 * The entity tag, quotes included.
 */
etag: string | null, 
/**
 * The version, where versions are kept.
 */
version: string | null, 
/**
 * The storage class as the service names it; none for the standard one.
 */
class: string | null, 
/**
 * How it is encrypted.
 */
encryption: string | null, 
/**
 * By which key, where it is one of the owner's.
 */
encryptionKey: string | null, 
/**
 * Its checksums.
 */
checksums: Array<ChecksumView>, 
/**
 * How it is described.
 */
description: DescriptionForm, 
/**
 * Its tags; none where nobody may ask.
 */
tags: Array<ObjectTag> | null, 
/**
 * Whether it is being brought back from the archive.
 */
restoring: boolean, 
/**
 * Until when it is back from the archive.
 */
restoredUntil: number | null, 
/**
 * Until when it cannot be deleted.
 */
lockedUntil: number | null, 
/**
 * Whether it is kept until somebody lets go of it.
 */
legalHold: boolean, 
/**
 * What a tester types for the same.
 */
command: string, };

/**
 * What kind of input a field is.
 */
export type FieldKind = "text" | "username" | "email" | "phone" | "code" | "password" | "newPassword" | "date" | "number" | "boolean";

/**
 * What is wrong with a field of a connection.
 */
export type FieldMessage = "missing" | "tooLong" | "unreadable" | "taken" | "userPoolId" | "clientId" | "identityPoolId" | "region" | "regionDiffers" | "bucket" | "prefix" | "prefixIdentity" | "needsIdentityPool" | "address" | "domain" | "port" | "deepLink" | "signOutTo" | "language" | "group" | "roleArn" | "duration" | "method" | "scopes" | "attribute" | "range" | "passwordLength" | "login" | "noWayIn" | "sandbox";

/**
 * Why a field of a connection does not fit.
 */
export type FieldProblem = { 
/**
 * The field's path, such as `identityPool.id` or `locations.0.bucket`.
 */
field: string, 
/**
 * What is wrong.
 */
message: FieldMessage, 
/**
 * What would fit.
 */
example: string | null, };

/**
 * The limits of a field, both ends included.
 */
export type FieldRuleView = { 
/**
 * The least number.
 */
min: number | null, 
/**
 * The greatest number.
 */
max: number | null, 
/**
 * At least this many characters.
 */
minLength: number | null, 
/**
 * At most this many characters.
 */
maxLength: number | null, };

/**
 * One field of a form.
 */
export type FieldView = { 
/**
 * The name under which the answer is sent: `username`, `password`, `code`, `newPassword`, or an attribute's
 * name such as `email`, `given_name` or `custom:team`.
 */
name: string, 
/**
 * What kind of input it is.
 */
kind: FieldKind, 
/**
 * Whether it must be filled in.
 */
required: boolean, 
/**
 * What it holds at first.
 */
value: string | null, 
/**
 * What the service accepts in it, where that is known.
 */
rule: FieldRuleView | null, };

/**
 * Which row to look for.
 */
export type FindForm = { "by": "key", 
/**
 * The key; a folder's ends with `/`.
 */
key: string, } | { "by": "letters", 
/**
 * The letters, regardless of case.
 */
letters: string, 
/**
 * The index.
 */
start: number, };

/**
 * Which folder to open, in which order.
 */
export type FolderForm = { 
/**
 * The location's id.
 */
location: string, 
/**
 * The folder below the location, ending with `/` unless empty.
 */
folder: string, 
/**
 * What to sort by; folders come first.
 */
sort: SortBy, 
/**
 * Whether the order is turned round.
 */
descending: boolean, };

/**
 * A folder to choose.
 */
export type FolderNameView = { 
/**
 * Its key below the location, ending with `/`.
 */
key: string, 
/**
 * Its name as shown.
 */
name: string, };

/**
 * The open folder. Its rows stay in Rust; the page asks for those it shows.
 */
export type FolderView = { 
/**
 * The listing's number; a new one for every opening.
 */
listing: number, 
/**
 * The location's id.
 */
location: string, 
/**
 * The folder below the location, ending with `/` unless empty.
 */
folder: string, 
/**
 * How many rows are shown so far.
 */
total: number, 
/**
 * How many rows are known so far, shown or filtered out.
 */
loaded: number, 
/**
 * Grows whenever rows that were already given out have moved.
 */
revision: number, 
/**
 * What is selected.
 */
selection: SelectionView, 
/**
 * How many objects and folders have been looked at: more than are known, in a search.
 */
seen: number, 
/**
 * Whether it is what was found below the folder, rather than what lies in it.
 */
search: boolean, 
/**
 * Whether the listing is complete.
 */
done: boolean, 
/**
 * Whether it was stopped before its end, as somebody wished.
 */
stopped: boolean, 
/**
 * What may be done in the folder, as far as is known.
 */
allowed: AllowedView, 
/**
 * Why the listing has stopped.
 */
problem: Problem | null, };

/**
 * The folders in a folder.
 */
export type FoldersView = { 
/**
 * The folders.
 */
folders: Array<FolderNameView>, 
/**
 * Whether there may be more.
 */
more: boolean, };

/**
 * Where a row was found.
 */
export type FoundView = { 
/**
 * Its place among the rows shown.
 */
index: number, 
/**
 * Its id.
 */
id: number, };

/**
 * What is held for pasting.
 */
export type HeldView = { 
/**
 * How many files and folders.
 */
count: number, 
/**
 * Whether pasting moves them.
 */
cut: boolean, 
/**
 * The id of the location that they are in.
 */
location: string, };

/**
 * A provider behind the hosted UI.
 */
export type HostedProviderForm = { 
/**
 * Its name in the user pool.
 */
name: string, 
/**
 * What its button says.
 */
label: string, 
/**
 * Whose mark the button bears.
 */
kind: HostedProviderKindForm, };

/**
 * What kind of provider it is.
 */
export type HostedProviderKindForm = "google" | "apple" | "facebook" | "amazon" | "saml" | "oidc";

/**
 * Whose a way of signing in in the browser is.
 */
export type HostedProviderKindView = "hostedUi" | "google" | "apple" | "facebook" | "amazon" | "saml" | "oidc" | "direct";

/**
 * A way of signing in in the system's browser.
 */
export type HostedProviderView = { 
/**
 * The name by which it is opened: a provider's name in the user pool, or the issuer of one that the identity pool
 * trusts itself; empty for the service's own pages, where the person chooses.
 */
name: string, 
/**
 * What to call it; empty for the service's own pages.
 */
label: string, 
/**
 * Whose it is.
 */
kind: HostedProviderKindView, };

/**
 * A user pool's hosted UI (managed login).
 */
export type HostedUiForm = { 
/**
 * The domain, such as `acme.auth.eu-west-1.amazoncognito.com`; an emulator's with `http://` before it.
 */
domain: string, 
/**
 * What is asked for; `openid` always among them.
 */
scopes: Array<string>, 
/**
 * The ports of the registered `http://localhost:{port}/callback`.
 */
redirectPorts: Array<number>, 
/**
 * The registered callback that brings back to this app.
 */
deepLink: string | null, 
/**
 * The registered `logout_uri`.
 */
signOutTo: string | null, 
/**
 * The language of its pages.
 */
lang: string | null, 
/**
 * The providers that have a button of their own.
 */
providers: Array<HostedProviderForm>, };

/**
 * What an ID token says of itself.
 */
export type IdTokenView = { 
/**
 * Who issued it.
 */
issuer: string, 
/**
 * For which app client.
 */
audience: string, 
/**
 * Whom it is about.
 */
subject: string, 
/**
 * When it expires.
 */
expiresAt: number, };

/**
 * How credentials come of an identity.
 */
export type IdentityFlowView = "enhanced" | "basic";

/**
 * An identity pool, and how it is used.
 */
export type IdentityPoolForm = { 
/**
 * `<region>:<uuid>`.
 */
id: string, 
/**
 * How credentials come of an identity.
 */
flow: IdentityFlowView, 
/**
 * The role of the basic flow.
 */
roleArn: string | null, 
/**
 * How long credentials of the basic flow last, in minutes: 15 to 720. None: an hour.
 */
durationMinutes: number | null, 
/**
 * The role to ask for in the enhanced flow; one of the token's.
 */
customRole: string | null, 
/**
 * Whether people may go on without signing in.
 */
guests: boolean, 
/**
 * The name under which the owner's backend vouches for people.
 */
developerProvider: string | null, 
/**
 * The address of that backend; none where its tokens are pasted.
 */
developerBackend: string | null, 
/**
 * Providers that the identity pool trusts itself, without a user pool.
 */
providers: Array<ExternalProviderForm>, };

/**
 * An account elsewhere.
 */
export type IdentityView = { 
/**
 * The provider's name.
 */
provider: string, 
/**
 * Its kind as the service names it: `Google`, `SAML`, `OIDC` and so on.
 */
providerType: string, 
/**
 * The person's id there.
 */
userId: string, };

/**
 * Something that the person should know of how a configuration was read.
 */
export type ImportNoteView = { 
/**
 * What it is about.
 */
key: string, 
/**
 * The values that it is about.
 */
detail: string, };

/**
 * A configuration of somebody else's, read. Nothing of it is kept before the person has looked at it.
 */
export type ImportView = { 
/**
 * What it was recognised as.
 */
format: string, 
/**
 * The connection that it describes.
 */
form: ConnectionForm, 
/**
 * What the person should know of how it was read.
 */
notes: Array<ImportNoteView>, 
/**
 * The entries that were not understood.
 */
unknown: Array<string>, };

/**
 * How many messages the sandbox's inbox holds.
 */
export type InboxView = { 
/**
 * All messages.
 */
total: number, };

/**
 * What to act on.
 */
export type ItemsForm = { 
/**
 * The location's id.
 */
location: string, 
/**
 * The listing's number.
 */
listing: number, 
/**
 * Keys below the location, a folder's ending with `/`; none for what is selected in the listing.
 */
keys: Array<string> | null, };

/**
 * An object that could not be done.
 */
export type JobFailureView = { 
/**
 * Its path below the location, as shown.
 */
path: string, 
/**
 * Why.
 */
problem: Problem, 
/**
 * Whether it is in both places now.
 */
inBoth: boolean, };

/**
 * What a job does.
 */
export type JobKindView = "copy" | "move" | "rename" | "delete" | "undo" | "tag" | "class" | "restore" | "save";

/**
 * How a job stands.
 */
export type JobStateView = "waiting" | "running" | "done" | "partly" | "failed" | "cancelled";

/**
 * A job. Progress is cumulative.
 */
export type JobView = { 
/**
 * Its number.
 */
id: number, 
/**
 * What it does.
 */
kind: JobKindView, 
/**
 * The name of the first thing chosen, as shown.
 */
name: string, 
/**
 * How many things were chosen.
 */
items: number, 
/**
 * The location's id.
 */
location: string, 
/**
 * The folder below the location.
 */
folder: string, 
/**
 * The id of the location that things go to.
 */
toLocation: string | null, 
/**
 * The folder there.
 */
toFolder: string | null, 
/**
 * Objects done.
 */
done: number, 
/**
 * Objects left as they are because their name was taken.
 */
skipped: number, 
/**
 * Objects found so far.
 */
total: number, 
/**
 * Bytes of the objects done.
 */
doneBytes: number, 
/**
 * Bytes of the objects found so far.
 */
totalBytes: number, 
/**
 * Whether objects are still being found.
 */
counting: boolean, 
/**
 * How it stands.
 */
state: JobStateView, 
/**
 * Why it could not go on.
 */
problem: Problem | null, 
/**
 * How many objects could not be done.
 */
failed: number, 
/**
 * How many of those are in both places now.
 */
inBoth: number, 
/**
 * The first objects that could not be done.
 */
failures: Array<JobFailureView>, 
/**
 * Whether it can be undone.
 */
undo: boolean, };

/**
 * All jobs, newest first.
 */
export type JobsView = { 
/**
 * How many wait or run.
 */
active: number, 
/**
 * How many there are; `rows` holds the first 100.
 */
total: number, 
/**
 * The first 100.
 */
rows: Array<JobView>, };

/**
 * What a value of JSON is.
 */
export type JsonKindView = "object" | "list" | "text" | "number" | "word";

/**
 * A value of JSON.
 */
export type JsonLineView = { 
/**
 * How many values it is inside of.
 */
depth: number, 
/**
 * Its name in an object, or its place in a list.
 */
label: string | null, 
/**
 * What it is.
 */
kind: JsonKindView, 
/**
 * A text without quotes, or a number or word as written; empty for an object or a list.
 */
value: string, 
/**
 * How many of the values after it are inside of it.
 */
inside: number, 
/**
 * How many values it holds itself.
 */
count: number, };

/**
 * A link that was made. The link itself is on the clipboard, or in the picture.
 */
export type LinkView = { 
/**
 * When it ends.
 */
until: number, 
/**
 * Whether that is earlier than was wished, because the person's access ends then.
 */
shortened: boolean, 
/**
 * The address of the picture, where one was asked for.
 */
picture: string | null, };

/**
 * A place in a bucket.
 */
export type LocationForm = { 
/**
 * Its stable id; empty for a new one.
 */
id: string, 
/**
 * Its own name, where it has one.
 */
name: string | null, 
/**
 * Who may reach it.
 */
kind: LocationKind, 
/**
 * The bucket.
 */
bucket: string, 
/**
 * The bucket's region, where it is not the storage's.
 */
region: string | null, 
/**
 * Where it begins: empty, or ending with `/`. `{identity_id}` stands for the person's identity.
 */
prefix: string, 
/**
 * Whether anybody may write here.
 */
canWrite: boolean, 
/**
 * Whose members alone may write here.
 */
writeGroups: Array<string> | null, 
/**
 * Whose members alone are shown it.
 */
readGroups: Array<string> | null, 
/**
 * Whether guests may write here, too.
 */
guestsWrite: boolean, };

/**
 * Who may reach a location.
 */
export type LocationKind = "private" | "protected" | "public" | "plain";

/**
 * A place that the connection offers.
 */
export type LocationView = { 
/**
 * Its stable id.
 */
id: string, 
/**
 * Who may reach it.
 */
kind: LocationKind, 
/**
 * Its own name, where it has one.
 */
name: string | null, 
/**
 * The bucket.
 */
bucket: string, 
/**
 * The prefix, filled in, ending with `/` unless empty.
 */
prefix: string, 
/**
 * Whether the person's groups may write here.
 */
canWrite: boolean, };

/**
 * What of an account can be managed.
 */
export type ManagedView = "here" | "elsewhere" | "noScope";

/**
 * How a code is sent.
 */
export type MediumView = "email" | "sms";

/**
 * A message that the sandbox "sent".
 */
export type MessageView = { 
/**
 * Its number.
 */
id: number, 
/**
 * When it was sent.
 */
at: number, 
/**
 * How it was sent.
 */
medium: MediumView, 
/**
 * To which address.
 */
to: string, 
/**
 * The subject.
 */
subject: string, 
/**
 * The text.
 */
body: string, 
/**
 * The code in it.
 */
code: string | null, };

/**
 * A way of signing in.
 */
export type MethodView = { 
/**
 * `USER_SRP_AUTH`, `USER_PASSWORD_AUTH`, `USER_AUTH`, `CUSTOM_AUTH`; or, with what is preferred after a colon,
 * `USER_AUTH:EMAIL_OTP` and the like, `CUSTOM_AUTH:SRP_A`.
 */
id: string, 
/**
 * Whether the password is asked at once.
 */
needsPassword: boolean, };

/**
 * A name that somebody is typing.
 */
export type NameForm = { 
/**
 * The location's id.
 */
location: string, 
/**
 * The folder that it will be in, ending with `/` unless empty.
 */
folder: string, 
/**
 * The name.
 */
name: string, 
/**
 * Whether it is to be a folder's.
 */
makesFolder: boolean, };

/**
 * A folder to make.
 */
export type NewFolderForm = { 
/**
 * The location's id.
 */
location: string, 
/**
 * The folder that it will be in, ending with `/` unless empty.
 */
folder: string, 
/**
 * Its name.
 */
name: string, };

/**
 * Something that the person should know, unasked.
 */
export type NoticeView = "sessionInMemory" | "sessionsSetAside" | "ownDataSetAside" | "sandboxRestored";

/**
 * An object, in one of its versions or the newest.
 */
export type ObjectForm = { 
/**
 * The location's id.
 */
location: string, 
/**
 * The key below the location.
 */
key: string, 
/**
 * The version.
 */
version: string | null, };

/**
 * A tag of an object.
 */
export type ObjectTag = { 
/**
 * Its key.
 */
key: string, 
/**
 * Its value.
 */
value: string, };

/**
 * What a step achieved.
 */
export type OutcomeView = "codeSent" | "confirmed" | "passwordChanged" | "signedOut" | "signedOutEverywhere" | "signedOutHereOnly" | "sessionEnded" | "accountDeleted" | "restarted" | "lapsed" | "passwordNeeded" | "stillUnconfirmed";

/**
 * A passkey that the pool knows.
 */
export type PasskeyView = { 
/**
 * Its id.
 */
id: string, 
/**
 * The name that the pool gave it.
 */
name: string, 
/**
 * When it was registered.
 */
created: number | null, };

/**
 * The rules of the pool for a password.
 */
export type PasswordRulesView = { 
/**
 * At least this many characters.
 */
minLength: number, 
/**
 * At least one lower-case letter.
 */
lowercase: boolean, 
/**
 * At least one upper-case letter.
 */
uppercase: boolean, 
/**
 * At least one digit.
 */
number: boolean, 
/**
 * At least one symbol.
 */
symbol: boolean, };

/**
 * Which folder, and when.
 */
export type PastForm = { 
/**
 * The location's id.
 */
location: string, 
/**
 * The folder below the location, ending with `/` unless empty.
 */
folder: string, 
/**
 * When.
 */
at: number, 
/**
 * Where the part before ended.
 */
after: VersionMarkForm | null, };

/**
 * A part of a folder as it was.
 */
export type PastView = { 
/**
 * Folders that something is or was in.
 */
folders: Array<FolderNameView>, 
/**
 * The files that there were.
 */
files: Array<VersionView>, 
/**
 * Where the next part begins, where there is more.
 */
next: VersionMarkForm | null, };

/**
 * Where a connection leads.
 */
export type PlaceView = "sandbox" | "emulator" | "aws";

/**
 * What the person has chosen once and for all on this device.
 */
export type PreferencesView = { 
/**
 * Light or dark.
 */
theme: Theme, };

/**
 * What a preview shows.
 */
export type PreviewContent = { "kind": "image", 
/**
 * The address.
 */
url: string, } | { "kind": "audio", 
/**
 * The address.
 */
url: string, 
/**
 * Its media type by its first bytes.
 */
mediaType: string, } | { "kind": "video", 
/**
 * The address.
 */
url: string, 
/**
 * Its media type by its first bytes.
 */
mediaType: string, } | { "kind": "pdf" } | { "kind": "text", 
/**
 * The beginning of it, or all.
 */
text: string, 
/**
 * Where it goes on, in bytes; none where this is all.
 */
next: number | null, 
/**
 * What it is besides text.
 */
shape: ShapeView | null, } | { "kind": "tooLarge", 
/**
 * Whether it can be shown if it is asked for.
 */
anyway: boolean, } | { "kind": "bytes" };

/**
 * A look into a file.
 */
export type PreviewView = { 
/**
 * The key below the location.
 */
key: string, 
/**
 * The version, where it is not the current one that was asked for.
 */
version: string | null, 
/**
 * The name as shown.
 */
name: string, 
/**
 * Its size.
 */
size: number, 
/**
 * When it was last changed.
 */
modified: number | null, 
/**
 * Its media type.
 */
contentType: string, 
/**
 * Whether it is a text that can be changed here: all of it is shown, as it is, and the person may write there.
 */
editable: boolean, 
/**
 * Under which name its bytes can be read until the next preview.
 */
token: string, 
/**
 * What can be shown.
 */
content: PreviewContent, };

/**
 * A failure as the page shows it. It never carries a raw AWS sentence nor a secret.
 */
export type Problem = { 
/**
 * The stable name that the page branches on.
 */
code: ProblemCode, 
/**
 * What happened, in a few words.
 */
title: string, 
/**
 * What happened, in a sentence.
 */
detail: string, 
/**
 * What to do next.
 */
hint: string | null, 
/**
 * The name of the field that the problem belongs to.
 */
field: string | null, 
/**
 * Whether trying again helps.
 */
retry: Retry, 
/**
 * When trying again makes sense, where that is known. In milliseconds since the Unix epoch.
 */
until: number | null, 
/**
 * What a rule of whoever runs the service says of it, in its own words.
 */
said: string | null, 
/**
 * What to send to whoever runs the service, where only they can help. Ready to be copied.
 */
request: string | null, 
/**
 * The AWS request id, for whoever runs the service.
 */
reference: string | null, };

/**
 * One code for each failure that a screen or a test tells apart.
 */
export type ProblemCode = "wrongCredentials" | "unknownUser" | "accountDisabled" | "invitationExpired" | "signUpClosed" | "usernameTaken" | "addressTaken" | "wrongCode" | "expiredCode" | "codeNotSent" | "passwordRules" | "passwordReused" | "resetNotPossible" | "fieldRefused" | "tooManyTries" | "stepExpired" | "sessionEnded" | "questionNotSupported" | "passkeyElsewhere" | "browserNotOpened" | "browserEnded" | "refusedByService" | "connectionWrong" | "checkSkipped" | "importRefused" | "clockWrong" | "offline" | "serviceTrouble" | "denied" | "gone" | "noBucket" | "changed" | "taken" | "damaged" | "tooLarge" | "diskFull" | "localFile" | "ownData" | "signedOut" | "unexpected";

/**
 * What the pool knows of the person.
 */
export type ProfileView = { 
/**
 * The attributes.
 */
attributes: Array<AttributeView>, 
/**
 * The groups.
 */
groups: Array<string>, 
/**
 * The AWS roles that the groups bring.
 */
roles: Array<string>, 
/**
 * The one of the group that comes first.
 */
preferredRole: string | null, 
/**
 * The factors.
 */
factors: FactorsView, 
/**
 * The rules for a new password.
 */
passwordRules: PasswordRulesView | null, };

/**
 * Where in the queue.
 */
export type QueuePlace = "top" | "up" | "down";

/**
 * How to find out what is in reach.
 */
export type ReachForm = { 
/**
 * Whether a file may be written, and deleted again.
 */
write: boolean, };

/**
 * What is in reach at a place.
 */
export type ReachView = { 
/**
 * The place's id.
 */
location: string, 
/**
 * Whether it can be listed.
 */
list: Reachable, 
/**
 * Whether files can be read.
 */
read: Reachable, 
/**
 * Whether files can be written.
 */
write: Reachable, 
/**
 * Whether files can be deleted.
 */
delete: Reachable, };

/**
 * Whether something is in reach.
 */
export type Reachable = "yes" | "no" | "unknown";

/**
 * A folder that was opened.
 */
export type RecentView = { 
/**
 * Its stable id, the same on every device.
 */
id: string, 
/**
 * The location's id.
 */
location: string, 
/**
 * The folder below the location, ending with `/`.
 */
folder: string, 
/**
 * When.
 */
at: number, };

/**
 * What to put where.
 */
export type RelocateForm = { 
/**
 * What; none for what is held for pasting.
 */
items: ItemsForm | null, 
/**
 * The id of the location to put it.
 */
to: string, 
/**
 * The folder there, ending with `/` unless empty.
 */
folder: string, 
/**
 * Whether the originals go. What is held knows it by itself.
 */
moves: boolean, 
/**
 * What to do where a name is taken.
 */
taken: TakenForm, };

/**
 * What came of putting something somewhere.
 */
export type RelocatedView = { 
/**
 * The job; none where nothing was begun.
 */
job: number | null, 
/**
 * How many names are taken.
 */
taken: number, 
/**
 * The first of them, as shown.
 */
names: Array<string>, };

/**
 * Another name for one file or folder.
 */
export type RenameForm = { 
/**
 * The file or folder.
 */
items: ItemsForm, 
/**
 * The new name.
 */
name: string, };

/**
 * A file that somebody without an account is asked for.
 */
export type RequestForm = { 
/**
 * The location's id.
 */
location: string, 
/**
 * The folder that it will be in, ending with `/` unless empty.
 */
folder: string, 
/**
 * Its name there.
 */
name: string, 
/**
 * How long it may be sent, in seconds.
 */
seconds: number, 
/**
 * How large it may be, in millions of bytes.
 */
megabytes: number, };

/**
 * What becomes of a copy that could not be saved back.
 */
export type ResolveForm = "upload" | "keep" | "replace" | "keepBoth" | "discard";

/**
 * Whether trying again helps.
 */
export type Retry = "no" | "now" | "later" | "edit";

/**
 * Why it is this role.
 */
export type RoleReason = "default" | "guest" | "tokenPreferred" | "custom" | "rule" | "onlyRole" | "chosenBasic" | "ambiguousAuthenticated" | "unknown";

/**
 * What a row is, by its name.
 */
export type RowKind = "folder" | "image" | "text" | "pdf" | "audio" | "video" | "archive" | "other";

/**
 * One row of a folder.
 */
export type RowView = { 
/**
 * Its number in the listing, which stays through sorting and filtering.
 */
id: number, 
/**
 * The key below the location; a folder's ends with `/`.
 */
key: string, 
/**
 * The name as shown, with control and bidirectional characters made visible.
 */
name: string, 
/**
 * What it is.
 */
kind: RowKind, 
/**
 * Its size; a folder has none.
 */
size: number | null, 
/**
 * When it was last changed; a folder has no such time.
 */
modified: number | null, 
/**
 * Whether it is selected.
 */
selected: boolean, };

/**
 * The rows that the page asked for.
 */
export type RowsView = { 
/**
 * The listing's number.
 */
listing: number, 
/**
 * The revision that they belong to.
 */
revision: number, 
/**
 * The revision of the selection.
 */
selection: number, 
/**
 * The first row's index.
 */
start: number, 
/**
 * The rows.
 */
rows: Array<RowView>, };

/**
 * Where to move the sandbox's clock: the first of these that is given.
 */
export type SandboxClockForm = { 
/**
 * Seconds.
 */
by: number | null, 
/**
 * To just after something has expired.
 */
after: SandboxLapsing | null, 
/**
 * Whose; of anybody when missing.
 */
username: string | null, 
/**
 * To the real time.
 */
real: boolean, 
/**
 * Whether the app goes along from now on.
 */
follows: boolean | null, };

/**
 * The sandbox's clock.
 */
export type SandboxClockView = { 
/**
 * By how many seconds it is ahead of this computer's.
 */
ahead: number, 
/**
 * Whether the app's clock for the sandbox goes along.
 */
follows: boolean, };

/**
 * What an administrator does to a user with one click.
 */
export type SandboxDeed = "disable" | "enable" | "delete" | "resetPassword" | "confirm" | "signOut";

/**
 * What is lost of a call.
 */
export type SandboxDrop = "request" | "answer" | "halfAnswer";

/**
 * A fault to plan: one of `error`, `delay` and `drop`, for `times` or `every` n-th call; without both until it is
 * taken away.
 */
export type SandboxFaultForm = { 
/**
 * The operation; `*` is every one.
 */
operation: string, 
/**
 * The name of an error.
 */
error: string | null, 
/**
 * Milliseconds.
 */
delay: number | null, 
/**
 * What is lost.
 */
drop: SandboxDrop | null, 
/**
 * How many calls.
 */
times: number | null, 
/**
 * Every n-th call.
 */
every: number | null, };

/**
 * One planned fault.
 */
export type SandboxFaultView = { 
/**
 * Its number.
 */
id: number, 
/**
 * What the tester calls it.
 */
name: string | null, 
/**
 * The operation; `*` is every one.
 */
operation: string, 
/**
 * The name of an error, where it is one.
 */
error: string | null, 
/**
 * How much later the call is carried out, in milliseconds, where that is the fault.
 */
delay: number | null, 
/**
 * What is lost, where something is: `request`, `answer`, `halfAnswer`.
 */
drop: SandboxDrop | null, 
/**
 * How many calls are left for it; none when it is not counted.
 */
times: number | null, 
/**
 * Which multiple of calls it happens to.
 */
every: number | null, 
/**
 * How often it has happened.
 */
happened: number, };

/**
 * What goes wrong with coming calls.
 */
export type SandboxFaultsView = { 
/**
 * Nothing answers.
 */
offline: boolean, 
/**
 * In the order in which they are looked at.
 */
plans: Array<SandboxFaultView>, };

/**
 * A group.
 */
export type SandboxGroupView = { 
/**
 * Its name.
 */
name: string, 
/**
 * The ARN of its IAM role.
 */
role: string | null, 
/**
 * The lower, the more its role counts.
 */
precedence: number | null, };

/**
 * Something that expires.
 */
export type SandboxLapsing = "accessToken" | "idToken" | "refreshToken" | "code" | "session" | "credentials";

/**
 * A user who is made or changed.
 */
export type SandboxUserForm = { 
/**
 * The user name.
 */
username: string, 
/**
 * Nobody may have the name yet.
 */
new: boolean, 
/**
 * All of them, with `email_verified` and `phone_number_verified`.
 */
attributes: { [key in string]: string }, 
/**
 * All groups.
 */
groups: Array<string>, 
/**
 * The second factors to be on: `sms`, `totp`, `email`.
 */
factors: Array<string>, 
/**
 * A new password; none leaves the one that there is.
 */
password: string | null, 
/**
 * Whether the password has to be changed at the next sign-in.
 */
temporary: boolean, 
/**
 * Whether a new user gets an invitation; without a password its temporary one is invented.
 */
invite: boolean, };

/**
 * A user as an administrator sees one.
 */
export type SandboxUserView = { 
/**
 * The user name.
 */
username: string, 
/**
 * The `sub` claim.
 */
sub: string, 
/**
 * `UserStatusType`, such as `CONFIRMED`.
 */
status: string, 
/**
 * False when an administrator has disabled the user.
 */
enabled: boolean, 
/**
 * With `email_verified` and `phone_number_verified`.
 */
attributes: { [key in string]: string }, 
/**
 * The groups that the user is in.
 */
groups: Array<string>, 
/**
 * The second factors that are on: `sms`, `totp`, `email`.
 */
factors: Array<string>, 
/**
 * Whether there is a password.
 */
hasPassword: boolean, 
/**
 * How many passkeys there are.
 */
passkeys: number, 
/**
 * How many confirmed devices there are.
 */
devices: number, 
/**
 * When the user was made.
 */
created: number, 
/**
 * When the user signed in last.
 */
signedIn: number | null, };

/**
 * Users and groups.
 */
export type SandboxUsersView = { 
/**
 * By name.
 */
users: Array<SandboxUserView>, 
/**
 * By name.
 */
groups: Array<SandboxGroupView>, 
/**
 * The ARNs of the roles that a group can have.
 */
roles: Array<string>, };

/**
 * A text that was changed.
 */
export type SaveTextForm = { 
/**
 * Under which name it is shown.
 */
token: string, 
/**
 * The text.
 */
text: string, 
/**
 * Where it goes.
 */
writing: WritingForm, };

/**
 * What came of saving a connection.
 */
export type SavedView = { 
/**
 * Under this id.
 */
id: string, } | Array<FieldProblem>;

/**
 * What the person sees of the sign-in.
 */
export type ScreenView = { "name": "restoring" } | { "name": "signIn", 
/**
 * The user name to start with.
 */
username: string, 
/**
 * What people sign in with here.
 */
usernameKind: FieldKind, 
/**
 * Whether people may create an account themselves.
 */
canSignUp: boolean, 
/**
 * The ways of signing in that the connection offers, in order; never empty.
 */
methods: Array<MethodView>, 
/**
 * The id of the one to start with.
 */
method: string, 
/**
 * The ways of signing in in the browser, the service's own pages first; empty where there is none.
 */
browser: Array<HostedProviderView>, 
/**
 * Whose tokens the identity pool takes, for whoever has one in hand.
 */
tokenProviders: Array<TokenProviderView>, 
/**
 * Whether people may look around without an account.
 */
guests: boolean, } | { "name": "signUp", 
/**
 * The fields to fill in, in order: the user name, the attributes, the password.
 */
fields: Array<FieldView>, 
/**
 * The password's rules.
 */
passwordRules: PasswordRulesView, } | { "name": "forgotPassword", 
/**
 * The user name to start with.
 */
username: string, 
/**
 * What people sign in with here.
 */
usernameKind: FieldKind, } | { "name": "answer" } & AnswerView | { "name": "browser", 
/**
 * The provider that was chosen; none where the person chooses there.
 */
provider: string | null, 
/**
 * Whether the address can be copied, to be opened by hand.
 */
canCopyLink: boolean, } | { "name": "guest" } | { "name": "signedIn" };

/**
 * What to look for below a folder, however deep.
 */
export type SearchForm = { 
/**
 * The location's id.
 */
location: string, 
/**
 * The folder below the location, ending with `/` unless empty.
 */
folder: string, 
/**
 * A part of the name, or a pattern with `*` and `?`.
 */
text: string, 
/**
 * The kinds; with none, any.
 */
kinds: Array<RowKind>, 
/**
 * The least size, in bytes.
 */
atLeast: number | null, 
/**
 * The largest size, in bytes.
 */
atMost: number | null, 
/**
 * Changed at this time or later, in milliseconds since the Unix epoch.
 */
since: number | null, 
/**
 * Changed before this time, in milliseconds since the Unix epoch.
 */
before: number | null, 
/**
 * What to sort by.
 */
sort: SortBy, 
/**
 * Whether the order is turned round.
 */
descending: boolean, };

/**
 * Somebody's place in the app; several may have one at once.
 */
export type SeatView = { 
/**
 * The seat's id.
 */
id: string, 
/**
 * The connection's name.
 */
connection: string, 
/**
 * The connection's id.
 */
connectionId: string, 
/**
 * What to call the person.
 */
displayName: string, 
/**
 * The email address.
 */
email: string | null, 
/**
 * Whether this is the one that the window shows.
 */
active: boolean, 
/**
 * Whether the person is signed in.
 */
signedIn: boolean, };

/**
 * How to select. Rows are named by their ids, so that rows that have moved meanwhile are not mistaken.
 */
export type SelectForm = { 
/**
 * What to do.
 */
how: SelectHow, 
/**
 * The row that it is done with.
 */
at: number | null, 
/**
 * Where a range begins.
 */
from: number | null, };

/**
 * What to do with the selection.
 */
export type SelectHow = "one" | "toggle" | "range" | "add" | "all" | "none";

/**
 * What is selected.
 */
export type SelectionView = { 
/**
 * Files and folders.
 */
count: number, 
/**
 * The folders among them.
 */
folders: number, 
/**
 * What the files take, in bytes. What a folder holds is not known.
 */
bytes: number, 
/**
 * Whether everything is selected, what is still to come included.
 */
all: boolean, 
/**
 * Grows with every change.
 */
revision: number, };

/**
 * Where a code went.
 */
export type SentToView = { 
/**
 * How it was sent.
 */
medium: MediumView, 
/**
 * The masked address, as the service gave it.
 */
destination: string, };

/**
 * What a text is.
 */
export type ShapeView = { "shape": "markdown", 
/**
 * Its blocks.
 */
blocks: Array<BlockView>, } | { "shape": "table", 
/**
 * Its rows; not all are equally long.
 */
rows: Array<Array<string>>, 
/**
 * Whether there is more.
 */
more: boolean, } | { "shape": "json", 
/**
 * Its values, each before those inside of it.
 */
lines: Array<JsonLineView>, 
/**
 * Whether there is more.
 */
more: boolean, };

/**
 * A link to make.
 */
export type ShareForm = { 
/**
 * To what; for an upload, where the file is to be put.
 */
object: ObjectForm, 
/**
 * How long it is wished to hold, in seconds.
 */
seconds: number, 
/**
 * Whether it saves a file rather than shows it.
 */
download: boolean, 
/**
 * Whether somebody may put a file there by it.
 */
upload: boolean, 
/**
 * Whether it is drawn, to be scanned, rather than copied.
 */
picture: boolean, };

/**
 * One of two of the same name.
 */
export type SideView = { 
/**
 * The size in bytes, where it is known.
 */
size: number | null, 
/**
 * When it was last changed, where that is known.
 */
modified: number | null, };

/**
 * What the person types to sign in.
 */
export type SignInForm = { 
/**
 * User name, email or telephone number.
 */
username: string, 
/**
 * The password.
 */
password: string, 
/**
 * Whether to stay signed in after the app is closed.
 */
remember: boolean, 
/**
 * The id of the way of signing in; none: the connection's own.
 */
method: string | null, };

/**
 * What people sign in with.
 */
export type SignInNameView = "username" | "email" | "phone";

/**
 * What became of an attempt to sign in on this device.
 */
export type SignInRecordView = { 
/**
 * When.
 */
at: number, 
/**
 * `signedIn`, `failed`, `signedOut` or `ended`.
 */
outcome: string, 
/**
 * By which method, as `MethodView` names it; empty where none was chosen.
 */
method: string, };

/**
 * How people create accounts.
 */
export type SignUpForm = { 
/**
 * What is asked besides user name and password, in order.
 */
attributes: Array<AttributeRuleForm>, 
/**
 * The rules for a password.
 */
passwordPolicy: PasswordRulesView, 
/**
 * What people sign in with; the first is what the form calls the user name.
 */
signInNames: Array<SignInNameView>, };

/**
 * What to sort by.
 */
export type SortBy = "name" | "size" | "modified" | "type";

/**
 * In which order to show the rows of the open folder.
 */
export type SortForm = { 
/**
 * What to sort by; folders come first.
 */
sort: SortBy, 
/**
 * Whether the order is turned round.
 */
descending: boolean, };

/**
 * Some text in one style.
 */
export type SpanView = { 
/**
 * The text.
 */
text: string, 
/**
 * Whether it is bold.
 */
strong: boolean, 
/**
 * Whether it is in italics.
 */
emphasis: boolean, 
/**
 * Whether it is code.
 */
code: boolean, 
/**
 * Whether it is struck out.
 */
struck: boolean, 
/**
 * Where it would lead, as shown; it is not followed.
 */
link: string | null, };

/**
 * How soon something comes back from the archive.
 */
export type SpeedForm = "expedited" | "standard" | "bulk";

/**
 * Where S3 is.
 */
export type StorageForm = { 
/**
 * The region of the buckets; none: the user pool's.
 */
region: string | null, 
/**
 * The address, if not at AWS.
 */
endpoint: string | null, 
/**
 * Whether the bucket stands in the path and not in the host name.
 */
pathStyle: boolean, };

/**
 * What is typed as a new password, to be judged while it is typed.
 */
export type StrengthForm = { 
/**
 * The password.
 */
password: string, 
/**
 * What else was typed in the form, and must not be the password: user name, email address, names.
 */
words: Array<string>, };

/**
 * How hard a password is to guess.
 */
export type StrengthView = { 
/**
 * 0: guessed at once; 4: not within centuries.
 */
score: number, };

/**
 * How this device stands to the others.
 */
export type SyncView = { 
/**
 * Whether the connection shares what belongs to the person at all.
 */
shared: boolean, 
/**
 * Whether an exchange is under way.
 */
busy: boolean, 
/**
 * How many changes the other devices have yet to learn.
 */
pending: number, 
/**
 * When the last exchange came to its end.
 */
at: number | null, 
/**
 * Whether what was shared could not be read, and a copy of it was set aside.
 */
setAside: boolean, 
/**
 * Why the last exchange did not come to its end. It is tried again by itself.
 */
problem: Problem | null, };

/**
 * A tag of the session.
 */
export type TagView = { 
/**
 * Its name, as in `aws:PrincipalTag/…`.
 */
key: string, 
/**
 * Its value.
 */
value: string, };

/**
 * What to do where a name is taken.
 */
export type TakenForm = "ask" | "keepBoth" | "skip" | "replace";

/**
 * Some more of a text.
 */
export type TextView = { 
/**
 * The text.
 */
text: string, 
/**
 * Where it goes on, in bytes; none at its end.
 */
next: number | null, };

/**
 * Light or dark.
 */
export type Theme = "system" | "light" | "dark";

/**
 * What a provider has issued elsewhere, to sign in with.
 */
export type TokenForm = { 
/**
 * The provider: its name, its key of `Logins`, or the developer's own name.
 */
provider: string, 
/**
 * The ID token, the assertion or the developer's token.
 */
token: string, 
/**
 * The identity that a developer's token was issued for.
 */
identityId: string | null, };

/**
 * One of the session's tokens.
 */
export type TokenKind = "id" | "access";

/**
 * What a provider issues.
 */
export type TokenProviderKindView = "oidc" | "saml" | "developer";

/**
 * A provider whose tokens the identity pool takes.
 */
export type TokenProviderView = { 
/**
 * What it is called in the connection.
 */
name: string, 
/**
 * What it issues.
 */
kind: TokenProviderKindView, };

/**
 * A decoded token, without its signature.
 */
export type TokenView = { 
/**
 * `id` or `access`.
 */
tokenUse: string, 
/**
 * The header.
 */
header: Array<ClaimView>, 
/**
 * The claims.
 */
claims: Array<ClaimView>, 
/**
 * When it was issued.
 */
issuedAt: number, 
/**
 * When it expires.
 */
expiresAt: number, };

/**
 * What an authenticator app is given once, so that both sides know the same secret. The one secret that the page
 * sees, because it must be scanned or typed on another device.
 */
export type TotpView = { 
/**
 * The secret in base32, to be typed where nothing can be scanned.
 */
secret: string, 
/**
 * The QR code, as the address of an image (`data:image/svg+xml`).
 */
image: string, 
/**
 * The account's name, as the authenticator app will show it.
 */
account: string, 
/**
 * The service's name, as the authenticator app will show it.
 */
issuer: string, };

/**
 * How transfers work on this device.
 */
export type TransferSettings = { 
/**
 * How many files move at a time, 1 to 8.
 */
atOnce: number, 
/**
 * The most bytes a second, all together; none for as many as go.
 */
limit: number | null, 
/**
 * What to do with an upload whose name is taken.
 */
uploads: ConflictPolicy, 
/**
 * What to do with a download whose name is taken.
 */
downloads: ConflictPolicy, };

/**
 * How a transfer stands.
 */
export type TransferState = "waiting" | "running" | "paused" | "asking" | "done" | "skipped" | "failed" | "cancelled";

/**
 * One transfer. Progress is cumulative.
 */
export type TransferView = { 
/**
 * Its number.
 */
id: number, 
/**
 * Up or down.
 */
direction: DirectionView, 
/**
 * The file's name as shown.
 */
name: string, 
/**
 * The location's id.
 */
location: string, 
/**
 * The folder below the location.
 */
folder: string, 
/**
 * Bytes done.
 */
done: number, 
/**
 * Bytes in all.
 */
total: number, 
/**
 * Bytes a second, smoothed.
 */
rate: number, 
/**
 * Seconds left, where the rate allows a guess.
 */
secondsLeft: number | null, 
/**
 * Seconds for which it has been moving.
 */
elapsed: number, 
/**
 * How it stands.
 */
state: TransferState, 
/**
 * Why it failed.
 */
problem: Problem | null, 
/**
 * What has its name already, while an answer is needed.
 */
conflict: ConflictView | null, 
/**
 * The name under which it was saved, where it differs.
 */
savedAs: string | null, 
/**
 * What the bytes were compared by, such as `CRC-64/NVME`; none where there was nothing to compare with, or as long
 * as it is not done.
 */
verified: string | null, };

/**
 * All transfers of this account: what moves, what needs an answer, what waits in its order, what is held, what failed,
 * what is over.
 */
export type TransfersView = { 
/**
 * How many wait, run or need an answer.
 */
active: number, 
/**
 * How many there are; `rows` holds the first 200.
 */
total: number, 
/**
 * How many move.
 */
running: number, 
/**
 * How many wait for their turn.
 */
waiting: number, 
/**
 * How many are held by the person.
 */
paused: number, 
/**
 * How many need an answer.
 */
asking: number, 
/**
 * How many are complete.
 */
done: number, 
/**
 * How many were left out.
 */
skipped: number, 
/**
 * How many failed.
 */
failed: number, 
/**
 * How many were cancelled.
 */
cancelled: number, 
/**
 * Bytes done since nothing was under way.
 */
doneBytes: number, 
/**
 * Bytes in all since nothing was under way, as far as they are known.
 */
totalBytes: number, 
/**
 * Bytes a second, smoothed, all together.
 */
rate: number, 
/**
 * Seconds left, where the rate allows a guess.
 */
secondsLeft: number | null, 
/**
 * Seconds since nothing was under way.
 */
elapsed: number, 
/**
 * How many folders are still looked through.
 */
preparing: number, 
/**
 * Whether the service cannot be reached; what waits goes on by itself.
 */
offline: boolean, 
/**
 * The first 200.
 */
rows: Array<TransferView>, };

/**
 * An upload that was never finished.
 */
export type UnfinishedView = { 
/**
 * The key below the location.
 */
key: string, 
/**
 * The path as shown.
 */
path: string, 
/**
 * The upload's id.
 */
upload: string, 
/**
 * When it was begun.
 */
begun: number | null, 
/**
 * What has arrived of it, where that may be asked.
 */
size: number | null, };

/**
 * Everything that Rust pushes to the page. The first one is always `App`.
 */
export type Update = { "type": "app", "value": AppView } | { "type": "auth", "value": AuthView } | { "type": "account", "value": AccountView | null } | { "type": "transfers", "value": TransfersView } | { "type": "jobs", "value": JobsView } | { "type": "weight", "value": WeightView } | { "type": "closing", "value": number } | { "type": "folder", "value": FolderView } | { "type": "inbox", "value": InboxView } | { "type": "calls", "value": number } | { "type": "notice", "value": NoticeView } | { "type": "drop", "value": DropView } | { "type": "accounts", "value": Array<SeatView> } | { "type": "belongings", "value": BelongingsView | null } | { "type": "sandboxClock", "value": SandboxClockView | null } | { "type": "clockSkew", "value": number | null } | { "type": "checks", "value": Array<CheckView> } | { "type": "copies", "value": Array<CopyView> };

/**
 * Where a listing of versions goes on.
 */
export type VersionMarkForm = { 
/**
 * The last key.
 */
key: string, 
/**
 * Its last version.
 */
version: string, };

/**
 * A version of an object.
 */
export type VersionView = { 
/**
 * The key below the location.
 */
key: string, 
/**
 * The name as shown.
 */
name: string, 
/**
 * Its id.
 */
id: string, 
/**
 * Its size.
 */
size: number, 
/**
 * When it was made.
 */
modified: number | null, 
/**
 * Whether it is the newest.
 */
latest: boolean, 
/**
 * Whether it marks that the object was deleted.
 */
deleted: boolean, };

/**
 * Some versions of an object, newest first.
 */
export type VersionsView = { 
/**
 * The versions.
 */
versions: Array<VersionView>, 
/**
 * Where the next ones begin, where there are more.
 */
next: VersionMarkForm | null, };

/**
 * How much it is that was chosen.
 */
export type WeightView = { 
/**
 * The number of the counting.
 */
id: number, 
/**
 * Objects so far, those that stand for folders included.
 */
objects: number, 
/**
 * Their bytes.
 */
bytes: number, 
/**
 * Whether that is all.
 */
done: boolean, 
/**
 * Whether deleting it must be confirmed by typing.
 */
mustType: boolean, 
/**
 * Whether what is deleted there can be brought back; none where that cannot be known.
 */
versioned: boolean | null, 
/**
 * Why it could not be counted to the end.
 */
problem: Problem | null, };

/**
 * Where a text goes that was changed.
 */
export type WritingForm = "over" | "replace" | "beside";
