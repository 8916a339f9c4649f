import { beforeEach, describe, expect, test } from "vitest";
import { flushSync } from "svelte";
import { actions, type Chosen } from "../src/lib/actions.svelte";
import { app } from "../src/lib/app.svelte";
import type { JobView, LocationView, RowView, WeightView } from "../src/lib/bindings";
import "../src/lib/deeds.actions";
import { deeds } from "../src/lib/deeds.svelte";
import Deeds from "../src/screens/files/Deeds.svelte";
import { button, choose, control, problem, settle, show, submit, type } from "./page";
import { core } from "./setup";

const PLACE: LocationView = { id: "private", kind: "private", name: null, bucket: "b", prefix: "p/", canWrite: true };
const ROW = { key: "Old/", name: "Old", kind: "folder", size: null, modified: null } as RowView;
const WEIGHT: WeightView = {
  id: 7,
  objects: 12_000,
  bytes: 3_000_000,
  done: true,
  mustType: true,
  versioned: false,
  problem: null,
};
const JOB: JobView = {
  id: 5,
  kind: "delete",
  name: "a.txt",
  items: 1,
  location: "private",
  folder: "",
  toLocation: null,
  toFolder: null,
  done: 1,
  skipped: 0,
  total: 1,
  doneBytes: 1,
  totalBytes: 1,
  counting: false,
  state: "running",
  problem: null,
  failed: 0,
  inBoth: 0,
  failures: [],
  undo: false,
};

const one: Chosen = { count: 1, folders: 1, row: ROW, keys: ["Old/"] };
const none: Chosen = { count: 0, folders: 0, row: null, keys: [] };
const reason = (id: string, chosen: Chosen): string | null | undefined => actions.named(id, chosen)?.reason;
const asked = (command: string): unknown[] =>
  core.asked.filter((each) => each.command === command).map(({ args }) => args);

beforeEach(() => {
  app.browser.locations = [PLACE];
  app.browser.location = PLACE;
  deeds.close();
  deeds.held = null;
  core.commands["weigh"] = () => 7;
  core.commands["stop_weighing"] = () => null;
  core.commands["check_name"] = () => null;
});

describe("an action", () => {
  test("that cannot be done stays in sight and says why", () => {
    expect(reason("delete", none)).toBe("Choose something first.");
    expect(reason("paste", none)).toBe("Copy or cut something first.");
    expect(reason("delete", one)).toBeNull();
    app.browser.location = { ...PLACE, canWrite: false };
    expect(reason("delete", one)).toBe("You may look here, not change anything.");
    expect(reason("copy", one)).toBeNull();
  });

  test("is run by its keys, and tells why not where it cannot be", () => {
    const press = (key: string, more: KeyboardEventInit = {}): boolean =>
      actions.press(new KeyboardEvent("keydown", { key, ...more }), one);
    expect(press("N", { ctrlKey: true, shiftKey: true })).toBe(true);
    expect(deeds.open?.kind).toBe("newFolder");
    expect(press("F2")).toBe(true);
    expect(deeds.open?.kind).toBe("rename");
    const before = app.messages.length;
    expect(press("v", { ctrlKey: true })).toBe(true);
    expect(app.messages.length - before).toBe(1);
    expect(press("q")).toBe(false);
  });
});

describe("deleting", () => {
  test("tells how much first, that it cannot be undone, and wants the count typed for many", async () => {
    core.commands["delete_items"] = () => 1;
    show(Deeds, {});
    deeds.open = { kind: "delete", chosen: one, items: { location: "private", listing: 1, keys: ["Old/"] } };
    flushSync();
    await settle();
    app.take({ type: "weight", value: WEIGHT });
    flushSync();
    expect(document.body.textContent).toContain("12,000 files");
    expect(document.body.textContent).toContain("cannot be undone");
    submit();
    await settle();
    expect(asked("delete_items")).toEqual([]);
    type("typed", "12000");
    submit();
    await settle();
    expect(asked("delete_items")).toEqual([{ form: { location: "private", listing: 1, keys: ["Old/"] } }]);
    expect(document.body.querySelector("dialog")).toBeNull();
  });

  test("can be undone from the message that tells of it", async () => {
    core.commands["undo_job"] = () => null;
    app.take({ type: "jobs", value: { active: 1, total: 1, rows: [JOB] } });
    app.take({ type: "jobs", value: { active: 0, total: 1, rows: [{ ...JOB, state: "done", undo: true }] } });
    const told = app.messages.at(-1);
    expect(told?.title).toBe("a.txt is deleted");
    told?.action?.run();
    await settle();
    expect(asked("undo_job")).toEqual([{ id: 5 }]);
  });
});

test("a new folder's name is judged while it is typed", async () => {
  core.commands["check_name"] = () => problem({ code: "fieldRefused", detail: "A name cannot have a “/”.", hint: null });
  show(Deeds, {});
  deeds.open = { kind: "newFolder" };
  flushSync();
  type("name", "a/b");
  await settle();
  expect(document.body.textContent).toContain("A name cannot have a “/”.");
  expect(button("Make folder").getAttribute("aria-disabled")).toBe("true");
});

test("what is pasted where names are taken asks before anything is changed", async () => {
  core.commands["hold_items"] = () => ({ count: 2, cut: true, location: "private" });
  core.commands["relocate"] = ({ form }) =>
    (form as { taken: string }).taken === "ask"
      ? { job: null, taken: 2, names: ["a.txt", "b.txt"] }
      : { job: 3, taken: 0, names: [] };
  show(Deeds, {});
  await deeds.hold(one, true);
  await deeds.paste();
  flushSync();
  expect(control("dialog h2").textContent).toBe("2 names are already taken");
  choose("skip");
  submit();
  await settle();
  expect(asked("relocate").map((args) => (args as { form: { taken: string } }).form.taken)).toEqual(["ask", "skip"]);
  expect(deeds.held).toBeNull();
});
