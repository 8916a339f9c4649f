import { flushSync } from "svelte";
import { beforeEach, describe, expect, test } from "vitest";
import { app } from "../src/lib/app.svelte";
import type { MethodView, ScreenView, SeatView } from "../src/lib/bindings";
import { time } from "../src/lib/format";
import SignIn from "../src/screens/SignIn.svelte";
import SignUp from "../src/screens/SignUp.svelte";
import { button, control, field, leave, problem, settle, show, submit, type } from "./page";
import { core } from "./setup";

type SignInScreen = Extract<ScreenView, { name: "signIn" }>;
type SignUpScreen = Extract<ScreenView, { name: "signUp" }>;

const METHODS: MethodView[] = [
  { id: "USER_SRP_AUTH", needsPassword: true },
  { id: "USER_AUTH:EMAIL_OTP", needsPassword: false },
  { id: "FUTURE_AUTH", needsPassword: false },
];
const screen = (change: Partial<SignInScreen> = {}): SignInScreen => ({
  name: "signIn",
  username: "",
  usernameKind: "username",
  canSignUp: true,
  methods: METHODS,
  method: "USER_SRP_AUTH",
  browser: [],
  tokenProviders: [],
  guests: false,
  ...change,
});
const seat = (id: string, change: Partial<SeatView> = {}): SeatView => ({
  id,
  connection: "Sandbox",
  connectionId: "sandbox",
  displayName: `Person ${id}`,
  email: `${id}@example.com`,
  active: false,
  signedIn: false,
  ...change,
});
const RULES = { minLength: 8, lowercase: false, uppercase: false, number: false, symbol: false };

beforeEach(() => {
  app.drafts = {};
  app.method = null;
  app.accounts = [];
  app.auth = { ...app.auth, problem: null, outcome: null, aliveUntil: null };
});

test("whoever signs out everywhere is told when the last access ends", () => {
  const at = new Date(2026, 0, 1, 15, 5).getTime();
  app.auth = { ...app.auth, outcome: "signedOutEverywhere", aliveUntil: at };
  const page = show(SignIn, { screen: screen() });
  expect(page.textContent).toContain(`ends by itself at ${time(at)}`);
});

describe("the ways to sign in", () => {
  test("are not offered where there is only one", () => {
    const page = show(SignIn, { screen: screen({ methods: METHODS.slice(0, 1) }) });
    expect(page.textContent).not.toContain("Other ways");
  });

  test("hide the password where it is not needed, and are sent by name", async () => {
    show(SignIn, { screen: screen() });
    type("username", " otto ");
    type("password", "left over");
    button("Other ways to sign in").click();
    flushSync();
    button("Code by email").click();
    await settle();
    expect(document.querySelector("[name=password]")).toBeNull();
    expect(control("button[type=submit]").textContent).toContain("Email me a code");
    submit();
    await settle();
    expect(core.asked[0]?.args).toEqual({
      form: { username: "otto", password: "", remember: true, method: "USER_AUTH:EMAIL_OTP" },
    });
  });

  test("keep the one that was chosen when the person comes back", async () => {
    app.method = "USER_AUTH:EMAIL_OTP";
    show(SignIn, { screen: screen() });
    expect(document.querySelector("[name=password]")).toBeNull();
    await leave();
    show(SignIn, { screen: screen({ methods: METHODS.slice(0, 1) }) });
    expect(document.querySelector("[name=password]")).not.toBeNull();
  });

  test("show one that is newer than this version under its own name", () => {
    const page = show(SignIn, { screen: screen() });
    button("Other ways to sign in").click();
    flushSync();
    expect(page.textContent).toContain("FUTURE_AUTH");
  });
});

describe("the fields of the sign-in", () => {
  test("tell the browser exactly what they are", () => {
    show(SignIn, { screen: screen() });
    expect(control("[name=username]").getAttribute("autocomplete")).toBe("username");
    expect(control("[name=password]").getAttribute("autocomplete")).toBe("current-password");
  });

  test("take a phone number apart, and send it whole", async () => {
    show(SignIn, { screen: screen({ usernameKind: "phone" }) });
    expect(control("[name=username]").getAttribute("autocomplete")).toBe("username");
    const input = control<HTMLInputElement>("[name=username]");
    type("username", "+49 (30) 1234-5678");
    input.dispatchEvent(new Event("change", { bubbles: true }));
    flushSync();
    expect(input.value).toBe("3012345678");
    expect(control<HTMLSelectElement>("select").value).toBe("DE");
    type("password", "secret");
    submit();
    await settle();
    expect(core.asked[0]?.args).toMatchObject({ form: { username: "+493012345678" } });
  });

  test("send once, however often Enter is pressed", async () => {
    let arrived: (value: null) => void = () => undefined;
    core.commands["sign_in"] = () => new Promise((resolve) => (arrived = resolve));
    show(SignIn, { screen: screen() });
    type("username", "ada");
    type("password", "secret");
    submit();
    submit();
    arrived(null);
    await settle();
    expect(core.asked).toHaveLength(1);
    expect(control<HTMLInputElement>("[name=password]").value).toBe("");
  });

  test("say when Caps Lock is on, and only in a password", () => {
    const page = show(SignIn, { screen: screen() });
    const press = (name: string, on: boolean): void => {
      const key = new KeyboardEvent("keydown", { key: "A", bubbles: true });
      Object.defineProperty(key, "getModifierState", { value: () => on });
      control(`[name=${name}]`).dispatchEvent(key);
      flushSync();
    };
    press("username", true);
    expect(page.textContent).not.toContain("Caps Lock");
    press("password", true);
    expect(page.textContent).toContain("Caps Lock is on");
    press("password", false);
    expect(page.textContent).not.toContain("Caps Lock");
  });
});

