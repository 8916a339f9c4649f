/** Shapes of what testers see of the access, until they come from the core. */
export interface PresentTokenForm {
  provider: string;
  token: string;
  identityId: string | null;
}

export type RoleReason = "default" | "guest" | "tokenPreferred" | "custom" | "rule" | "onlyRole" | "chosenBasic" | "ambiguousAuthenticated" | "unknown";
export type Reach = "yes" | "no" | "unknown";

export interface ReachView {
  location: string;
  list: Reach;
  read: Reach;
  write: Reach;
  delete: Reach;
}

export interface ChainView {
  idToken: { issuer: string; audience: string; subject: string; expiresAt: number } | null;
  login: string | null;
  identityId: string | null;
  guest: boolean;
  flow: "enhanced" | "basic" | "developer" | "guest";
  roleArn: string | null;
  reason: RoleReason;
  candidates: string[];
  sessionName: string | null;
  expiresAt: number | null;
  tags: { key: string; value: string }[];
  reach: ReachView[];
}

export interface ApiCallForm {
  method: string;
  path: string;
  body: string | null;
  auth: "accessToken" | "sigV4" | "none";
}

export interface ApiAnswerView {
  status: number;
  headers: { key: string; value: string }[];
  body: string;
  truncated: boolean;
  milliseconds: number;
}

export interface ProbeForm {
  write: boolean;
}
