/** What the page knows: fed by the core's updates, and the one place from which commands are given. */
import type {
  AccountView,
  AppView,
  AuthView,
  BelongingsView,
  CheckView,
  ConnectionView,
  Copied,
  CopyView,
  DropView,
  InboxView,
  JobsView,
  JobView,
  NoticeView,
  Problem,
  SeatView,
  Theme,
  TransfersView,
  Update,
  WeightView,
} from "./bindings";
import { Browser } from "./browser.svelte";
import { Jobs, spokenOf } from "./jobs.svelte";
import * as ipc from "./ipc";
import { asProblem, PROBLEMS, type Severity } from "./problems";
import { layout } from "./layout.svelte";
import { control } from "./sandbox.svelte";
import { milestone, NO_TRANSFERS } from "./transfers";
import { say } from "./words";

export interface Message {
  id: number;
  severity: Severity | "good";
  title: string;
  detail?: string | null;
  hint?: string | null;
  /** What can be done about it. */
  action?: { label: string; run: () => void };
}

/** How long a message of success stays, in milliseconds; problems stay until they are dismissed. */
const STAY = 5000;
/** How long one stays that can be undone. */
const STAY_TO_UNDO = 12_000;

export type Page = "files" | "account" | "connections";

export class App {
  ready = $state(false);
  /** Why the core could not be reached at all. */
  broken = $state<Problem | null>(null);
  version = $state("");
  connection = $state<ConnectionView>({ id: "", name: "", sandbox: false, where: "aws", region: "" });
  auth = $state<AuthView>({ screen: { name: "restoring" }, busy: false, problem: null, outcome: null, aliveUntil: null });
  account = $state<AccountView | null>(null);
  /** Every account that this computer knows, the one in use among them. */
  accounts = $state.raw<readonly SeatView[]>([]);
  /** By how many seconds this computer's clock differs from the service's, where that is worth telling. */
  clockSkew = $state<number | null>(null);
  /** Whether the word about the clock was put away. */
  skewSeen = $state(false);
  /** What is looked at; before somebody is in, `files` stands for the sign-in. */
  page = $state<Page>("files");
  /** Reads the configuration that was dropped; given by the connections. */
  readDropped: () => void = () => undefined;
  /** What the test of a connection has found so far. */
  checks = $state.raw<readonly CheckView[]>([]);
  transfers = $state.raw<TransfersView>(NO_TRANSFERS);
  /** Bookmarks and the like of whoever is in; nothing until they have been read. */
  belongings = $state.raw<BelongingsView | null>(null);
  /** What other programs have open. */
  copies = $state.raw<readonly CopyView[]>([]);
  /** While the window is to be closed: how many transfers are under way. */
  closing = $state<number | null>(null);
  inbox = $state<InboxView | null>(null);
  calls = $state(0);
  dropping = $state(false);
  /** Whether the system's file dialog is open. */
  picking = $state(false);
  theme = $state<Theme>("system");
  messages = $state<Message[]>([]);
  spoken = $state({ id: 0, text: "" });
  /** The fields on the screen that take a code from the sandbox's inbox, the newest last. */
  codeTakers = $state.raw<readonly ((code: string) => void)[]>([]);
  /** Whether to stay signed in, as it was last chosen. */
  remember = $state(true);
  /** The id of the way of signing in that the person chose. */
  method = $state<string | null>(null);
  /** What was typed and is kept from screen to screen; never a secret. */
  drafts = $state<Record<string, string>>({});
  readonly browser = new Browser();
  readonly jobs = new Jobs();
  /** What was counted of what was chosen. */
  weight = $state.raw<WeightView | null>(null);
  #sending = $state(0);
  #lastMessage = 0;
  #lastSpoken = 0;

  /** Whether an answer is awaited, so that nothing can be sent twice. */
  get busy(): boolean {
    return this.auth.busy || this.#sending > 0;
  }

  /** Whether somebody is in, with an account or as a guest. */
  get inside(): boolean {
    return this.auth.screen.name === "signedIn" || this.guest;
  }

  /** Whether somebody looks around without an account. */
  get guest(): boolean {
    return this.auth.screen.name === "guest";
  }

  /** Why the last step of the sign-in was refused. */
  get problem(): Problem | null {
    return this.auth.problem;
  }

  /** Connects to the core. */
  async start(): Promise<void> {
    try {
      await ipc.subscribe((update) => this.take(update));
      this.setTheme((await ipc.preferences()).theme);
    } catch (reason) {
      this.broken = asProblem(reason);
    }
  }

