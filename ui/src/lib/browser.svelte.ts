/** The files that are looked at: which place and folder, in which order, what is selected and previewed. */
import { SvelteSet } from "svelte/reactivity";
import type { FolderView, LocationView, PreviewView, Problem, RowView, SortBy, TransferView } from "./bindings";
import * as ipc from "./ipc";
import { asProblem } from "./problems";
import { Rows } from "./rows.svelte";

/** How many rows a search by typed letters looks through. */
const SEARCHED = 20_000;
/** How long to wait for more uploads to end before the folder is listed again, in milliseconds. */
const REFRESH_PAUSE = 250;

interface Looked {
  row: RowView;
  view: PreviewView | null;
  problem: Problem | null;
}

export interface Selecting {
  extend: boolean;
  keep: boolean;
  toggle: boolean;
}

export class Browser {
  locations = $state<LocationView[] | null>(null);
  location = $state<LocationView | null>(null);
  folder = $state("");
  sort = $state<SortBy>("name");
  descending = $state(false);
  view = $state.raw<FolderView | null>(null);
  opening = $state(false);
  /** Why the places or the folder could not be opened at all. */
  problem = $state<Problem | null>(null);
  focus = $state(0);
  preview = $state.raw<Looked | null>(null);
  readonly rows = new Rows();
  readonly selected = new SvelteSet<string>();
  #anchor = 0;
  #window = { first: 0, count: 60 };
  #visit = 0;
  #look = 0;
  #search = 0;
  #focusKey: string | null = null;
  #refresh: ReturnType<typeof setTimeout> | undefined;

  get total(): number {
    return this.view?.total ?? 0;
  }

  /** Why there is nothing, or not everything, to show. */
  get trouble(): Problem | null {
    return this.problem ?? this.view?.problem ?? null;
  }

  get selection(): string[] {
    return [...this.selected];
  }

