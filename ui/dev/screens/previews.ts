/** How the previews, one of each kind, and the files that other programs have open are reached. */
import type { Page } from "playwright-core";
import { settled, signedIn, type Reach } from "./reach";

async function look(page: Page, name: string): Promise<void> {
  await signedIn(page);
  await page.getByRole("row", { name }).dblclick();
  await page.getByRole("dialog").waitFor();
}

export const PREVIEWS: Record<string, Reach> = {
  "preview-text": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "Bernoulli numbers, note G.txt" }).click();
    await page.keyboard.press("Space");
    await page.getByText("exaggerated ideas").waitFor();
    await settled(page);
  },

  "preview-image": async (page) => {
    await look(page, "harbour at dawn.jpg");
    await page.getByRole("img").waitFor();
    await settled(page);
  },

  "preview-markdown": async (page) => {
    await look(page, "agenda 2026-11-21.md");
    await page.getByRole("heading", { name: "Agenda", exact: true }).waitFor();
    await settled(page);
  },

  "preview-table": async (page) => {
    await look(page, "budget.csv");
    await page.getByRole("columnheader", { name: "Quarter" }).waitFor();
    await settled(page);
  },

  "preview-json": async (page) => {
    await look(page, "engine.json");
    await page.getByText("plates").waitFor();
    await settled(page);
  },

  "preview-bytes": async (page) => {
    await look(page, "letters.zip");
    await page.getByText("00000010").waitFor();
    await settled(page);
  },

  "preview-pdf": async (page) => {
    await look(page, "summary.pdf");
    await page.getByText("Page 1 of 2").waitFor();
    await page.waitForFunction(() => (document.querySelector("canvas")?.width ?? 0) > 400);
    await settled(page);
  },

  "preview-large": async (page) => {
    await look(page, "talk recording.mp4");
    await page.getByRole("button", { name: "Show anyway" }).waitFor();
    await settled(page);
  },

  "files-open-elsewhere": async (page) => {
    await signedIn(page);
    await page.evaluate(() => {
      window.mock.openWith("private", "budget.csv");
      window.mock.openWith("private", "summary.pdf");
      const [first, second] = window.mock.app.copies;
      if (!first || !second) return;
      const copies = [{ ...first, saved: 2 }, { ...second, state: "conflict" } as const];
      window.mock.app.copies = copies;
      window.mock.push({ type: "copies", value: copies });
    });
    await settled(page);
  },
};
