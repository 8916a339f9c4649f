import { beforeEach, describe, expect, test } from "vitest";
import { flushSync } from "svelte";
import { actions, type Chosen } from "../src/lib/actions.svelte";
import { app } from "../src/lib/app.svelte";
import type { FolderView, LocationView, PreviewView, RowView, VersionView } from "../src/lib/bindings";
import "../src/lib/deeds.actions";
import { deeds } from "../src/lib/deeds.svelte";
import { Past } from "../src/lib/past.svelte";
import Deeds from "../src/screens/files/Deeds.svelte";
import Preview from "../src/screens/Preview.svelte";
import { button, control, problem, settle, show, submit, type } from "./page";
import { core } from "./setup";

const PLACE: LocationView = { id: "private", kind: "private", name: null, bucket: "b", prefix: "p/", canWrite: true };
const ROW = { key: "a.txt", name: "a.txt", kind: "text", size: 5, modified: 1 } as RowView;
const LOOK: PreviewView = {
  key: "a.txt",
  version: null,
  name: "a.txt",
  size: 5,
  modified: 1,
  contentType: "text/plain",
  editable: true,
  token: "t",
  content: { kind: "text", text: "a\r\nb\r\n", next: null, shape: null },
};
const file: Chosen = { count: 1, folders: 0, row: ROW, keys: ["a.txt"] };
const many: Chosen = { count: 2, folders: 1, row: null, keys: ["a.txt", "Old/"] };
const asked = (command: string): unknown[] => core.asked.filter((each) => each.command === command).map(({ args }) => args);

beforeEach(() => {
  app.browser.locations = [PLACE];
  app.browser.location = PLACE;
  app.browser.view = null;
  app.browser.preview = null;
  deeds.close();
  core.commands["weigh"] = () => 7;
  core.commands["stop_weighing"] = () => null;
});

function counted(): void {
  const weight = { id: 7, objects: 3, bytes: 9, done: true, mustType: false, versioned: true, problem: null };
  app.take({ type: "weight", value: weight });
  flushSync();
}

test("what the service has refused in a folder cannot be chosen there, and says so", () => {
  const yes = { read: "yes", write: "yes", delete: "yes", versions: "yes", deleteVersions: "yes", readTags: "yes", writeTags: "yes", restore: "yes" };
  const refused = (action: string): void => {
    app.browser.view = { allowed: { ...yes, [action]: "refused" } } as unknown as FolderView;
  };
  const reasons = (): string[] =>
    actions
      .of(file)
      .filter(({ reason }) => reason === "The service has refused this here.")
      .map(({ id }) => id);
  refused("delete");
  expect(reasons()).toEqual(["cut", "moveTo", "rename", "delete"]);
  refused("versions");
  expect(reasons()).toEqual(["past", "versions"]);
  refused("writeTags");
  expect(reasons()).toEqual(["tags"]);
  refused("write");
  expect(reasons()).toEqual(["newFolder", "newText", "request", "duplicate", "rename", "class"]);
  refused("restore");
  expect(reasons()).toEqual(["restore"]);
});

describe("tags", () => {
  test("of one file are shown, of several are given and taken", async () => {
    show(Deeds, {});
    actions.named("tags", file)?.run();
    expect(deeds.open).toMatchObject({ kind: "info", tab: "tags" });
    deeds.close();
    flushSync();
    actions.named("tags", many)?.run();
    flushSync();
    await settle();
    counted();
    type("key0", " year ");
    type("value0", "2026");
    type("taken", "draft, , old");
    submit();
    await settle();
    expect(asked("change_items")).toEqual([
      {
        form: {
          items: { location: "private", listing: 0, keys: ["a.txt", "Old/"] },
          change: { kind: "tags", add: [{ key: "year", value: "2026" }], remove: ["draft", "old"] },
        },
      },
    ]);
    expect(deeds.open).toBeNull();
  });
});

test("a number of days that is none is told before anything is asked", async () => {
  show(Deeds, {});
  actions.named("restore", file)?.run();
  flushSync();
  await settle();
  counted();
  type("days", "0");
  submit();
  await settle();
  expect(document.body.textContent).toContain("from 1 to 365");
  expect(asked("change_items")).toEqual([]);
});

test("what there was is brought back, but for what is as it was", async () => {
  const version = (key: string, latest: boolean): VersionView => ({ key, name: key, id: `v-${key}`, size: 1, modified: 1, latest, deleted: false });
  core.commands["past"] = ({ form }) =>
    (form as { after: unknown }).after === null
      ? { folders: [{ key: "in/", name: "in" }], files: [version("a", false), version("b", true)], next: { key: "b", version: "" } }
      : { folders: [{ key: "in/", name: "in" }], files: [version("c", false)], next: null };
  const past = new Past("private", "");
  await past.show("", 1000);
  await past.more();
  expect(past.folders.length).toBe(1);
  past.chooseAll(true);
  past.choose("a", false);
  expect(past.wanted).toEqual([{ key: "c", version: "v-c" }]);
  await past.show("in/", 1000);
  expect(past.wanted).toEqual([]);
});

describe("a text that is changed", () => {
  async function begin(): Promise<void> {
    core.commands["preview"] = () => LOOK;
    show(Preview, {});
    await app.browser.look(ROW);
    flushSync();
    button("Change the text").click();
    flushSync();
  }

  function write(text: string): void {
    const area = control<HTMLTextAreaElement>("textarea");
    area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    flushSync();
  }

  test("keeps its line ends", async () => {
    core.commands["save_text"] = () => "a.txt";
    await begin();
    write("a\nc\n");
    button("Save").click();
    await settle();
    expect(asked("save_text")).toEqual([{ form: { token: "t", text: "a\r\nc\r\n", writing: "over" } }]);
    expect(document.body.querySelector("textarea")).toBeNull();
  });

  test("is kept when somebody else was before, and can be saved beside theirs", async () => {
    core.commands["save_text"] = ({ form }) => {
      if ((form as { writing: string }).writing === "over") throw problem({ code: "changed" });
      return "a (2).txt";
    };
    await begin();
    write("mine");
    button("Save").click();
    await settle();
    expect(document.body.textContent).toContain("Nothing was overwritten");
    expect(control<HTMLTextAreaElement>("textarea").value).toBe("mine");
    button("Save beside it").click();
    await settle();
    expect(app.messages.at(-1)?.title).toBe("a (2).txt is saved");
  });

  test("is not thrown away unasked", async () => {
    core.commands["close_preview"] = () => null;
    await begin();
    write("mine");
    button("Close").click();
    flushSync();
    expect(document.body.textContent).toContain("Throw your changes away?");
    button("Throw away").click();
    await settle();
    expect(app.browser.preview).toBeNull();
  });
});
