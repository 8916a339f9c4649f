/** What the pretended service keeps about an account, and how it answers whoever changes it. */
import type {
  AnswerForm,
  AttributeSentView,
  AttributeView,
  DeviceView,
  FactorForm,
  PasskeyView,
  Problem,
  ProfileView,
  SignInRecordView,
} from "../src/lib/bindings";
import { problem, RULES, TOTP } from "./questions";
import { CODE_MESSAGE } from "./world";

const DAY = 86_400_000;
const NOW = Date.now();
const off = { enabled: false, preferred: false, possible: true };

const attribute = (name: string, value: string | null, change: Partial<AttributeView> = {}): AttributeView => ({
  name,
  value,
  kind: "text",
  verified: null,
  mutable: true,
  signInName: false,
  rule: null,
  ...change,
});

const DEVICES: DeviceView[] = [
  { key: "eu-west-1_1", name: "Ada’s laptop", created: NOW - 40 * DAY, lastSeen: NOW - 60_000, lastIp: "203.0.113.7", remembered: true, this: true },
  { key: "eu-west-1_2", name: "workstation-7", created: NOW - 90 * DAY, lastSeen: NOW - 6 * DAY, lastIp: "198.51.100.20", remembered: true, this: false },
  { key: "eu-west-1_3", name: null, created: NOW - 200 * DAY, lastSeen: NOW - 150 * DAY, lastIp: null, remembered: false, this: false },
];

const HISTORY: SignInRecordView[] = [
  { at: NOW - 60_000, outcome: "signedIn", method: "USER_SRP_AUTH" },
  { at: NOW - 120_000, outcome: "failed", method: "USER_SRP_AUTH" },
  { at: NOW - 2 * DAY, outcome: "signedIn", method: "USER_AUTH:EMAIL_OTP" },
  { at: NOW - 9 * DAY, outcome: "signedIn", method: "USER_AUTH:WEB_AUTHN" },
];

export class Care {
  /** Where set, why nothing can be fetched. */
  problem: Problem | null = null;
  profile: ProfileView = {
    attributes: [
      attribute("email", "ada@example.com", { kind: "email", verified: true, signInName: true }),
      attribute("phone_number", "+442079460000", { kind: "phone", verified: false }),
      attribute("given_name", "Ada"),
      attribute("family_name", "Lovelace"),
      attribute("birthdate", "1815-12-10", { kind: "date" }),
      attribute("custom:team", "Engines", { mutable: false }),
      attribute("custom:newsletter", "false", { kind: "boolean" }),
      attribute("nickname", null),
    ],
    groups: ["editors"],
    roles: ["GatehouseEditors"],
    preferredRole: "GatehouseEditors",
    factors: {
      totp: { enabled: true, preferred: true, possible: true },
      sms: { enabled: false, preferred: false, possible: false },
      email: { enabled: true, preferred: false, possible: true },
      passkeys: true,
    },
    passwordRules: RULES,
  };
  devices = DEVICES;
  passkeys: PasskeyView[] = [{ id: "1", name: "Ada’s security key", created: NOW - 30 * DAY }];
  history = HISTORY;

  /** An account of which nothing is known and that nothing protects. */
  bare(): void {
    this.profile = { ...this.profile, factors: { totp: off, sms: off, email: off, passkeys: true } };
    this.devices = [];
    this.passkeys = [];
    this.history = [];
  }

  #fetched<T>(value: T): T {
    if (this.problem) throw this.problem;
    return value;
  }

  #change({ values }: AnswerForm): AttributeSentView[] {
    this.profile = {
      ...this.profile,
      attributes: this.profile.attributes.map((one) =>
        one.name in values && one.kind !== "email" ? { ...one, value: values[one.name] ?? null } : one,
      ),
    };
    return "email" in values ? [{ name: "email", sentTo: { medium: "email", destination: "a•••@n•••.example" } }] : [];
  }

  #setFactor({ factor, enabled, preferred }: FactorForm): null {
    const factors = { ...this.profile.factors };
    if (preferred) {
      for (const kind of ["totp", "sms", "email"] as const) factors[kind] = { ...factors[kind], preferred: false };
    }
    factors[factor] = { ...factors[factor], enabled, preferred };
    this.profile = { ...this.profile, factors };
    return null;
  }

  #verify({ values }: AnswerForm): null {
    if (values["code"] !== CODE_MESSAGE.code) {
      throw problem("wrongCode", "Wrong code", "That is not the code we sent.", "Use the newest message, or have a new one sent.");
    }
    return null;
  }

  readonly commands: Record<string, (args: Record<string, unknown>) => unknown> = {
    profile: () => this.#fetched(this.profile),
    update_attributes: ({ form }) => this.#change(form as AnswerForm),
    send_attribute_code: ({ name }) =>
      name === "email"
        ? { medium: "email", destination: "a•••@e•••.com" }
        : { medium: "sms", destination: "+•••••••0000" },
    verify_attribute: ({ form }) => this.#verify(form as AnswerForm),
    delete_attribute: ({ name }) => (this.#change({ values: { [String(name)]: "" } }), null),
    change_password: () => null,
    set_factor: ({ form }) => this.#setFactor(form as FactorForm),
    begin_totp: () => TOTP,
    finish_totp: ({ form }) => (
      this.#verify(form as AnswerForm), this.#setFactor({ factor: "totp", enabled: true, preferred: true })
    ),
    devices: () => this.#fetched(this.devices),
    forget_device: ({ key }) => ((this.devices = this.devices.filter((device) => device.key !== key)), null),
    passkeys: () => this.#fetched(this.passkeys),
    register_passkey: () => (
      (this.passkeys = [...this.passkeys, { id: "2", name: "Gatehouse on this computer", created: Date.now() }]), null
    ),
    delete_passkey: ({ id }) => ((this.passkeys = this.passkeys.filter((passkey) => passkey.id !== id)), null),
    sign_in_history: () => this.#fetched(this.history),
    delete_account: () => null,
  };
}
