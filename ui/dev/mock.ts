/**
 * A core that is only pretended: it stands in for Tauri's IPC so that the page runs in a browser. Never shipped.
 * `window.mock` lets the screen tests put it into any state.
 */
import type {
  AccountView,
  AddressForm,
  AddressView,
  AnswerForm,
  AppView,
  AuthView,
  CallView,
  MessageView,
  Problem,
  SaveTextForm,
  ScreenView,
  SignInForm,
  StrengthForm,
  TransferView,
  Update,
} from "../src/lib/bindings";
import { ACCESS } from "./access";
import { Care } from "./care";
import { Kept } from "./belongings";
import { Known } from "./connections";
import { Deeds } from "./deeds";
import { Listed } from "./listed";
import { bytesOf, previewOf, savedText, smallOf } from "./previews";
import { Control } from "./sandbox";
import { BROWSER, challenge, field, METHODS, problem, question, RULES, SIGN_IN, SIGN_UP, SIGN_UP_LONG, TOTP } from "./questions";
import { STEERING } from "./transfers";
import { NO_TRANSFERS } from "../src/lib/transfers";
import { ACCOUNT, CALLS, CODE_MESSAGE, DETAIL, LOCATIONS, TEXT, TOKENS, TRANSFERS } from "./world";

type Arguments = Record<string, unknown>;
type Answer = (args: Arguments) => unknown;

class Mock {
  auth: AuthView = { screen: SIGN_IN, busy: false, problem: null, outcome: null, aliveUntil: null };
  app: AppView = {
    version: "0.1.0",
    connection: { id: "sandbox", name: "Sandbox", sandbox: true, where: "sandbox", region: "eu-west-1" },
    auth: this.auth,
    account: null,
    copies: [],
    transfers: NO_TRANSFERS,
    jobs: { active: 0, total: 0, rows: [] },
    inbox: { total: 0 },
    notices: [],
    accounts: [],
    belongings: null,
    clockSkew: null,
    sandboxClock: { ahead: 0, follows: true },
  };
  messages: MessageView[] = [];
  calls: CallView[] = CALLS.slice(0, 3);
  /** How long an answer takes, in milliseconds. */
  delay = 60;
  readonly care = new Care();
  readonly deeds = new Deeds((update) => this.push(update));
  readonly listed = new Listed((value) => this.push({ type: "folder", value }));
  readonly kept = new Kept((update) => this.push(update));
  readonly sandbox = new Control((update) => this.push(update));
  readonly known = new Known((update) => this.push(update));
  #send: ((update: Update) => void) | null = null;

  push(update: Update): void {
    this.#send?.(update);
  }

  show(screen: ScreenView, change: Partial<AuthView> = {}): void {
    this.auth = { screen, busy: false, problem: null, outcome: null, aliveUntil: null, ...change };
    this.push({ type: "auth", value: this.auth });
  }

  refuse(problem: Problem): void {
    this.show(this.auth.screen, { problem });
  }

  enter(): void {
    this.show({ name: "signedIn" });
    this.record(CALLS.length);
    // As the core does: who it is comes after the screen, when the page has drawn it.
    setTimeout(() => {
      this.app.account = ACCOUNT;
      this.push({ type: "account", value: ACCOUNT });
      this.kept.tell();
    });
  }

  /** Three accounts side by side: one in use, one signed in beside it, one that is only known. */
  seat(anybodyIn = true): void {
    const seat = { connection: "Sandbox", connectionId: "sandbox", active: false, signedIn: false };
    this.push({
      type: "accounts",
      value: [
        { ...seat, id: "1", displayName: "Ada Lovelace", email: "ada@example.com", active: anybodyIn, signedIn: anybodyIn },
        { ...seat, id: "2", displayName: "Grace Hopper", email: "grace@example.com", signedIn: anybodyIn },
        { ...seat, id: "3", displayName: "עדי כהן", email: "adi@example.com" },
      ],
    });
  }

  /** The groups of whoever comes in allow nothing but reading. */
  readOnly(): void {
    this.commands["locations"] = () => LOCATIONS.map((place) => ({ ...place, canWrite: false }));
  }

  /** Whoever looks around without an account sees the public place. */
  beGuest(): void {
    this.commands["locations"] = () => LOCATIONS.filter(({ kind }) => kind === "public").map((place) => ({ ...place, canWrite: false }));
    this.show({ name: "guest" });
  }

  /** Somebody who came through a provider, whose account is managed there or cannot be managed at all. */
  federated(managed: AccountView["managed"]): AccountView {
    const identities = [{ provider: "Google", providerType: "Google", userId: "108942073310577" }];
    return { ...ACCOUNT, username: "Google_108942073310577", identities, managed };
  }

