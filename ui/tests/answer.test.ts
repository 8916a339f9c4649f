import { flushSync, mount, unmount } from "svelte";
import { afterEach, describe, expect, test } from "vitest";
import { app } from "../src/lib/app.svelte";
import type { AnswerKind, AnswerView } from "../src/lib/bindings";
import Answer from "../src/screens/Answer.svelte";
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
  password: { fields: [{ name: "password", kind: "password", required: true, value: null, rule: null }] },
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
  fields: [{ name: "code", kind: "code", required: true, value: null, rule: null }],
  passwordRules: null,
  choices: [],
  totp: null,
  resendsLeft: null,
  parameters: {},
  canResend: false,
  canChangeAddress: false,
  expiresAt: null,
  ...KINDS[kind],
  ...change,
});

let shown: ReturnType<typeof mount> | null = null;

function show(answer: AnswerView): HTMLElement {
  shown = mount(Answer, { target: document.body, props: { answer } });
  flushSync();
  return document.body;
}

function control<T extends HTMLElement>(selector: string): T {
  const found = document.body.querySelector<T>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function type(name: string, value: string): void {
  const input = control<HTMLInputElement>(`[name="${name}"]`);
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

function submit(): void {
  control("form").dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
}

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = null;
  app.auth = { ...app.auth, problem: null };
});

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
          { name: "code", kind: "code", required: true, value: null, rule: null },
          { name: "newPassword", kind: "newPassword", required: true, value: null, rule: null },
        ],
      }),
    );
    core.commands["answer"] = () =>
      Promise.reject({
        code: "wrongCode", title: "", detail: "Not the code.", hint: null, field: "code", retry: "edit", until: null, said: null, request: null, reference: null,
      });
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
