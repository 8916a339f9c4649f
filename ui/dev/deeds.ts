/** What the pretended core does with files where they are: it counts, tells of jobs, and finds names taken. */
import type {
  FactsView,
  JobView,
  NameForm,
  NewFolderForm,
  ObjectForm,
  PastForm,
  PastView,
  RequestForm,
  RelocateForm,
  ShareForm,
  Update,
  VersionView,
} from "../src/lib/bindings";
import { problem } from "./questions";

const JOB: JobView = {
  id: 1,
  kind: "move",
  name: "Reports",
  items: 3,
  location: "private",
  folder: "",
  toLocation: "public",
  toFolder: "",
  done: 5312,
  skipped: 0,
  total: 12_000,
  doneBytes: 3_400_000_000,
  totalBytes: 8_100_000_000,
  counting: false,
  state: "running",
  problem: null,
  failed: 0,
  inBoth: 0,
  failures: [],
  undo: false,
};

export const JOBS: JobView[] = [
  { ...JOB, id: 4 },
  {
    ...JOB,
    id: 3,
    kind: "move",
    name: "Trip",
    items: 1,
    state: "partly",
    done: 118,
    total: 120,
    failed: 2,
    inBoth: 1,
    failures: [
      { path: "Trip/harbour at dawn.jpg", inBoth: true, problem: problem("denied", "No access", "You have no permission for this folder or file.", "") },
      { path: "Trip/notes.txt", inBoth: false, problem: problem("changed", "Changed meanwhile", "The file was replaced while it was read.", "") },
    ],
  },
  { ...JOB, id: 2, kind: "delete", items: 2, state: "done", done: 2, total: 2, undo: true },
  { ...JOB, id: 1, kind: "copy", name: "budget.csv", items: 1, state: "done", done: 1, total: 1 },
];

const FACTS: FactsView = {
  key: "budget.csv",
  name: "budget.csv",
  size: 4096,
  modified: Date.UTC(2026, 10, 9, 8, 15),
  etag: '"9bb58f26192e4ba00f01e2e7b136bbd8"',
  version: "3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY",
  class: null,
  encryption: "AES256",
  encryptionKey: null,
  checksums: [{ name: "CRC-64/NVME", value: "rxUjyM0qkzA=", whole: true }],
  description: {
    contentType: "text/csv",
    cacheControl: "max-age=3600",
    contentDisposition: null,
    contentEncoding: null,
    contentLanguage: null,
    metadata: { author: "Ada" },
  },
  tags: [
    { key: "project", value: "Analytical Engine" },
    { key: "year", value: "2026" },
  ],
  restoring: false,
  restoredUntil: null,
  lockedUntil: null,
  legalHold: false,
  command: "aws s3api head-object --bucket 'gatehouse-sandbox' --key 'private/budget.csv' --checksum-mode ENABLED",
};

const VERSION: VersionView = {
  key: "budget.csv",
  name: "budget.csv",
  id: "3sL4kqtJlcpXroDTDmJ",
  size: 4096,
  modified: Date.UTC(2026, 10, 9, 8, 15),
  latest: true,
  deleted: false,
};
const VERSIONS: VersionView[] = [
  VERSION,
  { ...VERSION, id: "QUpfdndhfd8438MNFDN93jd", latest: false, deleted: true, size: 0, modified: Date.UTC(2026, 10, 8, 17, 0) },
  { ...VERSION, id: "null", latest: false, size: 3900, modified: Date.UTC(2026, 9, 30, 12, 1) },
];
const PICTURE =
  "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZpZXdCb3g9IjAgMCA0IDQiPjxwYXRoIGQ9Ik0wIDBoNHY0SDB6IiBmaWxsPSIjZmZmIi8+PHBhdGggZD0iTTEgMWgxdjFIMXptMSAxaDF2MUgyeiIvPjwvc3ZnPg==";

