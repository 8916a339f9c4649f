/** Which of the sandbox's settings have a control of their own; the others are changed as JSON. */

export interface Field {
  /** Where it stands in the settings; below `client` it is the app client's. */
  path: string;
  /** The end of its key in the catalogue. */
  label: string;
  kind: "flag" | "number" | "choice" | "presence" | "sentence";
  options?: readonly string[];
  /** What is set where it is not the option's name itself, or `true`. */
  values?: Readonly<Record<string, unknown>>;
  /** The member that a sentence is, where it is not the whole. */
  member?: string;
}

/** The password with which the pretended other directory knows everybody. */
export const MIGRATED = "From-elsewhere-1";

const flag = (path: string, label: string): Field => ({ path, label, kind: "flag" });
const number = (path: string, label: string): Field => ({ path, label, kind: "number" });
const sentence = (path: string, label: string, member?: string): Field => ({ path, label, kind: "sentence", ...(member ? { member } : {}) });
const presence = (path: string, label: string, value: unknown): Field => ({ path, label, kind: "presence", values: { on: value } });
const choice = (path: string, label: string, options: readonly string[]): Field => ({ path, label, kind: "choice", options });

export const PARTS = [
  {
    id: "signIn",
    fields: [
      choice("pool.username_kind", "usernameKind", ["username", "email", "phone"]),
      flag("pool.self_sign_up", "selfSignUp"),
      flag("pool.case_sensitive", "caseSensitive"),
      flag("client.prevent_user_existence_errors", "hideExistence"),
    ],
  },
  {
    id: "passwords",
    fields: [
      number("pool.password_policy.min_length", "minLength"),
      number("pool.password_history", "history"),
      number("pool.temporary_password_days", "temporaryDays"),
      flag("pool.password_policy.lowercase", "lowercase"),
      flag("pool.password_policy.uppercase", "uppercase"),
      flag("pool.password_policy.number", "number"),
      flag("pool.password_policy.symbol", "symbol"),
    ],
  },
  {
    id: "mfa",
    fields: [
      choice("pool.mfa", "mode", ["OFF", "OPTIONAL", "ON"]),
      flag("pool.mfa_types.totp", "totp"),
      flag("pool.mfa_types.sms", "sms"),
      flag("pool.mfa_types.email", "email"),
    ],
  },
  {
    id: "devices",
    fields: [
      choice("pool.device_tracking.mode", "deviceMode", ["off", "always", "opt_in"]),
      flag("pool.device_tracking.replaces_mfa", "replacesMfa"),
    ],
  },
  {
    id: "tokens",
    fields: [
      number("client.access_token_validity", "access"),
      number("client.id_token_validity", "id"),
      number("client.refresh_token_validity", "refresh"),
      number("client.session_validity", "session"),
      presence("client.refresh_rotation", "rotation", 0),
    ],
  },
  {
    id: "triggers",
    fields: [
      choice("pool.risk", "risk", ["off", "compromised_refused", "risky_asks_mfa", "risky_blocked"]),
      {
        ...choice("pool.triggers.pre_sign_up", "preSignUp", ["none", "auto_confirm", "refuse"]),
        values: { refuse: { refuse: "A tester wants it so." } },
      },
      choice("pool.triggers.custom_challenge", "custom", ["none", "one_round", "two_rounds"]),
      sentence("pool.triggers.pre_authentication", "preAuthentication"),
      sentence("pool.triggers.post_confirmation", "postConfirmation"),
      sentence("pool.triggers.pre_token_generation", "preToken"),
      sentence("pool.triggers.custom_message", "customMessage", "body"),
      presence("pool.triggers.user_migration", "migration", { password: MIGRATED }),
    ],
  },
] as const satisfies readonly { id: string; fields: readonly Field[] }[];
