/**
 * Every sentence that the page says, under a key. What went wrong is worded by the core (`Problem`), not here.
 */
import { locale } from "./locale";
import { ACCOUNT } from "./words/account";
import { ACTIONS } from "./words/actions";
import type { Forms, Text } from "./words/catalogue";
import { CHANGES } from "./words/changes";
import { CONNECTION } from "./words/connection";
import { FILES } from "./words/files";
import { GENERAL } from "./words/general";
import { IMPORT } from "./words/import";
import { OBJECT } from "./words/object";
import { PREVIEW } from "./words/preview";
import { SANDBOX } from "./words/sandbox";
import { SIGN_IN } from "./words/signin";
import { TOOLS } from "./words/tools";

const WORDS = {
  ...GENERAL,
  ...SIGN_IN,
  ...ACCOUNT,
  ...CONNECTION,
  ...IMPORT,
  ...FILES,
  ...ACTIONS,
  ...CHANGES,
  ...OBJECT,
  ...PREVIEW,
  ...TOOLS,
  ...SANDBOX,
};

export type Key = keyof typeof WORDS;

export function has(key: string): key is Key {
  return Object.hasOwn(WORDS, key);
}

/** The text under a key, with what stands in braces filled in. `count` chooses the plural form. */
export function say(key: Key, values: Record<string, string | number> = {}): string {
  const text: Text = WORDS[key];
  const form = typeof text === "string" ? text : pluralForm(text, values["count"]);
  return form.replace(/\{(\w+)\}/gu, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? new Intl.NumberFormat(locale()).format(value) : value;
  });
}

function pluralForm(forms: Forms, count: string | number | undefined): string {
  const rule = new Intl.PluralRules(locale()).select(Number(count ?? 0));
  return rule === "one" && forms.one !== undefined ? forms.one : forms.other;
}

/** All keys, for the test that none is missing or idle. */
export const KEYS = Object.keys(WORDS).filter(has);
