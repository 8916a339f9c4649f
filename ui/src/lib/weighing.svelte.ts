/** Has the core count what was chosen for as long as a dialog is open. */
import { app } from "./app.svelte";
import type { ItemsForm, Problem, WeightView } from "./bindings";
import * as ipc from "./ipc";
import { asProblem } from "./problems";

export interface Weighed {
  /** What was counted so far. */
  readonly view: WeightView | null;
  /** Why it could not be counted. */
  readonly problem: Problem | null;
}

/** Counts what `items` gives; nothing where it gives nothing. To be called while a component is made. */
export function weighing(items: () => ItemsForm | null): Weighed {
  let id = $state<number | null>(null);
  let refused = $state.raw<Problem | null>(null);

  $effect(() => {
    const form = items();
    if (!form) return;
    let over = false;
    ipc.weigh(form).then(
      (number) => {
        if (!over) id = number;
      },
      (reason: unknown) => {
        if (!over) refused = asProblem(reason);
      },
    );
    return () => {
      over = true;
      ipc.stopWeighing().catch(() => undefined);
    };
  });

  return {
    get view() {
      return id !== null && app.weight?.id === id ? app.weight : null;
    },
    get problem() {
      return refused ?? this.view?.problem ?? null;
    },
  };
}
