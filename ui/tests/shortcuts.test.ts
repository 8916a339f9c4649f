import { beforeEach, describe, expect, test } from "vitest";
import { flushSync } from "svelte";
import { app } from "../src/lib/app.svelte";
import type { BelongingsView, LocationView } from "../src/lib/bindings";
import Shortcuts from "../src/pieces/Shortcuts.svelte";
import { button, control, settle, show, submit, type } from "./page";
import { core } from "./setup";

const PLACES: LocationView[] = [
  { id: "private", kind: "private", name: null, bucket: "b", prefix: "private/1/", canWrite: true },
];

const BELONGINGS: BelongingsView = {
  bookmarks: [
    { id: "1", location: "private", folder: "Photos/2026/", name: null },
    { id: "2", location: "private", folder: "Plans/", name: "My plans" },
    { id: "3", location: "elsewhere", folder: "Gone/", name: null },
  ],
  recents: [
    { id: "4", location: "private", folder: "Plans/", at: 2 },
    { id: "5", location: "private", folder: "Reports/", at: 1 },
  ],
  theme: null,
  sync: { shared: true, busy: false, pending: 0, at: null, setAside: false, problem: null },
};

const asked = (command: string): unknown[] =>
  core.asked.filter((one) => one.command === command).map(({ args }) => args);

function press(key: string, more: KeyboardEventInit = {}): void {
  control("[aria-label='My plans']").dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }),
  );
  flushSync();
}

beforeEach(() => {
  app.browser.locations = PLACES;
  app.take({ type: "belongings", value: BELONGINGS });
  for (const command of ["rename_bookmark", "remove_bookmark", "move_bookmark", "remove_recent", "add_bookmark"])
    core.commands[command] = () => null;
});

describe("the shortcuts in the rail", () => {
  test("show what can be reached, by its own name or the folder's, and no folder twice", () => {
    show(Shortcuts, {});
    const names = [...document.body.querySelectorAll("nav button")].map((one) => one.getAttribute("aria-label"));
    expect(names).toEqual(["2026", "My plans", "Reports"]);
  });

  test("are removed and moved by keys", () => {
    show(Shortcuts, {});
    press("Delete");
    press("ArrowUp", { altKey: true });
    press("ArrowDown", { altKey: true });
    expect(asked("remove_bookmark")).toEqual([{ id: "2" }]);
    expect(asked("move_bookmark")).toEqual([
      { id: "2", to: 0 },
      { id: "2", to: 2 },
    ]);
  });

  test("are renamed; an empty name gives the folder's back", async () => {
    show(Shortcuts, {});
    press("F2");
    expect(control<HTMLInputElement>("[name=name]").value).toBe("My plans");
    type("name", "  ");
    submit();
    await settle();
    expect(asked("rename_bookmark")).toEqual([{ id: "2", name: null }]);
    expect(document.body.querySelector("dialog")).toBeNull();
  });

  test("have a menu, by the right button or the key for it", () => {
    show(Shortcuts, {});
    button("Reports").dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true }));
    flushSync();
    control<HTMLButtonElement>("[role=menuitem]:last-child").click();
    expect(asked("remove_recent")).toEqual([{ id: "5" }]);
  });
});

describe("what follows the person", () => {
  test("brings the theme along, and leaves it where none was chosen", () => {
    app.setTheme("light");
    app.take({ type: "belongings", value: BELONGINGS });
    expect(app.theme).toBe("light");
    app.take({ type: "belongings", value: { ...BELONGINGS, theme: "dark" } });
    expect(document.documentElement.dataset["theme"]).toBe("dark");
  });

  test("is told once when it was damaged", () => {
    const before = app.messages.length;
    const damaged = { ...BELONGINGS, sync: { ...BELONGINGS.sync, setAside: true } };
    app.take({ type: "belongings", value: damaged });
    app.take({ type: "belongings", value: { ...damaged } });
    expect(app.messages.length - before).toBe(1);
  });
});
