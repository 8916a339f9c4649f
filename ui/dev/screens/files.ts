/** How the screens of whoever is signed in are reached, the account's aside. */
import { settled, signedIn, type Reach } from "./reach";

export const FILES: Record<string, Reach> = {
  "inbox-empty": async (page) => {
    await page.getByRole("button", { name: /^Sandbox ·/u }).click();
    await settled(page);
  },

  files: async (page) => {
    await signedIn(page);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await settled(page);
  },

  "files-selected": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "budget.csv" }).click();
    await page.getByRole("row", { name: "harbour at dawn.jpg" }).click({ modifiers: ["Shift"] });
    await settled(page);
  },

  "files-new-folder": async (page) => {
    await signedIn(page);
    await page.keyboard.press("Control+Shift+N");
    await page.getByLabel("Name", { exact: true }).fill("Plans/2026");
    await page.getByText("A name cannot have").waitFor();
    await settled(page);
  },

  "files-rename-folder": async (page) => {
    await signedIn(page);
    await page.evaluate(() => (window.mock.deeds.objects = 12_000));
    await page.getByRole("row", { name: "Reports" }).click();
    await page.keyboard.press("F2");
    await page.getByText("This copies").waitFor();
    await settled(page);
  },

  "files-delete": async (page) => {
    await signedIn(page);
    await page.evaluate(() => (window.mock.deeds.objects = 5312));
    await page.getByRole("row", { name: "Reports" }).click();
    await page.keyboard.press("Delete");
    await page.getByText("cannot be undone").waitFor();
    await settled(page);
  },

  "files-move-to": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "budget.csv" }).click();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Move to…" }).click();
    await page.getByText("Archive").waitFor();
    await settled(page);
  },

  "files-taken": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "budget.csv" }).click();
    await page.keyboard.press("Control+C");
    await page.getByText("copied").first().waitFor();
    await page.keyboard.press("Control+V");
    await page.getByText("already taken").waitFor();
    await settled(page);
  },

  "files-jobs": async (page) => {
    await signedIn(page);
    await page.evaluate(() => window.mock.deeds.jobs());
    await page.getByRole("button", { name: "1 job" }).click();
    await page.getByRole("button", { name: "What could not be done" }).click();
    await settled(page);
  },

  "files-info": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "budget.csv" }).click();
    await page.keyboard.press("Control+I");
    await page.getByText("Entity tag").waitFor();
    await settled(page);
  },

  "files-describe": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "budget.csv" }).click();
    await page.keyboard.press("Control+I");
    await page.getByRole("tab", { name: "Description" }).click();
    await settled(page);
  },

  "files-tags": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "budget.csv" }).click();
    await page.keyboard.press("Control+I");
    await page.getByRole("tab", { name: "Tags" }).click();
    await settled(page);
  },

  "files-versions": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "budget.csv" }).click();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Versions" }).click();
    await page.getByText("Newest").waitFor();
    await settled(page);
  },

  "files-share": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "budget.csv" }).click();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Share by link" }).click();
    await page.getByLabel("How long it holds").selectOption("86400");
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByText("It ends").waitFor();
    await settled(page);
  },

  "files-unfinished": async (page) => {
    await signedIn(page);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Unfinished uploads" }).click();
    await page.getByText("film.mov").waitFor();
    await settled(page);
  },

  "files-select-all": async (page) => {
    await page.evaluate(() => {
      window.mock.huge = 1_000_000;
      window.mock.enter();
    });
    await page.getByText("file 0.txt").waitFor();
    await settled(page);
    await page.keyboard.press("End");
    await page.getByText("file 999999.txt").waitFor();
    await page.keyboard.press("Control+a");
    await page.getByText("1,000,000 selected").waitFor();
    await settled(page);
  },

  "files-box": async (page) => {
    await signedIn(page);
    const from = await page.getByRole("row", { name: "budget.csv" }).boundingBox();
    const to = await page.getByRole("row", { name: "letters.zip" }).boundingBox();
    if (!from || !to) throw new Error("no rows");
    await page.mouse.move(from.x + 200, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(to.x + 320, to.y + 4, { steps: 4 });
    await page.locator("[aria-selected=true]").nth(3).waitFor();
    await settled(page);
  },

  "files-pictures": async (page) => {
    await signedIn(page);
    await page.getByRole("button", { name: "Show as pictures" }).click();
    await page.getByRole("gridcell", { name: "budget.csv" }).click();
    await page.keyboard.press("Shift+ArrowRight");
    await page.getByText("2 selected").waitFor();
    await settled(page);
  },

  "files-filter": async (page) => {
    await signedIn(page);
    await page.keyboard.press("Control+f");
    await page.keyboard.type("plate");
    await page.getByText("3 of 23 loaded").first().waitFor();
    await settled(page);
  },

  "files-filter-none": async (page) => {
    await signedIn(page);
    await page.keyboard.press("Control+f");
    await page.keyboard.type("nothing like this");
    await page.getByText("Nothing here has that name").waitFor();
    await settled(page);
  },

  "files-search": async (page) => {
    await signedIn(page);
    await page.keyboard.press("Control+Shift+F");
    await page.getByLabel(/^Search below/u).fill("a");
    await page.getByLabel("Kind").selectOption("text");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await page.getByText("Reports/2026/Drafts/").first().waitFor();
    await settled(page);
  },

  "files-path-refused": async (page) => {
    await signedIn(page);
    await page.keyboard.press("Control+l");
    await page.getByLabel(/^Folder, or an address/u).fill("s3://somewhere-else/private/");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await settled(page);
  },

  "files-refused": async (page) => {
    await page.evaluate(() => {
      window.mock.listed.allowed = { ...window.mock.listed.allowed, write: "refused", delete: "refused" };
    });
    await signedIn(page);
  },

  "files-deep": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "Reports" }).dblclick();
    await page.locator("button[aria-current=page]", { hasText: "Reports" }).waitFor();
    await settled(page);
    await page.getByRole("row", { name: "Photos" }).dblclick();
    await settled(page);
  },

  "files-empty": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "Empty" }).dblclick();
    await page.getByText("This folder is empty").waitFor();
    await settled(page);
  },

  "files-read-only": async (page) => {
    await page.evaluate(() => window.mock.readOnly());
    await signedIn(page);
  },

  "files-read-only-empty": async (page) => {
    await page.evaluate(() => window.mock.readOnly());
    await signedIn(page);
    await page.getByRole("row", { name: "Empty" }).dblclick();
    await page.getByText("This folder is empty").waitFor();
    await settled(page);
  },

  "files-loading": async (page) => {
    await page.evaluate(() => {
      window.mock.delay = 60_000;
      window.mock.enter();
    });
    await settled(page);
  },

  "files-denied": async (page) => {
    await page.evaluate(() => {
      window.mock.folderProblem = {
        ...window.problem("denied", "You may not open this folder", "Your account has no permission for it.", "Ask whoever runs the service."),
        retry: "no",
        reference: "7b0c6f6e",
      };
      window.mock.enter();
    });
    await page.getByText("You may not open").waitFor();
    await settled(page);
  },

  "files-offline": async (page) => {
    await page.evaluate(() => {
      window.mock.folderProblem = {
        ...window.problem("offline", "No connection", "The service cannot be reached.", "Check the network and try again."),
        retry: "now",
      };
      window.mock.enter();
    });
    await page.getByText("No connection").waitFor();
    await settled(page);
  },

  "files-menu": async (page) => {
    await signedIn(page);
    await page.getByRole("row", { name: "budget.csv" }).click({ button: "right" });
    await settled(page);
  },

  "files-drop": async (page) => {
    await signedIn(page);
    await page.evaluate(() => window.mock.push({ type: "drop", value: "over" }));
    await settled(page);
  },

  inspector: async (page) => {
    await signedIn(page);
    await page.keyboard.press("Control+Shift+I");
    await page.getByRole("row", { name: /InitiateAuth/u }).first().click();
    await page.getByText("USER_SRP_AUTH").waitFor();
    await settled(page);
  },

  "inspector-tokens": async (page) => {
    await signedIn(page);
    await page.keyboard.press("Control+Shift+I");
    await page.getByRole("tab", { name: "Tokens" }).click();
    await settled(page);
  },

  notices: async (page) => {
    await signedIn(page);
    await page.evaluate(() => window.mock.push({ type: "notice", value: "sessionInMemory" }));
    await settled(page);
  },
};
