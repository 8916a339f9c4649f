/** How signing in in the browser, as a guest and with a token is reached, and what testers see of the access. */
import type { Page } from "playwright-core";
import { settled, signedIn, type Reach } from "./reach";

async function offered(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { SIGN_IN, BROWSER } = window.forms;
    window.mock.show({ ...SIGN_IN, browser: BROWSER, guests: true });
  });
  await page.getByRole("button", { name: "Continue with Google" }).waitFor();
  await settled(page);
}

async function visiting(page: Page): Promise<void> {
  await offered(page);
  await page.getByRole("button", { name: "Continue with Google" }).click();
  await page.getByText("Finish signing in").first().waitFor();
}

async function inspecting(page: Page, tab: string): Promise<void> {
  await signedIn(page);
  await page.keyboard.press("Control+Shift+I");
  await page.getByRole("tab", { name: tab }).click();
  await settled(page);
}

export const BROWSER: Record<string, Reach> = {
  "sign-in-browser": offered,

  "browser-waiting": async (page) => {
    await visiting(page);
    await settled(page);
  },

  "browser-late": async (page) => {
    await visiting(page);
    await page.getByRole("button", { name: "Copy link" }).waitFor();
    await settled(page);
  },

  "browser-not-opened": async (page) => {
    await visiting(page);
    await page.evaluate(() =>
      window.mock.refuse({
        ...window.problem("browserNotOpened", "Your browser did not open", "The sign-in waits, but your browser could not be opened from here.", "Copy the link and open it in your browser."),
        retry: "no",
      }),
    );
    await page.getByRole("button", { name: "Copy link" }).waitFor();
    await settled(page);
  },

  "browser-paste": async (page) => {
    await visiting(page);
    await page.getByRole("button", { name: "Paste the address instead" }).click();
    await page.getByLabel("Address from your browser").fill("http://localhost:17643/callback?code=1&state=2");
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.getByText("does not belong to this sign-in").waitFor();
    await settled(page);
  },

  "browser-ended": async (page) => {
    await offered(page);
    await page.evaluate(() =>
      window.mock.refuse(window.problem("browserEnded", "Sign-in was cancelled", "The sign-in was cancelled in the browser, or your consent was not given.", "Begin once more, or sign in another way.")),
    );
    await settled(page);
  },

  "passkey-in-browser": async (page) => {
    await page.evaluate(() => window.mock.show(window.challenge("webAuthn", { canOpenBrowser: true })));
    await settled(page);
  },

  guest: async (page) => {
    await page.evaluate(() => window.mock.beGuest());
    await page.getByRole("row", { name: "budget.csv" }).waitFor();
    await settled(page);
  },

  "sign-in-token": async (page) => {
    await page.keyboard.press("Control+Shift+I");
    await page.getByRole("button", { name: "Other ways to sign in" }).click();
    await page.getByRole("button", { name: "A token from elsewhere" }).click();
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await settled(page);
  },

  "inspector-access": async (page) => {
    await inspecting(page, "Access");
    await page.getByText("Handed out by the identity pool").waitFor();
    await settled(page);
  },

  "inspector-reach": async (page) => {
    await inspecting(page, "Access");
    await page.getByRole("button", { name: "Check what I can reach" }).click();
    await page.getByRole("table").waitFor();
    await page.getByRole("button", { name: "Check again" }).scrollIntoViewIfNeeded();
    await settled(page);
  },

  "inspector-access-nobody": async (page) => {
    await page.keyboard.press("Control+Shift+I");
    await page.getByRole("tab", { name: "Access" }).click();
    await settled(page);
  },

  "inspector-api": async (page) => {
    await inspecting(page, "API");
    await page.getByLabel("Path", { exact: true }).fill("/hello?name=Ada");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("Hello Ada").waitFor();
    await settled(page);
  },

  "inspector-api-empty": async (page) => {
    await inspecting(page, "API");
    await page.getByLabel("Method").selectOption("POST");
    await page.getByRole("button", { name: "Send" }).click();
    await settled(page);
  },

  "account-roles": async (page) => {
    await page.evaluate(() => {
      const { enter } = window.mock;
      window.mock.enter = () => {
        enter.call(window.mock);
        setTimeout(() => window.mock.push({ type: "account", value: window.mock.withRoles() }), 20);
      };
    });
    await signedIn(page);
    await page.getByRole("button", { name: "Ada Lovelace" }).click();
    await page.getByRole("button", { name: "Manage your account" }).click();
    await page.getByLabel("Use the role").waitFor();
    await page.getByLabel("Use the role").scrollIntoViewIfNeeded();
    await settled(page);
  },
};
