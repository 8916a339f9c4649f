/** Shapes of what testers see of the access, until they come from the core. */
export interface TokenForm {
  provider: string;
  token: string;
  identityId: string | null;
}

export type RoleReason = "default" | "guest" | "tokenPreferred" | "custom" | "rule" | "onlyRole" | "chosenBasic" | "ambiguousAuthenticated" | "unknown";
export type Reachable = "yes" | "no" | "unknown";

export interface ReachView {
  location: string;
  list: Reachable;
  read: Reachable;
  write: Reachable;
  delete: Reachable;
}

export interface ChainView {
  idToken: { issuer: string; audience: string; subject: string; expiresAt: number } | null;
  login: string | null;
  linked: string[];
  identityId: string | null;
  guest: boolean;
  flow: "enhanced" | "basic" | "developer" | "guest";
  roleArn: string | null;
  reason: RoleReason;
  candidates: string[];
  sessionName: string | null;
  expiresAt: number | null;
  tags: { key: string; value: string }[];
  tagsKnown: boolean;
  reach: ReachView[];
}

export interface ApiCallForm {
  url: string;
  method: string;
  auth: "bearer" | "sigV4";
  body: string | null;
}

export interface ApiAnswerView {
  status: number;
  headers: { name: string; value: string }[];
  body: string;
  truncated: boolean;
  milliseconds: number;
}

export interface ReachForm {
  write: boolean;
}
