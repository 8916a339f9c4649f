/** What the connections' screen shows: the list, or one connection being written, with what a test of it found. */
import { app } from "./app.svelte";
import type { CheckView, ConnectionForm, ConnectionListView, FieldProblem, ImportView } from "./bindings";
import { OwnDesk, Remote } from "./desk.svelte";
import { Draft, EMPTY, PARTS } from "./draft.svelte";
import * as ipc from "./ipc";
import { say } from "./words";

export class Connections {
  readonly list = new Remote<ConnectionListView>(ipc.connections);
  /** For reading a configuration and for the small steps of the list. */
  readonly desk = new OwnDesk();
  view = $state<"list" | "add" | "edit">("list");
  draft = $state.raw<Draft | null>(null);
  /** What was read, where the draft comes from a configuration. */
  imported = $state.raw<ImportView | null>(null);

  showList(): void {
    this.view = "list";
    this.draft = null;
    this.imported = null;
    app.checks = [];
    void this.list.load();
  }

  showAdd(): void {
    this.desk.problem = null;
    this.view = "add";
  }

  /** Opens an empty form. */
  write(): void {
    this.#open(EMPTY, null);
  }

  async edit(id: string): Promise<boolean> {
    const form = await app.run(ipc.connection(id));
    if (form) this.#open(form, null);
    return form !== undefined;
  }

  async test(id: string): Promise<void> {
    if (await this.edit(id)) await this.check();
  }

  /** Reads a configuration; whatever comes of it is shown for review. Nothing was chosen where nothing comes of it. */
  async read(from: () => Promise<ImportView | null>): Promise<void> {
    this.view = "add";
    let found: ImportView | null = null;
    await this.desk.send(async () => (found = await from()));
    if (found !== null) this.review(found);
  }

  review(found: ImportView): void {
    this.#open(found.form, found);
    for (const part of PARTS) if (this.draft) this.draft.open[part] = part !== "advanced";
  }

  /** Runs the checks on what is written, saved or not. */
  async check(): Promise<void> {
    const { draft } = this;
    if (!draft) return;
    app.checks = [];
    await draft.desk.send(async () => {
      await ipc.testConnection(draft.document);
    });
  }

  /** Saves; tells whether it was accepted. */
  async save(): Promise<boolean> {
    const { draft } = this;
    if (!draft) return false;
    let refused: readonly FieldProblem[] = [];
    let id: string | null = null;
    const sent = await draft.desk.send(async () => {
      const saved = await ipc.saveConnection(draft.document);
      if (Array.isArray(saved)) refused = saved;
      else id = saved.id;
    });
    if (!sent || draft.desk.problem) return false;
    if (id === null) {
      await draft.refuse(refused);
      app.speak(say("connection.refused", { count: refused.length }));
      return false;
    }
    app.tell("good", say("connection.saved", { name: draft.form.name }));
    this.showList();
    return true;
  }

  #open(form: ConnectionForm, found: ImportView | null): void {
    app.checks = [];
    this.imported = found;
    this.draft = new Draft(form);
    this.view = "edit";
  }
}

export const connections = new Connections();
app.readDropped = () => {
  if (connections.draft?.changed) app.tell("info", say("import.unsaved"), say("import.unsaved.detail"));
  else void connections.read(ipc.importDropped);
};

/** How the checks stand, all together. */
export function verdictOf(checks: readonly CheckView[]): "running" | "failed" | "ok" {
  if (checks.some(({ state }) => state === "running")) return "running";
  return checks.some(({ state }) => state === "failed") ? "failed" : "ok";
}

/** The fields without which a connection does little, and that a configuration left out. */
export function missingIn(form: ConnectionForm): string[] {
  const missing: string[] = [];
  if (!form.userPoolId) missing.push("userPoolId");
  if (form.userPoolId && !form.clientId) missing.push("clientId");
  if (!form.identityPool?.id) missing.push("identityPool.id");
  if (form.locations.length === 0) missing.push("locations.0.bucket");
  return missing;
}
