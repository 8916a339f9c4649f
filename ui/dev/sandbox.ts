/** What the pretended core keeps of the sandbox: users, faults, settings and the clock. */
import type {
  SandboxClockForm,
  SandboxClockView,
  SandboxFaultForm,
  SandboxFaultsView,
  SandboxUsersView,
  SandboxUserView,
  Update,
} from "../src/lib/bindings";

type Arguments = Record<string, unknown>;

const DAY = 86_400_000;
const NOW = Date.now();

const user = (username: string, change: Partial<SandboxUserView> = {}): SandboxUserView => ({
  username,
  sub: "0b0a7c1e-9d5a-4a6f-8a3b-2f1f3c1d2e01",
  status: "CONFIRMED",
  enabled: true,
  attributes: { email: `${username}@example.com`, email_verified: "true", given_name: username[0]?.toUpperCase() + username.slice(1) },
  groups: [],
  factors: [],
  hasPassword: true,
  passkeys: 0,
  devices: 0,
  created: NOW - 30 * DAY,
  signedIn: null,
  ...change,
});

const SETTINGS = {
  pool: {
    mfa: "OPTIONAL",
    mfa_types: { sms: true, totp: true, email: true },
    username_kind: "username",
    case_sensitive: false,
    self_sign_up: true,
    password_policy: { min_length: 8, lowercase: true, uppercase: true, number: true, symbol: true },
    password_history: 0,
    temporary_password_days: 365,
    device_tracking: { mode: "off", replaces_mfa: false },
    risk: "off",
    triggers: { pre_sign_up: "none", custom_challenge: "one_round" },
  },
  clients: [
    {
      client_id: "4gatehouse5sandbox6client7",
      prevent_user_existence_errors: true,
      access_token_validity: 60,
      id_token_validity: 60,
      refresh_token_validity: 43_200,
      session_validity: 3,
    },
  ],
};

export class Control {
  clock: SandboxClockView = { ahead: 0, follows: true };
  faults: SandboxFaultsView = { offline: false, plans: [] };
  users: SandboxUsersView = {
    users: [
      user("ada", { groups: ["editors"], signedIn: NOW - 60_000, passkeys: 1, devices: 2 }),
      user("amy", { groups: ["editors", "readers"] }),
      user("dora", { enabled: false }),
      user("mo", { factors: ["totp"] }),
      user("rita", { status: "RESET_REQUIRED" }),
      user("sam", { factors: ["sms"], attributes: { email: "sam@example.com", phone_number: "+15550100", phone_number_verified: "true" } }),
      user("sel", { factors: ["sms", "totp", "email"], signedIn: NOW - 9 * DAY }),
      user("temp", { status: "FORCE_CHANGE_PASSWORD" }),
      user("una", { status: "UNCONFIRMED" }),
    ],
    groups: [
      { name: "editors", role: "arn:aws:iam::123456789012:role/editors", precedence: 10 },
      { name: "readers", role: "arn:aws:iam::123456789012:role/readers", precedence: 10 },
    ],
    roles: [],
  };
  readonly #push: (update: Update) => void;

  constructor(push: (update: Update) => void) {
    this.#push = push;
  }

  #move(form: SandboxClockForm): SandboxClockView {
    const ahead = form.real ? 0 : this.clock.ahead + (form.by ?? 0);
    this.clock = { ahead, follows: form.follows ?? this.clock.follows };
    this.#push({ type: "sandboxClock", value: this.clock });
    return this.clock;
  }

  #plan(form: SandboxFaultForm): SandboxFaultsView {
    const id = this.faults.plans.length + 1;
    this.faults = { ...this.faults, plans: [...this.faults.plans, { id, name: null, happened: 0, ...form }] };
    return this.faults;
  }

  readonly commands: Record<string, (args: Arguments) => unknown> = {
    sandbox_users: () => this.users,
    save_sandbox_user: () => this.users,
    change_sandbox_user: () => this.users,
    move_sandbox_clock: ({ form }) => this.#move(form as SandboxClockForm),
    sandbox_faults: () => this.faults,
    plan_sandbox_fault: ({ form }) => this.#plan(form as SandboxFaultForm),
    clear_sandbox_faults: ({ id }) =>
      (this.faults = { ...this.faults, plans: this.faults.plans.filter((plan) => id !== null && plan.id !== id) }),
    set_sandbox_offline: ({ offline }) => (this.faults = { ...this.faults, offline: offline === true }),
    sandbox_settings: () => JSON.stringify(SETTINGS),
    change_sandbox_settings: () => JSON.stringify(SETTINGS),
  };
}
