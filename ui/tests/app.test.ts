import { beforeEach, describe, expect, test } from "vitest";
import { App } from "../src/lib/app.svelte";
import type { AuthView, FolderView, Problem, TransfersView, TransferView } from "../src/lib/bindings";
import { NO_TRANSFERS } from "../src/lib/transfers";
import * as ipc from "../src/lib/ipc";
import { core } from "./setup";

const auth = (change: Partial<AuthView> = {}): AuthView => ({
  screen: { name: "signIn", username: "", usernameKind: "username", canSignUp: true, methods: [{ id: "USER_SRP_AUTH", needsPassword: true }], method: "USER_SRP_AUTH", browser: [], tokenProviders: [], guests: false },
  busy: false,
  problem: null,
  outcome: null,
  aliveUntil: null,
  ...change,
});

const transfer = (change: Partial<TransferView>): TransferView => ({
  id: 1,
  direction: "upload",
  name: "a.txt",
  location: "private",
  folder: "",
  done: 0,
  total: 10,
  rate: 0,
  secondsLeft: null,
  elapsed: 0,
  state: "running",
  problem: null,
  conflict: null,
  savedAs: null,
  verified: null,
  ...change,
});

const transfers = (...rows: TransferView[]): TransfersView => ({
  ...NO_TRANSFERS,
  active: rows.length,
  total: rows.length,
  rows,
});

let app: App;

beforeEach(() => {
  app = new App();
});

describe("the store", () => {
  test("sends a step once, however often it is asked to", async () => {
    let arrived: (value: null) => void = () => undefined;
    core.commands["sign_in"] = () => new Promise((resolve) => (arrived = resolve));
    const form = { username: "ada", password: "secret", remember: true, method: null };
    const first = app.send(() => ipc.signIn(form));
    expect(await app.send(() => ipc.signIn(form))).toBe(false);
    arrived(null);
    expect(await first).toBe(true);
    expect(core.asked.filter(({ command }) => command === "sign_in")).toHaveLength(1);
  });

  test("opens the file dialog once, however often it is asked to", async () => {
    let closed: (count: number) => void = () => undefined;
    core.commands["pick_upload"] = () => new Promise((resolve) => (closed = resolve));
    app.browser.location = { id: "private", kind: "private", name: null, bucket: "b", prefix: "private/", canWrite: true };
    const first = app.upload();
    await app.upload();
    closed(0);
    await first;
    expect(core.asked.filter(({ command }) => command === "pick_upload")).toHaveLength(1);
    expect(app.picking).toBe(false);
  });

  test("uploads nothing to a place that is only to be read", async () => {
    app.browser.location = { id: "public", kind: "public", name: null, bucket: "b", prefix: "public/", canWrite: false };
    app.take({ type: "auth", value: auth({ screen: { name: "signedIn" } }) });
    await app.upload();
    app.take({ type: "drop", value: "over" });
    expect(app.dropping).toBe(false);
    app.take({ type: "drop", value: "dropped" });
    expect(core.asked).toEqual([]);
    expect(app.spoken.text).toContain("only be read");
  });

  test("sends nothing while the core is busy", async () => {
    app.take({ type: "auth", value: auth({ busy: true }) });
    expect(await app.send(() => ipc.showSignUp())).toBe(false);
  });

  test("shows a command's failure on the screen that gave it", async () => {
    const problem: Problem = {
      code: "offline", title: "No connection", detail: "…", hint: null, field: null, retry: "now", until: null, said: null, request: null, reference: null,
    };
    core.commands["show_sign_up"] = () => Promise.reject(problem);
    await app.send(() => ipc.showSignUp());
    expect(app.auth.problem?.code).toBe("offline");
    expect(app.busy).toBe(false);
  });

  test("words a failure that is no problem of the core's", async () => {
    core.commands["show_sign_up"] = () => Promise.reject(new Error("raw text of somebody else"));
    await app.send(() => ipc.showSignUp());
    expect(app.auth.problem?.code).toBe("unexpected");
    expect(JSON.stringify(app.auth.problem)).not.toContain("raw text");
  });

  test("forgets the drafts once somebody is in", () => {
    app.drafts["email"] = "grace@example.com";
    app.take({ type: "auth", value: auth({ screen: { name: "signedIn" } }) });
    expect(app.drafts).toEqual({});
  });

  test("speaks of a transfer when it ends, not at every percent", () => {
    app.take({ type: "transfers", value: transfers(transfer({ done: 1 })) });
    const before = app.spoken.id;
    app.take({ type: "transfers", value: transfers(transfer({ done: 2 })) });
    expect(app.spoken.id).toBe(before);
    app.take({ type: "transfers", value: transfers(transfer({ done: 10, state: "done" })) });
    expect(app.spoken.text).toBe("a.txt is uploaded");
  });

  test("takes no push of a folder that is no longer looked at", async () => {
    const view = (listing: number, folder: string, total: number): FolderView => ({
      listing, location: "private", folder, total, loaded: total, revision: 1, seen: total, search: false,
      selection: { count: 0, folders: 0, bytes: 0, all: false, revision: 0 },
      done: true, stopped: false, problem: null,
      allowed: { read: "yes", write: "yes", delete: "yes", versions: "yes", deleteVersions: "yes", readTags: "yes", writeTags: "yes", restore: "yes" },
    });
    core.commands["open_folder"] = () => view(2, "b/", 3);
    core.commands["rows"] = () => ({ listing: 2, revision: 1, selection: 0, start: 0, rows: [] });
    const place = { id: "private", kind: "private", name: null, bucket: "b", prefix: "", canWrite: true } as const;
    await app.browser.open(place, "b/");
    app.take({ type: "folder", value: view(1, "a/", 99) });
    app.take({ type: "folder", value: view(1, "b/", 99) });
    expect(app.browser.total).toBe(3);
    app.take({ type: "folder", value: view(2, "b/", 4) });
    expect(app.browser.total).toBe(4);
  });
});
