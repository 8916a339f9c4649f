/** A folder as it was at another time, read part by part; what of it is to be brought back. */
import type { FolderNameView, Problem, VersionMarkForm, VersionView } from "./bindings";
import * as ipc from "./ipc";
import { asProblem } from "./problems";

export class Past {
  readonly location: string;
  folder = $state("");
  /** When, in milliseconds; nothing before a time was chosen. */
  at = $state<number | null>(null);
  folders = $state.raw<readonly FolderNameView[]>([]);
  files = $state.raw<readonly VersionView[]>([]);
  next = $state.raw<VersionMarkForm | null>(null);
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** The keys of those to bring back. */
  chosen = $state.raw<ReadonlySet<string>>(new Set());
  #asked = 0;

  constructor(location: string, folder: string) {
    this.location = location;
    this.folder = folder;
  }

  /** The versions that are to come back. */
  get wanted(): VersionMarkForm[] {
    return this.files.filter(({ key }) => this.chosen.has(key)).map(({ key, id }) => ({ key, version: id }));
  }

  /** What can be brought back: not what is as it was anyway. */
  get other(): readonly VersionView[] {
    return this.files.filter(({ latest }) => !latest);
  }

  async show(folder: string, at: number): Promise<void> {
    [this.folder, this.at] = [folder, at];
    [this.folders, this.files, this.next] = [[], [], null];
    this.chosen = new Set();
    await this.#read(at, null);
  }

  async more(): Promise<void> {
    if (this.at !== null && this.next && !this.busy) await this.#read(this.at, this.next);
  }

  choose(key: string, on: boolean): void {
    const chosen = new Set(this.chosen);
    if (on) chosen.add(key);
    else chosen.delete(key);
    this.chosen = chosen;
  }

  chooseAll(on: boolean): void {
    this.chosen = new Set(on ? this.other.map(({ key }) => key) : []);
  }

  async #read(at: number, after: VersionMarkForm | null): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    [this.busy, this.problem] = [true, null];
    try {
      const view = await ipc.past({ location: this.location, folder: this.folder, at, after });
      if (asked !== this.#asked) return;
      const known = new Set(this.folders.map(({ key }) => key));
      this.folders = [...this.folders, ...view.folders.filter(({ key }) => !known.has(key))];
      this.files = [...this.files, ...view.files];
      this.next = view.next;
    } catch (reason) {
      if (asked === this.#asked) this.problem = asProblem(reason);
    } finally {
      if (asked === this.#asked) this.busy = false;
    }
  }
}
