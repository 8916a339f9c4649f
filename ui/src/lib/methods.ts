/** The ways of signing in, in words. */
import type { MethodView } from "./bindings";
import type { IconName } from "../parts/Icon.svelte";
import { has, say } from "./words";

interface Way {
  id: string;
  label: string;
  hint?: string | undefined;
  icon: IconName;
}

const ICONS: Record<string, IconName> = {
  EMAIL_OTP: "mail",
  SMS_OTP: "message",
  WEB_AUTHN: "passkey",
  USER_AUTH: "person",
  CUSTOM_AUTH: "shield",
};

/** One that we do not know keeps the service's name. */
export function wayOf(id: string): Way {
  const key = id.replace(":", ".");
  const label = `method.${key}`;
  const hint = `method.${key}.hint`;
  const [flow = "", preferred = ""] = id.split(":");
  return {
    id,
    label: has(label) ? say(label) : id,
    ...(has(hint) ? { hint: say(hint) } : {}),
    icon: ICONS[preferred] ?? ICONS[flow] ?? "key",
  };
}

/** What the button of the sign-in says. */
export function submitWords(method: MethodView | undefined): string {
  switch (method?.id) {
    case "USER_AUTH:EMAIL_OTP":
      return say("signIn.submit.email");
    case "USER_AUTH:SMS_OTP":
      return say("signIn.submit.sms");
    case "USER_AUTH:WEB_AUTHN":
      return say("signIn.submit.passkey");
    default:
      return say(method?.needsPassword === false ? "signIn.submit.next" : "signIn.submit");
  }
}

