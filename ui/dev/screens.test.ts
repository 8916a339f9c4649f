/**
 * Every screen, in Chromium, under the shipped content security policy and with the shipped build: axe finds nothing,
 * nothing sticks out, nothing is written to the console, and a picture of each is left in `target/screens`.
 */
import { mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SCREENS } from "./screens";
import { settled } from "./screens/reach";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const ORIGIN = "http://tauri.localhost";
const PICTURES = here("../../target/screens/");
const LARGEST = { width: 1100, height: 720 };
const SIZES = [
  LARGEST,
  { width: 800, height: 600 },
  { width: 640, height: 480 },
];
const TYPES: Record<string, string> = { html: "text/html", js: "text/javascript", mjs: "text/javascript", css: "text/css" };
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let browser: Browser;
let policy: string;
let mock: string;
let axe: string;
let photo: Buffer;

beforeAll(async () => {
  await build({ configFile: here("../vite.config.ts"), root: here(".."), logLevel: "warn" });
  mock = await bundled(here("./mock.ts"));
  axe = await readFile(here("../node_modules/axe-core/axe.min.js"), "utf8");
  photo = await readFile(here("../../icons/icon.png"));
  const config = JSON.parse(await readFile(here("../../tauri.conf.json"), "utf8")) as Config;
  policy = config.app.security.csp;
  await mkdir(PICTURES, { recursive: true });
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  browser = await chromium.launch({ executablePath, args: ARGUMENTS });
});

afterAll(() => browser.close());

interface Config {
  app: { security: { csp: string } };
}

async function bundled(entry: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: "warn",
    build: { write: false, lib: { entry, formats: ["iife"], name: "pretended" } },
  });
  const [first] = Array.isArray(output) ? output : [output];
  if (!first || !("output" in first)) throw new Error("the pretended core was not built");
  return first.output[0].code;
}

/** A window on the shipped page; `complaints` collects what the browser objects to. */
async function opened(context: BrowserContext, complaints: string[]): Promise<Page> {
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.route("**/*", async (route) => {
    const { hostname, pathname } = new URL(route.request().url());
    if (hostname === "preview.localhost") return route.fulfill({ body: photo, contentType: "image/png" });
    if (hostname !== "tauri.localhost") return route.abort();
    const path = pathname === "/" ? "/index.html" : pathname;
    const contentType = TYPES[path.split(".").at(-1) ?? ""] ?? "application/octet-stream";
    try {
      const body = await readFile(here(`../dist${path}`));
      await route.fulfill({ body, contentType, headers: { "content-security-policy": policy } });
    } catch {
      await route.fulfill({ status: 404 });
    }
  });
  await page.addInitScript(`Object.freeze(Object.prototype);\n${mock}`);
  await page.goto(`${ORIGIN}/`);
  await page.locator("footer").waitFor();
  return page;
}

interface Violation {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found: Violation[] = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    return (await axe.run()).violations;
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ""}`).join("\n")}`);
}

/** By how many pixels something sticks out of the window or of its frame. */
async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const boxes = [document.documentElement, ...document.querySelectorAll("footer, .window, .middle, .inside, aside")];
    return Math.max(...boxes.map((box) => Math.max(box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight)));
  });
}

test.each(Object.keys(SCREENS))("%s is accessible and fits, in both themes and at every size", async (name) => {
  const complaints: string[] = [];
  const context = await browser.newContext({ viewport: LARGEST, reducedMotion: "reduce", locale: "en-GB" });
  try {
    const page = await opened(context, complaints);
    await SCREENS[name]?.(page);
    for (const viewport of SIZES) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await settled(page);
        const variant = `${colorScheme}-${viewport.width}x${viewport.height}`;
        await page.screenshot({ path: `${PICTURES}${name}-${variant}.png` });
        expect.soft(await violations(page), `axe in ${variant}`).toEqual([]);
        expect.soft(await overflow(page), `what sticks out in ${variant}`).toBe(0);
      }
    }
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
});

test("text at 200 % still fits a window of 1100 by 720", async () => {
  const complaints: string[] = [];
  const context = await browser.newContext({ viewport: { width: 550, height: 360 }, deviceScaleFactor: 2 });
  try {
    for (const name of ["sign-in", "files", "sign-up-long", "set-up-totp-by-hand", "account-password", "account-delete", "sign-in-bad-input"]) {
      const page = await opened(context, complaints);
      await SCREENS[name]?.(page);
      await page.screenshot({ path: `${PICTURES}${name}-zoomed.png` });
      expect(await overflow(page), name).toBe(0);
      await page.close();
    }
  } finally {
    await context.close();
  }
});

