//! What crosses to the page (`…View`) and back (`…Form`). Domain types never cross. Times are milliseconds since
//! the Unix epoch, sizes are bytes, rates are bytes a second.

mod access;
mod account;
mod actions;
mod app;
mod auth;
mod belongings;
mod browser;
mod check;
mod clipboard;
mod connection;
mod copies;
mod files;
mod import;
mod inspector;
mod object;
mod past;
mod preview;
mod sandbox;
mod search;
mod selection;
mod transfers;

pub use self::sandbox::{
    SandboxClockForm, SandboxClockView, SandboxDeed, SandboxDrop, SandboxFaultForm, SandboxFaultView,
    SandboxFaultsView, SandboxGroupView, SandboxLapsing, SandboxUserForm, SandboxUserView, SandboxUsersView,
};
pub use access::{
    ApiAnswerView, ApiCallForm, ApiProofForm, ChainFlow, ChainView, IdTokenView, ReachForm, ReachView,
    Reachable, RoleReason, TagView, TokenForm,
};
pub use account::{
    AttributeSentView, AttributeView, DeviceView, FactorForm, FactorName, FactorView, FactorsView,
    PasskeyView, ProfileView, SeatView, SignInRecordView,
};
pub use actions::{
    FolderNameView, FoldersView, HeldView, JobFailureView, JobKindView, JobStateView, JobView, JobsView,
    NameForm, NewFolderForm, RelocateForm, RelocatedView, RenameForm, TakenForm, WeightView,
};
pub use app::{AppView, DropView, InboxView, MessageView, NoticeView, PreferencesView, Theme, Update};
pub use auth::{
    AccountView, AnswerForm, AnswerKind, AnswerView, AuthView, FieldKind, FieldRuleView, FieldView,
    MediumView, MethodView, OutcomeView, PasswordRulesView, ScreenView, SentToView, SignInForm, StrengthForm,
    StrengthView, TotpView,
};
pub use belongings::{AppDataPlace, BelongingsView, BookmarkView, RecentView, SyncView};
pub use browser::{
    HostedProviderKindView, HostedProviderView, IdentityView, ManagedView, TokenProviderKindView,
    TokenProviderView,
};
pub use check::{CheckState, CheckView};
pub use clipboard::{Copied, CopyForm, TokenKind};
pub use connection::{
    ApiForm, AttributeKindView, AttributeRuleForm, ConnectionForm, ConnectionListView, ConnectionView,
    EndpointsForm, ExternalProviderForm, FieldMessage, FieldProblem, HostedProviderForm,
    HostedProviderKindForm, HostedUiForm, IdentityFlowView, IdentityPoolForm, LocationForm, PlaceView,
    SavedView, SignInNameView, SignUpForm, StorageForm,
};
pub use copies::{CopyStateView, CopyView, ResolveForm};
pub use files::{FolderForm, FolderView, LocationKind, LocationView, RowKind, RowView, RowsView, SortBy};
pub use import::{ImportNoteView, ImportView};
pub use inspector::{CallDetailView, CallView, ClaimView, TokenView};
pub use object::{
    ChangeForm, ChangeKind, ChecksumView, DescribeForm, DescriptionForm, FactsView, LinkView, ObjectForm,
    ObjectTag, RequestForm, ShareForm, SpeedForm, UnfinishedView, VersionMarkForm, VersionView, VersionsView,
};
pub use past::{BringBackForm, PastForm, PastView};
pub use preview::{
    BlockView, JsonKindView, JsonLineView, PreviewContent, PreviewView, SaveTextForm, ShapeView, SpanView,
    TextView, WritingForm,
};
pub use search::{AddressForm, AddressView, Allowed, AllowedView, SearchForm};
pub use selection::{FindForm, FoundView, ItemsForm, SelectForm, SelectHow, SelectionView, SortForm};
pub use transfers::{
    ConflictPolicy, ConflictView, DirectionView, QueuePlace, SideView, TransferSettings, TransferState,
    TransferView, TransfersView,
};
