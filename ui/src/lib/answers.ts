/** The words of a question, whichever it is, and what of it is asked. */
import { app } from "./app.svelte";
import type { AnswerView, FieldView, OutcomeView } from "./bindings";
import { has, say } from "./words";
import type { Choice } from "../parts/Choices.svelte";

/** The sentence under the title. */
export function leadOf(answer: AnswerView): string {
  const { kind, sentTo, username } = answer;
  if (!sentTo) return say(`answer.${kind}.lead`, { username: isolated(username), challenge: isolated(answer.challenge ?? "") });
  const destination = isolated(sentTo.destination);
  if (kind === "resetPassword") return say(`answer.sentNew.${sentTo.medium}`, { destination });
  return say(isFirstProof(answer) ? `answer.sentMaybe.${sentTo.medium}` : `answer.sent.${sentTo.medium}`, { destination });
}

/** Whether nothing was proven before the code: then the service may pretend that it sent one. */
function isFirstProof({ challenge }: AnswerView): boolean {
  return challenge === "SMS_OTP" || (challenge === "EMAIL_OTP" && (app.method?.startsWith("USER_AUTH") ?? false));
}

/** What helps with a field of this question. */
export function hintOf(field: FieldView, answer: AnswerView): string | undefined {
  if (field.kind !== "code" || answer.sentTo?.medium !== "email") return undefined;
  return say("answer.spam");
}

/** The choices in words; one that we do not know keeps the service's name. */
export function choicesOf(answer: AnswerView): Choice[] {
  const hints = answer.kind === "mfaSetup" ? "setUp" : "hint";
  return answer.choices.map((value) => {
    const label = `choice.${value}`;
    const hint = `choice.${value}.${hints}`;
    return { value, label: has(label) ? say(label) : value, ...(has(hint) ? { hint: say(hint) } : {}) };
  });
}

/** Whether a field is asked with this choice: a password only where one is chosen, an address where codes go to it. */
export function isAsked(field: FieldView, choice: string): boolean {
  if (choice === "") return true;
  if (field.kind === "password") return choice.startsWith("PASSWORD");
  if (field.kind === "email") return choice === "EMAIL_OTP";
  return true;
}

/** Whether the question can be answered here at all. */
export function answerable(answer: AnswerView): boolean {
  if (answer.kind === "unknown") return false;
  return answer.fields.length > 0 || answer.choices.length > 0 || answer.kind === "webAuthn";
}

/** What is to be told above a question. */
export function outcomeOf(outcome: OutcomeView, answer: AnswerView): { severity: "good" | "warn" | "info"; text: string } {
  switch (outcome) {
    case "restarted":
      return { severity: "warn", text: say(answer.sentTo ? "answer.restartedCode" : "answer.restarted") };
    case "lapsed":
    case "passwordNeeded":
    case "sessionEnded":
    case "signedOutHereOnly":
      return { severity: "warn", text: say(`outcome.${outcome}`) };
    case "stillUnconfirmed":
      return { severity: "info", text: say(`outcome.${outcome}`) };
    case "codeSent":
    case "confirmed":
    case "passwordChanged":
    case "signedOut":
    case "signedOutEverywhere":
    case "accountDeleted":
      return { severity: "good", text: say(`outcome.${outcome}`) };
  }
}

/** What to send to whoever runs the service about a question that cannot be answered here. */
export function requestFor(answer: AnswerView): string {
  return say("answer.unknown.request", {
    username: answer.username,
    challenge: answer.challenge ?? "",
    connection: app.connection.name,
    version: app.version,
  });
}

/** Letters written from right to left, and the marks that turn the direction. */
const TURNING = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/u;

/** Somebody else's text that keeps its direction, and the sentence around it its own (U+2068, U+2069). */
function isolated(text: string): string {
  return TURNING.test(text) ? `\u2068${text}\u2069` : text;
}
