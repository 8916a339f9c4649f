/**
 * The only door to the core: one function for each command, and the channel on which the core pushes.
 * A command that fails rejects with a `Problem`.
 */
import { Channel, invoke } from "@tauri-apps/api/core";
import type {
  AnswerForm,
  AttributeSentView,
  CallDetailView,
  CallView,
  ConnectionForm,
  ConnectionListView,
  DeviceView,
  FactorForm,
  FolderForm,
  FolderView,
  FoldersView,
  HeldView,
  ImportView,
  ItemsForm,
  LocationView,
  MessageView,
  NameForm,
  NewFolderForm,
  PasskeyView,
  PreferencesView,
  PreviewView,
  Problem,
  ProfileView,
  RelocateForm,
  RelocatedView,
  RenameForm,
  ResolveForm,
  RowsView,
  SandboxClockForm,
  SandboxClockView,
  SandboxDeed,
  SandboxFaultForm,
  SandboxFaultsView,
  SandboxUserForm,
  SandboxUsersView,
  SavedView,
  SentToView,
  SignInForm,
  SignInRecordView,
  StrengthForm,
  StrengthView,
  TextView,
  Theme,
  TokenView,
  TotpView,
  Update,
} from "./bindings";
import type { AddressForm, AddressView, FindForm, FoundView, SearchForm, SelectForm, SelectionView, SortForm } from "./bindings";
import type {
  BringBackForm,
  ChangeForm,
  DescribeForm,
  FactsView,
  LinkView,
  ObjectForm,
  PastForm,
  PastView,
  RequestForm,
  SaveTextForm,
  ShareForm,
  UnfinishedView,
  VersionMarkForm,
  VersionsView,
} from "./bindings";
import type { ApiAnswerView, ApiCallForm, ChainView, CopyForm, TokenForm, TokenKind, ReachForm, ReachView } from "./bindings";
import type { ConflictPolicy, QueuePlace, TransferSettings } from "./bindings";

/** Starts the pushes; the first one is always `app`. */
export function subscribe(take: (update: Update) => void): Promise<null> {
  return invoke("subscribe", { channel: new Channel<Update>(take) });
}

/** Looks for a remembered session once more, after the service could not be asked. */
export const restore = (): Promise<null> => invoke("restore");
export const signIn = (form: SignInForm): Promise<null> => invoke("sign_in", { form });
export const showSignIn = (): Promise<null> => invoke("show_sign_in");
export const showSignUp = (): Promise<null> => invoke("show_sign_up");
export const showForgotPassword = (username: string): Promise<null> =>
  invoke("show_forgot_password", { username });
export const signUp = (form: AnswerForm): Promise<null> => invoke("sign_up", { form });
export const forgotPassword = (username: string): Promise<null> => invoke("forgot_password", { username });
export const answer = (form: AnswerForm): Promise<null> => invoke("answer", { form });
export const resendCode = (): Promise<null> => invoke("resend_code");
export const changeAddress = (): Promise<null> => invoke("change_address");
/** Goes on where the account was confirmed by the link in the message. */
export const checkConfirmed = (): Promise<null> => invoke("check_confirmed");
/** Judges a new password while it is typed. */
export const passwordStrength = (form: StrengthForm): Promise<StrengthView> => invoke("password_strength", { form });
export const signOut = (everywhere: boolean): Promise<null> => invoke("sign_out", { everywhere });

/** Opens the system's browser, at a provider's page or at the service's own. */
export const signInWithBrowser = (provider: string | null, remember: boolean): Promise<null> =>
  invoke("sign_in_with_browser", { provider, remember });
