/** Files that other programs have open. */
import type { CopyView } from "./bindings";

/** How many of them could not be uploaded. What an earlier run has left stays where it is. */
export const unsavedOf = (copies: readonly CopyView[]): number =>
  copies.filter(({ state }) => state !== "same" && state !== "left").length;
