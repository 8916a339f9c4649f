/** What the pretended core does with the rows of the open folder: orders, filters, selects and finds them. */
import type {
  FindForm,
  FolderForm,
  FolderView,
  FoundView,
  Problem,
  RowsView,
  RowView,
  SearchForm,
  SelectForm,
  SelectionView,
  SortForm,
} from "../src/lib/bindings";
import { rowsOf } from "./world";

const ALL_ALLOWED = {
  read: "yes",
  write: "yes",
  delete: "yes",
  versions: "yes",
  deleteVersions: "yes",
  readTags: "yes",
  writeTags: "yes",
  restore: "yes",
} as const;

type Answer = (args: Record<string, unknown>) => unknown;

export class Listed {
  /** Where a folder cannot be opened, why. */
  problem: Problem | null = null;
  /** How many rows a folder of a million has. */
  huge = 0;
  /** What the service has refused. */
  allowed: FolderView["allowed"] = ALL_ALLOWED;
  rows: RowView[] = [];
  view: FolderView | null = null;
  readonly #push: (view: FolderView) => void;
  #all: RowView[] = [];
  #form: FolderForm | null = null;
  #listing = 0;
  #filter = "";
  #selected = new Set<number>();
  #everything = false;
  #changes = 0;

  constructor(push: (view: FolderView) => void) {
    this.#push = push;
  }

  open(form: FolderForm, search = false, found: RowView[] | null = null): FolderView {
    if (this.problem) throw this.problem;
    this.#listing += 1;
    this.#form = form;
    this.#filter = "";
    this.#selected.clear();
    this.#everything = false;
    this.#all = found ?? rowsOf(form);
    this.rows = this.#all;
    this.view = {
      listing: this.#listing,
      location: form.location,
      folder: form.folder,
      total: 0,
      loaded: 0,
      revision: 0,
      selection: this.#selection(),
      seen: search ? 48_210 : this.#all.length,
      search,
      done: true,
      stopped: false,
      allowed: this.allowed,
      problem: null,
    };
    return this.#changed();
  }

  /** Searches a little while, and finds the files of two folders. */
  search(form: SearchForm): FolderView {
    const under = (folder: string): RowView[] => rowsOf({ ...form, folder: `${form.folder}${folder}` });
    const wanted = [...under("Reports/"), ...under("Reports/2026/Drafts/")].filter(
      (row) =>
        row.kind !== "folder" &&
        row.name.toLowerCase().includes(form.text.toLowerCase()) &&
        (form.kinds.length === 0 || form.kinds.includes(row.kind)),
    );
    return this.open(form, true, wanted.map((row, id) => ({ ...row, id })));
  }

  readonly commands: Record<string, Answer> = {
    open_folder: ({ form }) => this.open(form as FolderForm),
    rows: ({ start, count }): RowsView => ({
      listing: this.#listing,
      revision: this.view?.revision ?? 1,
      selection: this.#changes,
      start: Number(start),
      rows: this.#window(Number(start), Number(count)),
    }),
    sort_folder: ({ form }) => {
      if (this.#form) this.#all = rowsOf({ ...this.#form, ...(form as SortForm) });
      return this.#changed();
    },
    filter_folder: ({ text }) => {
      this.#filter = String(text).toLowerCase();
      return this.#changed();
    },
    find_row: ({ form }) => this.#find(form as FindForm),
    select: ({ form }) => this.#select(form as SelectForm),
    search: ({ form }) => this.search(form as SearchForm),
    stop_listing: () => {
      if (this.view) this.#push((this.view = { ...this.view, done: true, stopped: true }));
      return null;
    },
  };

  #changed(): FolderView {
    if (!this.view) throw new Error("no folder is open");
    this.rows = this.#all.filter((row) => row.name.toLowerCase().includes(this.#filter));
    const loaded = this.huge || this.#all.length;
    const total = this.huge && this.#filter === "" ? this.huge : this.rows.length;
    this.view = { ...this.view, total, loaded, revision: this.view.revision + 1 };
    return this.view;
  }

  #row(index: number): RowView | undefined {
    if (!this.huge || this.#filter !== "") return this.rows[index];
    if (index >= this.huge) return undefined;
    const name = `file ${index}.txt`;
    return { id: index, key: name, name, kind: "text", size: 1024 * index, modified: 1_790_000_000_000, selected: false };
  }

  #window(start: number, count: number): RowView[] {
    const rows = Array.from({ length: count }, (_, at) => this.#row(start + at)).filter((row) => row !== undefined);
    return rows.map((row) => ({ ...row, selected: this.#everything || this.#selected.has(row.id) }));
  }

  #find(form: FindForm): FoundView | null {
    const wanted = (row: RowView): boolean =>
      form.by === "key" ? row.key === form.key : row.name.toLowerCase().startsWith(form.letters.toLowerCase());
    const start = form.by === "key" ? 0 : form.start;
    for (let step = 0; step < this.rows.length; step += 1) {
      const index = (start + step) % this.rows.length;
      const row = this.rows[index];
      if (row && wanted(row)) return { index, id: row.id };
    }
    return null;
  }

  #select({ how, at, from }: SelectForm): SelectionView {
    this.#changes += 1;
    const place = (id: number | null): number => (this.huge ? (id ?? 0) : this.rows.findIndex((row) => row.id === id));
    if (how !== "toggle" && how !== "add") this.#selected.clear();
    this.#everything = how === "all";
    if (how === "one" && at !== null) this.#selected.add(at);
    else if (how === "toggle" && at !== null) {
      if (!this.#selected.delete(at)) this.#selected.add(at);
    } else if (how === "range" || how === "add") {
      const [first, last] = [place(from), place(at)].sort((a, b) => a - b);
      for (let index = first ?? 0; index <= (last ?? -1); index += 1) {
        const row = this.#row(index);
        if (row) this.#selected.add(row.id);
      }
    }
    const selection = this.#selection();
    if (this.view) this.view = { ...this.view, selection };
    return selection;
  }

  #selection(): SelectionView {
    const rows = this.#everything ? this.rows : this.rows.filter((row) => this.#selected.has(row.id));
    return {
      count: this.huge ? (this.#everything ? this.huge : this.#selected.size) : rows.length,
      folders: rows.filter((row) => row.kind === "folder").length,
      bytes: rows.reduce((sum, row) => sum + (row.size ?? 0), 0),
      all: this.#everything,
      revision: this.#changes,
    };
  }
}
