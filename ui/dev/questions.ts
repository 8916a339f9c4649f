/** What the pretended service asks: forms, questions and refusals. */
import type { AnswerView, FieldKind, FieldView, HostedProviderView, MethodView, Problem, ScreenView, TotpView } from "../src/lib/bindings";

export const RULES = { minLength: 8, lowercase: true, uppercase: true, number: true, symbol: true };

export function field(name: string, kind: FieldKind, change: Partial<FieldView> = {}): FieldView {
  return { name, kind, required: true, value: null, rule: null, ...change };
}

const limits = { min: null, max: null, minLength: null, maxLength: null };

export const METHODS: MethodView[] = [
  { id: "USER_SRP_AUTH", needsPassword: true },
  { id: "USER_AUTH:EMAIL_OTP", needsPassword: false },
  { id: "USER_AUTH:SMS_OTP", needsPassword: false },
  { id: "USER_AUTH:WEB_AUTHN", needsPassword: false },
  { id: "CUSTOM_AUTH:SRP_A", needsPassword: true },
];

export const SIGN_IN = {
  name: "signIn",
  username: "",
  usernameKind: "username",
  canSignUp: true,
  methods: METHODS,
  method: "USER_SRP_AUTH",
  browser: [],
  tokenProviders: [
    { name: "AcmeOIDC", kind: "oidc" },
    { name: "AcmeSAML", kind: "saml" },
    { name: "login.acme.example", kind: "developer" },
  ],
  guests: false,
} satisfies ScreenView;

/** Ways of signing in in the browser: the service's own pages, and one of each kind of provider. */
export const BROWSER: HostedProviderView[] = [
  { name: "Google", label: "Google", kind: "google" },
  { name: "SignInWithApple", label: "Apple", kind: "apple" },
  { name: "AcmeSSO", label: "Acme", kind: "saml" },
  { name: "", label: "", kind: "hostedUi" },
  { name: "https://id.example.com", label: "Example", kind: "direct" },
];

export const SIGN_UP: ScreenView = {
  name: "signUp",
  fields: [field("username", "username"), field("email", "email"), field("given_name", "text"), field("password", "newPassword")],
  passwordRules: RULES,
};

/** A sign-up that asks for one of each kind. */
export const SIGN_UP_LONG: ScreenView = {
  name: "signUp",
  fields: [
    field("username", "email"),
    field("phone_number", "phone"),
    field("name", "text", { rule: { ...limits, minLength: 0, maxLength: 2048 } }),
    field("birthdate", "date", { required: false }),
    field("custom:team", "text", { rule: { ...limits, minLength: 2, maxLength: 20 } }),
    field("custom:desk", "number", { required: false, rule: { ...limits, min: 1, max: 400 } }),
    field("custom:newsletter", "boolean", { required: false }),
    field("password", "newPassword"),
  ],
  passwordRules: RULES,
};

export function question(change: Partial<AnswerView> = {}): ScreenView {
  return {
    name: "answer",
    kind: "confirmSignUp",
    challenge: null,
    username: "grace",
    sentTo: { medium: "email", destination: "g•••@e•••.com" },
    fields: [field("code", "code")],
    passwordRules: null,
    choices: [],
    totp: null,
    parameters: {},
    canResend: true,
    resendsLeft: null,
    mayBeForRisk: false,
    canChangeAddress: true,
    canOpenBrowser: false,
    expiresAt: null,
    ...change,
  };
}

/** A challenge: a question within a sign-in, which lapses after three minutes. */
export function challenge(kind: AnswerView["kind"], change: Partial<AnswerView> = {}): ScreenView {
  return question({
    kind,
    username: "ada",
    sentTo: null,
    fields: [],
    canResend: false,
    canChangeAddress: false,
    expiresAt: Date.now() + 170_000,
    ...change,
  });
}

export function problem(code: Problem["code"], title: string, detail: string, hint: string | null = null): Problem {
  return {
    code,
    title,
    detail,
    hint,
    field: null,
    retry: "edit",
    until: null,
    said: null,
    request: null,
    reference: null,
  };
}

/** Something that looks like a QR code: the three corners, and a pattern that is the same every time. */
function pattern(): string {
  const size = 29;
  let seed = 7;
  let path = "";
  const corner = (x: number, y: number): boolean => (x < 8 && y < 8) || (x >= size - 8 && y < 8) || (x < 8 && y >= size - 8);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      if (!corner(x, y) && seed % 1000 < 470) path += `M${x} ${y}h1v1h-1z`;
    }
  }
  for (const [x, y] of [[0, 0], [size - 7, 0], [0, size - 7]] as const) {
    path += `M${x} ${y}h7v7h-7zM${x + 1} ${y + 1}v5h5v-5zM${x + 2} ${y + 2}h3v3h-3z`;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill-rule="evenodd" d="${path}"/></svg>`;
}

export const TOTP: TotpView = {
  secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
  image: `data:image/svg+xml,${encodeURIComponent(pattern())}`,
  account: "ada@example.com",
  issuer: "Acme Files",
};
