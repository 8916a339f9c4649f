import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { app } from "../src/lib/app.svelte";
import type { AnswerKind, AnswerView } from "../src/lib/bindings";
import Answer from "../src/screens/Answer.svelte";
import { button, choose, control, field, leave, problem, settle, show as mounted, submit, type } from "./page";
import { core } from "./setup";

const KINDS: Record<AnswerKind, Partial<AnswerView>> = {
  confirmSignUp: { sentTo: { medium: "email", destination: "a•••@example.com" }, canResend: true },
  resetPassword: {},
  newPassword: {},
  sentCode: { sentTo: { medium: "sms", destination: "+•••42" } },
  authenticatorCode: {},
  selectMfaType: { choices: ["SMS_MFA", "SOMETHING_NEW"], fields: [] },
  mfaSetup: { choices: ["SOFTWARE_TOKEN_MFA"], fields: [] },
  selectChallenge: { choices: ["PASSWORD", "WEB_AUTHN"], fields: [] },
  password: { fields: [field("password", "password")] },
  webAuthn: { fields: [] },
  custom: { parameters: { riddle: "What walks?" } },
  setUpTotp: { totp: { secret: "JBSWY3DPEHPK3PXP", image: "data:image/svg+xml,x", account: "ada", issuer: "Acme" } },
  unknown: { challenge: "RETINA_SCAN", fields: [] },
};

const question = (kind: AnswerKind, change: Partial<AnswerView> = {}): AnswerView => ({
  kind,
  challenge: null,
  username: "ada",
  sentTo: null,
  fields: [field("code", "code")],
  passwordRules: null,
  choices: [],
  totp: null,
  resendsLeft: null,
  mayBeForRisk: false,
  parameters: {},
  canResend: false,
  canChangeAddress: false,
  canOpenBrowser: false,
  expiresAt: null,
  ...KINDS[kind],
  ...change,
});

const show = (answer: AnswerView): HTMLElement => mounted(Answer, { answer });

beforeEach(() => {
  app.auth = { ...app.auth, problem: null, outcome: null };
  app.drafts = {};
  app.method = null;
});

afterEach(() => vi.useRealTimers());

describe("one screen answers every question", () => {
  test.each(Object.keys(KINDS) as AnswerKind[])("%s has a title, labelled fields and a way on or back", (kind) => {
    const page = show(question(kind));
    expect(page.querySelector("h1")?.textContent).not.toBe("");
    expect(page.textContent).not.toMatch(/[{}]|undefined|null/u);
    for (const input of page.querySelectorAll("input:not([type=radio])")) {
      expect(page.querySelector(`label[for="${input.id}"]`), `a label for ${input.id}`).not.toBeNull();
    }
    expect(page.querySelectorAll("button").length).toBeGreaterThan(0);
  });

  test("an unknown question cannot be sent an empty answer", () => {
    expect(show(question("unknown")).querySelector("button[type=submit]")).toBeNull();
  });

  test("the code's destination is told as the service masked it", () => {
    expect(show(question("confirmSignUp")).textContent).toContain("a•••@example.com");
  });

  test("a choice that we have no word for keeps the service's name", () => {
    expect(show(question("selectMfaType")).textContent).toContain("SOMETHING_NEW");
  });
});

describe("an answer", () => {
  test("is sent without the blanks it was pasted with", async () => {
    show(question("sentCode"));
    type("code", " 123 456 ");
    submit();
    await settle();
    expect(core.asked).toEqual([{ command: "answer", args: { form: { values: { code: "123456" } } } }]);
  });

  test("is not sent empty; the field says why and has the focus", async () => {
    show(question("sentCode"));
    submit();
    await settle();
    flushSync();
    const input = control<HTMLInputElement>("[name=code]");
    expect(core.asked).toEqual([]);
    expect(input.getAttribute("aria-invalid")).toBe("true");
    const described = input.getAttribute("aria-describedby") ?? "";
    expect(document.getElementById(described)?.textContent).toContain("Enter the code");
    expect(document.activeElement).toBe(input);
  });

  test("carries the choice under its own name", async () => {
    show(question("selectChallenge"));
    submit();
    await settle();
    expect(core.asked[0]?.args).toEqual({ form: { values: { choice: "PASSWORD" } } });
  });

  test("that is refused keeps the code and drops the password", async () => {
    const rules = { minLength: 1, lowercase: false, uppercase: false, number: false, symbol: false };
    show(
      question("resetPassword", {
        passwordRules: rules,
        fields: [
          field("code", "code"),
          field("newPassword", "newPassword"),
        ],
      }),
    );
    core.commands["answer"] = () =>
      Promise.reject(problem({ code: "wrongCode", detail: "Not the code.", field: "code" }));
    type("code", "111111");
    type("newPassword", "Gatehouse-2");
    submit();
    await settle();
    flushSync();
    expect(control<HTMLInputElement>("[name=code]").value).toBe("111111");
    expect(control<HTMLInputElement>("[name=newPassword]").value).toBe("");
    expect(document.body.textContent).toContain("Not the code.");
  });
});

