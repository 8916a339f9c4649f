//! What crosses to the page (`…View`) and back (`…Form`). Domain types never cross. Times are milliseconds since
//! the Unix epoch, sizes are bytes, rates are bytes a second.

use base::Secret;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

use crate::problem::Problem;

/// Everything that Rust pushes to the page. The first one is always `App`.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "type", content = "value", rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub enum Update {
    /// The whole state, sent once after subscribing and again after a reset.
    App(AppView),
    /// The sign-in has moved, or become busy or idle.
    Auth(AuthView),
    /// The signed-in account has changed.
    Account(Option<AccountView>),
    /// The transfers have moved; at most ten a second.
    Transfers(TransfersView),
    /// The open folder has more rows, is complete, or has failed.
    Folder(FolderView),
    /// The sandbox's inbox has changed.
    Inbox(InboxView),
    /// The timeline has grown to this many calls.
    Calls(u32),
    /// Something that the person should know, unasked.
    Notice(NoticeView),
    /// Files are dragged over the window, or were dropped on it.
    Drop(DropView),
}

/// The whole state of the app.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct AppView {
    /// The app's version.
    pub version: String,
    /// The connection in use.
    pub connection: ConnectionView,
    /// Where the sign-in stands.
    pub auth: AuthView,
    /// Who is signed in.
    pub account: Option<AccountView>,
    /// The transfers.
    pub transfers: TransfersView,
    /// The sandbox's inbox, where the connection is the sandbox.
    pub inbox: Option<InboxView>,
    /// What the person should know.
    pub notices: Vec<NoticeView>,
}

/// A connection: which user pool, identity pool and bucket.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct ConnectionView {
    /// Its stable id.
    pub id: String,
    /// Its name, as shown.
    pub name: String,
    /// Whether it is the embedded sandbox.
    pub sandbox: bool,
    /// The AWS region.
    pub region: String,
}

/// Where the sign-in stands.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct AuthView {
    /// The screen to show.
    pub screen: ScreenView,
    /// Whether an answer of the service is awaited.
    pub busy: bool,
    /// Why the last step was refused. The screen stays.
    pub problem: Option<Problem>,
    /// What the last step achieved, where the screen alone does not tell.
    pub outcome: Option<OutcomeView>,
}

/// What a step achieved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub enum OutcomeView {
    /// A new code is on its way and the old one is void.
    CodeSent,
    /// The account is confirmed.
    Confirmed,
    /// The password is changed.
    PasswordChanged,
    /// The session on this device has ended.
    SignedOut,
    /// The sessions on all devices have ended.
    SignedOutEverywhere,
    /// The session has ended by itself: expired, revoked or taken away.
    SessionEnded,
    /// The sign-in took too long and has begun anew.
    Restarted,
}

/// What the person sees of the sign-in.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "name", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub enum ScreenView {
    /// Looking for a remembered session.
    Restoring,
    /// User name and password.
    SignIn {
        /// The user name to start with.
        username: String,
        /// What people sign in with here.
        username_kind: FieldKind,
        /// Whether people may create an account themselves.
        can_sign_up: bool,
    },
    /// A new account.
    SignUp {
        /// The fields to fill in, in order: the user name, the attributes, the password.
        fields: Vec<FieldView>,
        /// The password's rules.
        password_rules: PasswordRulesView,
    },
    /// Whose password was forgotten.
    ForgotPassword {
        /// The user name to start with.
        username: String,
        /// What people sign in with here.
        username_kind: FieldKind,
    },
    /// Any question of the service: a code, a new password, a choice.
    Answer(AnswerView),
    /// In.
    SignedIn,
}

/// A question of the service, described so that one screen renders them all.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct AnswerView {
    /// What is asked.
    pub kind: AnswerKind,
    /// The challenge's name as the service gave it, where it is one.
    pub challenge: Option<String>,
    /// Who is signing in, as they typed it.
    pub username: String,
    /// Where a code went.
    pub sent_to: Option<SentToView>,
    /// The fields to fill in.
    pub fields: Vec<FieldView>,
    /// The password's rules, where a new password is asked.
    pub password_rules: Option<PasswordRulesView>,
    /// The choices, where one is asked; answered under the name `choice`.
    pub choices: Vec<String>,
    /// What the service says of the question, where it is one of the pool's own making.
    pub parameters: BTreeMap<String, String>,
    /// Whether another code can be asked for.
    pub can_resend: bool,
    /// Whether the address can be corrected by going back to the sign-up form.
    pub can_change_address: bool,
    /// When the question lapses.
    pub expires_at: Option<i64>,
}

/// What a question asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub enum AnswerKind {
    /// The code that confirms a new account.
    ConfirmSignUp,
    /// The code and the new password after a forgotten one.
    ResetPassword,
    /// A new password in place of a temporary one.
    NewPassword,
    /// A code sent by text message or email.
    SentCode,
    /// A code of an authenticator app.
    AuthenticatorCode,
    /// Which second factor to use.
    SelectMfaType,
    /// Which second factor to set up.
    MfaSetup,
    /// Which way to prove who one is.
    SelectChallenge,
    /// The password.
    Password,
    /// A passkey.
    WebAuthn,
    /// A question of the pool's own making.
    Custom,
    /// A question that this version does not know.
    Unknown,
}

