/** What is typed into a form: keeps it from screen to screen (never a secret or a code), and checks it before it is sent. */
import { tick } from "svelte";
import { app } from "./app.svelte";
import type { AnswerForm, FieldView, PasswordRulesView, Problem } from "./bindings";
import { isSecret, tidy } from "./fields";
import { passwordRules } from "./password";
import { fieldOf } from "./problems";
import { say } from "./words";

export class Form {
  values = $state<Record<string, string>>({});
  errors = $state<Record<string, string>>({});
  element = $state<HTMLFormElement | null>(null);
  readonly #fields: () => readonly FieldView[];
  readonly #rules: () => PasswordRulesView | null;

  constructor(fields: () => readonly FieldView[], rules: () => PasswordRulesView | null = () => null) {
    this.#fields = fields;
    this.#rules = rules;
    for (const field of fields()) {
      const kept = isKept(field) ? app.drafts[field.name] : undefined;
      this.values[field.name] = kept ?? field.value ?? "";
    }
  }

  /** What is wrong with a field: what the page found, else what the service said of it. */
  errorOf(name: string, problem: Problem | null): string | undefined {
    const own = this.errors[name];
    if (own !== undefined) return own;
    if (!problem || fieldOf(problem, this.#names()) !== name) return undefined;
    return [problem.detail, problem.hint].filter(Boolean).join(" ");
  }

  /** The problem, unless it is shown at one of the fields. */
  above(problem: Problem | null): Problem | null {
    return problem && fieldOf(problem, this.#names()) === null ? problem : null;
  }

  /** Checks and sends; while an answer is awaited nothing happens. Afterwards no secret is left in the form. */
  async submit(send: (form: AnswerForm) => Promise<unknown>): Promise<void> {
    if (app.busy) return;
    this.errors = this.#check();
    const [wrong] = Object.keys(this.errors);
    if (wrong !== undefined) {
      await tick();
      this.focus(wrong);
      return;
    }
    this.keep();
    const values = Object.fromEntries(
      this.#fields().map((field) => [field.name, tidy(field.kind, this.values[field.name] ?? "")]),
    );
    const filled = Object.entries(values).filter(([, value]) => value !== "");
    await app.send(() => send({ values: Object.fromEntries(filled) }));
    const { problem } = app.auth;
    if (!problem) return;
    for (const field of this.#fields()) if (isSecret(field.kind)) this.values[field.name] = "";
    await tick();
    this.focus(fieldOf(problem, this.#names()) ?? this.#fields().find((field) => isSecret(field.kind))?.name);
  }

  /** Keeps what was typed for when the person comes back. */
  keep(): void {
    for (const field of this.#fields()) {
      const value = this.values[field.name];
      if (isKept(field) && value) app.drafts[field.name] = value;
    }
  }

  focus(name: string | undefined): void {
    const input = name === undefined ? null : this.element?.elements.namedItem(name);
    if (input instanceof HTMLInputElement) {
      input.focus();
      input.select();
    }
  }

  #names(): string[] {
    return this.#fields().map((field) => field.name);
  }

  #check(): Record<string, string> {
    const errors: Record<string, string> = {};
    const rules = this.#rules();
    for (const field of this.#fields()) {
      const value = tidy(field.kind, this.values[field.name] ?? "");
      const newPassword = field.kind === "newPassword" || (field.kind === "password" && rules !== null);
      if (field.required && value === "") errors[field.name] = emptyWords(field);
      else if (newPassword && rules && passwordRules(rules, value).some((rule) => !rule.met)) {
        errors[field.name] = say("form.rules");
      }
    }
    return errors;
  }
}

function isKept(field: FieldView): boolean {
  return !isSecret(field.kind) && field.kind !== "code";
}

function emptyWords(field: FieldView): string {
  if (field.kind === "code") return say("form.fill.code");
  return say(isSecret(field.kind) ? "form.fill.password" : "form.fill");
}
