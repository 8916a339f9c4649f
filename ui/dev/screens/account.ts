/** How the screens of accounts are reached: the menu, several accounts side by side, and all that can be changed. */
import type { Page } from "playwright-core";
import { settled, signedIn, type Reach } from "./reach";

async function managed(page: Page, section: string): Promise<void> {
  await signedIn(page);
  await page.getByRole("button", { name: "Ada Lovelace" }).click();
  await page.getByRole("button", { name: "Manage your account" }).click();
  await page.getByRole("button", { name: section, exact: true }).click();
  await page.getByRole("heading", { level: 2 }).first().waitFor();
  await settled(page);
}

/** The button that does something to one line of a list. */
async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  await settled(page);
}

export const ACCOUNT: Record<string, Reach> = {
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

  "account-menu-many": async (page) => {
    await signedIn(page);
    await page.evaluate(() => window.mock.seat());
    await page.getByRole("button", { name: "Ada Lovelace" }).click();
    await settled(page);
  },

  "sign-in-known": async (page) => {
    await page.evaluate(() => {
      window.mock.seat(false);
      window.mock.show(window.forms.SIGN_IN);
    });
    await page.getByText("Use another account").waitFor();
    await settled(page);
  },

  "sign-in-beside": async (page) => {
    await signedIn(page);
    await page.evaluate(() => {
      window.mock.seat();
      window.mock.show(window.forms.SIGN_IN);
    });
    await page.getByRole("button", { name: "Use another account" }).click();
    await page.getByRole("button", { name: "Back to Ada Lovelace" }).waitFor();
    await settled(page);
  },

  "remember-device": async (page) => {
    await signedIn(page);
    await page.evaluate(() => window.mock.askDevice());
    await page.getByText("Remember this device?").waitFor();
    await settled(page);
  },

  "clock-behind": async (page) => {
    await page.evaluate(() => {
      window.mock.app.clockSkew = 3600;
      window.mock.push({ type: "app", value: { ...window.mock.app, auth: window.mock.auth } });
    });
    await settled(page);
  },

  "clock-behind-inside": async (page) => {
    await signedIn(page);
    await page.evaluate(() => {
      window.mock.app.clockSkew = 3600;
      window.mock.push({ type: "app", value: { ...window.mock.app, auth: window.mock.auth } });
    });
    await settled(page);
  },

  "account-profile": (page) => managed(page, "Profile"),

  "account-federated": async (page) => {
    await managed(page, "Profile");
    await page.evaluate(() => window.mock.push({ type: "account", value: window.mock.federated("elsewhere") }));
    await page.getByText("How you sign in").waitFor();
    await settled(page);
  },

  "account-federated-security": async (page) => {
    await managed(page, "Security");
    await page.evaluate(() => window.mock.push({ type: "account", value: window.mock.federated("elsewhere") }));
    await page.getByText("You sign in with Google").waitFor();
    await settled(page);
  },

  "account-no-scope": async (page) => {
    await managed(page, "Profile");
    await page.evaluate(() => window.mock.push({ type: "account", value: window.mock.federated("noScope") }));
    await page.getByText("cannot be managed from here").waitFor();
    await settled(page);
  },

  "account-loading": async (page) => {
    await signedIn(page);
    await page.evaluate(() => (window.mock.delay = 60_000));
    await page.getByRole("button", { name: "Ada Lovelace" }).click();
    await page.getByRole("button", { name: "Manage your account" }).click();
    await page.waitForTimeout(300);
    await settled(page);
  },

  "account-offline": async (page) => {
    await signedIn(page);
    await page.evaluate(() => {
      window.mock.care.problem = window.problem("offline", "No connection", "The service cannot be reached.", "Check the network and try again.");
    });
    await page.getByRole("button", { name: "Ada Lovelace" }).click();
    await page.getByRole("button", { name: "Manage your account" }).click();
    await page.getByText("No connection").waitFor();
    await settled(page);
  },

  "account-change-email": async (page) => {
    await managed(page, "Profile");
    await press(page, "Change: Email");
  },

  "account-confirm-email": async (page) => {
    await managed(page, "Profile");
    await press(page, "Change: Email");
    await page.getByRole("textbox", { name: "Email" }).fill("ada@new.example");
    await press(page, "Save");
    await page.getByText("Enter the code we sent").waitFor();
    await settled(page);
  },

  "account-wrong-code": async (page) => {
    await managed(page, "Profile");
    await press(page, "Confirm: Phone number");
    await page.getByRole("textbox", { name: "Code" }).fill("111111");
    await press(page, "Confirm");
    await page.getByText("not the code we sent").waitFor();
    await settled(page);
  },

  "account-code-from-inbox": async (page) => {
    await page.evaluate(() => window.mock.deliver());
    await managed(page, "Profile");
    await press(page, "Confirm: Phone number");
    await page.getByRole("button", { name: /^Sandbox ·/u }).click();
    await press(page, "Use this code");
    await page.getByText("Code", { exact: true }).waitFor();
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>("[name=code]")?.value === "482913");
    await settled(page);
  },

  "account-copied": async (page) => {
    await signedIn(page);
    await page.getByRole("button", { name: "Ada Lovelace" }).click();
    await press(page, "Copy identity id");
  },

  "account-security": (page) => managed(page, "Security"),

  "account-no-second-step": async (page) => {
    await page.evaluate(() => window.mock.care.bare());
    await managed(page, "Security");
  },

  "account-password": async (page) => {
    await managed(page, "Security");
    await press(page, "Change");
    await page.getByLabel("New password", { exact: true }).fill("Harbour-9");
    await page.getByText("Fair", { exact: true }).first().waitFor();
    await settled(page);
  },

  "account-authenticator": async (page) => {
    await page.evaluate(() => window.mock.care.bare());
    await managed(page, "Security");
    await press(page, "Set up: Authenticator app");
    await page.getByRole("img", { name: /QR/u }).waitFor();
    await settled(page);
  },

  "account-turn-off": async (page) => {
    await managed(page, "Security");
    await press(page, "Turn off: Authenticator app");
  },

  "account-passkeys": async (page) => {
    await managed(page, "Security");
    await press(page, "Add a passkey");
    await page.getByText("The passkey is ready").first().waitFor();
    await page.getByRole("button", { name: "Add a passkey" }).scrollIntoViewIfNeeded();
    await settled(page);
  },

  "account-devices": (page) => managed(page, "Devices"),

  "account-devices-none": async (page) => {
    await page.evaluate(() => window.mock.care.bare());
    await managed(page, "Devices");
  },

  "account-forget-device": async (page) => {
    await managed(page, "Devices");
    await press(page, "Forget: Ada’s laptop");
  },

  "account-activity": (page) => managed(page, "Activity"),

  "account-activity-none": async (page) => {
    await page.evaluate(() => window.mock.care.bare());
    await managed(page, "Activity");
  },

  "account-delete": async (page) => {
    await managed(page, "Profile");
    await press(page, "Delete my account");
    await page.getByLabel("Type ada to go on").fill("anna");
    await press(page, "Delete for good");
  },
};
