/** Shapes of the connections' views until they come from the core. */
export interface ConnectionListView {
  connections: { id: string; name: string; sandbox: boolean; region: string; where: "sandbox" | "aws" | "emulator" }[];
  active: string;
}

export interface HostedProviderForm {
  name: string;
  label: string;
  kind: "google" | "apple" | "facebook" | "amazon" | "saml" | "oidc";
}

export interface HostedUiForm {
  domain: string;
  scopes: string[];
  redirectPorts: number[];
  deepLink: string | null;
  signOutTo: string | null;
  lang: string | null;
  providers: HostedProviderForm[];
}

export interface ExternalProviderForm {
  name: string;
  login: string;
  issuer: string | null;
  clientId: string | null;
  scopes: string[];
}

export interface IdentityPoolForm {
  id: string;
  flow: "enhanced" | "basic";
  roleArn: string | null;
  durationMinutes: number | null;
  customRole: string | null;
  guests: boolean;
  developerProvider: string | null;
  developerBackend: string | null;
  providers: ExternalProviderForm[];
}

export interface LocationForm {
  id: string;
  name: string | null;
  kind: "private" | "protected" | "public" | "plain";
  bucket: string;
  region: string | null;
  prefix: string;
  canWrite: boolean;
  writeGroups: string[] | null;
}

export interface SignUpForm {
  attributes: { name: string; kind: "string" | "number" | "dateTime" | "boolean"; required: boolean; mutable: boolean; min: number | null; max: number | null }[];
  passwordPolicy: { minLength: number; lowercase: boolean; uppercase: boolean; number: boolean; symbol: boolean };
  signInNames: ("username" | "email" | "phone")[];
}

export interface ConnectionForm {
  id: string | null;
  name: string;
  region: string | null;
  userPoolId: string | null;
  clientId: string | null;
  clientSecret: string | null;
  hasClientSecret: boolean;
  authFlow: string;
  methods: string[];
  hostedUi: HostedUiForm | null;
  identityPool: IdentityPoolForm | null;
  storage: { region: string | null; endpoint: string | null; pathStyle: boolean } | null;
  locations: LocationForm[];
  endpoints: { userPool: string | null; identityPool: string | null; sts: string | null };
  signUp: SignUpForm | null;
  userContext: boolean;
  api: { url: string } | null;
}

export interface FieldProblem {
  field: string;
  message: string;
  example: string | null;
}

export interface ImportView {
  format: string;
  form: ConnectionForm;
  notes: { key: string; detail: string }[];
  unknown: string[];
}

export interface CheckView {
  id: string;
  state: "ok" | "failed" | "skipped" | "running";
  field: string | null;
  problem: import("./bindings").Problem | null;
  seconds: number;
}

export interface ChecksUpdate {
  type: "checks";
  value: CheckView[];
}
