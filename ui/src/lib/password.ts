/** Which of the pool's password rules a text meets, as Cognito counts them; the service has the last word. */
import type { PasswordRulesView } from "./bindings";
import { say } from "./words";

export interface Rule {
  id: "length" | "lowercase" | "uppercase" | "number" | "symbol" | "edges";
  text: string;
  met: boolean;
}

const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|(?<=\S) (?=.*\S)/u;

/** The rules that the pool has, each with whether `password` meets it. */
export function passwordRules(rules: PasswordRulesView, password: string): Rule[] {
  const found: Rule[] = [
    {
      id: "length",
      text: say("password.length", { count: rules.minLength }),
      met: [...password].length >= rules.minLength,
    },
  ];
  if (rules.lowercase) found.push({ id: "lowercase", text: say("password.lowercase"), met: /[a-z]/u.test(password) });
  if (rules.uppercase) found.push({ id: "uppercase", text: say("password.uppercase"), met: /[A-Z]/u.test(password) });
  if (rules.number) found.push({ id: "number", text: say("password.number"), met: /[0-9]/u.test(password) });
  if (rules.symbol) found.push({ id: "symbol", text: say("password.symbol"), met: SYMBOL.test(password) });
  if (/^\s|\s$/u.test(password)) found.push({ id: "edges", text: say("password.edges"), met: false });
  return found;
}
