/** What the page can tell of an answer before it is sent. The service has the last word. */
import type { FieldRuleView, FieldView } from "./bindings";
import { isSecret } from "./fields";
import { plain } from "./format";
import { say } from "./words";

const NUMBER = /^[+-]?\d+(?:[.,]\d+)?$/u;
const DATE = /^\d{4}-\d{2}-\d{2}$/u;
const PHONE = /^\+[1-9]\d{6,14}$/u;
const EMAIL = /^[^\s@]+@[^\s@]+$/u;

/** What is wrong with a tidied answer, in words; nothing if it can be sent. */
export function wrongWith(field: FieldView, value: string): string | undefined {
  if (value === "") return field.required ? emptyWords(field) : undefined;
  switch (field.kind) {
    case "number":
      return wrongNumber(field.rule, value);
    case "date":
      return DATE.test(value) && !Number.isNaN(Date.parse(value)) ? undefined : say("form.date");
    case "phone":
      return PHONE.test(value) ? undefined : say("form.phone");
    case "email":
      return EMAIL.test(value) ? wrongLength(field.rule, value) : say("form.email");
    case "text":
    case "username":
      return wrongLength(field.rule, value);
    case "code":
    case "password":
    case "newPassword":
    case "boolean":
      return undefined;
  }
}

/** The limits of a field in words, where it has some worth telling. */
export function limitsOf(field: Pick<FieldView, "kind" | "rule">): string | undefined {
  const { rule, kind } = field;
  if (!rule) return undefined;
  if (kind === "number") return between(rule.min, rule.max, "number");
  // Cognito gives every text these limits, which nobody comes near and nobody needs to read.
  const max = rule.maxLength !== null && rule.maxLength >= 256 ? null : rule.maxLength;
  return between(rule.minLength !== null && rule.minLength > 1 ? rule.minLength : null, max, "length");
}

function between(min: number | null, max: number | null, what: "number" | "length"): string | undefined {
  if (min !== null && min === max) return say(`limits.${what}.exactly`, { count: plain(min) });
  if (min !== null && max !== null) return say(`limits.${what}.between`, { min: plain(min), max: plain(max) });
  if (min !== null) return say(`limits.${what}.least`, { min: plain(min) });
  if (max !== null) return say(`limits.${what}.most`, { max: plain(max) });
  return undefined;
}

function wrongNumber(rule: FieldRuleView | null, value: string): string | undefined {
  if (!NUMBER.test(value)) return say("form.number");
  const number = Number(value.replace(",", "."));
  const { min, max } = rule ?? { min: null, max: null };
  if ((min !== null && number < min) || (max !== null && number > max)) return between(min, max, "number");
  return undefined;
}

function wrongLength(rule: FieldRuleView | null, value: string): string | undefined {
  const length = [...value].length;
  const { minLength: min, maxLength: max } = rule ?? { minLength: null, maxLength: null };
  if ((min !== null && length < min) || (max !== null && length > max)) return between(min, max, "length");
  return undefined;
}

function emptyWords(field: FieldView): string {
  if (field.kind === "code") return say("form.fill.code");
  return say(isSecret(field.kind) ? "form.fill.password" : "form.fill");
}
