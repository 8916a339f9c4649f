/** How the screens of connections are reached: the list, the ways to add one, the form, and the tests of it. */
import type { Page } from "playwright-core";
import { settled, signedIn, type Reach } from "./reach";

async function listed(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Connection:/u }).click();
  await page.getByRole("button", { name: "Manage connections" }).click();
  await page.getByText("Acme Files").first().waitFor();
  await settled(page);
}

async function adding(page: Page): Promise<void> {
  await listed(page);
  await page.getByRole("button", { name: "Add a connection" }).click();
  await settled(page);
}

async function editing(page: Page): Promise<void> {
  await listed(page);
  await page.getByRole("button", { name: "Edit: Acme Files" }).click();
  await page.getByLabel("User pool id").waitFor();
  await settled(page);
}

async function opened(page: Page, part: string): Promise<void> {
  await editing(page);
  await page.getByRole("button", { name: "Basics", exact: true }).click();
  await page.getByRole("button", { name: new RegExp(`^${part}`, "u") }).click();
  await settled(page);
}

export const CONNECTIONS: Record<string, Reach> = {
  "connection-picker": async (page) => {
    await page.getByRole("button", { name: /^Connection:/u }).click();
    await page.getByText("Acme Files").waitFor();
    await settled(page);
  },

  connections: listed,

  "connections-inside": async (page) => {
    await signedIn(page);
    await page.getByRole("button", { name: "Ada Lovelace" }).click();
    await page.getByRole("button", { name: "Connections" }).click();
    await page.getByText("Acme Files").waitFor();
    await settled(page);
  },

  "connections-menu": async (page) => {
    await listed(page);
    await page.getByRole("button", { name: "More about Acme Files" }).click();
    await settled(page);
  },

  "connections-delete": async (page) => {
    await listed(page);
    await page.getByRole("button", { name: "More about Acme Files" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await settled(page);
  },

  "connections-offline": async (page) => {
    await page.evaluate(() => {
      window.mock.commands["connections"] = () => {
        throw window.problem("ownData", "Gatehouse cannot read its data", "The list of connections cannot be opened.", "Try again.");
      };
    });
    await page.getByRole("button", { name: /^Connection:/u }).click();
    await page.getByRole("button", { name: "Manage connections" }).click();
    await page.getByText("cannot read its data").waitFor();
    await settled(page);
  },

  "connection-place-rights": async (page) => {
    await opened(page, "Files");
    await page.getByRole("button", { name: "Groups and region" }).first().click();
    await page.getByLabel("Only these groups see it").first().scrollIntoViewIfNeeded();
    await settled(page);
  },

  "connection-sign-up-rules": async (page) => {
    await opened(page, "Sign-in");
    await page.getByLabel("People may create an account themselves").check();
    await page.getByRole("button", { name: "What people are asked, and their password" }).click();
    await page.getByRole("button", { name: "Add an attribute" }).click();
    await page.getByRole("button", { name: "Add an attribute" }).scrollIntoViewIfNeeded();
    await settled(page);
  },

  "connection-add": adding,

  "connection-add-drop": async (page) => {
    await adding(page);
    await page.evaluate(() => window.mock.push({ type: "drop", value: "over" }));
    await settled(page);
  },

  "sign-in-drop": async (page) => {
    await page.evaluate(() => window.mock.push({ type: "drop", value: "over" }));
    await settled(page);
  },

  "connection-add-refused": async (page) => {
    await page.evaluate(() => {
      window.mock.known.refusal = {
        ...window.problem("fieldRefused", "This file cannot be read", "Line 14 has the same entry “aws_user_pools_id” twice, so nobody can tell which one counts.", "Remove one of them and try again."),
        field: "text",
      };
    });
    await adding(page);
    await page.getByRole("button", { name: "Choose a file" }).click();
    await page.getByText("This file cannot be read").waitFor();
    await settled(page);
  },

  "connection-review": async (page) => {
    await adding(page);
    await page.getByLabel("Or paste it").fill("{}");
    await page.getByRole("button", { name: "Read it" }).click();
    await page.getByText("Nothing is saved yet").waitFor();
    await settled(page);
  },

  "connection-review-dropped": async (page) => {
    await page.evaluate(() => window.mock.push({ type: "drop", value: "dropped" }));
    await page.getByText("Nothing is saved yet").waitFor();
    await settled(page);
    await page.getByRole("button", { name: "Fill in" }).click();
    await settled(page);
  },

  "connection-new": async (page) => {
    await adding(page);
    await page.getByRole("button", { name: "Open the form" }).click();
    await page.getByLabel("User pool id").fill("eu-central-1_Lab00Pool");
    await settled(page);
  },

  "connection-edit": editing,
  "connection-sign-in": (page) => opened(page, "Sign-in"),
  "connection-files": (page) => opened(page, "Files"),
  "connection-advanced": (page) => opened(page, "Advanced"),

  "connection-app-data": async (page) => {
    await opened(page, "Advanced");
    await page.getByLabel("Bookmarks, recent folders and theme").selectOption("cognitoSync");
    await page.getByRole("checkbox", { name: /threat protection/u }).scrollIntoViewIfNeeded();
    await settled(page);
  },

  "connection-leave": async (page) => {
    await editing(page);
    await page.getByLabel("Name", { exact: true }).fill("Acme");
    await page.getByRole("button", { name: "Cancel" }).click();
    await settled(page);
  },

  "connection-refused": async (page) => {
    await page.evaluate(() => {
      window.mock.known.wrong = [
        { field: "userPoolId", message: "userPoolId", example: "eu-west-1_AbCdEf123" },
        { field: "locations.1.bucket", message: "bucket", example: "acme-files" },
      ];
    });
    await editing(page);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Such as eu-west-1_AbCdEf123").first().waitFor();
    await settled(page);
  },

  "connection-checked": async (page) => {
    await editing(page);
    await page.getByRole("button", { name: "Test" }).click();
    await page.getByText("2 things to mend").first().waitFor();
    await settled(page);
  },

  "connection-checking": async (page) => {
    await page.evaluate(() => {
      const { known } = window.mock;
      known.checks = known.checks.map((check, at) => (at < 2 ? check : { ...check, state: "running", problem: null }));
    });
    await editing(page);
    await page.getByRole("button", { name: "Test" }).click();
    await page.getByText("Checking").first().waitFor();
    await page.waitForTimeout(400);
    await settled(page);
  },

  "connection-sound": async (page) => {
    await page.evaluate(() => {
      const { known } = window.mock;
      known.checks = known.checks.map((check) => ({ ...check, state: "ok", problem: null }));
    });
    await editing(page);
    await page.getByRole("button", { name: "Test" }).click();
    await page.getByText("Everything answers").first().waitFor();
    await settled(page);
  },
};