  withRoles(): AccountView {
    return { ...ACCOUNT, groups: ["editors", "readers"], roles: ["GatehouseEditors", "GatehouseReaders"] };
  }

  askDevice(): void {
    this.push({ type: "account", value: { ...ACCOUNT, askRememberDevice: true } });
  }

  record(count: number): void {
    this.calls = CALLS.slice(0, count);
    this.push({ type: "calls", value: this.calls.length });
  }

  deliver(): void {
    const id = this.messages.length + 1;
    this.messages = [{ ...CODE_MESSAGE, id, at: Date.now() }, ...this.messages];
    this.push({ type: "inbox", value: { total: this.messages.length } });
  }

  transfers(rows: TransferView[]): void {
    const inState = (state: TransferView["state"]): number => rows.filter((row) => row.state === state).length;
    const active = rows.filter((row) => ["waiting", "running", "asking"].includes(row.state));
    const sum = (of: (row: TransferView) => number): number => active.reduce((all, row) => all + of(row), 0);
    this.push({
      type: "transfers",
      value: {
        ...NO_TRANSFERS,
        active: active.length,
        total: rows.length,
        running: inState("running"),
        waiting: inState("waiting"),
        paused: inState("paused"),
        asking: inState("asking"),
        done: inState("done"),
        failed: inState("failed"),
        elapsed: active.length > 0 ? 27 : 0,
        doneBytes: sum((row) => row.done),
        totalBytes: sum((row) => row.total),
        rate: sum((row) => row.rate),
        secondsLeft: active.length > 0 ? 48 : null,
        rows,
      },
    });
  }

  subscribe(send: (update: Update) => void): null {
    this.#send = send;
    send({ type: "app", value: { ...this.app, auth: this.auth } });
    return null;
  }

  signIn({ username, password }: SignInForm): null {
    if (username === "temp") {
      this.show(
        challenge("newPassword", {
          challenge: "NEW_PASSWORD_REQUIRED",
          username,
          passwordRules: RULES,
          fields: [field("newPassword", "newPassword"), field("given_name", "text")],
        }),
      );
    } else if (password === "Gatehouse-1") this.enter();
    else {
      this.refuse(
        problem("wrongCredentials", "That did not work", "The user name or the password is not right.", "Check both and try again."),
      );
    }
    return null;
  }

  answer({ values }: AnswerForm): null {
    if (values["code"] !== undefined && values["code"] !== CODE_MESSAGE.code) {
      this.refuse(problem("wrongCode", "That is not the code", "That is not the code we sent.", "Check it, or have a new one sent."));
    } else this.enter();
    return null;
  }

  /** Where `open_folder` fails, why. */
  set folderProblem(problem: Problem | null) {
    this.listed.problem = problem;
  }

  /** How many rows a folder of a million has. */
  set huge(rows: number) {
    this.listed.huge = rows;
  }

  place({ text, location }: AddressForm): AddressView {
    if (text.includes("://")) {
      throw problem("denied", "Not one of your places", "This address lies outside the places that this connection offers you.", "Check the address, or ask whoever runs this service.");
    }
    return { location, folder: text === "" || text.endsWith("/") ? text : `${text}/`, key: null };
  }

  preview(key: string, version: string | null): unknown {
    const row = this.listed.rows.find((one) => one.key === key);
    return previewOf(key, row, version);
  }

  /** Whether somebody else has changed what is saved. */
  conflict = false;

  openWith(location: string, key: string): null {
    const copy = { id: this.app.copies.length + 1, location, key, name: key, savedAs: null, saved: 0, problem: null };
    this.app.copies = [...this.app.copies, { ...copy, state: "same" }];
    this.push({ type: "copies", value: this.app.copies });
    return null;
  }

  withoutCopy(id: number): null {
    this.app.copies = this.app.copies.filter((copy) => copy.id !== id);
    this.push({ type: "copies", value: this.app.copies });
    return null;
  }

  startUpload(): number {
    this.transfers(TRANSFERS);
    return 2;
  }

