/** The inspector's copy of the timeline: the calls so far, the one looked at, and the decoded tokens. */
import type { CallDetailView, CallView, Problem, TokenView } from "./bindings";
import * as ipc from "./ipc";
import { asProblem } from "./problems";

export class Timeline {
  calls = $state.raw<CallView[]>([]);
  filter = $state("");
  focus = $state(0);
  detail = $state.raw<CallDetailView | null>(null);
  tokens = $state.raw<TokenView[]>([]);
  problem = $state<Problem | null>(null);
  /** Everything up to this revision has been read. */
  #revision = 0;
  #reading = false;
  #again = false;

  /** The calls that the filter leaves, newest first. */
  readonly shown = $derived.by(() => {
    const words = this.filter.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
    const found = this.calls.filter((call) => {
      const text = [call.service, call.operation, call.status, call.error, call.requestId].join(" ");
      return words.every((word) => text.toLocaleLowerCase().includes(word));
    });
    return found.reverse();
  });

  /** Reads what is new; while it reads, one more request is remembered. */
  async read(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    try {
      do {
        this.#again = false;
        await this.#readOnce();
      } while (this.#again);
    } finally {
      this.#reading = false;
    }
  }

  async readTokens(): Promise<void> {
    try {
      this.tokens = await ipc.tokens();
    } catch (reason) {
      this.problem = asProblem(reason);
    }
  }

  async look(call: CallView): Promise<void> {
    try {
      this.detail = await ipc.call(call.id);
    } catch (reason) {
      this.problem = asProblem(reason);
    }
  }

  async #readOnce(): Promise<void> {
    try {
      const fresh = await ipc.calls(this.#revision);
      if (fresh.length === 0) return;
      const changed = new Map(fresh.map((call) => [call.id, call]));
      const kept = this.calls.map((call) => changed.get(call.id) ?? call);
      const last = kept.at(-1)?.id ?? 0;
      this.calls = [...kept, ...fresh.filter((call) => call.id > last)];
      this.#revision = Math.max(this.#revision, ...fresh.map((call) => call.revision));
      this.problem = null;
    } catch (reason) {
      this.problem = asProblem(reason);
    }
  }
}

export const timeline = new Timeline();
