/** The small pictures of the files in view. One that goes out of view before it is there is not waited for. */
import { SvelteMap } from "svelte/reactivity";
import type { RowView } from "./bindings";
import * as ipc from "./ipc";

/** How many are kept; each is a text of some ten thousand characters. */
const KEPT = 300;

type Pictured = Pick<RowView, "key" | "size" | "modified">;

export class SmallPictures {
  /** Addresses by name; nothing where a file has no small picture. */
  readonly #known = new SvelteMap<string, string | null>();
  /** The keys under way, by name. */
  readonly #wanted = new Map<string, string>();
  #location = "";
  #listing = 0;

  /** The address of a file's small picture; null where it has none, undefined while that is not known. */
  of(row: Pictured): string | null | undefined {
    return this.#known.get(this.#name(row));
  }

  /** Says which files are in view. In another listing, what failed is tried once more. */
  show(location: string, listing: number, rows: readonly Pictured[]): void {
    if (location !== this.#location) this.#drop([...this.#wanted.keys()]);
    this.#location = location;
    if (listing !== this.#listing) {
      for (const [name, address] of this.#known) if (address === null) this.#known.delete(name);
    }
    this.#listing = listing;
    const names = new Set(rows.map((row) => this.#name(row)));
    this.#drop([...this.#wanted.keys()].filter((name) => !names.has(name)));
    for (const row of rows) {
      const name = this.#name(row);
      if (!this.#known.has(name) && !this.#wanted.has(name)) void this.#want(name, row.key);
    }
  }

  /** Forgets all of them, as for another person. */
  clear(): void {
    this.#drop([...this.#wanted.keys()]);
    this.#known.clear();
  }

  async #want(name: string, key: string): Promise<void> {
    this.#wanted.set(name, key);
    const address = await ipc.thumbnail(this.#location, key).catch(() => null);
    if (!this.#wanted.delete(name)) return;
    this.#known.set(name, address);
    const [oldest] = this.#known.keys();
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
  }

  #drop(names: readonly string[]): void {
    const keys = names.flatMap((name) => this.#wanted.get(name) ?? []);
    for (const name of names) this.#wanted.delete(name);
    if (keys.length > 0) ipc.dropThumbnails(this.#location, keys).catch(() => undefined);
  }

  /** A file that has changed has another picture. */
  #name({ key, size, modified }: Pictured): string {
    return `${this.#location}/${key}/${modified}/${size}`;
  }
}

export const pictures = new SmallPictures();