/** Puts something that is shown on the clipboard. */
export const copy = (form: CopyForm): Promise<null> => invoke("copy", { form });
/** Puts a token of whoever is signed in on the clipboard; the page never sees it. */
export const copyToken = (kind: TokenKind): Promise<null> => invoke("copy_token", { kind });
/** Puts the address that the browser should open on the clipboard; the page never sees it. */
export const copyBrowserLink = (): Promise<null> => invoke("copy_browser_link");
/** Hands in the address on which the browser ended. */
export const answerBrowser = (text: string): Promise<null> => invoke("answer_browser", { text });
export const continueAsGuest = (): Promise<null> => invoke("continue_as_guest");
export const presentToken = (form: TokenForm): Promise<null> => invoke("present_token", { form });

/** Opens the sign-in beside the accounts that are signed in. */
export const addAccount = (): Promise<null> => invoke("add_account");
export const cancelAdd = (): Promise<null> => invoke("cancel_add");
export const switchAccount = (id: string): Promise<null> => invoke("switch_account", { id });
/** Signs that one out and takes it off the list. */
export const removeAccount = (id: string): Promise<null> => invoke("remove_account", { id });

export const profile = (): Promise<ProfileView> => invoke("profile");
/** Tells where codes went, for the attributes that must be confirmed. */
export const updateAttributes = (form: AnswerForm): Promise<AttributeSentView[]> => invoke("update_attributes", { form });
export const sendAttributeCode = (name: string): Promise<SentToView> => invoke("send_attribute_code", { name });
export const verifyAttribute = (form: AnswerForm): Promise<null> => invoke("verify_attribute", { form });
export const deleteAttribute = (name: string): Promise<null> => invoke("delete_attribute", { name });
export const changePassword = (form: AnswerForm): Promise<null> => invoke("change_password", { form });
export const setFactor = (form: FactorForm): Promise<null> => invoke("set_factor", { form });
export const beginTotp = (): Promise<TotpView> => invoke("begin_totp");
export const finishTotp = (form: AnswerForm): Promise<null> => invoke("finish_totp", { form });
export const devices = (): Promise<DeviceView[]> => invoke("devices");
export const rememberDevice = (remember: boolean): Promise<null> => invoke("remember_device", { remember });
export const forgetDevice = (key: string): Promise<null> => invoke("forget_device", { key });
export const passkeys = (): Promise<PasskeyView[]> => invoke("passkeys");
/** Makes a passkey that this app keeps; the service names it. */
export const registerPasskey = (): Promise<null> => invoke("register_passkey");
export const deletePasskey = (id: string): Promise<null> => invoke("delete_passkey", { id });
export const signInHistory = (): Promise<SignInRecordView[]> => invoke("sign_in_history");
export const deleteAccount = (form: AnswerForm): Promise<null> => invoke("delete_account", { form });

export const connections = (): Promise<ConnectionListView> => invoke("connections");
/** Everything about one but its secret. */
export const connection = (id: string): Promise<ConnectionForm> => invoke("connection", { id });
/** Tells its id, or what is wrong with which field. */
export const saveConnection = (form: ConnectionForm): Promise<SavedView> =>
  invoke("save_connection", { form });
export const deleteConnection = (id: string): Promise<null> => invoke("delete_connection", { id });
export const useConnection = (id: string): Promise<null> => invoke("use_connection", { id });
/** Lets the person choose where; tells whether they did. */
export const exportConnection = (id: string): Promise<boolean> => invoke("export_connection", { id });
/** Reads a configuration, which is saved only once it was looked through. */
export const importText = (text: string): Promise<ImportView> => invoke("import_text", { text });
/** Lets the person choose a file; nothing where they did not. */
export const importFile = (): Promise<ImportView | null> => invoke("import_file");
export const importDropped = (): Promise<ImportView | null> => invoke("import_dropped");
/** Checks a connection, saved or not; what is found is pushed as `checks` while it goes on. */
export const testConnection = (form: ConnectionForm): Promise<null> => invoke("test_connection", { form });

export const locations = (): Promise<LocationView[]> => invoke("locations");
export const openFolder = (form: FolderForm): Promise<FolderView> => invoke("open_folder", { form });
export const rows = (listing: number, start: number, count: number): Promise<RowsView> =>
  invoke("rows", { listing, start, count });