  readonly commands: Record<string, Answer> = {
    sign_in: ({ form }) => this.signIn(form as SignInForm),
    restore: () => (this.enter(), null),
    show_sign_in: () => (this.show(SIGN_IN), null),
    show_sign_up: () => (this.show(SIGN_UP), null),
    show_forgot_password: ({ username }) => (
      this.show({ name: "forgotPassword", username: String(username), usernameKind: "username" }), null
    ),
    sign_up: ({ form }) => {
      this.show(question({ username: (form as AnswerForm).values["username"] ?? "" }));
      this.deliver();
      return null;
    },
    forgot_password: () => {
      this.show(
        question({
          kind: "resetPassword",
          canChangeAddress: false,
          passwordRules: RULES,
          fields: [field("code", "code"), field("newPassword", "newPassword")],
        }),
      );
      this.deliver();
      return null;
    },
    answer: ({ form }) => this.answer(form as AnswerForm),
    resend_code: () => {
      this.deliver();
      this.show(this.auth.screen, { outcome: "codeSent" });
      return null;
    },
    check_confirmed: () => (this.show(this.auth.screen, { outcome: "stillUnconfirmed" }), null),
    password_strength: ({ form }) => ({ score: strength((form as StrengthForm).password) }),
    change_address: () => (this.show(SIGN_UP), null),
    sign_out: ({ everywhere }) => {
      this.push({ type: "account", value: null });
      this.show(
        SIGN_IN,
        everywhere === true
          ? { outcome: "signedOutEverywhere", aliveUntil: Date.now() + 3_600_000 }
          : { outcome: "signedOut" },
      );
      return null;
    },
    add_account: () => (this.seat(), this.show(SIGN_IN), null),
    cancel_add: () => (this.enter(), null),
    switch_account: () => (this.enter(), null),
    remove_account: () => null,
    remember_device: () => null,
    sign_in_with_browser: ({ provider }) => (
      this.show({ name: "browser", provider: provider === null ? null : String(provider), canCopyLink: true }), null
    ),
    copy: () => null,
    copy_browser_link: () => null,
    copy_token: () => null,
    answer_browser: () => {
      throw { ...problem("fieldRefused", "Not this address", "This address does not belong to this sign-in.", "Paste the one on which your browser ended."), field: "address" };
    },
    continue_as_guest: () => (this.beGuest(), null),
    present_token: () => (this.enter(), null),
    ...ACCESS,
    ...this.care.commands,
    ...this.known.commands,
    locations: () => LOCATIONS,
    ...this.kept.commands,
    ...this.sandbox.commands,
    ...this.deeds.commands,
    ...this.listed.commands,
    find_place: ({ form }) => this.place(form as AddressForm),
    preview: ({ key, version }) => this.preview(String(key), version === null ? null : String(version)),
    close_preview: () => null,
    preview_text: ({ start }) => ({ text: TEXT, next: Number(start) + 5000 }),
    preview_read: ({ token, start, length }) => bytesOf(String(token), Number(start), Number(length)),
    save_text: ({ form }) => savedText(form as SaveTextForm, this.conflict),
    thumbnail: ({ key }) => smallOf(String(key)),
    drop_thumbnails: () => null,
    open_with: ({ location, key }) => this.openWith(String(location), String(key)),
    resolve_copy: ({ id }) => this.withoutCopy(Number(id)),
    close_copy: ({ id }) => this.withoutCopy(Number(id)),
    pick_upload: () => this.startUpload(),
    upload_dropped: () => this.startUpload(),
    download: () => (this.startUpload(), null),
    ...STEERING,
    pick_folder_upload: () => 1,
    quit: () => null,
    clear_transfers: () => (this.transfers([]), null),
    inbox: () => this.messages,
    reset_sandbox: () => null,
    calls: ({ after }) => this.calls.filter((call) => call.revision > Number(after)),
    call: ({ id }) => ({ ...DETAIL, call: this.calls.find((call) => call.id === id) }),
    tokens: () => (this.app.account ? TOKENS : []),
    preferences: () => ({ theme: "system" }),
    set_theme: () => null,
  };
}

/** Longer is better, and more is not known here. */
function strength(password: string): number {
  return Math.min(4, Math.floor(password.length / 4));
}

const mock = new Mock();
const forms = { BROWSER, SIGN_IN, SIGN_UP_LONG, METHODS, RULES, TOTP };
const callbacks = new Map<number, (message: unknown) => void>();
let lastCallback = 0;
let sent = 0;

async function invoke(command: string, args: Arguments): Promise<unknown> {
  if (command === "subscribe") {
    const name = String((args["channel"] as { toJSON(): string }).toJSON());
    const id = Number(name.split(":")[1]);
    return mock.subscribe((message) => {
      callbacks.get(id)?.({ index: sent, message: structuredClone(message) });
      sent += 1;
    });
  }
  const answer = mock.commands[command];
  if (!answer) throw new Error(`no such command: ${command}`);
  await new Promise((resolve) => setTimeout(resolve, mock.delay));
  return structuredClone(answer(args));
}

declare global {
  interface Window {
    mock: Mock;
    question: typeof question;
    challenge: typeof challenge;
    field: typeof field;
    problem: typeof problem;
    forms: typeof forms;
  }
}

Object.assign(window, {
  mock,
  question,
  challenge,
  field,
  problem,
  forms,
  __TAURI_INTERNALS__: {
    invoke,
    transformCallback(callback: (message: unknown) => void): number {
      lastCallback += 1;
      callbacks.set(lastCallback, callback);
      return lastCallback;
    },
    unregisterCallback: (id: number) => callbacks.delete(id),
  },
});
