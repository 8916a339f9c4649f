/** The lines of a JSON tree that are seen. */
import type { JsonLineView } from "./bindings";

/** The places of the lines that stand inside of none that is folded. */
export function unfolded(lines: readonly Pick<JsonLineView, "inside">[], folded: ReadonlySet<number>): number[] {
  const seen: number[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    seen.push(at);
    if (folded.has(at)) at += lines[at]?.inside ?? 0;
  }
  return seen;
}
