import { beforeEach, describe, expect, test } from "vitest";
import { CHAIN } from "../dev/access";
import { access, calls } from "../src/lib/access.svelte";
import { app } from "../src/lib/app.svelte";
import AccessTab from "../src/pieces/AccessTab.svelte";
import ApiTab from "../src/pieces/ApiTab.svelte";
import { button, control, problem, settle, show, submit, type } from "./page";
import { core } from "./setup";

const sent = (command: string): unknown[] =>
  core.asked.filter((asked) => asked.command === command).map(({ args }) => args);

async function open(change: Partial<typeof CHAIN> = {}): Promise<HTMLElement> {
  core.commands["chain"] = () => ({ ...CHAIN, ...change });
  const page = show(AccessTab, {});
  await settle();
  await settle();
  return page;
}

beforeEach(() => {
  app.auth = { ...app.auth, screen: { name: "signedIn" } };
  access.chain.value = null;
  access.reach = null;
  access.write = false;
});

describe("the way to the files", () => {
  test("labels the user pool's id and the identity's id so that nobody takes one for the other", async () => {
    const page = await open();
    const facts = [...page.querySelectorAll(".fact")].map((fact) => fact.textContent.trim());
    expect(facts.find((fact) => fact.startsWith("sub: the user’s id in the user pool"))).toContain(CHAIN.idToken?.subject);
    expect(facts.find((fact) => fact.startsWith("Identity id"))).toContain(CHAIN.identityId);
  });

  test("says why the role was taken, and does not guess where that cannot be told", async () => {
    expect((await open()).textContent).toContain("the role of the group that comes first");
  });

  test("names the rule by its number where the service tells it", async () => {
    expect((await open({ reason: "rule", rule: 2 })).textContent).toContain("Rule 2 of the identity pool");
  });

  test("says so where the reason is not known", async () => {
    expect((await open({ reason: "unknown" })).textContent).toContain("cannot be told from here");
  });

  test("writes only with consent to find out what is in reach", async () => {
    await open();
    core.commands["probe_reach"] = () => [{ location: "public", list: "yes", read: "yes", write: "unknown", delete: "unknown" }];
    button("Check what I can reach").click();
    await settle();
    control<HTMLInputElement>("[name=write]").click();
    button("Check again").click();
    await settle();
    expect(sent("probe_reach")).toEqual([{ form: { write: false } }, { form: { write: true } }]);
  });

  test("lets whoever has several roles choose one, and gives the choice back", async () => {
    await open({ reason: "custom" });
    const select = control<HTMLSelectElement>("[name=role]");
    expect(select.value).toBe(CHAIN.roleArn);
    select.value = "";
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await settle();
    expect(sent("choose_role")).toEqual([{ arn: null }]);
  });

  test("offers no choice to whoever has one role", async () => {
    const page = await open({ candidates: CHAIN.candidates.slice(0, 1) });
    expect(page.querySelector("[name=role]")).toBeNull();
  });
});

describe("a call to an API", () => {
  test("is sent as it was written, and its answer laid out", async () => {
    core.commands["call_api"] = () => ({ status: 403, headers: [], body: '{"message":"no"}', truncated: false, milliseconds: 7 });
    const page = show(ApiTab, {});
    type("url", "/hello");
    submit();
    await settle();
    expect(sent("call_api")).toEqual([
      { form: { url: "/hello", method: "GET", auth: "bearer", body: null } },
    ]);
    expect(page.querySelector("pre")?.textContent).toBe('{\n  "message": "no"\n}');
    expect(page.textContent).toContain("403");
  });

  test("that fails takes the last answer away and says why", async () => {
    calls.answer = { status: 200, headers: [], body: "old", truncated: false, milliseconds: 1 };
    core.commands["call_api"] = () => Promise.reject(problem({ title: "No connection" }));
    const page = show(ApiTab, {});
    type("url", "/hello");
    submit();
    await settle();
    expect(page.textContent).toContain("No connection");
    expect(page.textContent).not.toContain("old");
  });
});
