/** Where forms hand in their work: one step at a time, and what was refused stays with the form that asked. */
import type { Problem } from "./bindings";

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
