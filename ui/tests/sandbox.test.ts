import { beforeEach, describe, expect, test } from "vitest";
import { app } from "../src/lib/app.svelte";
import type { SandboxFaultsView, SandboxUsersView, SandboxUserView } from "../src/lib/bindings";
import { clock } from "../src/lib/clock.svelte";
import { control as steered } from "../src/lib/sandbox.svelte";
import Clock from "../src/screens/sandbox/Clock.svelte";
import Faults from "../src/screens/sandbox/Faults.svelte";
import Settings from "../src/screens/sandbox/Settings.svelte";
import Users from "../src/screens/sandbox/Users.svelte";
import { button, control, pick, problem, settle, show, submit, type } from "./page";
import { core } from "./setup";

const user = (username: string, change: Partial<SandboxUserView> = {}): SandboxUserView => ({
  username,
  sub: `sub-of-${username}`,
  status: "CONFIRMED",
  enabled: true,
  attributes: { email: `${username}@example.com`, email_verified: "true", "custom:team": "a=b" },
  groups: ["editors"],
  factors: ["sms"],
  hasPassword: true,
  passkeys: 0,
  devices: 0,
  created: 0,
  signedIn: null,
  ...change,
});
const USERS: SandboxUsersView = {
  users: [user("ada"), user("dora", { enabled: false }), user("una", { status: "UNCONFIRMED" })],
  groups: [{ name: "editors", role: null, precedence: 1 }],
  roles: [],
};
const NO_FAULTS: SandboxFaultsView = { offline: false, plans: [] };
const SETTINGS = {
  pool: { mfa: "OPTIONAL", triggers: { pre_sign_up: { refuse: "Members only" }, custom_message: null } },
  clients: [{ client_id: "one", access_token_validity: 60 }],
};
const sent = (command: string): unknown[] =>
  core.asked.filter((asked) => asked.command === command).map(({ args }) => args);
const refuse = (): never => {
  throw problem({ title: "The sandbox refuses", said: "User account already exists" });
};

beforeEach(() => {
  Object.assign(steered, { users: null, faults: null, settings: null, problem: null });
  steered.takeClock({ ahead: 0, follows: true });
});

describe("the sandbox's users", () => {
  async function open(commands: typeof core.commands = {}): Promise<HTMLElement> {
    core.commands = { sandbox_users: () => USERS, save_sandbox_user: () => USERS, change_sandbox_user: () => USERS, ...commands };
    const page = show(Users, {});
    await settle();
    return page;
  }

  test("are listed with their state and found by address", async () => {
    const page = await open();
    expect(page.textContent).toContain("Not confirmed");
    expect(page.textContent).toContain("Disabled");
    const search = control<HTMLInputElement>("[type=search]");
    search.value = "DORA@";
    search.dispatchEvent(new Event("input", { bubbles: true }));
    await settle();
    expect(() => button("dora")).not.toThrow();
    expect(() => button("ada")).toThrow();
  });

  test("are made with a temporary password", async () => {
    await open();
    button("Add user").click();
    await settle();
    type("username", " bob ");
    type("email", "bob@example.com");
    type("password", "Temporary-7");
    control<HTMLInputElement>("[name=group-editors]").click();
    submit();
    await settle();
    expect(sent("save_sandbox_user")).toEqual([
      {
        form: {
          username: "bob",
          new: true,
          attributes: { email: "bob@example.com", email_verified: "true" },
          groups: ["editors"],
          factors: [],
          password: "Temporary-7",
          temporary: true,
          invite: false,
        },
      },
    ]);
  });

  test("who are invited get a password that is invented", async () => {
    await open();
    button("Add user").click();
    await settle();
    type("username", "eve");
    pick("kind", "invite");
    submit();
    await settle();
    expect(sent("save_sandbox_user")).toEqual([
      { form: expect.objectContaining({ username: "eve", password: null, temporary: false, invite: true }) as unknown },
    ]);
  });

  test("keep what is not shown in a field of its own when they are saved", async () => {
    await open();
    button("ada").click();
    await settle();
    type("phone_number", "+15550100");
    submit();
    await settle();
    expect(sent("save_sandbox_user")).toEqual([
      {
        form: {
          username: "ada",
          new: false,
          attributes: {
            "custom:team": "a=b",
            email: "ada@example.com",
            email_verified: "true",
            phone_number: "+15550100",
            phone_number_verified: "false",
          },
          groups: ["editors"],
          factors: ["sms"],
          password: null,
          temporary: false,
          invite: false,
        },
      },
    ]);
  });

  test("that cannot be made leave what was typed, and the reason", async () => {
    const page = await open({ save_sandbox_user: refuse });
    button("Add user").click();
    await settle();
    type("username", "ada");
    type("password", "Temporary-7");
    submit();
    await settle();
    expect(page.textContent).toContain("The sandbox refuses");
    expect(control<HTMLInputElement>("[name=username]").value).toBe("ada");
  });

  test("are disabled with one click and deleted with two", async () => {
    await open();
    button("ada").click();
    await settle();
    button("Disable").click();
    await settle();
    button("Delete").click();
    await settle();
    expect(sent("change_sandbox_user")).toEqual([{ username: "ada", deed: "disable" }]);
    control<HTMLButtonElement>("dialog .buttons button:last-child").click();
    await settle();
    expect(sent("change_sandbox_user").at(-1)).toEqual({ username: "ada", deed: "delete" });
  });

  test("who have not confirmed can be confirmed, and who are disabled enabled", async () => {
    await open();
    button("una").click();
    await settle();
    expect(() => button("Confirm sign-up")).not.toThrow();
    button("All users").click();
    await settle();
    button("dora").click();
    await settle();
    expect(() => button("Enable")).not.toThrow();
    expect(() => button("Disable")).toThrow();
  });
});

