/** What the pretended core has: an account, places, a believable folder, transfers, calls and tokens. */
import type {
  AccountView,
  CallDetailView,
  CallView,
  FolderForm,
  LocationView,
  MessageView,
  RowKind,
  RowView,
  TokenView,
  TransferView,
} from "../src/lib/bindings";

const DAY = 86_400_000;
const NOW = Date.now();
const IDENTITY = "eu-west-1:00000000-0000-4000-8000-00000000ada0";

export const ACCOUNT: AccountView = {
  username: "ada",
  displayName: "Ada Lovelace",
  sub: "5f0c2a4e-8d0b-4a57-9a86-0f6d1c1f7a10",
  email: "ada@example.com",
  phone: null,
  groups: ["editors"],
  identityId: IDENTITY,
  remembered: true,
  firstSignIn: NOW - 40 * DAY,
  lastSignIn: NOW - 60_000,
  roles: ["GatehouseEditors"],
  preferredRole: "GatehouseEditors",
  role: null,
  guest: false,
  livesOn: 7_200_000,
  askRememberDevice: false,
  identities: [],
  managed: "here",
};

export const LOCATIONS: LocationView[] = [
  { id: "private", kind: "private", name: null, bucket: "gatehouse-sandbox", prefix: `private/${IDENTITY}/`, canWrite: true },
  { id: "protected", kind: "protected", name: null, bucket: "gatehouse-sandbox", prefix: `protected/${IDENTITY}/`, canWrite: true },
  { id: "public", kind: "public", name: null, bucket: "gatehouse-sandbox", prefix: "public/", canWrite: true },
];

type Entry = [name: string, kind: RowKind, size: number | null, daysAgo: number];

const ENTRIES: Entry[] = [
  ["Empty", "folder", null, 0],
  ["Invoices", "folder", null, 0],
  ["Photos 📷", "folder", null, 0],
  ["Reports", "folder", null, 0],
  ["写真", "folder", null, 0],
  ["agenda 2026-11-21.md", "text", 2_310, 0.01],
  ["Analytical Engine, plate 1.png", "image", 1_204_311, 2],
  ["Analytical Engine, plate 2.png", "image", 1_377_040, 2],
  ["Analytical Engine, plate 10.png", "image", 988_120, 2],
  ["Bernoulli numbers, note G.txt", "text", 18_402, 9],
  ["budget.csv", "text", 4_096, 12],
  ["engine.json", "text", 812, 20],
  ["harbour at dawn.jpg", "image", 3_402_118, 31],
  ["interview with a very long name that goes on and on until nobody can read it any more, take 2.mp3", "audio", 5_820_133, 44],
  ["letters.zip", "archive", 12_930_114, 80],
  ["Projet – été.pdf", "pdf", 640_221, 120],
  ["sketch 🎨.svg", "image", 12_200, 130],
  ["summary.pdf", "pdf", 1_204_000, 200],
  ["talk recording.mp4", "video", 41_943_040, 380],
  ["unknown.bin", "other", 17, 400],
  ["Ελληνικά.txt", "text", 920, 410],
  ["עברית.txt", "text", 1_020, 420],
  ["日本語のメモ.txt", "text", 2_020, 430],
];

const KINDS: RowKind[] = ["folder", "image", "text", "pdf", "audio", "video", "archive", "other"];

export function rowsOf(form: FolderForm): RowView[] {
  if (form.folder.endsWith("Empty/")) return [];
  const rows = ENTRIES.map(([name, kind, size, ago], id): RowView => ({
    id,
    selected: false,
    key: form.folder + name + (kind === "folder" ? "/" : ""),
    name,
    kind,
    size,
    modified: kind === "folder" ? null : NOW - ago * DAY,
  }));
  const by: Record<FolderForm["sort"], (row: RowView) => number> = {
    name: (row) => rows.indexOf(row),
    size: (row) => row.size ?? -1,
    modified: (row) => row.modified ?? -1,
    type: (row) => KINDS.indexOf(row.kind),
  };
  const folders = rows.filter((row) => row.kind === "folder");
  const files = rows.filter((row) => row.kind !== "folder").sort((a, b) => by[form.sort](a) - by[form.sort](b));
  return [...folders, ...(form.descending ? files.reverse() : files)];
}

export const CODE_MESSAGE: MessageView = {
  id: 1,
  at: NOW,
  medium: "email",
  to: "grace@example.com",
  subject: "Your verification code",
  body: "Your confirmation code is 482913.",
  code: "482913",
};

export const TEXT = [
  "Note G",
  "",
  "It is desirable to guard against the possibility of exaggerated ideas that might arise as to the powers of the Analytical Engine.",
  "",
  "The Analytical Engine has no pretensions whatever to originate anything. It can do whatever we know how to order it to perform.",
  ...Array.from({ length: 60 }, (_, at) => `V${at + 1}\t= B${at}\t× A${at + 2}`),
].join("\n");

