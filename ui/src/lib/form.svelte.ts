/** What is typed into a form: keeps it from screen to screen (never a secret or a code), and checks it before it is sent. */
import { tick } from "svelte";
import { app } from "./app.svelte";
import type { AnswerForm, FieldView, PasswordRulesView, Problem } from "./bindings";
import { wrongWith } from "./checks";
import { clock } from "./clock.svelte";
import type { Desk } from "./desk.svelte";
import { isSecret, tidy } from "./fields";
import { passwordRules } from "./password";
import { fieldOf } from "./problems";
import { say } from "./words";

interface Settings {
  /** Every field that the form can have. */
  fields: () => readonly FieldView[];
  /** Which of them are asked at present; by default all. */
  isAsked?: (field: FieldView) => boolean;
  rules?: () => PasswordRulesView | null;
  /** By default the sign-in's. */
  desk?: Desk;
}

export class Form {
  values = $state<Record<string, string>>({});
  errors = $state<Record<string, string>>({});
  element = $state<HTMLFormElement | null>(null);
  readonly desk: Desk;
  readonly #all: () => readonly FieldView[];
  readonly #isAsked: (field: FieldView) => boolean;
  readonly #rules: () => PasswordRulesView | null;
  /** Every field as last seen: what is asked after the screen has gone must not look at the screen. */
  #seen: readonly FieldView[];

  constructor({ fields, isAsked = () => true, rules = () => null, desk = app }: Settings) {
    this.desk = desk;
    this.#all = fields;
    this.#isAsked = isAsked;
    this.#rules = rules;
    this.#seen = fields();
    for (const field of this.#seen) {
      const kept = isKept(field) ? desk.drafts[field.name] : undefined;
      this.values[field.name] = kept ?? field.value ?? startOf(field);
    }
  }

  /** What is asked at present. */
  get fields(): FieldView[] {
    this.#seen = this.#all();
    return this.#seen.filter(this.#isAsked);
  }

  /** What was typed that a new password must not be made of. */
  get words(): string[] {
    return this.#all()
      .filter((field) => !isSecret(field.kind) && field.kind !== "code")
      .map((field) => this.values[field.name] ?? "")
      .filter((value) => value !== "");
  }

  /** What is wrong with a field: what the page found, else what the service said of it. */
  errorOf(name: string): string | undefined {
    const own = this.errors[name];
    if (own !== undefined) return own;
    const { problem } = this.desk;
    if (!problem || placeOf(problem, this.fields) !== name) return undefined;
    return [problem.detail, problem.said && say("problem.said", { sentence: problem.said }), problem.hint]
      .filter(Boolean)
      .join(" ");
  }

  /** The problem, unless it is shown at one of the fields. */
  get above(): Problem | null {
    const { problem } = this.desk;
    return problem && placeOf(problem, this.fields) === null ? problem : null;
  }

  /**
   * Checks and sends; while an answer is awaited, or the service wants a pause, nothing happens. Tells whether it was
   * accepted. Afterwards no secret is left in the form.
   */
  async submit(send: (form: AnswerForm) => Promise<unknown>): Promise<boolean> {
    const until = this.desk.problem?.until ?? 0;
    if (this.desk.busy || until > clock.moment) return false;
    this.errors = this.#check();
    const [wrong] = Object.keys(this.errors);
    if (wrong !== undefined) {
      await tick();
      this.focus(wrong);
      return false;
    }
    this.keep();
    const asked = this.fields;
    const values = asked.map((field) => [field.name, tidy(field.kind, this.values[field.name] ?? "")] as const);
    const filled = values.filter(([, value]) => value !== "");
    await this.desk.send(() => send({ values: Object.fromEntries(filled) }));
    const { problem } = this.desk;
    for (const field of this.#seen) if (isSecret(field.kind)) this.values[field.name] = "";
    if (!problem) return true;
    await tick();
    this.focus(placeOf(problem, asked) ?? asked.find((field) => isSecret(field.kind))?.name);
    return false;
  }

  /** Keeps what was typed for when the person comes back. */
  keep(): void {
    for (const field of this.#seen) {
      const value = this.values[field.name];
      if (isKept(field) && value) this.desk.drafts[field.name] = value;
    }
  }

  focus(name: string | undefined): void {
    const input = name === undefined ? null : this.element?.querySelector(`[name="${CSS.escape(name)}"]`);
    if (input instanceof HTMLInputElement) {
      input.focus();
      input.select();
    }
  }

  #check(): Record<string, string> {
    const errors: Record<string, string> = {};
    const rules = this.#rules();
    for (const field of this.fields) {
      const value = tidy(field.kind, this.values[field.name] ?? "");
      const wrong = wrongWith(field, value);
      if (wrong !== undefined) errors[field.name] = wrong;
      else if (field.kind === "newPassword" && rules && passwordRules(rules, value).some((rule) => !rule.met)) {
        errors[field.name] = say("form.rules");
      }
    }
    return errors;
  }
}

/** The field at which a problem is shown. */
function placeOf(problem: Problem, fields: readonly FieldView[]): string | null {
  return fieldOf(problem, fields.map((field) => field.name));
}

/** A secret is not kept, nor what answers one question only. */
function isKept(field: FieldView): boolean {
  return !isSecret(field.kind) && field.kind !== "code" && field.name !== "answer";
}

/** A yes or no that must be answered is a no until it is ticked. */
function startOf(field: FieldView): string {
  return field.kind === "boolean" && field.required ? "false" : "";
}
