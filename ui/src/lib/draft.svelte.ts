/** A connection while it is written: its fields by their paths, what is wrong with them, and which parts stand open. */
import { tick } from "svelte";
import type { ConnectionForm, FieldProblem, IdentityPoolForm, LocationForm, SignUpForm } from "./bindings";
import { OwnDesk } from "./desk.svelte";
import { has, say } from "./words";

export type Part = "basics" | "signIn" | "files" | "advanced";

export const PARTS: readonly Part[] = ["basics", "signIn", "files", "advanced"];

const ADVANCED = ["endpoints", "storage", "userContext", "appData", "api"];
const ADVANCED_UI = ["deepLink", "signOutTo", "lang"];
const ADVANCED_POOL = ["flow", "roleArn", "durationMinutes", "customRole", "developerProvider", "developerBackend", "providers", "endpoint"];

export class Draft {
  form = $state<ConnectionForm>(EMPTY);
  problems = $state.raw<readonly FieldProblem[]>([]);
  open = $state<Record<Part, boolean>>({ basics: true, signIn: false, files: false, advanced: false });
  element = $state<HTMLElement | null>(null);
  /** The field that somebody was led to last. */
  asked = $state("");
  readonly desk = new OwnDesk();
  /** As it was at first, to tell whether something would be lost. */
  #before: string;

  constructor(form: ConnectionForm) {
    this.form = structuredClone(form);
    this.#before = JSON.stringify(pruned(form));
  }

  /** What is sent to the core. */
  get document(): ConnectionForm {
    return pruned($state.snapshot(this.form));
  }

  get changed(): boolean {
    return JSON.stringify(pruned(this.form)) !== this.#before;
  }

  read(path: string): unknown {
    let at: unknown = this.form;
    for (const step of path.split(".")) at = isRecord(at) ? at[step] : undefined;
    return at;
  }

  /** Writes a field; what was wrong with it is no longer known. */
  write(path: string, value: unknown): void {
    this.#make(path);
    const steps = path.split(".");
    const last = steps.pop() ?? "";
    const owner = steps.length === 0 ? this.form : this.read(steps.join("."));
    if (isRecord(owner)) owner[last] = value;
    this.problems = this.problems.filter(({ field }) => field !== path && withoutEntry(field) !== path);
  }

  /** What is wrong with a field, or with one entry of its list. */
  errorOf(path: string): string | undefined {
    const problem = this.problems.find(({ field }) => field === path || withoutEntry(field) === path);
    return problem && wordsOf(problem);
  }

  /** The problems of a part of the form, for its head. */
  troubleIn(part: Part): boolean {
    return this.problems.some(({ field }) => partOf(field) === part);
  }

  /** Whether something is wrong with one of the fields that are meant, or somebody was led to one: then it has to be seen. */
  calls(meant: (field: string) => boolean): boolean {
    return meant(this.asked) || this.problems.some(({ field }) => meant(field));
  }

  /** Takes what the core found wrong, and leads to the first of it. */
  async refuse(problems: readonly FieldProblem[]): Promise<void> {
    this.problems = problems;
    for (const { field } of problems) this.open[partOf(field)] = true;
    const [first] = problems;
    if (first) await this.show(first.field);
  }

  /** Opens the part that a field stands in, and puts the focus on it. */
  async show(path: string): Promise<void> {
    this.open[partOf(path)] = true;
    this.asked = path;
    this.#make(path);
    await tick();
    const input = this.#fieldOf(path);
    input?.scrollIntoView({ block: "center" });
    input?.focus({ preventScroll: true });
    if (input instanceof HTMLInputElement && input.type !== "checkbox") input.select();
  }

  addLocation(change: Partial<LocationForm> = {}): void {
    const { locations } = this.form;
    const bucket = locations.at(-1)?.bucket ?? "";
    locations.push({
      id: "",
      name: null,
      kind: "private",
      bucket,
      region: null,
      prefix: PREFIXES.private,
      canWrite: true,
      writeGroups: null,
      readGroups: null,
      guestsWrite: false,
      ...change,
    });
  }