test("the keyboard alone leads from the first field to a file and back, and the focus is never lost", async () => {
  const complaints: string[] = [];
  const context = await browser.newContext({ viewport: LARGEST, reducedMotion: "reduce" });
  try {
    const page = await opened(context, complaints);
    const keys = page.keyboard;
    const active = (): Promise<string> =>
      page.evaluate(() => {
        const grid = document.activeElement;
        const row = document.getElementById(grid?.getAttribute("aria-activedescendant") ?? "");
        return row?.querySelector(".label")?.textContent ?? grid?.tagName ?? "";
      });
    await keys.type("ada");
    await keys.press("Tab");
    await keys.type("Gatehouse-1");
    await keys.press("Enter");
    await page.getByRole("row", { name: "budget.csv" }).waitFor();
    await expect.poll(active).toBe("Empty");
    await keys.type("rep");
    await expect.poll(active).toBe("Reports");
    await keys.press("Enter");
    await page.locator("button[aria-current=page]", { hasText: "Reports" }).waitFor();
    await expect.poll(active).toBe("Empty");
    await keys.press("Backspace");
    await expect.poll(active).toBe("Reports");
    await keys.type("bud");
    await expect.poll(active).toBe("budget.csv");
    await keys.press("Space");
    await page.getByRole("columnheader", { name: "Quarter" }).waitFor();
    await keys.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await active()).toBe("budget.csv");
    await keys.press("Shift+F10");
    await page.getByRole("menuitem", { name: "Download" }).waitFor();
    const item = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? "");
    for (let steps = 0; steps < 20 && !(await item()).includes("Download"); steps += 1) await keys.press("ArrowDown");
    await keys.press("Enter");
    await page.getByRole("button", { name: /of 7/u }).waitFor();
    expect(await active()).toBe("budget.csv");
    await keys.press("End");
    await expect.poll(active).toBe("日本語のメモ.txt");
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
});

test("the keyboard alone changes something of the account, and the focus comes back to where it was", async () => {
  const complaints: string[] = [];
  const context = await browser.newContext({ viewport: LARGEST, reducedMotion: "reduce" });
  try {
    const page = await opened(context, complaints);
    const keys = page.keyboard;
    const active = (): Promise<string> =>
      page.evaluate(() => {
        const { activeElement: at } = document;
        return at?.getAttribute("aria-label") ?? at?.getAttribute("name") ?? at?.textContent?.trim() ?? "";
      });
    await SCREENS["files"]?.(page);
    await page.getByRole("button", { name: "Ada Lovelace" }).focus();
    await keys.press("Enter");
    await keys.press("Tab");
    expect(await active()).toBe("Manage your account");
    await keys.press("Enter");
    await expect.poll(active).toBe("Profile");
    await page.getByRole("button", { name: "Change: Email" }).waitFor();
    for (let tabs = 0; tabs < 4; tabs += 1) await keys.press("Tab");
    await expect.poll(active).toBe("Change: Email");
    await keys.press("Enter");
    await expect.poll(active).toBe("email");
    await keys.press("Tab");
    await keys.press("Tab");
    expect(await active()).toBe("Cancel");
    await keys.press("Enter");
    await expect.poll(active).toBe("Change: Email");
    await page.getByRole("button", { name: "Back to the files" }).focus();
    await keys.press("Enter");
    await expect.poll(active).toContain("Files in");
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
});

test("going back and coming again keeps what was typed, and twice pressed is sent once", async () => {
  const complaints: string[] = [];
  const context = await browser.newContext({ viewport: LARGEST, reducedMotion: "reduce" });
  try {
    const page = await opened(context, complaints);
    const held = (label: string): Promise<string> => page.getByLabel(label, { exact: true }).inputValue();
    await page.getByLabel("User name or email").fill("grace");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByLabel("Email", { exact: true }).fill("grcae@example.com");
    await page.getByLabel("First name").fill("Grace 👩‍🚀");
    await page.getByRole("button", { name: "I already have an account" }).click();
    expect(await held("User name or email")).toBe("grace");
    await page.getByRole("button", { name: "Forgot password?" }).click();
    expect(await held("User name or email")).toBe("grace");
    await page.getByRole("button", { name: "Back to sign in" }).click();
    await page.getByRole("button", { name: "Create account" }).click();
    expect(await held("Email")).toBe("grcae@example.com");
    await page.getByLabel("Password", { exact: true }).fill("Harbour-lights-9");
    await page.getByRole("button", { name: "Create account" }).dblclick();
    await page.getByText("Confirm your account").waitFor();
    expect(await page.evaluate(() => window.mock.messages.length), "codes sent").toBe(1);
    await page.getByRole("button", { name: "Wrong address? Change it" }).click();
    expect([await held("User name"), await held("Email"), await held("First name"), await held("Password")]).toEqual([
      "grace", "grcae@example.com", "Grace 👩‍🚀", "",
    ]);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
});

test("a folder of a million rows shows its last row at once", async () => {
  const context = await browser.newContext({ viewport: LARGEST });
  try {
    const page = await opened(context, []);
    await page.evaluate(() => {
      window.mock.huge = 1_000_000;
      window.mock.enter();
    });
    await page.getByRole("row", { name: "file 3.txt" }).waitFor();
    await page.getByRole("grid").press("End");
    await page.getByRole("row", { name: "file 999999.txt" }).waitFor();
    expect(await page.getByRole("row").count()).toBeLessThan(60);
  } finally {
    await context.close();
  }
});
