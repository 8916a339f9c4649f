/** The actions that change what is there. */
import { actions, hears, type Chosen, why } from "./actions.svelte";
import { whyNot } from "./allowed";
import { app } from "./app.svelte";
import type { ItemsForm, ObjectForm } from "./bindings";
import { deeds, itemsOf } from "./deeds.svelte";
import { say } from "./words";

/** The first of these that may not be done here, as far as is known. */
const refused = (...actions: Parameters<typeof whyNot>[0][]): string | null =>
  actions.map(whyNot).find((reason) => reason !== null) ?? null;

const readOnly = (): boolean => app.browser.location?.canWrite === false;
const nowhere = (): boolean => !(app.browser.locations ?? []).some((place) => place.canWrite);
const none = ({ count }: Chosen): boolean => count === 0;

const notOneFile = (chosen: Chosen): string | null =>
  why([none(chosen), "actions.choose"], [chosen.row === null || chosen.row.kind === "folder", "actions.oneFile"]);

/** The one file that is chosen. */
function aboutOf({ row }: Chosen): { object: ObjectForm; name: string; canWrite: boolean } | null {
  const { location } = app.browser;
  if (!row || !location) return null;
  return { object: { location: location.id, key: row.key, version: null }, name: row.name, canWrite: location.canWrite };
}

function inform(chosen: Chosen, tab: "facts" | "tags" | "versions"): void {
  const about = aboutOf(chosen);
  if (about) deeds.open = { kind: "info", tab, ...about };
}

/** What is chosen, for a dialog that changes all of it. */
const many = (chosen: Chosen): { items: ItemsForm; name: string | undefined } => ({
  items: itemsOf(chosen),
  name: chosen.row?.name,
});