describe("a choice of ways", () => {
  const ways = { choices: ["EMAIL_OTP", "PASSWORD_SRP"], fields: [field("password", "password", { required: false })] };

  test("asks for the password only once that is chosen, and then wants it", async () => {
    show(question("selectChallenge", ways));
    expect(document.querySelector("[name=password]")).toBeNull();
    choose("PASSWORD_SRP");
    expect(control("[name=password]").getAttribute("autocomplete")).toBe("current-password");
    submit();
    await settle();
    expect(core.asked).toEqual([]);
    type("password", " as typed ");
    submit();
    await settle();
    expect(core.asked[0]?.args).toEqual({ form: { values: { choice: "PASSWORD_SRP", password: " as typed " } } });
  });

  test("sends no address that was typed before another way was chosen", async () => {
    show(question("mfaSetup", { choices: ["EMAIL_OTP", "SOFTWARE_TOKEN_MFA"], fields: [field("email", "email")] }));
    type("email", "ada@example.com");
    choose("SOFTWARE_TOKEN_MFA");
    submit();
    await settle();
    expect(core.asked[0]?.args).toEqual({ form: { values: { choice: "SOFTWARE_TOKEN_MFA" } } });
  });

  test("is still the same after going back and coming again, and so is what was typed", async () => {
    const setup = question("mfaSetup", { choices: ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"], fields: [field("email", "email")] });
    show(setup);
    choose("EMAIL_OTP");
    type("email", "ada@example.com");
    await leave();
    show(setup);
    expect(control<HTMLInputElement>("[value=EMAIL_OTP]").checked).toBe(true);
    expect(control<HTMLInputElement>("[name=email]").value).toBe("ada@example.com");
  });
});

test("the answer to one question does not stand in the next one", async () => {
  const riddle = question("custom", { fields: [field("answer", "text")] });
  show(riddle);
  type("answer", "a human being");
  await leave();
  show(riddle);
  expect(control<HTMLInputElement>("[name=answer]").value).toBe("");
});

describe("a refusal that passes with time", () => {
  test("closes the button, tells the time left, and opens it by itself", async () => {
    vi.useFakeTimers();
    show(question("authenticatorCode"));
    app.auth = { ...app.auth, problem: problem({ code: "tooManyTries", until: Date.now() + 3000 }) };
    flushSync();
    const send = control<HTMLButtonElement>("button[type=submit]");
    expect(send.getAttribute("aria-disabled")).toBe("true");
    expect(send.textContent).toContain("Try again in 3 s");
    type("code", "123456");
    submit();
    expect(core.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    flushSync();
    expect(send.textContent).toContain("Try again in 2 s");
    await vi.advanceTimersByTimeAsync(2000);
    flushSync();
    expect(send.getAttribute("aria-disabled")).toBe("false");
    submit();
    expect(core.asked).toHaveLength(1);
  });
});

describe("the time of a question", () => {
  test("is told in minutes, then in seconds with a line on top, then as over", async () => {
    vi.useFakeTimers();
    const page = show(question("sentCode", { expiresAt: Date.now() + 150_000 }));
    expect(page.textContent).toContain("3 min left");
    expect(page.querySelector("progress")).toBeNull();
    await vi.advanceTimersByTimeAsync(120_000);
    flushSync();
    expect(page.textContent).toContain("30 seconds left");
    expect(control<HTMLProgressElement>("progress").value).toBeCloseTo(0.5);
    await vi.advanceTimersByTimeAsync(31_000);
    flushSync();
    expect(page.textContent).toContain("The time for this code is over");
  });

  test("that began again says that the old code is void", () => {
    app.auth = { ...app.auth, outcome: "restarted" };
    expect(show(question("sentCode")).textContent).toContain("The old one no longer works");
  });
});

describe("what the service did for the code", () => {
  test("is no promise where nothing was proven yet", () => {
    app.method = "USER_AUTH:EMAIL_OTP";
    const sent = { challenge: "EMAIL_OTP", sentTo: { medium: "email", destination: "a•••@e•••" } } as const;
    expect(show(question("sentCode", sent)).textContent).toContain("If there is an account");
  });

  test("cannot be asked for again once the hour's codes are spent", () => {
    const page = show(question("sentCode", { canResend: true, resendsLeft: 0 }));
    expect(page.textContent).toContain("No more codes this hour");
    button("Send a new code").click();
    expect(core.asked).toEqual([]);
  });

  test("is counted", () => {
    expect(show(question("sentCode", { canResend: true, resendsLeft: 2 })).textContent).toContain("2 more this hour");
  });
});

test("whoever clicked the link instead is believed and checked", async () => {
  show(question("confirmSignUp"));
  button("I clicked the link in the message").click();
  await settle();
  expect(core.asked.map(({ command }) => command)).toEqual(["check_confirmed"]);
});

test("the authenticator's key is read in groups of four and copied whole", async () => {
  const page = show(question("setUpTotp"));
  button("I cannot scan").click();
  flushSync();
  expect([...page.querySelectorAll("code span")].map((group) => group.textContent)).toEqual(["JBSW", "Y3DP", "EHPK", "3PXP"]);
  button("Copy the key").click();
  await settle();
  const copied = core.asked.filter(({ command }) => command === "copy").map(({ args }) => args["form"]);
  expect(copied).toEqual([{ what: "setupKey", text: "JBSWY3DPEHPK3PXP" }]);
});

test("another's direction of writing stays in its own words", () => {
  const page = show(question("password", { username: "\u202Eada" }));
  expect(page.textContent).toContain("For \u2068\u202Eada\u2069");
});

test("a second step that may be asked because the sign-in looks unusual says so", () => {
  const why = "looks unusual";
  expect(show(question("sentCode", { mayBeForRisk: true })).textContent).toContain(why);
  leave();
  expect(show(question("sentCode")).textContent).not.toContain(why);
});