  /** Takes what the core pushes. */
  take(update: Update): void {
    switch (update.type) {
      case "app":
        return this.#takeAll(update.value);
      case "auth":
        return this.#takeAuth(update.value);
      case "account":
        return this.#takeAccount(update.value);
      case "accounts":
        this.accounts = update.value;
        return;
      case "clockSkew":
        this.clockSkew = update.value;
        this.skewSeen = false;
        return;
      case "transfers":
        return this.#takeTransfers(update.value);
      case "closing":
        this.closing = update.value;
        return;
      case "belongings":
        return this.#takeBelongings(update.value);
      case "jobs":
        return this.#takeJobs(update.value);
      case "weight":
        this.weight = update.value;
        return;
      case "folder":
        return this.browser.take(update.value);
      case "inbox":
        return this.#takeInbox(update.value);
      case "sandboxClock":
        return control.takeClock(update.value);
      case "calls":
        this.calls = update.value;
        return;
      case "notice":
        return this.#takeNotice(update.value);
      case "checks":
        this.checks = update.value;
        return;
      case "copies":
        this.copies = update.value;
        return;
      case "drop":
        return this.#takeDrop(update.value);
    }
  }

  /** Sends a step of the sign-in, once: while one is on its way, another is not sent. Tells whether it was. */
  async send(step: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.#sending += 1;
    try {
      await step();
    } catch (reason) {
      this.auth = { ...this.auth, problem: asProblem(reason) };
    } finally {
      this.#sending -= 1;
    }
    return true;
  }

  /** Runs a command whose failure is told in passing. */
  async run<T>(command: Promise<T>): Promise<T | undefined> {
    try {
      return await command;
    } catch (reason) {
      this.tellProblem(asProblem(reason));
      return undefined;
    }
  }

  tell(
    severity: Message["severity"],
    title: string,
    detail?: string | null,
    hint?: string | null,
    action?: Message["action"],
  ): void {
    this.#lastMessage += 1;
    const id = this.#lastMessage;
    const message: Message = { id, severity, title, detail: detail ?? null, hint: hint ?? null };
    if (action) message.action = action;
    this.messages = [...this.messages.slice(-2), message];
    this.speak([title, detail, hint].filter(Boolean).join(" "));
    if (severity === "good") setTimeout(() => this.dismiss(id), action ? STAY_TO_UNDO : STAY);
  }

  tellProblem(problem: Problem): void {
    this.tell(PROBLEMS[problem.code].severity, problem.title, problem.detail, problem.hint);
  }

  dismiss(id: number): void {
    this.messages = this.messages.filter((message) => message.id !== id);
  }

  /** Has the text read out, politely. */
  speak(text: string): void {
    this.#lastSpoken += 1;
    this.spoken = { id: this.#lastSpoken, text };
  }

  /** Copies something that is shown. The core takes a secret away again after a while. */
  async copy(what: Copied, text: string): Promise<void> {
    try {
      await ipc.copy({ what, text });
      this.tell("good", say("copied"));
    } catch {
      this.tell("warn", say("copied.not"));
    }
  }

  /** Has a field take codes from the sandbox's inbox, until the returned function is called. */
  takeCodes(taker: (code: string) => void): () => void {
    this.codeTakers = [...this.codeTakers, taker];
    return () => (this.codeTakers = this.codeTakers.filter((one) => one !== taker));
  }

  /** The question whether to remember this device is answered; the core says so too with its next word on the account. */
  askedDevice(): void {
    if (this.account) this.account = { ...this.account, askRememberDevice: false };
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    if (theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
  }

  async upload(): Promise<void> {
    const place = this.browser.location;
    if (!place?.canWrite || this.picking) return;
    this.picking = true;
    await this.run(ipc.pickUpload(place.id, this.browser.folder));
    this.picking = false;
  }

  async uploadDropped(): Promise<void> {
    const place = this.browser.location;
    if (!place || !this.inside) return;
    if (!place.canWrite) this.tell("info", say("files.readOnly"), say("files.readOnly.detail"));
    else {
      await this.run(ipc.uploadDropped(place.id, this.browser.folder));
    }
  }

  /** Lets the person choose a folder, which goes up with all that lies in it. */
  async uploadFolder(): Promise<void> {
    const place = this.browser.location;
    if (!place?.canWrite || this.picking) return;
    this.picking = true;
    await this.run(ipc.pickFolderUpload(place.id, this.browser.folder));
    this.picking = false;
  }

  /** Files go to the open folder; before somebody is in, and among the connections, they are configurations to read. */
  #takeDrop(drop: DropView): void {
    const reads = this.page === "connections" || this.auth.screen.name === "signIn";
    this.dropping = drop === "over" && (reads || this.browser.location?.canWrite !== false);
    if (drop !== "dropped") return;
    if (!reads) return void this.uploadDropped();
    this.page = "connections";
    this.readDropped();
  }

  #takeAll(all: AppView): void {
    this.copies = all.copies;
    this.version = all.version;
    this.connection = all.connection;
    this.auth = all.auth;
    this.#takeAccount(all.account);
    this.accounts = all.accounts;
    this.clockSkew = all.clockSkew;
    this.transfers = all.transfers;
    this.#takeJobs(all.jobs);
    this.inbox = all.inbox;
    control.takeClock(all.sandboxClock);
    this.#takeBelongings(all.belongings);
    this.ready = true;
    for (const notice of all.notices) this.#takeNotice(notice);
  }

