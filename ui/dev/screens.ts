/** How each screen is reached in the pretended app: by what a person does, or by what the core pushes. */
import type { Page } from "playwright-core";

type Reach = (page: Page) => Promise<void>;

/** The first frames after a change may still show what was before. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 120)))),
  );
}

async function signedIn(page: Page): Promise<void> {
  await page.evaluate(() => window.mock.enter());
  await page.getByRole("row", { name: "budget.csv" }).waitFor();
  await settled(page);
}

const asked =
  (change: () => void): Reach =>
  async (page) => {
    await page.evaluate(change);
    await settled(page);
  };

export const SCREENS: Record<string, Reach> = {
  "sign-in": settled,

  "sign-in-refused": async (page) => {
    await page.getByLabel("User name or email").fill("ada");
    await page.getByLabel("Password", { exact: true }).fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByText("That did not work").waitFor();
    await settled(page);
  },

  "sign-in-offline": asked(() =>
    window.mock.refuse(
      window.problem("offline", "No connection", "The service cannot be reached.", "Check the network and try again."),
    ),
  ),

  "restore-offline": asked(() =>
    window.mock.show(
      { name: "restoring" },
      { problem: window.problem("offline", "No connection", "Your session could not be checked.", "Check the network and try again.") },
    ),
  ),

  "sign-in-ended": asked(() => window.mock.show(window.mock.auth.screen, { outcome: "sessionEnded" })),

  "sign-up": async (page) => {
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByLabel("User name").fill("grace");
    await page.getByLabel("Password", { exact: true }).fill("Harbour1");
    await settled(page);
  },

  "sign-up-taken": async (page) => {
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByLabel("User name").fill("ada");
    await page.evaluate(() =>
      window.mock.refuse(
        window.problem("usernameTaken", "Taken", "Somebody already has this user name.", "Choose another one."),
      ),
    );
    await settled(page);
  },

  confirm: asked(() => window.mock.show(window.question())),

  "confirm-resent": asked(() => window.mock.show(window.question(), { outcome: "codeSent" })),

  "confirm-wrong": async (page) => {
    await page.evaluate(() => window.mock.show(window.question()));
    await page.getByLabel("Code").fill("123 456");
    await page.keyboard.press("Enter");
    await page.getByText("That is not the code we sent").waitFor();
    await settled(page);
  },

  "confirm-inbox": async (page) => {
    await page.evaluate(() => {
      window.mock.show(window.question());
      window.mock.deliver();
    });
    await page.getByRole("button", { name: /Sandbox/u }).click();
    await page.getByText("Your verification code").waitFor();
    await settled(page);
  },

  "reset-password": asked(() => void window.mock.commands["forgot_password"]?.({})),

  "new-password": asked(() => void window.mock.signIn({ username: "temp", password: "x", remember: true })),

  "select-mfa": asked(() =>
    window.mock.show(
      window.question({
        kind: "selectMfaType",
        fields: [],
        sentTo: null,
        choices: ["SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA"],
        canResend: false,
        canChangeAddress: false,
      }),
    ),
  ),

  "last-minute": asked(() => window.mock.show(window.question({ kind: "sentCode", expiresAt: Date.now() + 41_000 }))),

  unknown: asked(() =>
    window.mock.show(
      window.question({
        kind: "unknown",
        challenge: "RETINA_SCAN",
        fields: [],
        sentTo: null,
        canResend: false,
        canChangeAddress: false,
        parameters: { hint: "Look into the camera" },
      }),
    ),
  ),

  forgot: async (page) => {
    await page.getByRole("button", { name: "Forgot password?" }).click();
    await page.getByText("Reset your password").waitFor();
    await settled(page);
  },

  "inbox-empty": async (page) => {
    await page.getByRole("button", { name: /Sandbox/u }).click();
    await settled(page);
  },

  files: async (page) => {
    await signedIn(page);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await settled(page);
  },

  "files-selected": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "budget.csv" }).click();
    await page.getByRole("row", { name: "harbour at dawn.jpg" }).click({ modifiers: ["Shift"] });
    await settled(page);
  },

  "files-deep": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "Reports" }).dblclick();
    await page.getByRole("button", { name: "Reports" }).waitFor();
    await settled(page);
    await page.getByRole("row", { name: "Photos" }).dblclick();
    await settled(page);
  },

  "files-empty": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "Empty" }).dblclick();
    await page.getByText("This folder is empty").waitFor();
    await settled(page);
  },

  "files-loading": async (page) => {
    await page.evaluate(() => {
      window.mock.delay = 60_000;
      window.mock.enter();
    });
    await settled(page);
  },

  "files-denied": async (page) => {
    await page.evaluate(() => {
      window.mock.folderProblem = {
        ...window.problem("denied", "You may not open this folder", "Your account has no permission for it.", "Ask whoever runs the service."),
        retry: "no",
        reference: "7b0c6f6e",
      };
      window.mock.enter();
    });
    await page.getByText("You may not open").waitFor();
    await settled(page);
  },

  "files-offline": async (page) => {
    await page.evaluate(() => {
      window.mock.folderProblem = {
        ...window.problem("offline", "No connection", "The service cannot be reached.", "Check the network and try again."),
        retry: "now",
      };
      window.mock.enter();
    });
    await page.getByText("No connection").waitFor();
    await settled(page);
  },

  "files-menu": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "budget.csv" }).click({ button: "right" });
    await settled(page);
  },

  "files-drop": async (page) => {
    await signedIn(page);
    await page.evaluate(() => window.mock.push({ type: "drop", value: "over" }));
    await settled(page);
  },

  "preview-text": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "budget.csv" }).click();
    await page.keyboard.press("Space");
    await page.getByText("exaggerated ideas").waitFor();
    await settled(page);
  },

  "preview-image": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "harbour at dawn.jpg" }).dblclick();
    await page.getByRole("img").waitFor();
    await settled(page);
  },

  "preview-none": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "letters.zip" }).dblclick();
    await page.getByText("No preview").waitFor();
    await settled(page);
  },

  transfers: async (page) => {
    await signedIn(page);
    await page.evaluate(() => void window.mock.startUpload());
    await page.getByRole("button", { name: /of 5/u }).click();
    await settled(page);
  },

  "transfers-empty": async (page) => {
    await signedIn(page);
    await page.getByRole("button", { name: "Transfers" }).click();
    await settled(page);
  },

  account: async (page) => {
    await signedIn(page);
    await page.getByRole("button", { name: "Ada Lovelace" }).click();
    await settled(page);
  },

  "sign-out-everywhere": async (page) => {
    await signedIn(page);
    await page.getByRole("button", { name: "Ada Lovelace" }).click();
    await page.getByRole("button", { name: "Sign out everywhere" }).click();
    await settled(page);
  },

  inspector: async (page) => {
    await signedIn(page);
    await page.keyboard.press("Control+Shift+I");
    await page.getByRole("row", { name: /InitiateAuth/u }).first().click();
    await page.getByText("USER_SRP_AUTH").waitFor();
    await settled(page);
  },

  "inspector-tokens": async (page) => {
    await signedIn(page);
    await page.keyboard.press("Control+Shift+I");
    await page.getByRole("tab", { name: "Tokens" }).click();
    await settled(page);
  },

  notices: async (page) => {
    await signedIn(page);
    await page.evaluate(() => window.mock.push({ type: "notice", value: "sessionInMemory" }));
    await settled(page);
  },
};
