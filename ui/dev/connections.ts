/** The connections that the pretended core knows, what it reads out of configurations, and how it checks them. */
import type {
  CheckView,
  ConnectionForm,
  ConnectionListView,
  FieldProblem,
  ImportView,
  Problem,
  Update,
} from "../src/lib/bindings";
import { problem } from "./questions";

const POOL = "eu-west-1_AbCdEf123";

export const ACME: ConnectionForm = {
  id: "acme",
  name: "Acme Files",
  region: "eu-west-1",
  userPoolId: POOL,
  clientId: "5q8h2n4v1k7c9d3f6g0j2l4m6p",
  clientSecret: null,
  hasClientSecret: true,
  authFlow: "USER_SRP_AUTH",
  methods: ["USER_SRP_AUTH", "USER_AUTH:EMAIL_OTP"],
  hostedUi: {
    domain: "acme.auth.eu-west-1.amazoncognito.com",
    scopes: ["openid", "email", "profile"],
    redirectPorts: [17643, 21643, 28643],
    deepLink: null,
    signOutTo: null,
    lang: null,
    providers: [
      { name: "Google", label: "Google", kind: "google" },
      { name: "AcmeSSO", label: "Acme", kind: "saml" },
    ],
  },
  identityPool: {
    id: "eu-west-1:0f7c1e9a-2b3d-4c5e-8f60-718293a4b5c6",
    flow: "enhanced",
    roleArn: null,
    durationMinutes: null,
    customRole: null,
    guests: true,
    developerProvider: null,
    developerBackend: null,
    providers: [],
  },
  storage: null,
  locations: [
    { id: "private", name: null, kind: "private", bucket: "acme-files", region: null, prefix: "private/{identity_id}/", canWrite: true, writeGroups: null, readGroups: null, guestsWrite: false },
    { id: "public", name: "Everybody", kind: "public", bucket: "acme-files", region: null, prefix: "public/", canWrite: true, writeGroups: ["editors"], readGroups: null, guestsWrite: false },
  ],
  endpoints: { userPool: null, identityPool: null, sts: null },
  signUp: null,
  userContext: false,
  appData: "document",
  api: null,
};

/** What a file of Amplify's came to, with something assumed, missing and unknown. */
const READ: ImportView = {
  format: "amplifyOutputs",
  form: { ...ACME, id: null, name: "acme", hasClientSecret: false, locations: [] },
  notes: [
    { key: "mfaOptional", detail: "TOTP, SMS" },
    { key: "redirectsAssumed", detail: "" },
    { key: "noBucket", detail: "" },
  ],
  unknown: ["data.url", "custom.analytics", "geo"],
};

const check = (id: string, state: CheckView["state"], field: string | null = null, wrong: Problem | null = null): CheckView => ({
  id,
  state,
  field,
  problem: wrong,
  seconds: 0.2,
});

export const CHECKS: CheckView[] = [
  check("clock", "ok"),
  check("userPool", "ok"),
  check("client", "failed", "clientId", problem("connectionWrong", "This user pool does not know the app client", "There is no app client with this id in the pool.", "Copy the id from the pool’s app clients.")),
  check("identityPool", "ok"),
  check("hostedUi", "failed", "hostedUi.domain", problem("connectionWrong", "There is no sign-in page at this domain", "The domain does not answer.", null)),
  check("redirect:http://localhost:17643/callback", "ok"),
  check("prefix:private", "skipped", null, problem("connectionWrong", "Not looked at", "Only somebody who is signed in to this connection can find out.")),
];

export class Known {
  list: ConnectionListView = {
    connections: [
      { id: "sandbox", name: "Sandbox", sandbox: true, region: "eu-west-1", where: "sandbox" },
      { id: "acme", name: "Acme Files", sandbox: false, region: "eu-west-1", where: "aws" },
      { id: "lab", name: "Lab", sandbox: false, region: "us-east-1", where: "emulator" },
    ],
    active: "sandbox",
  };
  /** Where set, why a configuration is refused. */
  refusal: Problem | null = null;
  wrong: FieldProblem[] = [];
  checks: CheckView[] = CHECKS;
  readonly #push: (update: Update) => void;

  constructor(push: (update: Update) => void) {
    this.#push = push;
  }

  #read(): ImportView {
    if (this.refusal) throw this.refusal;
    return READ;
  }

  /** One after the other, as they run. */
  #check(): null {
    this.checks.forEach((_, at) =>
      setTimeout(() => {
        const shown = this.checks.map((one, index): CheckView => (index <= at ? one : { ...one, state: "running", problem: null }));
        this.#push({ type: "checks", value: shown.slice(0, at + 2) });
      }, at * 40),
    );
    return null;
  }

  readonly commands: Record<string, (args: Record<string, unknown>) => unknown> = {
    connections: () => this.list,
    connection: () => ACME,
    save_connection: () => (this.wrong.length > 0 ? this.wrong : { id: "acme" }),
    delete_connection: ({ id }) => (
      (this.list = { ...this.list, connections: this.list.connections.filter((one) => one.id !== id) }), null
    ),
    use_connection: () => null,
    export_connection: () => true,
    import_text: () => this.#read(),
    import_file: () => this.#read(),
    import_dropped: () => this.#read(),
    test_connection: () => this.#check(),
  };
}
