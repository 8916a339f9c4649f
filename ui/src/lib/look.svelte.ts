/** The file that is looked into, in one of its versions or the newest, and whether its text is being changed. */
import type { LocationView, PreviewView, Problem, RowView } from "./bindings";
import * as ipc from "./ipc";
import { asProblem } from "./problems";

/** What a preview is told of the file that it shows. */
export type Sight = Pick<RowView, "key" | "name" | "size" | "modified">;

interface Looked {
  row: Sight;
  location: string;
  /** Which version; nothing for the newest. */
  version: string | null;
  view: PreviewView | null;
  problem: Problem | null;
}

export class Look {
  location = $state<LocationView | null>(null);
  preview = $state.raw<Looked | null>(null);
  /** Whether the text that the preview shows is being changed. */
  editing = $state(false);
  #look = 0;

  /** Looks into a file; `anyway` even if it is large. */
  async look(row: Sight, anyway = false, version: string | null = null): Promise<void> {
    const location = this.location?.id;
    if (location === undefined) return;
    this.#look += 1;
    const look = this.#look;
    this.editing = false;
    const looked = { row, location, version, view: null, problem: null };
    this.preview = looked;
    try {
      const view = await ipc.preview(location, row.key, anyway, version);
      if (look === this.#look) this.preview = { ...looked, view };
    } catch (reason) {
      if (look === this.#look) this.preview = { ...looked, problem: asProblem(reason) };
    }
  }

  /** Looks into a text and begins to change it. */
  async edit(row: Sight): Promise<void> {
    await this.look(row);
    this.editing = this.preview?.row === row && this.preview.view?.editable === true;
  }

  endLook(): void {
    this.#look += 1;
    this.preview = null;
    this.editing = false;
    ipc.closePreview().catch(() => undefined);
  }
}