/// Where a code went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct SentToView {
    /// How it was sent.
    pub medium: MediumView,
    /// The masked address, as the service gave it.
    pub destination: String,
}

/// How a code is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub enum MediumView {
    /// By email.
    Email,
    /// By text message.
    Sms,
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct FieldView {
    /// The name under which the answer is sent: `username`, `password`, `code`, `newPassword`, or an attribute's
    /// name such as `email`, `given_name` or `custom:team`.
    pub name: String,
    /// What kind of input it is.
    pub kind: FieldKind,
    /// Whether it must be filled in.
    pub required: bool,
    /// What it holds at first.
    pub value: Option<String>,
}

/// What kind of input a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub enum FieldKind {
    /// Any text.
    Text,
    /// A user name.
    Username,
    /// An email address.
    Email,
    /// A telephone number with its country code (E.164).
    Phone,
    /// A one-time code.
    Code,
    /// The current password.
    Password,
    /// A new password.
    NewPassword,
    /// A date, `YYYY-MM-DD`.
    Date,
    /// A number.
    Number,
}

/// The rules of the pool for a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct PasswordRulesView {
    /// At least this many characters.
    pub min_length: u32,
    /// At least one lower-case letter.
    pub lowercase: bool,
    /// At least one upper-case letter.
    pub uppercase: bool,
    /// At least one digit.
    pub number: bool,
    /// At least one symbol.
    pub symbol: bool,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct AccountView {
    /// The user name, as the pool knows it.
    pub username: String,
    /// What to call the person: name, else email, else user name.
    pub display_name: String,
    /// The subject identifier.
    pub sub: String,
    /// The email address.
    pub email: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The groups.
    pub groups: Vec<String>,
    /// The identity pool's id for this person, once known.
    pub identity_id: Option<String>,
    /// Whether the session survives closing the app.
    pub remembered: bool,
    /// When this person first signed in on this device.
    pub first_sign_in: Option<i64>,
    /// When this person last signed in on this device.
    pub last_sign_in: Option<i64>,
}

/// What the person types to sign in.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct SignInForm {
    /// User name, email or telephone number.
    pub username: String,
    /// The password.
    #[ts(type = "string")]
    pub password: Secret,
    /// Whether to stay signed in after the app is closed.
    pub remember: bool,
}

/// Answers by field name: sign-up fields, or the fields of an `AnswerView`.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct AnswerForm {
    /// What was typed, by the field's name.
    #[ts(type = "Record<string, string>")]
    pub values: BTreeMap<String, Secret>,
}

/// A place that the connection offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct LocationView {
    /// Its stable id.
    pub id: String,
    /// Who may reach it.
    pub kind: LocationKind,
    /// Its own name, where it has one.
    pub name: Option<String>,
    /// The bucket.
    pub bucket: String,
    /// The prefix, filled in, ending with `/` unless empty.
    pub prefix: String,
}

/// Who may reach a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub enum LocationKind {
    /// The person alone.
    Private,
    /// The person writes, everybody signed in reads.
    Protected,
    /// Everybody signed in.
    Public,
    /// As the connection says.
    Plain,
}

/// Which folder to open, in which order.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct FolderForm {
    /// The location's id.
    pub location: String,
    /// The folder below the location, ending with `/` unless empty.
    pub folder: String,
    /// What to sort by; folders come first.
    pub sort: SortBy,
    /// Whether the order is turned round.
    pub descending: bool,
}

/// What to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub enum SortBy {
    /// The name, naturally: `file2` before `file10`.
    Name,
    /// The size.
    Size,
    /// The time of the last change.
    Modified,
}

/// The open folder. Its rows stay in Rust; the page asks for those it shows.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct FolderView {
    /// The listing's number; a new one for every opening.
    pub listing: u32,
    /// The location's id.
    pub location: String,
    /// The folder below the location, ending with `/` unless empty.
    pub folder: String,
    /// How many rows are known so far.
    pub total: u32,
    /// Grows whenever rows that were already given out have moved.
    pub revision: u32,
    /// Whether the listing is complete.
    pub done: bool,
    /// Why the listing has stopped.
    pub problem: Option<Problem>,
}

/// The rows that the page asked for.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct RowsView {
    /// The listing's number.
    pub listing: u32,
    /// The revision that they belong to.
    pub revision: u32,
    /// The first row's index.
    pub start: u32,
    /// The rows.
    pub rows: Vec<RowView>,
}

/// One row of a folder.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct RowView {
    /// The key below the location; a folder's ends with `/`.
    pub key: String,
    /// The name as shown, with control and bidirectional characters made visible.
    pub name: String,
    /// What it is.
    pub kind: RowKind,
    /// Its size; a folder has none.
    pub size: Option<u64>,
    /// When it was last changed; a folder has no such time.
    pub modified: Option<i64>,
}

