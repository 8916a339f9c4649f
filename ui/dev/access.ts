/** What the pretended core tells testers: how somebody comes to the files, what is in reach, and an API's answer. */
import type { ApiAnswerView, ChainView, ReachView } from "../src/lib/bindings";
import { ACCOUNT } from "./world";

const ROLE = "arn:aws:iam::123456789012:role/Gatehouse";

export const CHAIN: ChainView = {
  idToken: {
    issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123",
    audience: "5q8h2n4v1k7c9d3f6g0j2l4m6p",
    subject: ACCOUNT.sub,
    expiresAt: Date.now() + 2_400_000,
  },
  login: "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123",
  linked: [],
  identityId: ACCOUNT.identityId,
  guest: false,
  flow: "enhanced",
  roleArn: `${ROLE}Editors`,
  reason: "tokenPreferred",
  rule: null,
  candidates: [`${ROLE}Editors`, `${ROLE}Readers`],
  sessionName: "CognitoIdentityCredentials",
  expiresAt: Date.now() + 3_300_000,
  tags: [
    { key: "username", value: ACCOUNT.sub },
    { key: "team", value: "Engines" },
  ],
  tagsKnown: true,
  reach: [],
};

const REACH: ReachView[] = [
  { location: "private", list: "yes", read: "yes", write: "yes", delete: "yes" },
  { location: "protected", list: "yes", read: "unknown", write: "yes", delete: "yes" },
  { location: "public", list: "yes", read: "yes", write: "no", delete: "unknown" },
];

const ANSWER: ApiAnswerView = {
  status: 200,
  headers: [
    { name: "content-type", value: "application/json" },
    { name: "x-request-id", value: "7b0c6f6e-3f3c-4d8e-9a5e-1f0f5f3d1001" },
  ],
  body: '{"message":"Hello Ada","groups":["editors"]}',
  truncated: false,
  milliseconds: 42,
};

export const ACCESS: Record<string, (args: Record<string, unknown>) => unknown> = {
  chain: () => CHAIN,
  probe_reach: () => REACH,
  choose_role: () => null,
  call_api: () => ANSWER,
};
