/** How each screen of the sign-in is reached: by what a person does, or by what the core pushes. */
import { asked, settled, type Reach } from "./reach";

export const SIGN_IN: Record<string, Reach> = {
  "sign-in": settled,

  "sign-in-refused": async (page) => {
    await page.getByLabel("User name or email").fill("ada");
    await page.getByLabel("Password", { exact: true }).fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByText("That did not work").waitFor();
    await settled(page);
  },

  "sign-in-other-ways": async (page) => {
    await page.getByRole("button", { name: "Other ways to sign in" }).click();
    await settled(page);
  },

  "sign-in-by-email": async (page) => {
    await page.getByRole("button", { name: "Other ways to sign in" }).click();
    await page.getByRole("button", { name: "Code by email" }).click();
    await page.getByLabel("User name or email").fill("otto");
    await page.getByRole("button", { name: "Email me a code" }).waitFor();
    await settled(page);
  },

  "sign-in-by-phone": async (page) => {
    await page.evaluate(() => window.mock.show({ ...window.forms.SIGN_IN, usernameKind: "phone" }));
    await page.getByLabel("Phone number").fill("+44 20 7946 0000");
    await page.keyboard.press("Tab");
    await settled(page);
  },

  "sign-in-caps-lock": async (page) => {
    const password = page.getByLabel("Password", { exact: true });
    await password.fill("secret");
    await password.evaluate((input) =>
      input.dispatchEvent(new KeyboardEvent("keydown", { key: "A", modifierCapsLock: true, bubbles: true })),
    );
    await page.getByRole("button", { name: "Show password" }).click();
    await password.focus();
    await password.evaluate((input) =>
      input.dispatchEvent(new KeyboardEvent("keydown", { key: "A", modifierCapsLock: true, bubbles: true })),
    );
    await page.getByText("Caps Lock is on").waitFor();
    await settled(page);
  },

  "sign-in-locked": asked(() =>
    window.mock.refuse({
      ...window.problem("tooManyTries", "Too many tries", "Signing in is closed for a while.", "Wait, then try again. Each further wrong try makes the wait longer."),
      until: Date.now() + 128_000,
    }),
  ),

  "sign-in-said": asked(() =>
    window.mock.refuse({
      ...window.problem("refusedByService", "Not allowed", "This service has a rule of its own for signing in."),
      said: "Only people with an address at acme.example may enter. Ask the front desk for an exception.",
    }),
  ),

  "sign-in-deadlock": asked(() =>
    window.mock.refuse({
      ...window.problem("invitationExpired", "The invitation has expired", "Your temporary password is too old to be used.", "Send this request to whoever runs the service."),
      request: "My temporary password has expired. Send me a new invitation. User: newt.",
      reference: "7b0c6f6e-3f3c-4d8e-9a5e-1f0f5f3d1001",
    }),
  ),

  "sign-in-bad-input": async (page) => {
    await page.getByLabel("User name or email").fill(`\u202Eada 👩‍👩‍👧 עברית ${"w".repeat(10_000)}`);
    await page.getByLabel("Password", { exact: true }).fill("x".repeat(10_000));
    await page.evaluate(() =>
      window.mock.refuse({
        ...window.problem("refusedByService", "Not allowed", "y".repeat(2000)),
        said: `\u202E${"עברית".repeat(60)}`,
      }),
    );
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

  "sign-up-long": async (page) => {
    await page.evaluate(() => window.mock.show(window.forms.SIGN_UP_LONG));
    await page.getByLabel("Email").fill("grace@example.com");
    await page.getByLabel("Phone number").fill("07911 123456");
    await page.getByLabel("Password", { exact: true }).fill("Harbour-lights-9");
    await page.getByText("Strong", { exact: true }).first().waitFor();
    await settled(page);
  },

  "sign-up-limits": async (page) => {
    await page.evaluate(() => window.mock.show(window.forms.SIGN_UP_LONG));
    await page.getByLabel("Email").fill("grace");
    await page.getByLabel("Team").fill("x");
    await page.getByLabel("Desk").fill("401");
    await page.keyboard.press("Enter");
    await page.getByText("Enter an email address").waitFor();
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
    await page.getByRole("button", { name: /^Sandbox ·/u }).click();
    await page.getByText("Your verification code").waitFor();
    await settled(page);
  },

  "reset-password": asked(() => void window.mock.commands["forgot_password"]?.({})),

  "new-password": asked(() => void window.mock.signIn({ username: "temp", password: "x", remember: true, method: null })),

  "sent-code": asked(() =>
    window.mock.show(
      window.challenge("sentCode", {
        challenge: "SMS_MFA",
        sentTo: { medium: "sms", destination: "+•••••••0100" },
        fields: [window.field("code", "code")],
        canResend: true,
        resendsLeft: 2,
      }),
    ),
  ),

  "sent-code-none-left": asked(() =>
    window.mock.show(
      window.challenge("sentCode", {
        challenge: "EMAIL_OTP",
        sentTo: { medium: "email", destination: "e•••@e•••.com" },
        fields: [window.field("code", "code")],
        canResend: true,
        resendsLeft: 0,
      }),
      { outcome: "codeSent" },
    ),
  ),

  "sent-code-restarted": asked(() =>
    window.mock.show(
      window.challenge("sentCode", {
        challenge: "SMS_MFA",
        sentTo: { medium: "sms", destination: "+•••••••0100" },
        fields: [window.field("code", "code")],
        canResend: true,
      }),
      { outcome: "restarted" },
    ),
  ),

  "last-minute": asked(() =>
    window.mock.show(
      window.challenge("sentCode", {
        sentTo: { medium: "email", destination: "e•••@e•••.com" },
        fields: [window.field("code", "code")],
        canResend: true,
        expiresAt: Date.now() + 41_000,
      }),
    ),
  ),

  "time-over": asked(() =>
    window.mock.show(
      window.challenge("sentCode", {
        sentTo: { medium: "email", destination: "e•••@e•••.com" },
        fields: [window.field("code", "code")],
        canResend: true,
        expiresAt: Date.now() - 1000,
      }),
    ),
  ),

  "authenticator-code": asked(() =>
    window.mock.show(window.challenge("authenticatorCode", { fields: [window.field("code", "code")] })),
  ),

  "authenticator-wait": async (page) => {
    await page.evaluate(() => {
      window.mock.show(window.challenge("authenticatorCode", { fields: [window.field("code", "code")] }));
      window.mock.refuse({
        ...window.problem("wrongCode", "Used already", "This code was used already.", "Wait for the next one in your app."),
        until: Date.now() + 22_000,
      });
    });
    await page.getByText("used already").waitFor();
    await settled(page);
  },

  "select-mfa": asked(() =>
    window.mock.show(
      window.challenge("selectMfaType", { choices: ["SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA"] }),
    ),
  ),

  "mfa-setup": async (page) => {
    await page.evaluate(() =>
      window.mock.show(
        window.challenge("mfaSetup", {
          choices: ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"],
          fields: [window.field("email", "email", { required: false })],
        }),
      ),
    );
    await page.getByText("Codes come to your email address").click();
    await page.getByLabel("Email", { exact: true }).last().waitFor();
    await settled(page);
  },

  "set-up-totp": asked(() =>
    window.mock.show(
      window.challenge("setUpTotp", { fields: [window.field("code", "code")], totp: window.forms.TOTP }),
    ),
  ),

  "set-up-totp-by-hand": async (page) => {
    await page.evaluate(() =>
      window.mock.show(
        window.challenge("setUpTotp", { fields: [window.field("code", "code")], totp: window.forms.TOTP }),
      ),
    );
    await page.getByRole("button", { name: "I cannot scan" }).click();
    await settled(page);
  },

  "select-challenge": async (page) => {
    await page.evaluate(() =>
      window.mock.show(
        window.challenge("selectChallenge", {
          choices: ["EMAIL_OTP", "SMS_OTP", "PASSWORD_SRP", "WEB_AUTHN"],
          fields: [window.field("password", "password", { required: false })],
        }),
      ),
    );
    await page.getByRole("radio", { name: "Password" }).check();
    await page.getByLabel("Password", { exact: true }).last().waitFor();
    await settled(page);
  },

  password: asked(() =>
    window.mock.show(window.challenge("password", { fields: [window.field("password", "password")] })),
  ),

  passkey: asked(() => window.mock.show(window.challenge("webAuthn", { challenge: "WEB_AUTHN" }))),

  "custom-question": asked(() =>
    window.mock.show(
      window.challenge("custom", {
        challenge: "CUSTOM_CHALLENGE",
        parameters: { question: "What walks on four legs in the morning, on two at noon and on three in the evening?" },
        fields: [window.field("answer", "text")],
      }),
    ),
  ),

  "custom-many": asked(() =>
    window.mock.show(
      window.challenge("custom", {
        challenge: "CUSTOM_CHALLENGE",
        parameters: { CAPTCHA: "7 + 4", round: "2 of 2", שאלה: "מה הולך על ארבע בבוקר?", long: "x".repeat(3000) },
        fields: [window.field("answer", "text")],
      }),
    ),
  ),

  unknown: asked(() =>
    window.mock.show(
      window.challenge("unknown", { challenge: "RETINA_SCAN", parameters: { hint: "Look into the camera" } }),
    ),
  ),

  forgot: async (page) => {
    await page.getByRole("button", { name: "Forgot password?" }).click();
    await page.getByText("Reset your password").waitFor();
    await settled(page);
  },
};