/** What there was in a folder a while ago: some as it is now, some that is gone. */
function pastOf({ folder, at }: PastForm): PastView {
  const file = (name: string, days: number, latest: boolean): VersionView => ({
    ...VERSION,
    key: folder + name,
    name,
    id: `v-${name}`,
    size: 4096 * (days + 1),
    modified: at - days * 86_400_000,
    latest,
  });
  return {
    folders: folder === "" ? ["Reports", "Trip to the sea"].map((name) => ({ key: `${name}/`, name })) : [],
    files: [
      file("budget.csv", 3, false),
      file("engine plate 1.png", 40, true),
      file("invoice to be deleted by mistake.pdf", 8, false),
      file("notes.txt", 1, false),
    ],
    next: null,
  };
}

export class Deeds {
  /** Whether earlier versions are kept. */
  versioned = false;
  /** How many objects everything has. */
  objects = 12;
  #weighings = 0;
  readonly #push: (update: Update) => void;

  constructor(push: (update: Update) => void) {
    this.#push = push;
  }

  jobs(rows: JobView[] = JOBS): void {
    const active = rows.filter(({ state }) => state === "running" || state === "waiting").length;
    this.#push({ type: "jobs", value: { active, total: rows.length, rows } });
  }

  #weigh(): number {
    this.#weighings += 1;
    const id = this.#weighings;
    setTimeout(() => {
      const { objects, versioned } = this;
      this.#push({
        type: "weight",
        value: { id, objects, bytes: objects * 280_000, done: true, mustType: objects > 100, versioned, problem: null },
      });
    }, 80);
    return id;
  }

  readonly commands: Record<string, (args: Record<string, unknown>) => unknown> = {
    check_name: ({ form }) =>
      (form as NameForm).name.includes("/")
        ? problem("fieldRefused", "Not this name", "A name cannot have a “/”, which stands between folders.", "Leave it out.")
        : null,
    new_folder: () => "New/",
    folders: ({ folder }) => ({
      folders: folder === "" ? ["Archive", "Photos", "Reports"].map((name) => ({ key: `${name}/`, name })) : [],
      more: false,
    }),
    weigh: () => this.#weigh(),
    stop_weighing: () => null,
    delete_items: () => 1,
    rename_item: () => 1,
    hold_items: ({ cut }) => ({ count: 2, cut, location: "private" }),
    relocate: ({ form }) =>
      (form as RelocateForm).taken === "ask"
        ? { job: null, taken: 2, names: ["budget.csv", "Reports"] }
        : { job: 1, taken: 0, names: [] },
    cancel_job: () => null,
    retry_job: () => null,
    undo_job: () => null,
    clear_jobs: () => (this.jobs([]), null),
    facts: ({ form }) => ({ ...FACTS, key: (form as ObjectForm).key }),
    describe: () => null,
    change_items: () => 1,
    share: ({ form }) => {
      const { seconds, picture } = form as ShareForm;
      return { until: Date.UTC(2026, 10, 21, 18, 42), shortened: seconds > 3600, picture: picture ? PICTURE : null };
    },
    versions: () => ({ versions: VERSIONS, next: null }),
    restore_version: () => null,
    download_version: () => 1,
    request_file: ({ form }) => ({ until: Date.UTC(2026, 10, 21, 18, 42), shortened: (form as RequestForm).seconds > 3600, picture: null }),
    bring_back: () => 1,
    new_text: ({ form }) => (form as NewFolderForm).folder + (form as NewFolderForm).name,
    past: ({ form }) => pastOf(form as PastForm),
    delete_version: () => null,
    unfinished: () => [
      { key: "film.mov", path: "Raw/film.mov", upload: "1", begun: Date.UTC(2026, 9, 2, 9, 30), size: 4_300_000_000 },
      { key: "dump.sql", path: "dump.sql", upload: "2", begun: Date.UTC(2026, 10, 20, 22, 5), size: null },
    ],
    discard_upload: () => null,
  };
}