  clear(): void {
    this.#visit += 1;
    clearTimeout(this.#refresh);
    this.locations = null;
    this.location = null;
    this.folder = "";
    this.view = null;
    this.problem = null;
    this.preview = null;
    this.selected.clear();
    this.rows.clear();
  }

  /** Finds the places, and opens the first. */
  async begin(): Promise<void> {
    this.#visit += 1;
    const visit = this.#visit;
    this.opening = true;
    this.problem = null;
    try {
      const found = await ipc.locations();
      if (visit !== this.#visit) return;
      this.locations = found;
      const [first] = found;
      if (first) await this.open(first, "");
    } catch (reason) {
      if (visit === this.#visit) this.problem = asProblem(reason);
    } finally {
      if (visit === this.#visit) this.opening = false;
    }
  }

  /** Opens a folder; `from` is the key of the row to return to. */
  async open(location: LocationView, folder: string, from: string | null = null): Promise<void> {
    this.location = location;
    this.folder = folder;
    this.view = null;
    this.rows.clear();
    this.selected.clear();
    this.focus = 0;
    this.#anchor = 0;
    this.#focusKey = from;
    await this.#list();
  }

  /** Lists the same folder again; what is shown stays until the new rows are there. */
  async refresh(): Promise<void> {
    if (!this.location) return this.begin();
    this.#focusKey = this.rows.at(this.focus)?.key ?? null;
    await this.#list();
  }

  refreshSoon(): void {
    clearTimeout(this.#refresh);
    this.#refresh = setTimeout(() => void this.refresh(), REFRESH_PAUSE);
  }

  async sortBy(sort: SortBy): Promise<void> {
    this.descending = this.sort === sort ? !this.descending : sort !== "name";
    this.sort = sort;
    this.selected.clear();
    this.focus = 0;
    await this.#list();
  }

  async openParent(): Promise<void> {
    if (!this.location || this.folder === "") return;
    const parent = this.folder.replace(/[^/]*\/$/u, "");
    await this.open(this.location, parent, this.folder);
  }

  /** Takes what the core pushes of the open folder. */
  take(view: FolderView): void {
    if (view.location !== this.location?.id || view.folder !== this.folder) return;
    if (this.view && view.listing < this.view.listing) return;
    this.view = view;
    this.rows.follow(view);
    if (this.focus >= view.total) this.focus = Math.max(0, view.total - 1);
    void this.#load();
  }

  /** Says which rows are seen. */
  seen(first: number, count: number): void {
    this.#window = { first, count };
    void this.#load();
  }

  isSelected(index: number): boolean {
    const row = this.rows.at(index);
    return row !== undefined && this.selected.has(row.key);
  }

  async move(index: number, how: Selecting): Promise<void> {
    this.focus = index;
    if (how.keep) return;
    if (how.extend) {
      const first = Math.min(this.#anchor, index);
      const last = Math.max(this.#anchor, index);
      await this.rows.want(first, last - first + 1);
      this.#select(first, last);
      return;
    }
    this.#anchor = index;
    const key = this.rows.at(index)?.key;
    if (key === undefined) return;
    if (how.toggle && this.selected.has(key)) this.selected.delete(key);
    else {
      if (!how.toggle) this.selected.clear();
      this.selected.add(key);
    }
  }

  async selectAll(): Promise<void> {
    await this.rows.want(0, this.total);
    this.#select(0, this.total - 1);
  }

  /** Goes to the next row whose name begins with the typed letters. */
  async find(typed: string): Promise<void> {
    this.#search += 1;
    const search = this.#search;
    const wanted = typed.toLocaleLowerCase();
    const start = this.focus + (typed.length > 1 ? 0 : 1);
    for (let step = 0; step < Math.min(this.total, SEARCHED); step += 1) {
      const index = (start + step) % this.total;
      if (!this.rows.at(index)) await this.rows.want(index, 1);
      if (search !== this.#search) return;
      if (this.rows.at(index)?.name.toLocaleLowerCase().startsWith(wanted)) {
        await this.move(index, { extend: false, keep: false, toggle: false });
        return;
      }
    }
  }

  /** Looks into a file; `anyway` even if it is large. */
  async look(row: RowView, anyway = false): Promise<void> {
    if (!this.location) return;
    this.#look += 1;
    const look = this.#look;
    this.preview = { row, view: null, problem: null };
    try {
      const view = await ipc.preview(this.location.id, row.key, anyway);
      if (look === this.#look) this.preview = { row, view, problem: null };
    } catch (reason) {
      if (look === this.#look) this.preview = { row, view: null, problem: asProblem(reason) };
    }
  }

  /** Looks into the next or previous file of the folder. */
  async lookOn(step: 1 | -1): Promise<void> {
    for (let index = this.focus + step; index >= 0 && index < this.total; index += step) {
      if (!this.rows.at(index)) await this.rows.want(index, 1);
      const row = this.rows.at(index);
      if (row && row.kind !== "folder") {
        await this.move(index, { extend: false, keep: false, toggle: false });
        return this.look(row);
      }
    }
  }

  endLook(): void {
    this.#look += 1;
    this.preview = null;
    ipc.closePreview().catch(() => undefined);
  }

  /** Whether a transfer goes to the folder that is shown. */
  shows(transfer: Pick<TransferView, "location" | "folder">): boolean {
    return transfer.location === this.location?.id && transfer.folder === this.folder;
  }

  async #list(): Promise<void> {
    if (!this.location) return;
    this.#visit += 1;
    const visit = this.#visit;
    this.opening = true;
    this.problem = null;
    try {
      const { sort, descending, folder } = this;
      const view = await ipc.openFolder({ location: this.location.id, folder, sort, descending });
      if (visit === this.#visit && view.listing >= (this.view?.listing ?? 0)) this.#takeFirst(view);
    } catch (reason) {
      if (visit === this.#visit) this.problem = asProblem(reason);
    } finally {
      if (visit === this.#visit) this.opening = false;
    }
  }

  #takeFirst(view: FolderView): void {
    const pushed = this.view;
    if (pushed && pushed.listing === view.listing && pushed.total >= view.total) return;
    this.take(view);
  }

  async #load(): Promise<void> {
    try {
      await this.rows.want(this.#window.first, this.#window.count);
      await this.#returnToRow();
    } catch (reason) {
      this.problem = asProblem(reason);
    }
  }

  /** After a refresh, or on the way up, puts the focus back on the row that had it. */
  async #returnToRow(): Promise<void> {
    const key = this.#focusKey;
    if (key === null) return;
    const done = this.view?.done ?? false;
    for (let index = 0; index < Math.min(this.total, SEARCHED); index += 1) {
      if (!this.rows.at(index)) await this.rows.want(index, 1);
      if (this.#focusKey !== key) return;
      if (this.rows.at(index)?.key === key) {
        this.#focusKey = null;
        this.focus = index;
        this.#anchor = index;
        if (this.selected.size === 0) this.selected.add(key);
        return;
      }
    }
    if (done) this.#focusKey = null;
  }

  #select(first: number, last: number): void {
    this.selected.clear();
    for (let index = first; index <= last; index += 1) {
      const key = this.rows.at(index)?.key;
      if (key !== undefined) this.selected.add(key);
    }
  }
}
