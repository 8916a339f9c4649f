import { flushSync } from "svelte";
import { beforeEach, describe, expect, test } from "vitest";
import { app } from "../src/lib/app.svelte";
import type { AccountView, AttributeView, DeviceView, ProfileView } from "../src/lib/bindings";
import Strips from "../src/pieces/Strips.svelte";
import Account from "../src/screens/account/Account.svelte";
import { button, control, problem, settle, show, submit, type } from "./page";
import { core } from "./setup";

const ACCOUNT: AccountView = {
  username: "ada",
  displayName: "Ada Lovelace",
  sub: "1",
  email: "ada@example.com",
  phone: null,
  groups: [],
  roles: [],
  preferredRole: null,
  role: null,
  guest: false,
  livesOn: 7_200_000,
  identityId: null,
  remembered: true,
  firstSignIn: null,
  lastSignIn: null,
  askRememberDevice: false,
  identities: [],
  managed: "here",
};
const attribute = (name: string, value: string | null, change: Partial<AttributeView> = {}): AttributeView => ({
  name,
  value,
  kind: "text",
  verified: null,
  mutable: true,
  signInName: false,
  rule: null,
  ...change,
});
const EMAIL = attribute("email", "ada@example.com", { kind: "email", verified: true, signInName: true });
const OFF = { enabled: false, preferred: false, possible: true };
const profile = (change: Partial<ProfileView> = {}): ProfileView => ({
  attributes: [EMAIL, attribute("nickname", "Ada"), attribute("custom:team", "Engines", { mutable: false })],
  groups: [],
  roles: [],
  preferredRole: null,
  factors: { totp: OFF, sms: { ...OFF, possible: false }, email: OFF, passkeys: true },
  passwordRules: null,
  ...change,
});
const sent = (command: string): unknown[] =>
  core.asked.filter((asked) => asked.command === command).map(({ args }) => args);

async function open(section: string, commands: typeof core.commands = {}): Promise<HTMLElement> {
  core.commands = { profile: () => profile(), devices: () => [], passkeys: () => [], sign_in_history: () => [], ...commands };
  app.account = ACCOUNT;
  const page = show(Account, {});
  if (section !== "Profile") button(section).click();
  await settle();
  return page;
}

beforeEach(() => {
  app.account = null;
  app.messages = [];
});

describe("an attribute", () => {
  test("that nobody may change has no button for it", async () => {
    await open("Profile");
    expect(() => button("Change: Nickname")).not.toThrow();
    expect(() => button("Change: Team")).toThrow();
  });

  test("that people sign in with warns before it changes, and is confirmed by the code that was sent", async () => {
    const page = await open("Profile", {
      update_attributes: () => [{ name: "email", sentTo: { medium: "email", destination: "a•••@n•••" } }],
    });
    button("Change: Email").click();
    await settle();
    expect(page.textContent).toContain("the old one no longer signs you in");
    type("email", "ada@new.example");
    submit();
    await settle();
    expect(sent("update_attributes")).toEqual([{ form: { values: { email: "ada@new.example" } } }]);
    expect(page.textContent).toContain("Enter the code we sent to a•••@n•••");
    type("code", "123 456");
    submit();
    await settle();
    expect(sent("verify_attribute")).toEqual([{ form: { values: { name: "email", code: "123456" } } }]);
    expect(sent("profile")).toHaveLength(3);
  });

  test("is confirmed with the code that is taken from the inbox", async () => {
    await open("Profile", { profile: () => profile({ attributes: [{ ...EMAIL, verified: false }] }), send_attribute_code: () => ({ medium: "email", destination: "a•••" }) });
    button("Confirm: Email").click();
    await settle();
    app.codeTakers.at(-1)?.("482913");
    await settle();
    expect(control<HTMLInputElement>("[name=code]").value).toBe("482913");
    button("Later").click();
    await settle();
    expect(app.codeTakers).toEqual([]);
  });

  test("that is no address changes without a warning", async () => {
    const page = await open("Profile");
    button("Change: Nickname").click();
    await settle();
    expect(page.textContent).not.toContain("signs you in");
  });

  test("that is emptied is deleted", async () => {
    await open("Profile");
    button("Change: Nickname").click();
    await settle();
    type("nickname", "");
    submit();
    await settle();
    expect(sent("delete_attribute")).toEqual([{ name: "nickname" }]);
    expect(sent("update_attributes")).toEqual([]);
  });

  test("keeps what was typed when it is refused, and shows why", async () => {
    const page = await open("Profile", { update_attributes: () => Promise.reject(problem({ detail: "Not this one." })) });
    button("Change: Nickname").click();
    await settle();
    type("nickname", "Countess");
    submit();
    await settle();
    expect(control<HTMLInputElement>("[name=nickname]").value).toBe("Countess");
    expect(page.textContent).toContain("Not this one.");
    expect(app.auth.problem).toBeNull();
  });
});