describe("the sandbox's settings", () => {
  async function open(): Promise<void> {
    core.commands = {
      sandbox_settings: () => JSON.stringify(SETTINGS),
      change_sandbox_settings: () => JSON.stringify(SETTINGS),
    };
    show(Settings, {});
    await settle();
  }
  const changes = (): unknown[] =>
    sent("change_sandbox_settings").map((args) => JSON.parse((args as { changes: string }).changes) as unknown);

  test("are changed one at a time, the client's for that client", async () => {
    await open();
    button("Second factors").click();
    button("Tokens of the app client").click();
    await settle();
    pick("pool.mfa", "ON");
    const minutes = control<HTMLInputElement>("[name='client.access_token_validity']");
    minutes.value = "5";
    minutes.dispatchEvent(new Event("input", { bubbles: true }));
    minutes.dispatchEvent(new Event("change", { bubbles: true }));
    await settle();
    expect(changes()).toEqual([{ pool: { mfa: "ON" } }, { clients: [{ client_id: "one", access_token_validity: 5 }] }]);
  });

  test("show a trigger that refuses, and attach others", async () => {
    await open();
    button("Threats and triggers").click();
    await settle();
    expect(control<HTMLSelectElement>("[name='pool.triggers.pre_sign_up']").value).toBe("refuse");
    const body = control<HTMLInputElement>("[name='pool.triggers.custom_message']");
    body.value = "Knock {####} times";
    body.dispatchEvent(new Event("input", { bubbles: true }));
    body.dispatchEvent(new Event("change", { bubbles: true }));
    await settle();
    expect(changes()).toEqual([{ pool: { triggers: { custom_message: { body: "Knock {####} times" } } } }]);
  });
});

describe("the sandbox's clock", () => {
  test("is moved by a click, and to just after what expires", async () => {
    core.commands = { sandbox_users: () => USERS };
    show(Clock, {});
    await settle();
    button("1 hour").click();
    await settle();
    pick("after", "refreshToken");
    pick("whose", "ada");
    button("Move").click();
    await settle();
    const nothing = { by: null, after: null, username: null, real: false, follows: null };
    expect(sent("move_sandbox_clock")).toEqual([
      { form: { ...nothing, by: 3600 } },
      { form: { ...nothing, after: "refreshToken", username: "ada" } },
    ]);
  });

  test("takes what the page counts along, unless the app stays behind", () => {
    const before = Date.now();
    app.take({ type: "sandboxClock", value: { ahead: 3600, follows: true } });
    expect(clock.moment - before).toBeGreaterThanOrEqual(3_600_000);
    app.take({ type: "sandboxClock", value: { ahead: 3600, follows: false } });
    expect(clock.moment - before).toBeLessThan(3_600_000);
  });
});

describe("the sandbox's faults", () => {
  test("are planned for every n-th call, and offline is a switch", async () => {
    core.commands = { sandbox_faults: () => NO_FAULTS, plan_sandbox_fault: () => NO_FAULTS, set_sandbox_offline: () => NO_FAULTS };
    show(Faults, {});
    await settle();
    type("operation", "GetObject");
    pick("when", "every");
    type("count", "3");
    submit();
    await settle();
    control<HTMLInputElement>("[name=offline]").click();
    await settle();
    expect(sent("plan_sandbox_fault")).toEqual([
      {
        form: { operation: "GetObject", error: "TooManyRequestsException", delay: null, drop: null, times: null, every: 3 },
      },
    ]);
    expect(sent("set_sandbox_offline")).toEqual([{ offline: true }]);
  });
});
