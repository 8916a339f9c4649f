/** Tells what is wrong with a name while it is typed. */
import type { NameForm } from "./bindings";
import * as ipc from "./ipc";

export class NameCheck {
  /** Why the name cannot be given; an empty one is not blamed before something was typed. */
  reason = $state<string | undefined>(undefined);
  #asked = 0;

  async look(form: NameForm): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    if (form.name === "") {
      this.reason = undefined;
      return;
    }
    const problem = await ipc.checkName(form).catch(() => null);
    if (asked === this.#asked) this.reason = problem ? [problem.detail, problem.hint].filter(Boolean).join(" ") : undefined;
  }
}