describe("what cannot be fetched", () => {
  test("says why, and can be tried again", async () => {
    let online = false;
    const page = await open("Profile", {
      profile: () => (online ? profile() : Promise.reject(problem({ title: "No connection" }))),
    });
    expect(page.textContent).toContain("No connection");
    online = true;
    button("Try again").click();
    await settle();
    expect(page.textContent).not.toContain("No connection");
    expect(page.textContent).toContain("ada@example.com");
  });
});

describe("second steps", () => {
  test("the first one that is turned on is asked first", async () => {
    await open("Security");
    button("Turn on: Email").click();
    await settle();
    expect(sent("set_factor")).toEqual([{ form: { factor: "email", enabled: true, preferred: true } }]);
  });

  test("one that lacks its address says what is missing instead of a button", async () => {
    const page = await open("Security");
    expect(() => button("Turn on: Text message")).toThrow();
    expect(page.textContent).toContain("Needs a confirmed phone number");
  });
});

describe("the password", () => {
  test("is changed with the old one, and neither stays in the form", async () => {
    await open("Security", { change_password: () => Promise.reject(problem()) });
    button("Change").click();
    await settle();
    expect(control("[name=current]").getAttribute("autocomplete")).toBe("current-password");
    expect(control("[name=new]").getAttribute("autocomplete")).toBe("new-password");
    type("current", "Gatehouse-1");
    type("new", "Gatehouse-2");
    submit();
    await settle();
    expect(sent("change_password")).toEqual([{ form: { values: { current: "Gatehouse-1", new: "Gatehouse-2" } } }]);
    expect(control<HTMLInputElement>("[name=current]").value).toBe("");
    expect(control<HTMLInputElement>("[name=new]").value).toBe("");
  });
});

describe("an account elsewhere", () => {
  test("has no password and no second step to change here", async () => {
    const page = await open("Security");
    app.account = { ...ACCOUNT, managed: "elsewhere", identities: [{ provider: "Google", providerType: "Google", userId: "1" }] };
    await settle();
    expect(page.textContent).toContain("You sign in with Google");
    expect(() => button("Change")).toThrow();
  });

  test("that gives no permission is not asked about, and cannot be deleted here", async () => {
    core.commands["profile"] = () => profile();
    app.account = { ...ACCOUNT, managed: "noScope" };
    const page = show(Account, {});
    await settle();
    expect(page.textContent).toContain("cannot be managed from here");
    expect(sent("profile")).toEqual([]);
    expect(() => button("Delete my account")).toThrow();
  });
});

describe("devices", () => {
  const device = (change: Partial<DeviceView>): DeviceView => ({
    key: "k", name: "laptop", created: null, lastSeen: null, lastIp: null, remembered: true, this: false, ...change,
  });

  test("the one in use is marked, and forgetting one asks first", async () => {
    const page = await open("Devices", { devices: () => [device({ this: true }), device({ key: "other", name: "phone" })] });
    expect(page.querySelectorAll("li")[0]?.textContent).toContain("This device");
    button("Forget: phone").click();
    await settle();
    expect(sent("forget_device")).toEqual([]);
    control("dialog .danger").click();
    await settle();
    expect(sent("forget_device")).toEqual([{ key: "other" }]);
  });

  test("the service's question whether to remember this one is asked once", async () => {
    app.account = { ...ACCOUNT, askRememberDevice: true };
    const page = show(Strips, {});
    button("Remember it").click();
    await settle();
    expect(sent("remember_device")).toEqual([{ remember: true }]);
    expect(page.textContent).not.toContain("Remember this device?");
  });
});

describe("leaving for good", () => {
  test("wants the user name typed, and says that the files stay", async () => {
    const page = await open("Profile");
    button("Delete my account").click();
    flushSync();
    expect(page.textContent).toContain("Your files stay in the bucket");
    type("typed", "anna");
    submit();
    await settle();
    expect(sent("delete_account")).toEqual([]);
    expect(page.textContent).toContain("as it stands here");
    type("typed", "ada");
    submit();
    await settle();
    expect(sent("delete_account")).toEqual([{ form: { values: { typed: "ada" } } }]);
  });
});
