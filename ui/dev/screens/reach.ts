/** What every way to a screen needs. */
import type { Page } from "playwright-core";

export type Reach = (page: Page) => Promise<void>;

/** The first frames after a change may still show what was before. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 120)))),
  );
}

export async function signedIn(page: Page): Promise<void> {
  await page.evaluate(() => window.mock.enter());
  await page.getByRole("row", { name: "budget.csv" }).waitFor();
  await settled(page);
}

export const asked =
  (change: () => void): Reach =>
  async (page) => {
    await page.evaluate(change);
    await settled(page);
  };
