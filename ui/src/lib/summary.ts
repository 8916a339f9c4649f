/** What a part of a connection holds, in one line, for when it is closed. */
import type { ConnectionForm } from "./bindings";
import { regionOf, type Part } from "./draft.svelte";
import { wayOf } from "./methods";
import { say } from "./words";

export function summaryOf(part: Part, form: ConnectionForm): string {
  return wordsOf(part, form).filter(Boolean).join(" · ");
}

function wordsOf(part: Part, form: ConnectionForm): (string | null | undefined)[] {
  switch (part) {
    case "basics":
      return [form.userPoolId, form.region ?? regionOf(form.userPoolId ?? "")];
    case "signIn":
      return [
        wayOf(form.authFlow).label,
        form.methods.length > 1 && say("connection.summary.ways", { count: form.methods.length - 1 }),
        form.hostedUi && say("connection.summary.browser"),
      ].map((text) => text || null);
    case "files":
      return [
        form.locations.length > 0 ? say("connection.summary.places", { count: form.locations.length }) : say("connection.summary.noPlaces"),
        form.identityPool?.guests ? say("connection.summary.guests") : null,
      ];
    case "advanced":
      return [
        form.identityPool?.flow === "basic" ? say("connection.flow.basic") : null,
        Object.values(form.endpoints).some(Boolean) || form.storage?.endpoint ? say("connection.summary.endpoints") : null,
        form.identityPool?.developerProvider,
        form.appData === "document" ? null : say(`connection.summary.appData.${form.appData}`),
      ];
  }
}
