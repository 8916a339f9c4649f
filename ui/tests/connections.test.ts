import type { ImportView } from "../src/lib/bindings";
import { beforeEach, describe, expect, test } from "vitest";
import { ACME, CHECKS } from "../dev/connections";
import { app } from "../src/lib/app.svelte";
import { connections } from "../src/lib/connections.svelte";
import { Draft, EMPTY, labelOf, partOf, regionOf } from "../src/lib/draft.svelte";
import { summaryOf } from "../src/lib/summary";
import Connections from "../src/screens/connections/Connections.svelte";
import { button, control, pick, problem, settle, show, submit, type } from "./page";
import { core } from "./setup";

const LIST = {
  connections: [
    { id: "sandbox", name: "Sandbox", sandbox: true, region: "eu-west-1", where: "sandbox" },
    { id: "acme", name: "Acme Files", sandbox: false, region: "eu-west-1", where: "aws" },
  ],
  active: "sandbox",
};
const READ: ImportView = {
  format: "amplifyOutputs",
  form: { ...ACME, id: null, locations: [] },
  notes: [{ key: "redirectsAssumed", detail: "" }, { key: "noBucket", detail: "" }],
  unknown: ["geo"],
};
const sent = (command: string): unknown[] =>
  core.asked.filter((asked) => asked.command === command).map(({ args }) => args);

async function open(commands: typeof core.commands = {}): Promise<HTMLElement> {
  core.commands = { connections: () => LIST, connection: () => ACME, ...commands };
  connections.showList();
  const page = show(Connections, {});
  await settle();
  return page;
}

async function edit(commands: typeof core.commands = {}): Promise<HTMLElement> {
  const page = await open(commands);
  button("Edit: Acme Files").click();
  await settle();
  await settle();
  return page;
}

beforeEach(() => {
  app.accounts = [];
  app.messages = [];
  app.checks = [];
  app.page = "connections";
  connections.showList();
  core.asked = [];
});

describe("a draft", () => {
  test("makes a group with the first field that is written in it, and sends none in which nothing is said", () => {
    const draft = new Draft(EMPTY);
    draft.write("storage.endpoint", "http://127.0.0.1:9000");
    draft.write("identityPool.id", "eu-west-1:1");
    expect(draft.document.storage).toEqual({ region: null, endpoint: "http://127.0.0.1:9000", pathStyle: false });
    draft.write("storage.endpoint", null);
    draft.write("identityPool.id", "");
    expect([draft.document.storage, draft.document.identityPool]).toEqual([null, null]);
    expect(draft.changed).toBe(false);
  });

  test("knows the part of every field", () => {
    const paths = ["userPoolId", "hostedUi.domain", "identityPool.id", "locations.0.bucket", "identityPool.roleArn", "storage.endpoint"];
    expect(paths.map(partOf)).toEqual(["basics", "signIn", "files", "files", "advanced", "advanced"]);
    expect(labelOf("locations.12.bucket")).toBe("Bucket");
  });

  test("puts a new place into the bucket of the last one", () => {
    const draft = new Draft(ACME);
    draft.addLocation();
    expect(draft.form.locations.at(-1)).toMatchObject({ id: "", bucket: "acme-files", prefix: "private/{identity_id}/" });
  });

  test("reads the region out of both kinds of id, and out of nothing else", () => {
    expect([regionOf("eu-west-1_AbC"), regionOf("us-gov-west-1:0f7c"), regionOf("local_AbC"), regionOf("")]).toEqual([
      "eu-west-1", "us-gov-west-1", null, null,
    ]);
  });

  test("says in a line what each part holds", () => {
    expect(summaryOf("basics", ACME)).toBe("eu-west-1_AbCdEf123 · eu-west-1");
    expect(summaryOf("signIn", ACME)).toBe("Password · 1 more way · in the browser");
    expect(summaryOf("files", ACME)).toBe("2 places · guests");
    expect(summaryOf("advanced", ACME)).toBe("");
    expect(summaryOf("advanced", { ...ACME, appData: "off" })).toBe("bookmarks stay on each device");
  });
});

describe("the list", () => {
  test("tells the one in use, and lets nobody change the sandbox", async () => {
    const page = await open();
    expect(page.querySelectorAll("li")[0]?.textContent).toContain("In use");
    expect(() => button("Edit: Sandbox")).toThrow();
    button("Use: Acme Files").click();
    await settle();
    expect(sent("use_connection")).toEqual([{ id: "acme" }]);
    expect(app.page).toBe("files");
  });

  test("says who is signed out with a connection before it is deleted, and that AWS keeps everything", async () => {
    const seat = { connection: "Acme Files", connectionId: "acme", email: null, active: false, signedIn: true };
    app.accounts = [{ ...seat, id: "1", displayName: "Ada" }, { ...seat, id: "2", displayName: "Grace" }];
    const page = await open();
    button("More about Acme Files").click();
    await settle();
    button("Delete").click();
    await settle();
    expect(page.textContent).toContain("Ada and Grace will be signed out");
    expect(page.textContent).toContain("Nothing in AWS is deleted");
    expect(sent("delete_connection")).toEqual([]);
    control("dialog .danger").click();
    await settle();
    expect(sent("delete_connection")).toEqual([{ id: "acme" }]);
  });
});

