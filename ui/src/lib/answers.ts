/** The words of a question, whichever it is. */
import type { AnswerView } from "./bindings";
import { has, say } from "./words";
import type { Choice } from "../parts/Choices.svelte";

/** The sentence under the title. */
export function leadOf(answer: AnswerView): string {
  const { kind, sentTo } = answer;
  if (sentTo && kind === "resetPassword") {
    return say(`answer.sentNew.${sentTo.medium}`, { destination: sentTo.destination });
  }
  if (sentTo) return say(`answer.sent.${sentTo.medium}`, { destination: sentTo.destination });
  return say(`answer.${kind}.lead`, { username: answer.username, challenge: answer.challenge ?? "" });
}

/** The choices in words; one that we do not know keeps the service's name. */
export function choicesOf(answer: AnswerView): Choice[] {
  return answer.choices.map((value) => {
    const label = `choice.${value}`;
    const hint = `choice.${value}.hint`;
    return { value, label: has(label) ? say(label) : value, ...(has(hint) ? { hint: say(hint) } : {}) };
  });
}

/** Whether the question can be answered here at all. */
export function answerable(answer: AnswerView): boolean {
  return answer.fields.length > 0 || answer.choices.length > 0;
}
