/** How the screens are reached on which much is changed at once, or what was is looked at. */
import type { Page } from "playwright-core";
import { settled, signedIn, type Reach } from "./reach";

/** Chooses something in the menu of a row. */
async function act(page: Page, row: string, action: string): Promise<void> {
  await page.getByRole("row", { name: row }).click({ button: "right" });
  await page.getByRole("menuitem", { name: action }).click();
}

export const CHANGES: Record<string, Reach> = {
  "files-store-as": async (page) => {
    await signedIn(page);
    await act(page, "budget.csv", "Store differently…");
    await page.getByText("This is about").waitFor();
    await settled(page);
  },

  "files-bring-back": async (page) => {
    await signedIn(page);
    await act(page, "letters.zip", "Bring back from the archive…");
    await page.getByText("This is about").waitFor();
    await settled(page);
  },

  "files-tag-many": async (page) => {
    await signedIn(page);
    await act(page, "Reports", "Tags…");
    await page.getByLabel("Tag 1", { exact: true }).fill("project");
    await page.getByLabel("Value of tag 1").fill("Analytical Engine");
    await page.getByLabel("Take these tags away").fill("draft, year");
    await page.getByText("This is about").waitFor();
    await settled(page);
  },

  "files-past": async (page) => {
    await signedIn(page);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "This folder as of a date…" }).click();
    await page.getByLabel("Day").fill("2026-11-01");
    await page.getByLabel("Time").fill("09:30");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.getByLabel(/^Choose invoice/u).check();
    await settled(page);
  },

  "files-tags-refused": async (page) => {
    await page.evaluate(() => {
      window.mock.listed.allowed = { ...window.mock.listed.allowed, writeTags: "refused" };
    });
    await signedIn(page);
    await page.getByRole("row", { name: "budget.csv" }).click();
    await page.keyboard.press("Control+I");
    await page.getByRole("tab", { name: "Tags" }).click();
    await page.getByText("has refused this here").waitFor();
    await settled(page);
  },

  "files-version": async (page) => {
    await signedIn(page);
    await act(page, "Bernoulli numbers, note G.txt", "Versions");
    await page.getByRole("button", { name: /^Look at 30 Oct/u }).click();
    await page.getByText("Earlier version").waitFor();
    await settled(page);
  },

  "files-copy-left": async (page) => {
    await signedIn(page);
    await act(page, "budget.csv", "Open with another program");
    await page.getByText("is open in another program").waitFor();
    await page.evaluate(() => {
      const { app } = window.mock;
      app.copies = app.copies.map((copy) => ({ ...copy, state: "left" }));
      window.mock.push({ type: "copies", value: app.copies });
    });
    await page.getByText("before the app ended").waitFor();
    await settled(page);
  },

  "files-sign-out-unsaved": async (page) => {
    await signedIn(page);
    await act(page, "budget.csv", "Open with another program");
    await page.getByText("is open in another program").waitFor();
    await page.evaluate(() => {
      const { app } = window.mock;
      app.copies = app.copies.map((copy) => ({ ...copy, state: "conflict" }));
      window.mock.push({ type: "copies", value: app.copies });
    });
    await page.getByRole("button", { name: "Ada Lovelace" }).first().click();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.getByText("Sign out now?").waitFor();
    await settled(page);
  },

  "files-quit-unsaved": async (page) => {
    await signedIn(page);
    await act(page, "budget.csv", "Open with another program");
    await page.getByText("is open in another program").waitFor();
    await page.evaluate(() => {
      const { app } = window.mock;
      app.copies = app.copies.map((copy) => ({ ...copy, state: "failed" }));
      window.mock.push({ type: "copies", value: app.copies });
      window.mock.push({ type: "closing", value: 0 });
    });
    await page.getByText("Quit now?").waitFor();
    await settled(page);
  },

  "files-request": async (page) => {
    await signedIn(page);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Ask for a file…" }).click();
    await page.getByLabel("Name of the file").fill("contract, signed.pdf");
    await page.getByLabel("How long it holds").selectOption("86400");
    await page.getByRole("button", { name: "Save the page" }).click();
    await page.getByText("The page is saved").waitFor();
    await settled(page);
  },

  "files-new-text": async (page) => {
    await signedIn(page);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "New text…" }).click();
    await settled(page);
  },

  "files-edit": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "Bernoulli numbers, note G.txt" }).dblclick();
    await page.getByRole("button", { name: "Change the text" }).click();
    await page.getByLabel("Text of Bernoulli numbers, note G.txt").press("Control+Home");
    await page.keyboard.type("Read at the meeting. ");
    await settled(page);
  },

  "files-edit-conflict": async (page) => {
    await signedIn(page);
    await page.evaluate(() => (window.mock.conflict = true));
    await page.getByRole("row", { name: "Bernoulli numbers, note G.txt" }).dblclick();
    await page.getByRole("button", { name: "Change the text" }).click();
    await page.getByLabel("Text of Bernoulli numbers, note G.txt").press("Control+Home");
    await page.keyboard.type("Read at the meeting. ");
    await page.keyboard.press("Control+s");
    await page.getByText("Somebody else has changed").waitFor();
    await settled(page);
  },

  "files-edit-leave": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "Bernoulli numbers, note G.txt" }).dblclick();
    await page.getByRole("button", { name: "Change the text" }).click();
    await page.getByLabel("Text of Bernoulli numbers, note G.txt").fill("Nothing of it is left.");
    await page.keyboard.press("Escape");
    await page.getByText("Throw your changes away?").waitFor();
    await settled(page);
  },
};