  #takeAuth(auth: AuthView): void {
    if (auth.outcome && auth.outcome !== this.auth.outcome) this.speak(say(`outcome.${auth.outcome}`));
    if (auth.screen.name === "guest" && !this.guest) {
      this.browser.clear();
      this.page = "files";
    }
    this.auth = auth;
    if (auth.screen.name === "signedIn") {
      this.drafts = {};
      this.method = null;
    }
  }

  #takeAccount(account: AccountView | null): void {
    if (account?.sub !== this.account?.sub) {
      this.browser.clear();
      this.page = "files";
    }
    this.account = account;
  }

  /** The theme follows the person; where they have chosen none, this computer's stays. */
  #takeBelongings(belongings: BelongingsView | null): void {
    const setAside = belongings?.sync.setAside === true && this.belongings?.sync.setAside !== true;
    const before = this.belongings?.theme ?? null;
    this.belongings = belongings;
    if (belongings?.theme && belongings.theme !== before) this.setTheme(belongings.theme);
    if (setAside) this.tell("warn", say("belongings.setAside.title"), say("belongings.setAside.detail"));
  }

  #takeInbox(inbox: InboxView): void {
    if (this.inbox && inbox.total > this.inbox.total) this.speak(say("inbox.arrived"));
    this.inbox = inbox;
  }

  #takeNotice(notice: NoticeView): void {
    this.tell("warn", say(`notice.${notice}.title`), say(`notice.${notice}.detail`));
  }

  /** What a job has changed is listed anew where it is looked at. */
  #takeJobs(jobs: JobsView): void {
    for (const job of this.jobs.take(jobs)) {
      if (this.jobs.touches(job, this.browser)) this.browser.refreshSoon();
      this.speak(spokenOf(job));
      if (job.kind === "delete" && job.done > 0) this.#tellDeleted(job);
      else if (job.state === "failed" && job.problem) this.tellProblem(job.problem);
      else if (job.state === "partly") this.tell("warn", spokenOf(job));
    }
  }

  #tellDeleted(job: JobView): void {
    const title =
      job.done === 1 && job.items === 1
        ? say("job.deleted.one", { name: job.name })
        : say("job.deleted.many", { count: job.done });
    if (!job.undo) this.tell("good", title, job.state === "done" ? say("job.deleted.noUndo") : spokenOf(job));
    else
      this.tell("good", title, null, null, { label: say("job.undo"), run: () => void this.run(ipc.undoJob(job.id)) });
  }

  #takeTransfers(transfers: TransfersView): void {
    const before = new Map(this.transfers.rows.map((row) => [row.id, row.state]));
    if (transfers.asking > 0 && this.transfers.asking === 0) {
      this.tell("warn", say("transfers.asking", { count: transfers.asking }), null, null, {
        label: say("transfers.answer"),
        run: () => (layout.transfers = true),
      });
    }
    this.transfers = transfers;
    const ended = transfers.rows.filter((row) => before.has(row.id) && before.get(row.id) !== row.state);
    const done = ended.filter((row) => row.state === "done");
    const failed = ended.filter((row) => row.state === "failed");
    if (done.length > 0) this.speak(milestone(done, "done"));
    if (failed.length > 0) this.speak(milestone(failed, "failed"));
    if (done.some((row) => row.direction === "upload" && this.browser.shows(row))) this.browser.refreshSoon();
  }
}

export const app = new App();
