//! The app as a whole: what is pushed, the connection, the sandbox's inbox, notices, preferences.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    AccountView, AuthView, BelongingsView, CheckView, ConnectionView, CopyView, FolderView, JobsView,
    MediumView, SandboxClockView, SeatView, TransfersView, WeightView,
};

/// Everything that Rust pushes to the page. The first one is always `App`.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "type", content = "value", rename_all = "camelCase")]
pub enum Update {
    /// The whole state, sent once after subscribing and again after a reset.
    App(Box<AppView>),
    /// The sign-in has moved, or become busy or idle.
    Auth(Box<AuthView>),
    /// The signed-in account has changed.
    Account(Option<AccountView>),
    /// The transfers have moved; at most ten a second.
    Transfers(TransfersView),
    /// The jobs have moved; at most ten a second.
    Jobs(JobsView),
    /// More was counted of what was chosen; at most ten a second.
    Weight(WeightView),
    /// The window is to be closed while so many transfers are under way, or while something that other programs have
    /// changed could not be uploaded; it closes with `quit`.
    Closing(u32),
    /// The open folder has more rows, is complete, or has failed.
    Folder(FolderView),
    /// The sandbox's inbox has changed.
    Inbox(InboxView),
    /// The timeline's revision: it grows with every call that begins or ends. `calls(after)` gives the calls that
    /// have changed after a revision, each with its id, so that the page replaces the ones it has.
    Calls(u32),
    /// Something that the person should know, unasked.
    Notice(NoticeView),
    /// Files are dragged over the window, or were dropped on it.
    Drop(DropView),
    /// Who has a seat in the app has changed.
    Accounts(Vec<SeatView>),
    /// What belongs to the person has changed, here or on another device.
    Belongings(Option<Box<BelongingsView>>),
    /// The sandbox's clock was moved, or is shown no longer.
    SandboxClock(Option<SandboxClockView>),
    /// This computer's clock was found wrong, or right again.
    ClockSkew(Option<i64>),
    /// The test of a connection has come further; all that it has looked at so far.
    Checks(Vec<CheckView>),
    /// What other programs have open has changed, or was saved.
    Copies(Vec<CopyView>),
}

/// The whole state of the app.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
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
    /// The jobs.
    pub jobs: JobsView,
    /// What other programs have open.
    pub copies: Vec<CopyView>,
    /// The sandbox's inbox, where the connection is the sandbox.
    pub inbox: Option<InboxView>,
    /// What the person should know.
    pub notices: Vec<NoticeView>,
    /// Who has a seat in the app.
    pub accounts: Vec<SeatView>,
    /// What belongs to whoever is signed in; none until it has been read.
    pub belongings: Option<BelongingsView>,
    /// By how many seconds the service's clock is ahead of this computer's; none below a minute.
    pub clock_skew: Option<i64>,
    /// The sandbox's clock, where the connection is the sandbox.
    pub sandbox_clock: Option<SandboxClockView>,
}

/// How many messages the sandbox's inbox holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InboxView {
    /// All messages.
    pub total: u32,
}

/// A message that the sandbox "sent".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
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
pub enum NoticeView {
    /// The operating system's keyring cannot be used; the session ends with the app.
    SessionInMemory,
    /// The remembered sessions could not be opened and were set aside; everybody must sign in anew.
    SessionsSetAside,
    /// What the app itself had written down on this computer was damaged and has been begun anew; a copy is kept.
    OwnDataSetAside,
    /// The sandbox's data was damaged and has been made anew; a copy is kept.
    SandboxRestored,
}

/// Files over the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DropView {
    /// Dragged over it.
    Over,
    /// Gone again.
    Left,
    /// Dropped: they wait for `uploadDropped`.
    Dropped,
}

/// What the person has chosen once and for all on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreferencesView {
    /// Light or dark.
    pub theme: Theme,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the operating system has it.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The name under which it is stored.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that name; the system's for any other.
    pub(crate) fn from_name(name: &str) -> Self {
        [Self::Light, Self::Dark]
            .into_iter()
            .find(|theme| theme.name() == name)
            .unwrap_or_default()
    }
}
