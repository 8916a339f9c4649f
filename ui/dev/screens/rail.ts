/** How the rail's bookmarks and recent folders are reached: few, many, changed, and waiting for a network. */
import { settled, signedIn, type Reach } from "./reach";

export const RAIL: Record<string, Reach> = {
  rail: async (page) => {
    await signedIn(page);
    await page.getByRole("navigation", { name: "Bookmarks" }).getByRole("button", { name: "Photos" }).click();
    await page.getByRole("navigation", { name: "Bookmarks" }).locator("[aria-current]").waitFor();
    await page.getByRole("button", { name: "Reports" }).focus();
    await settled(page);
  },

  "rail-menu": async (page) => {
    await signedIn(page);
    await page.getByRole("button", { name: "This year" }).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Rename" }).waitFor();
    await settled(page);
  },

  "rail-rename": async (page) => {
    await signedIn(page);
    await page.getByRole("button", { name: "This year" }).press("F2");
    await page.getByRole("dialog").waitFor();
    await settled(page);
  },

  "rail-many": async (page) => {
    await page.evaluate(() => {
      const { kept } = window.mock;
      const many = (count: number, name: string): { id: string; location: string; folder: string }[] =>
        Array.from({ length: count }, (_, at) => ({ id: `${name}${at}`, location: "private", folder: `${name} ${at}/` }));
      kept.all = {
        ...kept.all,
        bookmarks: many(40, "A folder whose name is longer than the rail is wide").map((one) => ({ ...one, name: null })),
        recents: many(20, "Minutes").map((one, at) => ({ ...one, at })),
      };
    });
    await signedIn(page);
  },

  "rail-waiting": async (page) => {
    await page.evaluate(() => {
      const { kept } = window.mock;
      const offline = { ...window.problem("offline", "No connection", "The service cannot be reached.", "Check the network."), retry: "later" as const };
      kept.all = { ...kept.all, sync: { ...kept.all.sync, pending: 3, problem: offline } };
    });
    await signedIn(page);
  },
};
