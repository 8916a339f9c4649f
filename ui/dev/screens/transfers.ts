/** The panel of the transfers in its states, and what is asked around it. */
import type { Page } from "playwright-core";

import { settled, signedIn, type Reach } from "./reach";

async function panel(page: Page): Promise<void> {
  await signedIn(page);
  await page.evaluate(() => void window.mock.startUpload());
  await page.getByRole("button", { name: "Answer" }).click();
  await page.getByRole("heading", { name: "Transfers" }).waitFor();
  await settled(page);
}

export const TRANSFERS: Record<string, Reach> = {
  transfers: panel,

  "transfers-empty": async (page) => {
    await signedIn(page);
    await page.getByRole("button", { name: "Transfers" }).click();
    await settled(page);
  },

  "transfers-settings": async (page) => {
    await panel(page);
    await page.getByRole("button", { name: "Transfer settings" }).click();
    await page.getByLabel("Speed limit").waitFor();
    await settled(page);
  },

  "transfers-closing": async (page) => {
    await signedIn(page);
    await page.evaluate(() => window.mock.push({ type: "closing", value: 3 }));
    await page.getByRole("dialog").waitFor();
    await settled(page);
  },

  "transfers-folder": async (page) => {
    await signedIn(page);
    await page.getByRole("row").filter({ has: page.getByText("Folder", { exact: true }) }).first().click({ button: "right" });
    await page.getByRole("menuitem", { name: "Download" }).click();
    await page.getByRole("dialog").waitFor();
    await settled(page);
  },
};