actions.add(
  () => ({
    id: "newFolder",
    label: say("action.newFolder"),
    icon: "newFolder",
    group: "folder",
    keys: "Ctrl+Shift+N",
    hears: hears("n", { command: true, shift: true }),
    reason: why([app.browser.location === null, "actions.noPlace"], [readOnly(), "actions.readOnly"]) ?? refused("write"),
    run: () => (deeds.open = { kind: "newFolder" }),
  }),
  () => ({
    id: "newText",
    label: say("action.newText"),
    icon: "text",
    group: "folder",
    reason: why([app.browser.location === null, "actions.noPlace"], [readOnly(), "actions.readOnly"]) ?? refused("write"),
    run: () => (deeds.open = { kind: "newText" }),
  }),
  () => ({
    id: "request",
    label: say("action.request"),
    icon: "link",
    group: "folder",
    reason: why([app.browser.location === null, "actions.noPlace"], [readOnly(), "actions.readOnly"]) ?? refused("write"),
    run: () => (deeds.open = { kind: "request" }),
  }),
  () => ({
    id: "past",
    label: say("action.past"),
    icon: "clock",
    group: "folder",
    reason: why([app.browser.location === null, "actions.noPlace"]) ?? refused("versions"),
    run: () => {
      const { location, folder } = app.browser;
      if (location) deeds.open = { kind: "past", location: location.id, folder, canWrite: location.canWrite };
    },
  }),
  (chosen) => ({
    id: "copy",
    label: say("action.copy"),
    icon: "copy",
    group: "move",
    keys: "Ctrl+C",
    hears: hears("c", { command: true }),
    reason: why([none(chosen), "actions.choose"]) ?? refused("read"),
    run: () => void deeds.hold(chosen, false),
  }),
  (chosen) => ({
    id: "cut",
    label: say("action.cut"),
    icon: "cut",
    group: "move",
    keys: "Ctrl+X",
    hears: hears("x", { command: true }),
    reason: why([none(chosen), "actions.choose"], [readOnly(), "actions.readOnly"]) ?? refused("read", "delete"),
    run: () => void deeds.hold(chosen, true),
  }),
  () => ({
    id: "paste",
    label: deeds.held ? say("action.paste", { count: deeds.held.count }) : say("action.pasteNothing"),
    icon: "paste",
    group: "move",
    keys: "Ctrl+V",
    hears: hears("v", { command: true }),
    reason: why([deeds.held === null, "actions.nothingHeld"], [readOnly(), "actions.readOnly"]) ?? refused("write"),
    run: () => void deeds.paste(),
  }),
  (chosen) => ({
    id: "duplicate",
    label: say("action.duplicate"),
    icon: "duplicate",
    group: "move",
    reason: why([none(chosen), "actions.choose"], [readOnly(), "actions.readOnly"]) ?? refused("read", "write"),
    run: () => {
      const { location, folder } = app.browser;
      const form = { items: itemsOf(chosen), to: location?.id ?? "", folder, moves: false, taken: "keepBoth" } as const;
      void deeds.relocate(form);
    },
  }),
  (chosen) => ({
    id: "copyTo",
    label: say("action.copyTo"),
    icon: "folderTo",
    group: "move",
    reason: why([none(chosen), "actions.choose"], [nowhere(), "actions.nowhere"]) ?? refused("read"),
    run: () => (deeds.open = { kind: "destination", moves: false, items: itemsOf(chosen) }),
  }),
  (chosen) => ({
    id: "moveTo",
    label: say("action.moveTo"),
    icon: "folderTo",
    group: "move",
    reason:
      why([none(chosen), "actions.choose"], [readOnly(), "actions.readOnly"], [nowhere(), "actions.nowhere"]) ??
      refused("read", "delete"),
    run: () => (deeds.open = { kind: "destination", moves: true, items: itemsOf(chosen) }),
  }),
  (chosen) => ({
    id: "rename",
    label: say("action.rename"),
    icon: "edit",
    group: "change",
    keys: "F2",
    hears: hears("F2"),
    reason:
      why([none(chosen), "actions.choose"], [chosen.row === null, "actions.one"], [readOnly(), "actions.readOnly"]) ??
      refused("read", "write", "delete"),
    run: () => {
      if (chosen.row) deeds.open = { kind: "rename", row: chosen.row, items: itemsOf({ ...chosen, keys: [chosen.row.key] }) };
    },
  }),
  (chosen) => ({
    id: "tags",
    label: say("action.tags"),
    icon: "tag",
    group: "change",
    reason: why([none(chosen), "actions.choose"], [readOnly(), "actions.readOnly"]) ?? refused("readTags", "writeTags"),
    run: () => {
      if (notOneFile(chosen) === null) inform(chosen, "tags");
      else deeds.open = { kind: "tags", ...many(chosen) };
    },
  }),
  (chosen) => ({
    id: "class",
    label: say("action.class"),
    icon: "drive",
    group: "change",
    reason: why([none(chosen), "actions.choose"], [readOnly(), "actions.readOnly"]) ?? refused("read", "write"),
    run: () => (deeds.open = { kind: "class", ...many(chosen) }),
  }),
  (chosen) => ({
    id: "restore",
    label: say("action.restore"),
    icon: "archive",
    group: "change",
    reason: why([none(chosen), "actions.choose"], [readOnly(), "actions.readOnly"]) ?? refused("restore"),
    run: () => (deeds.open = { kind: "restore", ...many(chosen) }),
  }),
  (chosen) => ({
    id: "info",
    label: say("action.info"),
    icon: "info",
    group: "know",
    keys: "Ctrl+I",
    hears: hears("i", { command: true }),
    reason: notOneFile(chosen),
    run: () => inform(chosen, "facts"),
  }),
  (chosen) => ({
    id: "versions",
    label: say("action.versions"),
    icon: "history",
    group: "know",
    reason: notOneFile(chosen) ?? refused("versions"),
    run: () => inform(chosen, "versions"),
  }),
  (chosen) => ({
    id: "share",
    label: say("action.share"),
    icon: "link",
    group: "know",
    reason: notOneFile(chosen) ?? refused("read"),
    run: () => {
      const about = aboutOf(chosen);
      if (about) deeds.open = { kind: "share", ...about };
    },
  }),
  () => ({
    id: "unfinished",
    label: say("action.unfinished"),
    icon: "upload",
    group: "know",
    reason: why([app.browser.location === null, "actions.noPlace"]),
    run: () => {
      const { location } = app.browser;
      if (location) deeds.open = { kind: "unfinished", location: location.id, canWrite: location.canWrite };
    },
  }),
  (chosen) => ({
    id: "delete",
    label: say("action.delete"),
    icon: "delete",
    group: "remove",
    keys: "Del",
    hears: hears("Delete"),
    reason: why([none(chosen), "actions.choose"], [readOnly(), "actions.readOnly"]) ?? refused("delete"),
    run: () => (deeds.open = { kind: "delete", chosen, items: itemsOf(chosen) }),
  }),
);
