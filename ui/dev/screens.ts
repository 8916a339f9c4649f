/** How each screen is reached in the pretended app. */
import { ACCOUNT } from "./screens/account";
import { BROWSER } from "./screens/browser";
import { CHANGES } from "./screens/changes";
import { CONNECTIONS } from "./screens/connections";
import { FILES } from "./screens/files";
import { PREVIEWS } from "./screens/previews";
import { RAIL } from "./screens/rail";
import type { Reach } from "./screens/reach";
import { SANDBOX } from "./screens/sandbox";
import { SIGN_IN } from "./screens/signin";
import { TRANSFERS } from "./screens/transfers";

export const SCREENS: Record<string, Reach> = {
  ...SIGN_IN,
  ...FILES,
  ...CHANGES,
  ...TRANSFERS,
  ...PREVIEWS,
  ...RAIL,
  ...ACCOUNT,
  ...CONNECTIONS,
  ...BROWSER,
  ...SANDBOX,
};