/** Shows the open folder in another order, without listing it again. */
export const sortFolder = (listing: number, form: SortForm): Promise<FolderView> =>
  invoke("sort_folder", { listing, form });
/** Shows only the rows whose names have this text, or fit it as a pattern. */
export const filterFolder = (listing: number, text: string): Promise<FolderView> =>
  invoke("filter_folder", { listing, text });
/** Where a row is shown; nothing where it is not. */
export const findRow = (listing: number, form: FindForm): Promise<FoundView | null> =>
  invoke("find_row", { listing, form });
export const select = (listing: number, form: SelectForm): Promise<SelectionView> =>
  invoke("select", { listing, form });
/** Looks for files below a folder, in place of the folder that was open. */
export const search = (form: SearchForm): Promise<FolderView> => invoke("search", { form });
export const stopListing = (listing: number): Promise<null> => invoke("stop_listing", { listing });
/** Where an address leads that was typed or pasted. */
export const findPlace = (form: AddressForm): Promise<AddressView> => invoke("find_place", { form });
/** Looks into a file, or into one of its versions. */
export const preview = (
  location: string,
  key: string,
  anyway: boolean,
  version: string | null = null,
): Promise<PreviewView> => invoke("preview", { location, key, version, anyway });
/** More of a text that is shown, from where it ended. */
export const previewText = (token: string, start: number): Promise<TextView> =>
  invoke("preview_text", { token, start });
/** Some bytes of the file that is shown: fewer at its end, and never more than four MiB. */
export const previewRead = (token: string, start: number, length: number): Promise<ArrayBuffer> =>
  invoke("preview_read", { token, start, length });
/** A small picture as a `data:` address; nothing where there is none, or where it was dropped meanwhile. */
export const thumbnail = (location: string, key: string): Promise<string | null> => invoke("thumbnail", { location, key });
/** Stops small pictures that nobody looks at any more. */
export const dropThumbnails = (location: string, keys: string[]): Promise<null> =>
  invoke("drop_thumbnails", { location, keys });
/** Copies a file to this computer and opens it with the desktop's program for it; what that saves is uploaded. */
export const openWith = (location: string, key: string): Promise<null> => invoke("open_with", { location, key });
/** Says what becomes of a copy that could not be uploaded. */
export const resolveCopy = (id: number, how: ResolveForm): Promise<null> => invoke("resolve_copy", { id, how });
export const closeCopy = (id: number): Promise<null> => invoke("close_copy", { id });
/** Saves the text that is shown, as it was changed here; tells the key that it has then. */
export const saveText = (form: SaveTextForm): Promise<string> => invoke("save_text", { form });
export const closePreview = (): Promise<null> => invoke("close_preview");

/** What is wrong with a name, if anything is; told without asking the service. */
export const checkName = (form: NameForm): Promise<Problem | null> => invoke("check_name", { form });
/** Tells its key. */
export const newFolder = (form: NewFolderForm): Promise<string> => invoke("new_folder", { form });
/** Makes an empty text; tells its key. */
export const newText = (form: NewFolderForm): Promise<string> => invoke("new_text", { form });
/** The folders in a folder, for choosing one. */
export const folders = (location: string, folder: string): Promise<FoldersView> => invoke("folders", { location, folder });
/** Counts what was chosen, told of as `weight`; gives the number of the counting. */
export const weigh = (form: ItemsForm): Promise<number> => invoke("weigh", { form });
export const stopWeighing = (): Promise<null> => invoke("stop_weighing");
/** Gives the number of the job; so do the next ones. */
export const deleteItems = (form: ItemsForm): Promise<number> => invoke("delete_items", { form });
export const renameItem = (form: RenameForm): Promise<number> => invoke("rename_item", { form });
/** Keeps what was chosen in the core, to be pasted. */
export const holdItems = (form: ItemsForm, cut: boolean): Promise<HeldView> => invoke("hold_items", { form, cut });
/** Puts something somewhere, or tells whose names are taken there. */
export const relocate = (form: RelocateForm): Promise<RelocatedView> => invoke("relocate", { form });
export const cancelJob = (id: number): Promise<null> => invoke("cancel_job", { id });
export const retryJob = (id: number): Promise<null> => invoke("retry_job", { id });
/** Brings back what a job has deleted. */
export const undoJob = (id: number): Promise<null> => invoke("undo_job", { id });
export const clearJobs = (): Promise<null> => invoke("clear_jobs");