const transfer = (change: Partial<TransferView> & Pick<TransferView, "id" | "name">): TransferView => ({
  direction: "upload",
  location: "private",
  folder: "",
  done: 0,
  total: 41_943_040,
  rate: 0,
  secondsLeft: null,
  elapsed: 0,
  state: "waiting",
  problem: null,
  conflict: null,
  savedAs: null,
  verified: null,
  ...change,
});

export const TRANSFERS: TransferView[] = [
  transfer({ id: 5, name: "holiday film.mp4", done: 18_400_000, rate: 38_200_000, secondsLeft: 48, state: "running" }),
  transfer({
    id: 7,
    name: "plan.xlsx",
    total: 48_211,
    state: "asking",
    conflict: {
      there: { size: 51_204, modified: Date.UTC(2026, 9, 3, 9, 12) },
      coming: { size: 48_211, modified: Date.UTC(2026, 10, 14, 16, 40) },
    },
  }),
  transfer({ id: 4, name: "harbour at dawn.jpg", total: 3_402_118 }),
  transfer({ id: 6, name: "archive 2019.tar", done: 20_971_520, state: "paused" }),
  transfer({
    id: 3,
    name: "budget.csv",
    direction: "download",
    total: 4_096,
    state: "failed",
    problem: {
      code: "diskFull",
      title: "The disk is full",
      detail: "There is no room left in Downloads.",
      hint: "Make room and try again.",
      field: null,
      retry: "edit",
      until: null,
      said: null,
      request: null,
      reference: null,
    },
  }),
  transfer({ id: 2, name: "summary.pdf", direction: "download", done: 1_204_000, total: 1_204_000, state: "done", savedAs: "summary (2).pdf", verified: "CRC-64/NVME" }),
  transfer({ id: 1, name: "letters.zip", done: 12_930_114, total: 12_930_114, state: "done" }),
];

const call = (id: number, service: string, operation: string, duration: number | null, error: string | null = null): CallView => ({
  id,
  revision: id,
  at: NOW - 60_000 + id * 700,
  service,
  operation,
  attempt: id === 6 ? 2 : 1,
  duration,
  status: duration === null ? null : error === null ? 200 : 400,
  error,
  requestId: `7b0c6f6e-3f3c-4d8e-9a5e-1f0f5f3d${1000 + id}`,
});

export const CALLS: CallView[] = [
  call(1, "Cognito Identity Provider", "InitiateAuth", 41),
  call(2, "Cognito Identity Provider", "RespondToAuthChallenge", 63, "NotAuthorizedException"),
  call(3, "Cognito Identity Provider", "InitiateAuth", 38),
  call(4, "Cognito Identity Provider", "RespondToAuthChallenge", 71),
  call(5, "Cognito Identity", "GetId", 12),
  call(6, "Cognito Identity", "GetCredentialsForIdentity", 22),
  call(7, "S3", "ListObjectsV2", 18),
  call(8, "S3", "HeadObject", 6),
  call(9, "S3", "GetObject", 240),
  call(10, "S3", "UploadPart", null),
];

export const DETAIL: Omit<CallDetailView, "call"> = {
  requestLine: "POST http://127.0.0.1:41233/",
  requestHeaders: [
    { name: "content-type", value: "application/x-amz-json-1.1" },
    { name: "x-amz-target", value: "AWSCognitoIdentityProviderService.InitiateAuth" },
  ],
  requestBody: JSON.stringify({ AuthFlow: "USER_SRP_AUTH", ClientId: "[redacted]", AuthParameters: { USERNAME: "[redacted]", SRP_A: "[redacted]" } }),
  responseHeaders: [
    { name: "content-type", value: "application/x-amz-json-1.1" },
    { name: "x-amzn-requestid", value: "7b0c6f6e-3f3c-4d8e-9a5e-1f0f5f3d1001" },
  ],
  responseBody: JSON.stringify({ ChallengeName: "PASSWORD_VERIFIER", ChallengeParameters: "[redacted]" }),
};

const claims = (use: string): { name: string; value: string }[] => [
  { name: "sub", value: ACCOUNT.sub },
  { name: "iss", value: "http://127.0.0.1:41233/eu-west-1_Gatehouse" },
  { name: "token_use", value: use },
  { name: "cognito:groups", value: '["editors"]' },
  { name: "exp", value: String(Math.round(NOW / 1000) + 2400) },
];

export const TOKENS: TokenView[] = ["id", "access"].map((use) => ({
  tokenUse: use,
  header: [
    { name: "alg", value: "RS256" },
    { name: "kid", value: "c2FuZGJveC1rZXktMQ" },
  ],
  claims: claims(use),
  issuedAt: NOW - 1_200_000,
  expiresAt: use === "id" ? NOW + 2_400_000 : NOW + 200_000,
}));
