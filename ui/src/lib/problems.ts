/** How grave each problem is and where the page shows it. A code without a row fails the type check. */
import type { Problem, ProblemCode } from "./bindings";
import { say } from "./words";

export type Severity = "info" | "warn" | "bad";

/** `field`: at the field it names; `form`: above the form; `pane`: in place of the content; `toast`: in passing. */
export type Place = "field" | "form" | "pane" | "toast";

interface Row {
  severity: Severity;
  place: Place;
}

export const PROBLEMS: Record<ProblemCode, Row> = {
  wrongCredentials: { severity: "bad", place: "form" },
  unknownUser: { severity: "bad", place: "form" },
  accountDisabled: { severity: "bad", place: "form" },
  invitationExpired: { severity: "warn", place: "form" },
  signUpClosed: { severity: "warn", place: "form" },
  usernameTaken: { severity: "bad", place: "field" },
  addressTaken: { severity: "bad", place: "field" },
  wrongCode: { severity: "bad", place: "field" },
  expiredCode: { severity: "warn", place: "field" },
  codeNotSent: { severity: "bad", place: "form" },
  passwordRules: { severity: "bad", place: "field" },
  passwordReused: { severity: "bad", place: "field" },
  resetNotPossible: { severity: "bad", place: "form" },
  fieldRefused: { severity: "bad", place: "field" },
  tooManyTries: { severity: "warn", place: "form" },
  stepExpired: { severity: "warn", place: "form" },
  sessionEnded: { severity: "warn", place: "form" },
  questionNotSupported: { severity: "warn", place: "form" },
  passkeyElsewhere: { severity: "warn", place: "form" },
  browserNotOpened: { severity: "warn", place: "form" },
  browserEnded: { severity: "warn", place: "form" },
  refusedByService: { severity: "bad", place: "form" },
  connectionWrong: { severity: "bad", place: "form" },
  checkSkipped: { severity: "info", place: "form" },
  importRefused: { severity: "bad", place: "form" },
  clockWrong: { severity: "bad", place: "form" },
  offline: { severity: "warn", place: "form" },
  serviceTrouble: { severity: "warn", place: "form" },
  denied: { severity: "warn", place: "pane" },
  gone: { severity: "warn", place: "pane" },
  noBucket: { severity: "bad", place: "pane" },
  taken: { severity: "bad", place: "field" },
  changed: { severity: "warn", place: "toast" },
  damaged: { severity: "bad", place: "toast" },
  tooLarge: { severity: "warn", place: "toast" },
  diskFull: { severity: "bad", place: "toast" },
  localFile: { severity: "bad", place: "toast" },
  ownData: { severity: "bad", place: "toast" },
  signedOut: { severity: "warn", place: "toast" },
  unexpected: { severity: "bad", place: "form" },
};

/** Whatever a command rejected with, as a problem. */
export function asProblem(reason: unknown): Problem {
  if (isProblem(reason)) return reason;
  return {
    code: "unexpected",
    title: say("problem.unexpected.title"),
    detail: say("problem.unexpected.detail"),
    hint: null,
    field: null,
    retry: "now",
    until: null,
    said: null,
    request: null,
    reference: null,
  };
}

function isProblem(reason: unknown): reason is Problem {
  return typeof reason === "object" && reason !== null && "code" in reason && "title" in reason && "detail" in reason;
}

/** The field that a problem belongs to, if it is shown at a field and the form has that field. */
export function fieldOf(problem: Problem | null, fields: readonly string[]): string | null {
  if (!problem || PROBLEMS[problem.code].place !== "field") return null;
  const named = problem.field ?? DEFAULT_FIELD[problem.code];
  return named !== undefined && fields.includes(named) ? named : null;
}

const DEFAULT_FIELD: Partial<Record<ProblemCode, string>> = {
  wrongCode: "code",
  expiredCode: "code",
  usernameTaken: "username",
  passwordReused: "newPassword",
};