  /** Groups of fields come into being with the first of them that is written. */
  #make(path: string): void {
    const [head, next] = path.split(".");
    if (next === undefined) return;
    if (head === "hostedUi") this.form.hostedUi ??= structuredClone(HOSTED_UI);
    if (head === "identityPool") this.form.identityPool ??= structuredClone(IDENTITY_POOL);
    if (head === "signUp") this.form.signUp ??= structuredClone(SIGN_UP);
    if (head === "storage") this.form.storage ??= { ...STORAGE };
    if (head === "api") this.form.api ??= { url: "" };
    if (head === "locations" && this.form.locations.length === 0) this.addLocation();
  }

  /** The field at a path; of a list's entry the one that holds it, of a group the first. */
  #fieldOf(path: string): HTMLElement | null {
    const list = withoutEntry(path);
    const entry = this.read(path);
    const ticked = typeof entry === "string" ? this.#named(`${list}.${entry}`) : null;
    const first = this.#nearest(path === "authFlow" ? "methods" : list);
    return this.#named(path) ?? ticked ?? this.#named(list) ?? first;
  }

  #named(path: string): HTMLElement | null {
    return this.element?.querySelector<HTMLElement>(`[name="${CSS.escape(path)}"]`) ?? null;
  }

  #nearest(path: string): HTMLElement | null {
    return this.element?.querySelector<HTMLElement>(`[name^="${CSS.escape(path)}."]`) ?? null;
  }
}

/** The part of the form in which a field stands. */
export function partOf(path: string): Part {
  const [head = "", next = ""] = path.split(".");
  if (ADVANCED.includes(head)) return "advanced";
  if (head === "hostedUi" && ADVANCED_UI.includes(next)) return "advanced";
  if (head === "identityPool") return ADVANCED_POOL.includes(next) ? "advanced" : "files";
  if (head === "locations") return "files";
  return ["methods", "authFlow", "hostedUi", "signUp"].includes(head) ? "signIn" : "basics";
}

/** `locations.0.bucket` → `locations.bucket`. */
export function bare(path: string): string {
  return path.replace(/\.\d+(?=\.|$)/gu, "");
}

/** `hostedUi.redirectPorts.1` → `hostedUi.redirectPorts`: a list that is written in one field. */
function withoutEntry(path: string): string {
  return path.replace(/\.\d+$/u, "");
}

/** What a field is called. */
export function labelOf(path: string): string {
  const field = bare(path);
  const key = `connection.field.${field}`;
  return has(key) ? say(key) : path;
}

function wordsOf({ message, example }: FieldProblem): string {
  const key = `connection.wrong.${message}`;
  const text = has(key) ? say(key, { placeholder: "{identity_id}" }) : say("connection.wrong");
  return example === null ? text : `${text} ${say("connection.example", { example })}`;
}

/** `eu-west-1_AbC` → `eu-west-1`; also of an identity pool's id, which has a colon. */
export function regionOf(id: string): string | null {
  return /^([a-z]{2}(?:-[a-z]+)+-\d+)[_:]/u.exec(id.trim())?.[1] ?? null;
}

/** Without the groups in which nothing is said. */
function pruned(form: ConnectionForm): ConnectionForm {
  const says = (group: object | null, start: object): boolean => JSON.stringify(group) !== JSON.stringify(start);
  return {
    ...form,
    identityPool: says(form.identityPool, IDENTITY_POOL) ? form.identityPool : null,
    storage: says(form.storage, STORAGE) ? form.storage : null,
    api: form.api?.url ? form.api : null,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Where Amplify keeps each kind of place. */
export const PREFIXES: Record<LocationForm["kind"], string> = {
  private: "private/{identity_id}/",
  protected: "protected/{identity_id}/",
  public: "public/",
  plain: "",
};

export const HOSTED_UI: NonNullable<ConnectionForm["hostedUi"]> = {
  domain: "",
  scopes: ["openid", "email", "profile", "aws.cognito.signin.user.admin"],
  redirectPorts: [17643, 21643, 28643],
  deepLink: null,
  signOutTo: null,
  lang: null,
  providers: [],
};

const IDENTITY_POOL: IdentityPoolForm = {
  id: "",
  flow: "enhanced",
  roleArn: null,
  durationMinutes: null,
  customRole: null,
  guests: false,
  developerProvider: null,
  developerBackend: null,
  providers: [],
};

const STORAGE: NonNullable<ConnectionForm["storage"]> = { region: null, endpoint: null, pathStyle: false };

export const SIGN_UP: SignUpForm = {
  attributes: [{ name: "email", kind: "string", required: true, mutable: true, min: null, max: null }],
  passwordPolicy: { minLength: 8, lowercase: true, uppercase: true, number: true, symbol: true },
  signInNames: ["email"],
};

export const EMPTY: ConnectionForm = {
  id: null,
  name: "",
  region: null,
  userPoolId: null,
  clientId: null,
  clientSecret: null,
  hasClientSecret: false,
  authFlow: "USER_SRP_AUTH",
  methods: ["USER_SRP_AUTH"],
  hostedUi: null,
  identityPool: null,
  storage: null,
  locations: [],
  endpoints: { userPool: null, identityPool: null, sts: null },
  signUp: null,
  userContext: false,
  appData: "document",
  api: null,
};
