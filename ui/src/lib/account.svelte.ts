/** What the account screen shows, fetched when it is looked at. */
import type { AccountView, AttributeView, DeviceView, FieldView, PasskeyView, ProfileView, SignInRecordView } from "./bindings";
import { OwnDesk, Remote } from "./desk.svelte";
import { day } from "./format";
import * as ipc from "./ipc";
import { say } from "./words";

export type Section = "profile" | "security" | "devices" | "activity";

export const SECTIONS: readonly Section[] = ["profile", "security", "devices", "activity"];

export class Account {
  section = $state<Section>("profile");
  readonly profile = new Remote<ProfileView>(ipc.profile);
  readonly devices = new Remote<DeviceView[]>(ipc.devices);
  readonly passkeys = new Remote<PasskeyView[]>(ipc.passkeys);
  readonly history = new Remote<SignInRecordView[]>(ipc.signInHistory);
  /** For the small steps that have no form of their own. */
  readonly desk = new OwnDesk();
}

/** What people know themselves by: the user name, unless the service made one up that nobody knows. */
export function nameOf(account: AccountView | null): string {
  if (!account) return "";
  return (account.username === account.sub ? account.email : null) ?? account.username;
}

/** What the service keeps for itself. */
const INTERNAL = new Set(["sub", "identities"]);

/** Whether an attribute says something about the person. */
export function isPersonal({ name }: AttributeView): boolean {
  return !INTERNAL.has(name) && !name.startsWith("cognito:");
}

/** The field in which an attribute is changed. */
export function fieldFor(attribute: AttributeView): FieldView {
  return { name: attribute.name, kind: attribute.kind, required: false, value: attribute.value, rule: attribute.rule };
}

/** An attribute's value as people read it. */
export function valueOf({ kind, value }: AttributeView): string {
  if (value === null || value === "") return say("attribute.none");
  if (kind === "boolean") return say(value === "true" ? "yes" : "no");
  return kind === "date" ? day(value) : value;
}
