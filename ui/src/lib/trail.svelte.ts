/** Where somebody has been among the folders, to go back and forward as in a browser of the web. */
import type { LocationView } from "./bindings";

export interface Stop {
  location: LocationView;
  folder: string;
}

/** How many stops are kept. */
const MOST = 100;

export class Trail {
  #behind = $state.raw<readonly Stop[]>([]);
  #ahead = $state.raw<readonly Stop[]>([]);

  get canGoBack(): boolean {
    return this.#behind.length > 0;
  }

  get canGoForward(): boolean {
    return this.#ahead.length > 0;
  }

  clear(): void {
    this.#behind = [];
    this.#ahead = [];
  }

  /** Says that somebody leaves this stop for another. */
  leave(stop: Stop): void {
    this.#behind = [...this.#behind, stop].slice(-MOST);
    this.#ahead = [];
  }

  /** Takes the last stop off the trail, with the present one to come back to. */
  back(present: Stop): Stop | undefined {
    const stop = this.#behind.at(-1);
    if (!stop) return undefined;
    this.#behind = this.#behind.slice(0, -1);
    this.#ahead = [present, ...this.#ahead];
    return stop;
  }

  forward(present: Stop): Stop | undefined {
    const [stop] = this.#ahead;
    if (!stop) return undefined;
    this.#ahead = this.#ahead.slice(1);
    this.#behind = [...this.#behind, present];
    return stop;
  }
}

/** The key of the row of `folder` that leads to `deep`. */
export function childOf(folder: string, deep: string): string | null {
  const rest = deep.slice(folder.length);
  return rest === "" ? null : `${folder}${rest.split("/")[0] ?? ""}/`;
}