describe("the form", () => {
  test("shows what the core refused at the field, with an example, and opens the part it is in", async () => {
    const wrong = [{ field: "locations.1.bucket", message: "bucket", example: "acme-files" }];
    const page = await edit({ save_connection: () => wrong });
    expect(page.querySelector("[name='locations.1.bucket']")).toBeNull();
    submit();
    await settle();
    await settle();
    const field = control<HTMLInputElement>("[name='locations.1.bucket']");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(page.textContent).toContain("Such as acme-files");
    expect(document.activeElement).toBe(field);
    type("locations.1.bucket", "acme-other");
    expect(field.getAttribute("aria-invalid")).toBe("false");
  });

  test("sends the document as it was read but for what was changed, and never a secret that was not typed", async () => {
    await edit({ save_connection: () => ({ id: "acme" }) });
    type("name", "Acme");
    submit();
    await settle();
    expect(sent("save_connection")).toEqual([{ form: { ...ACME, name: "Acme" } }]);
    expect(connections.view).toBe("list");
  });

  test("keeps groups, guests and a region of a place under one head that opens by itself", async () => {
    await edit();
    button("Files 2 places · guests").click();
    await settle();
    expect(document.body.querySelector("[name='locations.0.readGroups']")).toBeNull();
    expect(control<HTMLInputElement>("[name='locations.1.writeGroups']").value).toBe("editors");
    type("locations.1.writeGroups", "editors board");
    type("locations.1.region", "us-east-1");
    submit();
    await settle();
    const [saved] = sent("save_connection") as { form: typeof ACME }[];
    expect(saved?.form.locations[1]).toMatchObject({ writeGroups: ["editors", "board"], region: "us-east-1", canWrite: true });
  });

  test("leads to a field under a head that is shut", async () => {
    const wrong = { field: "locations.0.readGroups", message: "group", example: "editors" };
    await edit({ save_connection: () => [wrong] });
    submit();
    await settle();
    await settle();
    expect(document.activeElement).toBe(control("[name='locations.0.readGroups']"));
  });

  test("edits what people are asked and what the page of the user pool is called by", async () => {
    await edit();
    expect([partOf("hostedUi.lang"), partOf("hostedUi.signOutTo"), partOf("hostedUi.domain")]).toEqual(["advanced", "advanced", "signIn"]);
    const draft = new Draft(EMPTY);
    draft.write("signUp.attributes", []);
    expect(draft.document.signUp?.attributes).toEqual([]);
  });

  test("says where bookmarks follow people, and sends what was chosen", async () => {
    await edit({ save_connection: () => ({ id: "acme" }) });
    button("Advanced").click();
    await settle();
    const choice = control<HTMLSelectElement>("[name=appData]");
    expect([choice.value, ...[...choice.options].map(({ value }) => value)]).toEqual(["document", "document", "cognitoSync", "off"]);
    pick("appData", "cognitoSync");
    submit();
    await settle();
    expect(sent("save_connection")).toEqual([{ form: { ...ACME, appData: "cognitoSync" } }]);
  });

  test("is not lost by one press of a key", async () => {
    const page = await edit();
    type("name", "Acme");
    button("Cancel").click();
    await settle();
    expect(page.textContent).toContain("Leave without saving?");
    expect(connections.view).toBe("edit");
    control("dialog .danger").click();
    await settle();
    expect(connections.view).toBe("list");
  });

  test("asks for the region only where the id does not tell it", async () => {
    const page = await edit();
    expect(page.querySelector("[name=region]")).toBeNull();
    type("userPoolId", "local_AbC");
    expect(page.querySelector("[name=region]")).not.toBeNull();
  });
});

describe("the doctor", () => {
  test("leads from what failed to the field that mends it", async () => {
    const page = await edit();
    button("Test").click();
    await settle();
    app.take({ type: "checks", value: CHECKS });
    await settle();
    expect(page.textContent).toContain("2 things to mend");
    button("Go to “Domain”").click();
    await settle();
    expect(document.activeElement).toBe(control("[name='hostedUi.domain']"));
  });
});

describe("an import", () => {
  test("of nothing says so and asks nothing", async () => {
    const page = await open();
    button("Add a connection").click();
    await settle();
    submit();
    await settle();
    expect(page.textContent).toContain("Paste the configuration first");
    expect(sent("import_text")).toEqual([]);
  });

  test("that is refused says why and stays where it was", async () => {
    const page = await open({ import_text: () => Promise.reject(problem({ title: "This file is too large" })) });
    button("Add a connection").click();
    await settle();
    type("text", "{}");
    submit();
    await settle();
    expect(page.textContent).toContain("This file is too large");
    expect(control<HTMLTextAreaElement>("[name=text]").value).toBe("{}");
  });

  test("ends on a review that tells what is missing until it is filled in", async () => {
    const page = await open({ import_file: () => READ });
    button("Add a connection").click();
    await settle();
    button("Choose a file").click();
    await settle();
    await settle();
    expect(sent("save_connection")).toEqual([]);
    expect(page.textContent).toContain("Nothing is saved yet");
    expect(page.textContent).toContain("Register http://localhost:<port>/callback");
    expect(page.textContent).toContain("1 entry was not understood");
    button("Fill in").click();
    await settle();
    expect(document.activeElement).toBe(control("[name='locations.0.bucket']"));
    expect(page.textContent).not.toContain("No bucket");
  });

  test("of a file that is dropped on the sign-in is read, and none that is dropped on files", async () => {
    core.commands = { import_dropped: () => READ };
    app.page = "files";
    app.auth = { ...app.auth, screen: { name: "signedIn" } };
    app.take({ type: "drop", value: "dropped" });
    await settle();
    expect(sent("import_dropped")).toEqual([]);
    app.auth = { ...app.auth, screen: { name: "signIn", username: "", usernameKind: "username", canSignUp: false, methods: [], method: "", browser: [], tokenProviders: [], guests: false } };
    app.take({ type: "drop", value: "dropped" });
    await settle();
    expect(sent("import_dropped")).toHaveLength(1);
    expect(connections.imported).not.toBeNull();
    expect(app.page).toBe("connections");
  });
});
