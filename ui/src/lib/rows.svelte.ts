/** The rows of one listing that the page has asked for so far. Stale rows stay until fresh ones replace them. */
import { SvelteMap } from "svelte/reactivity";
import type { FolderView, RowView } from "./bindings";
import * as ipc from "./ipc";

/** How many rows are asked for at once. */
const CHUNK = 200;
/** How many chunks are kept; a reader who goes through a million rows leaves no trail. */
const KEPT = 60;

interface Chunk {
  listing: number;
  revision: number;
  selection: number;
  rows: RowView[];
}

export class Rows {
  readonly #chunks = new SvelteMap<number, Chunk>();
  /** Questions under way: whoever asks the same waits for the same answer. */
  readonly #asked = new Map<string, Promise<void>>();
  #folder: FolderView | null = null;

  at(index: number): RowView | undefined {
    return this.#chunks.get(Math.floor(index / CHUNK))?.rows[index % CHUNK];
  }

  /** The selected rows among those that are known here. */
  get selected(): RowView[] {
    return [...this.#chunks.values()].flatMap((chunk) => chunk.rows.filter((row) => row.selected));
  }

  /** Says which listing is shown from now on. */
  follow(folder: FolderView | null): void {
    if (!folder) this.#chunks.clear();
    this.#folder = folder;
  }

  /** Forgets everything. */
  clear(): void {
    this.#chunks.clear();
    this.#asked.clear();
    this.#folder = null;
  }

  /** Asks for the rows that are missing, incomplete or stale among these. */
  async want(first: number, count: number): Promise<void> {
    const folder = this.#folder;
    if (!folder) return;
    const end = Math.min(folder.total, first + count);
    const asks: Promise<void>[] = [];
    for (let at = Math.floor(Math.max(0, first) / CHUNK); at * CHUNK < end; at += 1) {
      if (!this.#fresh(at, folder)) asks.push(this.#ask(at, folder));
    }
    await Promise.all(asks);
  }

  #fresh(at: number, folder: FolderView): boolean {
    const chunk = this.#chunks.get(at);
    const expected = Math.min(CHUNK, folder.total - at * CHUNK);
    return (
      chunk !== undefined &&
      chunk.listing === folder.listing &&
      chunk.revision === folder.revision &&
      chunk.selection === folder.selection.revision &&
      chunk.rows.length >= expected
    );
  }

  #ask(at: number, folder: FolderView): Promise<void> {
    const name = [folder.listing, folder.revision, folder.selection.revision, folder.total, at].join("/");
    const asked = this.#asked.get(name) ?? this.#fetch(at, folder.listing).finally(() => this.#asked.delete(name));
    this.#asked.set(name, asked);
    return asked;
  }

  async #fetch(at: number, listing: number): Promise<void> {
    const found = await ipc.rows(listing, at * CHUNK, CHUNK);
    if (found.listing !== this.#folder?.listing) return;
    const old = this.#chunks.get(at);
    const newer =
      !old || old.listing < found.listing || (old.revision <= found.revision && old.selection <= found.selection);
    if (!newer) return;
    this.#chunks.delete(at);
    this.#chunks.set(at, { listing, revision: found.revision, selection: found.selection, rows: found.rows });
    const [oldest] = this.#chunks.keys();
    if (this.#chunks.size > KEPT && oldest !== undefined) this.#chunks.delete(oldest);
  }
}