/** Everything that is known of one file. */
export const facts = (form: ObjectForm): Promise<FactsView> => invoke("facts", { form });
export const describe = (form: DescribeForm): Promise<null> => invoke("describe", { form });
/** Begins a job that changes what is said of files. */
export const changeItems = (form: ChangeForm): Promise<number> => invoke("change_items", { form });
/** Makes a link that goes to the clipboard or into a picture; the page never sees it as text. */
export const share = (form: ShareForm): Promise<LinkView> => invoke("share", { form });
/** Writes a page by which somebody without an account sends a file; nothing where the person chose no place for it. */
export const requestFile = (form: RequestForm): Promise<LinkView | null> => invoke("request_file", { form });
export const versions = (form: ObjectForm, after: VersionMarkForm | null): Promise<VersionsView> =>
  invoke("versions", { form, after });
/** Makes an earlier version the newest again. */
export const restoreVersion = (form: ObjectForm): Promise<null> => invoke("restore_version", { form });
/** Gives the number of the job that saves a version in the person's folder for downloads. */
export const downloadVersion = (form: ObjectForm): Promise<number> => invoke("download_version", { form });
/** A folder as it was, part by part. */
export const past = (form: PastForm): Promise<PastView> => invoke("past", { form });
/** Gives the number of the job that makes versions the newest again. */
export const bringBack = (form: BringBackForm): Promise<number> => invoke("bring_back", { form });
/** Deletes one version for good. */
export const deleteVersion = (form: ObjectForm): Promise<null> => invoke("delete_version", { form });
export const unfinished = (location: string): Promise<UnfinishedView[]> => invoke("unfinished", { location });
export const discardUpload = (location: string, key: string, upload: string): Promise<null> =>
  invoke("discard_upload", { location, key, upload });

/** Bookmarks a folder, unless it is. */
export const addBookmark = (location: string, folder: string): Promise<null> => invoke("add_bookmark", { location, folder });
/** Under the person's own name; without one, under the folder's. */
export const renameBookmark = (id: string, name: string | null): Promise<null> => invoke("rename_bookmark", { id, name });
export const removeBookmark = (id: string): Promise<null> => invoke("remove_bookmark", { id });
/** To this place in the list, counted from 0. */
export const moveBookmark = (id: string, to: number): Promise<null> => invoke("move_bookmark", { id, to });
export const removeRecent = (id: string): Promise<null> => invoke("remove_recent", { id });
/** Exchanges with the person's other devices now; how it went comes as `belongings`. */
export const syncBelongings = (): Promise<null> => invoke("sync_belongings");
/** Looks for what has changed on other devices, now that there is a network again. */
export const lookAround = (): Promise<null> => invoke("look_around");

/** Lets the person choose files; tells how many were chosen. */
export const pickUpload = (location: string, folder: string): Promise<number> =>
  invoke("pick_upload", { location, folder });
/** Takes the files that were dropped on the window; tells how many there are. */
export const uploadDropped = (location: string, folder: string): Promise<number> =>
  invoke("upload_dropped", { location, folder });
export const download = (form: ItemsForm): Promise<null> => invoke("download", { form });
/** Lets the person choose a folder; tells whether one was chosen. */
export const pickFolderUpload = (location: string, folder: string): Promise<number> =>
  invoke("pick_folder_upload", { location, folder });
