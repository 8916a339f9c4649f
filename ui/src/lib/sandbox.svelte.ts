/** What a tester looks at and changes of the sandbox, read when it is shown. */
import type { Problem, SandboxClockView, SandboxFaultsView, SandboxUsersView } from "./bindings";
import { clock } from "./clock.svelte";
import * as ipc from "./ipc";
import { asProblem } from "./problems";

/** A document of the sandbox's settings: what it holds is named in `docs/SANDBOX.md`. */
export type Document = Record<string, unknown>;

class Control {
  /** While the sandbox is shown. */
  clock = $state.raw<SandboxClockView | null>(null);
  users = $state.raw<SandboxUsersView | null>(null);
  faults = $state.raw<SandboxFaultsView | null>(null);
  settings = $state.raw<Document | null>(null);
  /** Why the last thing asked was refused. */
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  /** Asks for something; tells whether it was done. */
  async #ask<T>(command: Promise<T>, take: (answer: T) => void): Promise<boolean> {
    this.busy = true;
    try {
      take(await command);
      this.problem = null;
      return true;
    } catch (reason) {
      this.problem = asProblem(reason);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Another page is shown, where an old refusal says nothing. */
  forget(): void {
    this.problem = null;
  }

  /** Where the app's clock goes along with the sandbox's, so does what the page counts. */
  takeClock(shown: SandboxClockView | null): void {
    this.clock = shown;
    clock.put(shown?.follows ? shown.ahead : 0);
  }

  askUsers(command: Promise<SandboxUsersView>): Promise<boolean> {
    return this.#ask(command, (users) => (this.users = users));
  }

  askFaults(command: Promise<SandboxFaultsView>): Promise<boolean> {
    return this.#ask(command, (faults) => (this.faults = faults));
  }

  askSettings(command: Promise<string>): Promise<boolean> {
    return this.#ask(command, (text) => (this.settings = read(text)));
  }

  /** Moves the clock; what it shows comes back by itself. */
  askClock(command: Promise<unknown>): Promise<boolean> {
    return this.#ask(command, () => undefined);
  }

  /** Changes one setting, named by its place such as `pool.mfa`. */
  change(path: string, value: unknown): Promise<boolean> {
    const changes = path.split(".").reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
    return this.askSettings(ipc.changeSandboxSettings(JSON.stringify(changes)));
  }

  /** Changes one setting of the app client that the settings show. */
  changeClient(name: string, value: unknown): Promise<boolean> {
    const changes = { clients: [{ client_id: this.client["client_id"], [name]: value }] };
    return this.askSettings(ipc.changeSandboxSettings(JSON.stringify(changes)));
  }

  /** The first app client, which the app itself is. */
  get client(): Document {
    const clients = this.settings?.["clients"];
    return Array.isArray(clients) ? (asDocument(clients[0]) ?? {}) : {};
  }

  /** What is at a place of the settings. */
  at(path: string): unknown {
    return path.split(".").reduce<unknown>((inner, name) => asDocument(inner)?.[name], this.settings);
  }
}

/** A document, if it is one. */
export function asDocument(value: unknown): Document | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
}

function read(text: string): Document {
  const value: unknown = JSON.parse(text);
  return asDocument(value) ?? {};
}

export const control = new Control();
