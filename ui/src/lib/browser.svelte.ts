/** The files that are looked at: which place and folder, in which order, what is selected and previewed. */
import type { FolderView, LocationView, Problem } from "./bindings";
import type { SearchForm, SelectForm, SelectionView, SortBy, TransferView } from "./bindings";
import * as ipc from "./ipc";
import { Look } from "./look.svelte";
import { Pending } from "./pending";
import { asProblem } from "./problems";
import { Rows } from "./rows.svelte";
import { pictures } from "./small.svelte";
import { childOf, type Stop, Trail } from "./trail.svelte";

/** How long to wait for more uploads to end before the folder is listed again, in milliseconds. */
const REFRESH_PAUSE = 250;

export interface Selecting {
  extend: boolean;
  keep: boolean;
  toggle: boolean;
}

/** What to look for below the folder, as the page asks for it. */
export type Wanted = Omit<SearchForm, "location" | "folder" | "sort" | "descending">;

const NOTHING: SelectionView = { count: 0, folders: 0, bytes: 0, all: false, revision: 0 };

export class Browser extends Look {
  locations = $state<LocationView[] | null>(null);
  folder = $state("");
  sort = $state<SortBy>("name");
  descending = $state(false);
  view = $state.raw<FolderView | null>(null);
  opening = $state(false);
  /** Why the places or the folder could not be opened at all. */
  problem = $state<Problem | null>(null);
  focus = $state(0);
  /** The text by which the rows are filtered. */
  filter = $state("");
  /** What is looked for below the folder; nothing while the folder itself is shown. */
  wanted = $state.raw<Wanted | null>(null);
  readonly rows = new Rows();
  readonly trail = new Trail();
  readonly #choosing = new Pending();
  /** The id of the row where a range of selected rows begins. */
  #anchor: number | null = null;
  #window = { first: 0, count: 60 };
  #visit = 0;
  #focusKey: string | null = null;
  #box: { first: number; last: number; add: boolean } | null = null;
  #refresh: ReturnType<typeof setTimeout> | undefined;

  get total(): number {
    return this.view?.total ?? 0;
  }

  /** Why there is nothing, or not everything, to show. */
  get trouble(): Problem | null {
    return this.problem ?? this.view?.problem ?? null;
  }

  /** What is selected, known here or not. */
  get selected(): SelectionView {
    return this.view?.selection ?? NOTHING;
  }

  /** The keys of what is selected, where all of it is known here. */
  get selection(): string[] | null {
    const rows = this.rows.selected;
    return rows.length === this.selected.count ? rows.map((row) => row.key) : null;
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
    this.filter = "";
    this.wanted = null;
    this.trail.clear();
    this.rows.clear();
    pictures.clear();
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
    const here = this.#here();
    if (here && (here.location.id !== location.id || here.folder !== folder)) this.trail.leave(here);
    await this.#enter(location, folder, from);
  }

  async goBack(): Promise<void> {
    const here = this.#here();
    const stop = here && this.trail.back(here);
    if (stop) await this.#enter(stop.location, stop.folder, here.folder.startsWith(stop.folder) ? childOf(stop.folder, here.folder) : null);
  }

  async goForward(): Promise<void> {
    const here = this.#here();
    const stop = here && this.trail.forward(here);
    if (stop) await this.#enter(stop.location, stop.folder, null);
  }

  /** Goes to what was typed or pasted. A failure is the caller's to tell. */
  async goTo(text: string): Promise<void> {
    const place = await ipc.findPlace({ text, location: this.location?.id ?? "" });
    const location = this.locations?.find((one) => one.id === place.location);
    if (location) await this.open(location, place.folder, place.key);
  }

