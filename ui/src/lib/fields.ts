/** How a field of a form is labelled, filled in by the browser, and tidied before it is sent. */
import type { FieldKind, FieldView } from "./bindings";
import { has, say } from "./words";

export interface Input {
  type: "text" | "email" | "tel" | "password" | "date";
  inputmode: "text" | "email" | "tel" | "numeric" | "decimal";
  autocomplete: AutoFill;
}

type AutoFill =
  | "username" | "current-password" | "new-password" | "one-time-code" | "off"
  | "email" | "tel-national" | "name" | "given-name" | "family-name" | "additional-name" | "nickname" | "bday"
  | "street-address" | "url" | "sex" | "language";

const INPUTS: Record<FieldKind, Input> = {
  text: { type: "text", inputmode: "text", autocomplete: "off" },
  username: { type: "text", inputmode: "text", autocomplete: "username" },
  email: { type: "email", inputmode: "email", autocomplete: "email" },
  phone: { type: "tel", inputmode: "tel", autocomplete: "tel-national" },
  code: { type: "text", inputmode: "numeric", autocomplete: "one-time-code" },
  password: { type: "password", inputmode: "text", autocomplete: "current-password" },
  newPassword: { type: "password", inputmode: "text", autocomplete: "new-password" },
  date: { type: "date", inputmode: "text", autocomplete: "bday" },
  // Not of the type `number`: an engine hides from the page what it takes for no number, and then it looks empty.
  number: { type: "text", inputmode: "decimal", autocomplete: "off" },
  boolean: { type: "text", inputmode: "text", autocomplete: "off" },
};

const ATTRIBUTES: Record<string, AutoFill> = {
  name: "name",
  given_name: "given-name",
  family_name: "family-name",
  middle_name: "additional-name",
  nickname: "nickname",
  address: "street-address",
  website: "url",
  gender: "sex",
  locale: "language",
};

export function inputOf(field: Pick<FieldView, "name" | "kind">): Input {
  const input = INPUTS[field.kind];
  if (field.name === "username") return { ...input, autocomplete: "username" };
  const attribute = field.kind === "text" ? ATTRIBUTES[field.name] : undefined;
  return attribute ? { ...input, autocomplete: attribute } : input;
}

export function isSecret(kind: FieldKind): boolean {
  return kind === "password" || kind === "newPassword";
}

/** `given_name` → "First name"; `custom:team_lead` → "Team lead". */
export function labelOf(field: Pick<FieldView, "name" | "kind">): string {
  if (field.name === "username") return newUsernameLabel(field.kind);
  const key = `field.${field.name}`;
  if (has(key)) return say(key);
  const bare = field.name.replace(/^(custom|dev):/u, "").replace(/[_-]+/gu, " ").trim();
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

/** What people sign in with. */
export function usernameLabel(kind: FieldKind): string {
  return say(kind === "email" || kind === "phone" ? `field.username.${kind}` : "field.username.username");
}

function newUsernameLabel(kind: FieldKind): string {
  return kind === "email" || kind === "phone" ? usernameLabel(kind) : say("field.newUsername");
}

/** What is sent for what was typed: codes lose the blanks and dashes they were pasted with, secrets stay as they are. */
export function tidy(kind: FieldKind, value: string): string {
  if (kind === "code") return value.replace(/[\s\u2010-\u2015-]+/gu, "");
  if (isSecret(kind)) return value;
  if (kind === "phone") return value.replace(/[\s().\u2010-\u2015/-]+/gu, "");
  if (kind === "number") return value.trim().replace(",", ".");
  return value.trim();
}