/// What a row is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub enum RowKind {
    /// A folder.
    Folder,
    /// A picture.
    Image,
    /// Text or code.
    Text,
    /// A PDF.
    Pdf,
    /// Sound.
    Audio,
    /// Film.
    Video,
    /// An archive.
    Archive,
    /// Anything else.
    Other,
}

/// A look into a file.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct PreviewView {
    /// The key below the location.
    pub key: String,
    /// The name as shown.
    pub name: String,
    /// Its size.
    pub size: u64,
    /// When it was last changed.
    pub modified: Option<i64>,
    /// Its media type.
    pub content_type: String,
    /// What can be shown.
    pub content: PreviewContent,
}

/// What a preview shows.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub enum PreviewContent {
    /// A picture, at an address that Rust serves.
    Image {
        /// The address.
        url: String,
    },
    /// Text.
    Text {
        /// The beginning of it, or all.
        text: String,
        /// Whether there is more.
        truncated: bool,
    },
    /// Too large to show unasked.
    TooLarge,
    /// Nothing that can be shown.
    None,
}

/// All transfers of this session, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct TransfersView {
    /// How many wait or run.
    pub active: u32,
    /// How many there are; `rows` holds the first 200.
    pub total: u32,
    /// Bytes done of those that wait or run.
    pub done_bytes: u64,
    /// Bytes in all of those that wait or run.
    pub total_bytes: u64,
    /// Bytes a second, smoothed, all together.
    pub rate: u64,
    /// Seconds left, where the rate allows a guess.
    pub seconds_left: Option<u32>,
    /// The first 200.
    pub rows: Vec<TransferView>,
}

/// One transfer. Progress is cumulative.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct TransferView {
    /// Its number.
    pub id: u32,
    /// Up or down.
    pub direction: DirectionView,
    /// The file's name as shown.
    pub name: String,
    /// The location's id.
    pub location: String,
    /// The folder below the location.
    pub folder: String,
    /// Bytes done.
    pub done: u64,
    /// Bytes in all.
    pub total: u64,
    /// Bytes a second, smoothed.
    pub rate: u64,
    /// Seconds left, where the rate allows a guess.
    pub seconds_left: Option<u32>,
    /// How it stands.
    pub state: TransferState,
    /// Why it failed.
    pub problem: Option<Problem>,
    /// The name under which a download was saved, where it differs.
    pub saved_as: Option<String>,
}

/// Up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub enum DirectionView {
    /// To the bucket.
    Upload,
    /// From the bucket.
    Download,
}

/// How a transfer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub enum TransferState {
    /// Waiting for its turn.
    Waiting,
    /// Moving.
    Running,
    /// Complete.
    Done,
    /// Stopped by a problem; it can be tried again.
    Failed,
    /// Stopped by the person.
    Cancelled,
}

/// How many messages the sandbox's inbox holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct InboxView {
    /// All messages.
    pub total: u32,
}

/// A message that the sandbox "sent".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct MessageView {
    /// Its number.
    pub id: u32,
    /// When it was sent.
    pub at: i64,
    /// How it was sent.
    pub medium: MediumView,
    /// To which address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
    /// The code in it.
    pub code: Option<String>,
}

/// Something that the person should know, unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub enum NoticeView {
    /// The operating system's keyring cannot be used; the session ends with the app.
    SessionInMemory,
    /// The sandbox's data was damaged and has been made anew; a copy is kept.
    SandboxRestored,
}

/// Files over the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub enum DropView {
    /// Dragged over it.
    Over,
    /// Gone again.
    Left,
    /// Dropped: they wait for `uploadDropped`.
    Dropped,
}

/// One attempt of one AWS call.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct CallView {
    /// Its number, from 1.
    pub id: u32,
    /// When it was sent.
    pub at: i64,
    /// The service as AWS names it: `Cognito Identity Provider`, `Cognito Identity`, `S3`.
    pub service: String,
    /// The API action.
    pub operation: String,
    /// Which attempt it was, from 1.
    pub attempt: u32,
    /// How long it took, in milliseconds, once ended.
    pub duration: Option<u32>,
    /// The HTTP status, once answered.
    pub status: Option<u16>,
    /// The error's name, where it was one.
    pub error: Option<String>,
    /// The AWS request id.
    pub request_id: Option<String>,
}

/// One call in full, redacted by an allow-list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct CallDetailView {
    /// The call.
    pub call: CallView,
    /// Method and address, without a query that could hold a secret.
    pub request_line: String,
    /// The request's headers.
    pub request_headers: Vec<ClaimView>,
    /// The request's body.
    pub request_body: Option<String>,
    /// The answer's headers.
    pub response_headers: Vec<ClaimView>,
    /// The answer's body.
    pub response_body: Option<String>,
}

/// A decoded token, without its signature.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct TokenView {
    /// `id` or `access`.
    pub token_use: String,
    /// The header.
    pub header: Vec<ClaimView>,
    /// The claims.
    pub claims: Vec<ClaimView>,
    /// When it was issued.
    pub issued_at: i64,
    /// When it expires.
    pub expires_at: i64,
}

/// A name and a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct ClaimView {
    /// The name.
    pub name: String,
    /// The value: text as it is, anything else as JSON.
    pub value: String,
}
