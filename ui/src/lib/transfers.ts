/** How transfers are spoken of. */
import type { ConflictPolicy, SideView, TransfersView, TransferView } from "./bindings";
import * as format from "./format";
import { say } from "./words";

export const NO_TRANSFERS: TransfersView = {
  active: 0,
  total: 0,
  running: 0,
  waiting: 0,
  paused: 0,
  asking: 0,
  done: 0,
  skipped: 0,
  failed: 0,
  cancelled: 0,
  doneBytes: 0,
  totalBytes: 0,
  rate: 0,
  secondsLeft: null,
  elapsed: 0,
  preparing: 0,
  offline: false,
  rows: [],
};

export const POLICIES: readonly ConflictPolicy[] = ["ask", "replace", "keepBoth", "skip", "ifNewer"];
/** What one may decide on the spot. */
export const ANSWERS = ["replace", "keepBoth", "skip", "ifNewer"] as const;

/** The one line: how much is under way and how long it takes, else how it ended. */
export function lineOf(all: TransfersView): string {
  if (all.asking > 0 && all.running === 0) return say("transfers.asking", { count: all.asking });
  if (all.offline && all.active > 0) return say("transfers.offline");
  if (all.active > 0) {
    return joined([
      say("transfers.line", { done: all.total - all.active, total: all.total }),
      all.rate > 0 ? format.rate(all.rate) : null,
      left(all.secondsLeft),
    ]);
  }
  if (all.failed > 0) return say("transfers.failed", { count: all.failed });
  if (all.paused > 0) return say("transfers.paused", { count: all.paused });
  if (all.total > 0) return say("transfers.finished", { count: all.total });
  return say("transfers");
}

/** The sum below the title of the panel. */
export function sumOf(all: TransfersView): string {
  return joined([
    all.active > 0 && all.totalBytes > 0
      ? say("transfer.running", { done: format.bytes(all.doneBytes), total: format.bytes(all.totalBytes) })
      : null,
    all.active > 0 && all.rate > 0 ? format.rate(all.rate) : null,
    all.active > 0 ? left(all.secondsLeft) : null,
    all.preparing > 0 ? say("transfers.preparing", { count: all.preparing }) : null,
    all.done > 0 ? say("transfers.finished", { count: all.done }) : null,
    all.skipped > 0 ? say("transfers.skipped", { count: all.skipped }) : null,
    all.failed > 0 ? say("transfers.failed", { count: all.failed }) : null,
    all.paused > 0 ? say("transfers.paused", { count: all.paused }) : null,
    all.elapsed > 0 && all.active > 0 ? say("transfers.elapsed", { time: format.duration(all.elapsed) }) : null,
  ]);
}

/** How one stands. */
export function stateOf(row: TransferView): string {
  if (row.state === "running") {
    return joined([
      say("transfer.running", { done: format.bytes(row.done), total: format.bytes(row.total) }),
      row.rate > 0 ? format.rate(row.rate) : null,
      left(row.secondsLeft),
    ]);
  }
  if (row.state === "paused" && row.total > 0) {
    return joined([say("transfer.paused"), say("transfer.running", { done: format.bytes(row.done), total: format.bytes(row.total) })]);
  }
  if (row.state === "done") {
    return joined([
      say(`transfer.done.${row.direction}`, { total: format.bytes(row.total) }),
      row.savedAs ? say("transfer.savedAs", { name: row.savedAs }) : null,
      row.verified ? say("transfer.verified", { check: row.verified }) : say("transfer.notVerified"),
    ]);
  }
  return say(`transfer.${row.state}`);
}

/** Size and date of one of two of the same name. */
export function sideOf(side: SideView): string {
  const facts = joined([
    side.size === null ? null : format.bytes(side.size),
    side.modified === null ? null : format.moment(side.modified),
  ]);
  return facts === "" ? say("conflict.unknown") : facts;
}

const left = (seconds: number | null): string | null =>
  seconds === null ? null : say("transfers.left", { time: format.duration(seconds) });

const joined = (parts: readonly (string | null)[]): string => parts.filter(Boolean).join(" · ");

/** What is said when transfers have ended. */
export function milestone(rows: readonly TransferView[], state: "done" | "failed"): string {
  const [first] = rows;
  if (rows.length === 1 && first) return say(`transfer.spoken.${first.direction}.${state}`, { name: first.name });
  return say(`transfers.spoken.${state}`, { count: rows.length });
}
