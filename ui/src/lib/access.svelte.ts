/** What a tester sees of the way to the files: from the token to the role and what it reaches; and calls to an API. */
import { app } from "./app.svelte";
import { OwnDesk, Remote } from "./desk.svelte";
import * as ipc from "./ipc";
import type { ApiAnswerView, ApiCallForm, ChainView, ReachView } from "./bindings";
import { say } from "./words";

export class Access {
  readonly chain = new Remote<ChainView>(ipc.chain);
  readonly desk = new OwnDesk();
  /** What was found to be in reach, which is asked only on request. */
  reach = $state.raw<readonly ReachView[] | null>(null);
  /** Whether something may be written and deleted again to find out. */
  write = $state(false);

  async probe(): Promise<void> {
    await this.desk.send(async () => {
      this.reach = await ipc.probeReach({ write: this.write });
    });
    if (!this.desk.problem) app.speak(say("access.probed"));
  }

  /** Takes another of the roles that the person has; none leaves it to the identity pool. */
  async choose(arn: string | null): Promise<void> {
    await this.desk.send(() => ipc.chooseRole(arn));
    if (this.desk.problem) return;
    this.reach = null;
    app.tell("good", say("role.chosen", { role: arn === null ? say("role.automatic") : roleName(arn) }));
    await this.chain.load();
  }
}

export class Calls {
  form = $state<ApiCallForm>({ url: "", method: "GET", auth: "bearer", body: null });
  answer = $state.raw<ApiAnswerView | null>(null);
  readonly desk = new OwnDesk();

  async send(): Promise<void> {
    await this.desk.send(async () => {
      this.answer = await ipc.callApi($state.snapshot(this.form));
    });
    if (this.desk.problem) this.answer = null;
    else app.speak(say("api.answered", { status: this.answer?.status ?? 0 }));
  }
}

/** `arn:aws:iam::123456789012:role/service/Editors` → `Editors`. */
export function roleName(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}

/** One for both places that show them. */
export const access = new Access();
export const calls = new Calls();