/** Stops one, or all. */
export const cancelTransfer = (id: number | null): Promise<null> => invoke("cancel_transfer", { id });
/** Holds one, or all. */
export const pauseTransfer = (id: number | null): Promise<null> => invoke("pause_transfer", { id });
/** Lets one that is held go on, or all. */
export const resumeTransfer = (id: number | null): Promise<null> => invoke("resume_transfer", { id });
/** Takes up one that failed or was cancelled, or all that failed. */
export const retryTransfer = (id: number | null): Promise<null> => invoke("retry_transfer", { id });
export const moveTransfer = (id: number, to: QueuePlace): Promise<null> => invoke("move_transfer", { id, to });
/** Answers what to do about a name that is taken; with `all`, also for what is still to come. */
export const decideTransfer = (id: number, policy: ConflictPolicy, all: boolean): Promise<null> =>
  invoke("decide_transfer", { id, policy, all });
export const transferSettings = (): Promise<TransferSettings> => invoke("transfer_settings");
export const setTransferSettings = (form: TransferSettings): Promise<null> => invoke("set_transfer_settings", { form });
/** Closes the app, whatever is under way. */
export const quit = (): Promise<null> => invoke("quit");
export const clearTransfers = (): Promise<null> => invoke("clear_transfers");
export const revealTransfer = (id: number): Promise<null> => invoke("reveal_transfer", { id });

export const inbox = (): Promise<MessageView[]> => invoke("inbox");
export const resetSandbox = (): Promise<null> => invoke("reset_sandbox");
export const sandboxUsers = (): Promise<SandboxUsersView> => invoke("sandbox_users");
export const saveSandboxUser = (form: SandboxUserForm): Promise<SandboxUsersView> => invoke("save_sandbox_user", { form });
export const changeSandboxUser = (username: string, deed: SandboxDeed): Promise<SandboxUsersView> =>
  invoke("change_sandbox_user", { username, deed });
export const moveSandboxClock = (form: SandboxClockForm): Promise<SandboxClockView> =>
  invoke("move_sandbox_clock", { form });
export const sandboxFaults = (): Promise<SandboxFaultsView> => invoke("sandbox_faults");
export const planSandboxFault = (form: SandboxFaultForm): Promise<SandboxFaultsView> =>
  invoke("plan_sandbox_fault", { form });
/** Takes one fault away, or all. */
export const clearSandboxFaults = (id: number | null): Promise<SandboxFaultsView> =>
  invoke("clear_sandbox_faults", { id });
export const setSandboxOffline = (offline: boolean): Promise<SandboxFaultsView> =>
  invoke("set_sandbox_offline", { offline });
/** The settings as JSON. */
export const sandboxSettings = (): Promise<string> => invoke("sandbox_settings");
/** Changes what a JSON document names; answers all settings. */
export const changeSandboxSettings = (changes: string): Promise<string> =>
  invoke("change_sandbox_settings", { changes });

/** The calls that have begun or ended since the timeline's revision `after`. */
export const calls = (after: number): Promise<CallView[]> => invoke("calls", { after });
export const call = (id: number): Promise<CallDetailView> => invoke("call", { id });
export const tokens = (): Promise<TokenView[]> => invoke("tokens");

/** How whoever is in comes to the files. */
export const chain = (): Promise<ChainView> => invoke("chain");
/** Tries what the credentials may do; writes only where asked to. */
export const probeReach = (form: ReachForm): Promise<ReachView[]> => invoke("probe_reach", { form });
/** Takes one of the person's roles; none leaves it to the identity pool. */
export const chooseRole = (arn: string | null): Promise<null> => invoke("choose_role", { arn });
export const callApi = (form: ApiCallForm): Promise<ApiAnswerView> => invoke("call_api", { form });

export const preferences = (): Promise<PreferencesView> => invoke("preferences");
export const setTheme = (theme: Theme): Promise<null> => invoke("set_theme", { theme });