describe("the accounts that this computer knows", () => {
  test("are there to pick from before anything is asked", async () => {
    app.accounts = [seat("1"), seat("2", { signedIn: true })];
    show(SignIn, { screen: screen() });
    expect(document.querySelector("form")).toBeNull();
    control<HTMLButtonElement>("li:nth-child(2) button").click();
    await settle();
    expect(core.asked).toEqual([{ command: "switch_account", args: { id: "2" } }]);
  });

  test("stand aside for another one, and can be looked at again", () => {
    app.accounts = [seat("1")];
    show(SignIn, { screen: screen() });
    button("Use another account").click();
    flushSync();
    expect(document.querySelector("[name=username]")).not.toBeNull();
    button("Choose an account").click();
    flushSync();
    expect(document.querySelector("[name=username]")).toBeNull();
  });

  test("let whoever is signed in beside go back", async () => {
    app.accounts = [seat("1", { signedIn: true, displayName: "Ada" })];
    show(SignIn, { screen: screen() });
    button("Back to Ada").click();
    await settle();
    expect(core.asked.map(({ command }) => command)).toEqual(["cancel_add"]);
  });
});

describe("what a refusal carries", () => {
  test("is told in the service's own words, as theirs", () => {
    app.auth = { ...app.auth, problem: problem({ said: "Only at Acme." }) };
    const page = show(SignIn, { screen: screen() });
    expect(page.querySelector("blockquote")?.textContent).toBe("Only at Acme.");
  });

  test("can be copied for whoever runs the service", async () => {
    app.auth = { ...app.auth, problem: problem({ request: "Send newt a new invitation." }) };
    show(SignIn, { screen: screen() });
    button("Copy the request").click();
    await settle();
    expect(core.asked.map(({ args }) => args)).toEqual([{ form: { what: "request", text: "Send newt a new invitation." } }]);
  });
});

describe("the sign-up", () => {
  const signUp = (fields: SignUpScreen["fields"]): SignUpScreen => ({ name: "signUp", fields, passwordRules: RULES });

  test("sends each kind as the service wants it", async () => {
    show(SignUp, {
      screen: signUp([
        field("username", "email"),
        field("birthdate", "date"),
        field("custom:desk", "number"),
        field("custom:news", "boolean"),
        field("password", "newPassword"),
      ]),
    });
    type("username", "grace@example.com");
    type("birthdate", "1906-12-09");
    type("custom:desk", " 4,5 ");
    type("password", "harbour lights");
    submit();
    await settle();
    expect(core.asked.find(({ command }) => command === "sign_up")?.args).toEqual({
      form: {
        values: {
          username: "grace@example.com",
          birthdate: "1906-12-09",
          "custom:desk": "4.5",
          "custom:news": "false",
          password: "harbour lights",
        },
      },
    });
  });

  test("says what is out of bounds, in the words of the bounds", async () => {
    const limits = { min: null, max: null, minLength: null, maxLength: null };
    const page = show(SignUp, {
      screen: signUp([
        field("custom:desk", "number", { rule: { ...limits, min: 1, max: 400 } }),
        field("custom:team", "text", { rule: { ...limits, minLength: 2, maxLength: 5 } }),
      ]),
    });
    type("custom:desk", "401");
    type("custom:team", "👩‍👩‍👧👩‍👩‍👧");
    submit();
    await settle();
    expect(core.asked).toEqual([]);
    expect(control("[name='custom:desk']").getAttribute("aria-invalid")).toBe("true");
    expect(page.textContent).toContain("From 1 to 400");
    expect(page.textContent).toContain("2 to 5 characters");
  });

  test("keeps everything but the password for when the address is corrected", async () => {
    const form = signUp([field("username", "email"), field("phone_number", "phone"), field("password", "newPassword")]);
    show(SignUp, { screen: form });
    type("username", "grcae@example.com");
    type("phone_number", "+44 20 7946 0000");
    type("password", "harbour lights");
    await leave();
    show(SignUp, { screen: form });
    expect(control<HTMLInputElement>("[name=username]").value).toBe("grcae@example.com");
    expect(control<HTMLInputElement>("[name=phone_number]").value).toBe("2079460000");
    expect(control<HTMLInputElement>("[name=password]").value).toBe("");
  });

  test("judges a new password after a pause in typing, by what else was typed", async () => {
    core.commands["password_strength"] = () => ({ score: 1 });
    const page = show(SignUp, { screen: signUp([field("username", "username"), field("password", "newPassword")]) });
    type("username", "grace");
    type("password", "g");
    type("password", "grace123");
    await new Promise((resolve) => setTimeout(resolve, 300));
    flushSync();
    expect(core.asked).toEqual([
      { command: "password_strength", args: { form: { password: "grace123", words: ["grace"] } } },
    ]);
    expect(page.textContent).toContain("Strength: Weak");
  });
});
