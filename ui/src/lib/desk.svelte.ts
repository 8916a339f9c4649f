/** Where forms hand in their work: one step at a time, and what was refused stays with the form that asked. */
import type { Problem } from "./bindings";
import { asProblem } from "./problems";

export interface Desk {
  /** Whether an answer is awaited, so that nothing can be sent twice. */
  readonly busy: boolean;
  /** Why the last step was refused. */
  readonly problem: Problem | null;
  /** What was typed and is kept for when the form comes back; never a secret. */
  readonly drafts: Record<string, string>;
  /** Sends a step, once: while one is on its way, another is not sent. Tells whether it was. */
  send(step: () => Promise<unknown>): Promise<boolean>;
}

/** A desk of its own, for a form that is no step of the sign-in. */
export class OwnDesk implements Desk {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  readonly drafts: Record<string, string> = {};

  async send(step: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = null;
    try {
      await step();
    } catch (reason) {
      this.problem = asProblem(reason);
    } finally {
      this.busy = false;
    }
    return true;
  }
}

/** What is fetched from the core when it is looked at: the last answer stays while a newer one is on its way. */
export class Remote<T> {
  value = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  readonly #fetch: () => Promise<T>;
  #asked = 0;

  constructor(fetch: () => Promise<T>) {
    this.#fetch = fetch;
  }

  async load(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.busy = true;
    try {
      const value = await this.#fetch();
      if (asked !== this.#asked) return;
      this.value = value;
      this.problem = null;
    } catch (reason) {
      if (asked === this.#asked) this.problem = asProblem(reason);
    } finally {
      if (asked === this.#asked) this.busy = false;
    }
  }
}
