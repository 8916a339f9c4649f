/** How the screens of accounts are reached. */
import { settled, signedIn, type Reach } from "./reach";

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
};
