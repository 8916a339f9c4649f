/** What may not be done in the open folder, and why. */
import { app } from "./app.svelte";
import type { AllowedView } from "./bindings";
import { say } from "./words";

/** Why something may not be done; nothing where it may, as far as is known. */
export function whyNot(action: keyof AllowedView): string | null {
  const { browser } = app;
  const allowed = browser.view?.allowed[action] ?? (browser.location?.canWrite === false ? "groups" : "yes");
  if (allowed === "refused") return say("allowed.refused");
  return allowed === "groups" && action !== "read" ? say("files.readOnly.detail") : null;
}
