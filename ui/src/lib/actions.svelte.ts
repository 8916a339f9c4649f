/**
 * The one list of what can be done with what is chosen among the files. The tool bar, the menus and the keyboard show
 * and run what stands here; an action that cannot be done now stays in sight and says why.
 */
import type { IconName } from "../parts/Icon.svelte";
import { whyNot } from "./allowed";
import { app } from "./app.svelte";
import type { RowView } from "./bindings";
import { deeds } from "./deeds.svelte";
import * as ipc from "./ipc";
import { say } from "./words";

export interface Action {
  id: string;
  label: string;
  icon: IconName;
  /** Actions of one group stand together in a menu. */
  group: "look" | "move" | "change" | "know" | "remove" | "folder";
  /** The keys, as they are shown. */
  keys?: string;
  /** Whether an event is its keys. */
  hears?: (event: KeyboardEvent) => boolean;
  /** Why it cannot be done now; nothing where it can. */
  reason: string | null;
  run: () => void;
}

/** What is chosen: by the selection, or the one row that a menu was opened on. */
export interface Chosen {
  /** How many rows. */
  count: number;
  /** How many of them are folders. */
  folders: number;
  /** The row, where it is a single one. */
  row: RowView | null;
  /** The keys, where they are named; otherwise the selection is meant, which the core keeps. */
  keys: string[] | null;
}

/** Makes an action for what is chosen; nothing where there is no sense in it. */
export type Maker = (chosen: Chosen) => Action | null;

const command = (event: KeyboardEvent): boolean => (event.ctrlKey || event.metaKey) && !event.altKey;

/** Whether an event is a key without a letter's company. */
export const hears =
  (key: string, how: { command?: boolean; shift?: boolean } = {}) =>
  (event: KeyboardEvent): boolean =>
    event.key.toLowerCase() === key.toLowerCase() &&
    command(event) === (how.command ?? false) &&
    event.shiftKey === (how.shift ?? false) &&
    !event.altKey;

class Actions {
  #makers = $state.raw<readonly Maker[]>([]);

  /** Adds actions behind those that there are. */
  add(...makers: Maker[]): void {
    this.#makers = [...this.#makers, ...makers];
  }

  /** Everything that can be done with what is chosen. */
  of(chosen: Chosen): Action[] {
    return this.#makers.map((make) => make(chosen)).filter((action) => action !== null);
  }

  /** The one of that name. */
  named(id: string, chosen: Chosen): Action | undefined {
    return this.of(chosen).find((action) => action.id === id);
  }

  /** Runs what the keys ask for, or says why it cannot be done. Tells whether there was such an action. */
  press(event: KeyboardEvent, chosen: Chosen): boolean {
    const action = this.of(chosen).find((one) => one.hears?.(event));
    if (!action) return false;
    if (action.reason === null) action.run();
    else app.tell("info", action.reason);
    return true;
  }
}

export const actions = new Actions();

/** What the selection says. */
export function selected(): Chosen {
  const { rows, selected: all, selection } = app.browser;
  const row = all.count === 1 ? (rows.selected[0] ?? null) : null;
  return { count: all.count, folders: all.folders, row, keys: selection };
}

/** What a menu on a row is about: the whole selection where the row belongs to it. */
export function chosenWith(row: RowView): Chosen {
  const all = selected();
  if (row.selected && all.count > 1) return all;
  return onlyThis(row);
}

/** One row, whatever else is chosen. */
export function onlyThis(row: RowView): Chosen {
  return { count: 1, folders: row.kind === "folder" ? 1 : 0, row, keys: [row.key] };
}

actions.add(
  ({ row }) =>
    row && {
      id: "open",
      label: say("files.open"),
      icon: "folderOpen",
      group: "look",
      keys: "Enter",
      reason: null,
      run: () => {
        if (row.kind !== "folder") void app.browser.look(row);
        else if (app.browser.location) void app.browser.open(app.browser.location, row.key);
      },
    },
  ({ row }) =>
    row && app.browser.view?.search === true
      ? {
          id: "inFolder",
          label: say("search.reveal"),
          icon: "folderOpen",
          group: "look",
          reason: null,
          run: () => {
            const { location } = app.browser;
            const folder = row.key.replace(/[^/]*\/?$/u, "");
            if (location) void app.browser.open(location, folder, row.key);
          },
        }
      : null,
  ({ count, row }) => ({
    id: "preview",
    label: say("files.preview"),
    icon: "show",
    group: "look",
    keys: "Space",
    reason: why([count === 0, "actions.choose"], [row === null || row.kind === "folder", "actions.oneFile"]),
    run: () => row && void app.browser.look(row),
  }),
  ({ count, row }) => ({
    id: "openWith",
    label: say("files.openWith"),
    icon: "edit",
    group: "look",
    reason: why([count === 0, "actions.choose"], [row === null || row.kind === "folder", "actions.oneFile"]),
    run: () => {
      const { location } = app.browser;
      if (row && location) void app.run(ipc.openWith(location.id, row.key));
    },
  }),
  (chosen) => ({
    id: "download",
    label: say("files.download"),
    icon: "download",
    group: "look",
    reason: why([chosen.count === 0, "actions.choose"]) ?? whyNot("read"),
    run: () => void deeds.download(chosen),
  }),
  () => ({
    id: "uploadFolder",
    label: say("files.uploadFolder"),
    icon: "upload",
    group: "folder",
    reason: why([app.browser.location?.canWrite !== true, "files.readOnly.detail"]),
    run: () => void app.uploadFolder(),
  }),
);

/** The first reason that holds. */
export function why(...reasons: [boolean, Parameters<typeof say>[0]][]): string | null {
  const found = reasons.find(([holds]) => holds);
  return found ? say(found[1]) : null;
}

/** Bookmarks the open folder, or takes the bookmark away. */
export async function toggleBookmark(): Promise<void> {
  const { location, folder } = app.browser;
  const mark = app.belongings?.bookmarks.find((one) => one.location === location?.id && one.folder === folder);
  if (mark) await app.run(ipc.removeBookmark(mark.id));
  else if (location) await app.run(ipc.addBookmark(location.id, folder));
}
