/** How the pages of the sandbox's panel are reached. */
import { settled, type Reach } from "./reach";
import type { Page } from "playwright-core";

async function opened(page: Page, tab: string): Promise<void> {
  await page.getByRole("button", { name: /^Sandbox ·/u }).click();
  await page.getByRole("dialog", { name: "Sandbox" }).getByRole("tab", { name: tab }).click();
}

export const SANDBOX: Record<string, Reach> = {
  "sandbox-users": async (page) => {
    await opened(page, "Users");
    await page.getByRole("button", { name: "sel", exact: true }).waitFor();
    await settled(page);
  },

  "sandbox-user": async (page) => {
    await opened(page, "Users");
    await page.getByRole("button", { name: "sam", exact: true }).click();
    await page.getByRole("button", { name: "Save" }).waitFor();
    await settled(page);
  },

  "sandbox-user-new": async (page) => {
    await opened(page, "Users");
    await page.getByRole("button", { name: "Add user" }).click();
    await page.getByRole("dialog", { name: "Sandbox" }).getByLabel("User name").waitFor();
    await settled(page);
  },

  "sandbox-settings": async (page) => {
    await opened(page, "Settings");
    await page.getByRole("button", { name: "Second factors" }).click();
    await settled(page);
  },

  "sandbox-triggers": async (page) => {
    await opened(page, "Settings");
    await page.getByRole("button", { name: "Signing in" }).click();
    await page.getByRole("button", { name: "Threats and triggers" }).click();
    await page.getByLabel("Messages say").waitFor();
    await settled(page);
  },

  "sandbox-clock": async (page) => {
    await page.clock.setFixedTime(new Date("2026-03-14T09:26:53Z"));
    await opened(page, "Clock");
    await page.getByRole("button", { name: "1 hour" }).click();
    await page.getByText("ahead of this computer").waitFor();
    await settled(page);
  },

  "sandbox-faults": async (page) => {
    await opened(page, "Faults");
    await page.getByLabel("Operation").fill("GetObject");
    await page.getByLabel("To which calls").selectOption("every");
    await page.getByLabel("n: one call in").fill("3");
    await page.getByRole("button", { name: "Add a fault" }).click();
    await page.getByRole("list", { name: "Planned faults" }).waitFor();
    await settled(page);
  },
};