  #here(): Stop | null {
    return this.location && { location: this.location, folder: this.folder };
  }

  async #enter(location: LocationView, folder: string, from: string | null): Promise<void> {
    this.location = location;
    this.folder = folder;
    this.#leaveRows();
    this.wanted = null;
    this.#focusKey = from;
    await this.#list();
  }

  #leaveRows(): void {
    this.view = null;
    this.rows.clear();
    this.filter = "";
    this.focus = 0;
    this.#anchor = null;
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
    this.descending = this.sort === sort ? !this.descending : sort === "size" || sort === "modified";
    this.sort = sort;
    this.#focusKey = this.rows.at(this.focus)?.key ?? null;
    await this.#rearrange((listing) => ipc.sortFolder(listing, { sort, descending: this.descending }));
  }

  /** Shows only the rows whose names have this text. */
  async filterBy(text: string): Promise<void> {
    if (text === this.filter) return;
    this.filter = text;
    this.focus = 0;
    await this.#rearrange((listing) => ipc.filterFolder(listing, text));
  }

  /** Looks for files below the open folder. */
  async search(wanted: Wanted): Promise<void> {
    this.#leaveRows();
    this.wanted = wanted;
    await this.#list();
  }

  async stop(): Promise<void> {
    if (this.view) await ipc.stopListing(this.view.listing);
  }

  /** Shows the folder again in place of what was found. */
  async endSearch(): Promise<void> {
    if (this.location && this.wanted) await this.#enter(this.location, this.folder, null);
  }

  async #rearrange(ask: (listing: number) => Promise<FolderView>): Promise<void> {
    const { view } = this;
    if (!view) return;
    try {
      this.take(await ask(view.listing));
    } catch (reason) {
      if (this.view?.listing === view.listing) this.problem = asProblem(reason);
    }
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
    if (view.search !== (this.wanted !== null)) return;
    const known = this.view?.listing === view.listing ? this.view : null;
    if (known && view.revision < known.revision) return;
    const selection = known && known.selection.revision > view.selection.revision ? known.selection : view.selection;
    this.view = { ...view, selection };
    this.rows.follow(this.view);
    if (this.focus >= view.total) this.focus = Math.max(0, view.total - 1);
    void this.#load();
  }

  /** Says which rows are seen. */
  seen(first: number, count: number): void {
    this.#window = { first, count };
    void this.#load();
  }

  isSelected(index: number): boolean {
    return this.rows.at(index)?.selected ?? false;
  }

  move(index: number, how: Selecting): Promise<void> {
    return this.#choosing.add(this.#move(index, how));
  }

  async #move(index: number, how: Selecting): Promise<void> {
    this.focus = index;
    if (how.keep) return;
    await this.rows.want(index, 1);
    const id = this.rows.at(index)?.id;
    if (id === undefined) return;
    if (how.extend) return this.#select({ how: how.toggle ? "add" : "range", at: id, from: this.#anchor ?? id });
    this.#anchor = id;
    await this.#select({ how: how.toggle ? "toggle" : "one", at: id, from: null });
  }

  /** Selects the rows that a box was drawn over, or adds them. While it grows, only its last size counts. */
  async box(first: number, last: number, add: boolean): Promise<void> {
    const drawing = this.#box !== null;
    this.#box = { first, last, add };
    if (drawing) return;
    try {
      let box;
      do {
        box = this.#box;
        const from = this.rows.at(box.first)?.id;
        const at = this.rows.at(box.last)?.id;
        if (from !== undefined && at !== undefined) await this.#select({ how: box.add ? "add" : "range", at, from });
      } while (box !== this.#box);
    } finally {
      this.#box = null;
    }
  }

  selectAll(): Promise<void> {
    return this.#choosing.add(this.#select({ how: "all", at: null, from: null }));
  }

  async selectNone(): Promise<void> {
    if (this.selected.count > 0) await this.#select({ how: "none", at: null, from: null });
  }

  /** What is being chosen and not known yet, so that keys can wait for it. */
  get choosing(): Promise<unknown> | null {
    return this.#choosing.all;
  }

  async #select(form: SelectForm): Promise<void> {
    const { view } = this;
    if (!view) return;
    const selection = await ipc.select(view.listing, form);
    if (this.view?.listing !== view.listing || this.view.selection.revision > selection.revision) return;
    this.view = { ...this.view, selection };
    this.rows.follow(this.view);
    await this.#load();
  }

  /** Goes to the next row whose name begins with the typed letters. */
  find(typed: string): Promise<void> {
    return this.#choosing.add(this.#find(typed));
  }

  async #find(typed: string): Promise<void> {
    if (!this.view) return;
    const start = this.focus + (typed.length > 1 ? 0 : 1);
    const found = await ipc.findRow(this.view.listing, { by: "letters", letters: typed, start });
    if (found) await this.#move(found.index, { extend: false, keep: false, toggle: false });
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
      const { sort, descending, folder, wanted } = this;
      const form = { location: this.location.id, folder, sort, descending };
      const view = await (wanted ? ipc.search({ ...form, ...wanted }) : ipc.openFolder(form));
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
    const { view } = this;
    const key = this.#focusKey;
    if (key === null || !view) return;
    const found = await ipc.findRow(view.listing, { by: "key", key });
    if (this.#focusKey !== key || this.view?.listing !== view.listing) return;
    if (found) {
      this.#focusKey = null;
      this.focus = found.index;
      this.#anchor = found.id;
      if (this.selected.count === 0) await this.#select({ how: "one", at: found.id, from: null });
    } else if (view.done) this.#focusKey = null;
  }
}
