/** The dialogs in which something is done with files: which one is open, and about what. */
import { app } from "./app.svelte";
import type { Chosen } from "./actions.svelte";
import type { HeldView, ItemsForm, ObjectForm, RelocatedView, RelocateForm, RowView } from "./bindings";
import * as ipc from "./ipc";
import { say } from "./words";

export type Deed =
  | { kind: "newFolder" | "newText" | "request" }
  | { kind: "rename"; row: RowView; items: ItemsForm }
  | { kind: "delete"; chosen: Chosen; items: ItemsForm }
  | { kind: "download"; items: ItemsForm }
  | { kind: "destination"; moves: boolean; items: ItemsForm }
  | { kind: "tags" | "class" | "restore"; items: ItemsForm; name: string | undefined }
  | { kind: "past"; location: string; folder: string; canWrite: boolean }
  | { kind: "info"; tab: "facts" | "tags" | "versions"; object: ObjectForm; name: string; canWrite: boolean }
  | { kind: "share"; object: ObjectForm; name: string; canWrite: boolean }
  | { kind: "unfinished"; location: string; canWrite: boolean }
  | { kind: "taken"; form: RelocateForm; view: RelocatedView };

class Deeds {
  open = $state.raw<Deed | null>(null);
  /** What the core holds for pasting. */
  held = $state.raw<HeldView | null>(null);

  close(): void {
    this.open = null;
  }

  /** Files come at once; what lies in folders is counted first, so that nobody fetches a house by mistake. */
  async download(chosen: Chosen): Promise<void> {
    const items = itemsOf(chosen);
    if (chosen.folders > 0) this.open = { kind: "download", items };
    else await app.run(ipc.download(items));
  }

  async hold(chosen: Chosen, cut: boolean): Promise<void> {
    const held = await app.run(ipc.holdItems(itemsOf(chosen), cut));
    if (!held) return;
    this.held = held;
    app.tell("good", say(cut ? "held.cut" : "held.copy", { count: held.count }));
  }

  /** Puts something into a folder; asks where a name is taken there. Tells whether it was begun or asked. */
  async relocate(form: RelocateForm): Promise<boolean> {
    const view = await app.run(ipc.relocate(form));
    if (!view) return false;
    if (view.job === null) this.open = { kind: "taken", form, view };
    else {
      this.open = null;
      if (form.items === null && this.held?.cut) this.held = null;
    }
    return true;
  }

  /** Pastes what is held into the open folder. */
  async paste(): Promise<void> {
    const { location, folder } = app.browser;
    if (location && this.held) {
      await this.relocate({ items: null, to: location.id, folder, moves: this.held.cut, taken: "ask" });
    }
  }
}

export const deeds = new Deeds();

/** What is chosen, as the core is told. */
export function itemsOf(chosen: Chosen): ItemsForm {
  const { location, view } = app.browser;
  return { location: location?.id ?? "", listing: view?.listing ?? 0, keys: chosen.keys };
}
