/** What a test does to a mounted screen, as a person would. */
import { flushSync, mount, unmount, type Component } from "svelte";
import { afterEach } from "vitest";
import type { FieldKind, FieldView, Problem } from "../src/lib/bindings";

let shown: ReturnType<typeof mount> | null = null;

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = null;
});

export function show<Props extends Record<string, unknown>>(screen: Component<Props>, props: Props): HTMLElement {
  shown = mount(screen, { target: document.body, props });
  flushSync();
  return document.body;
}

/** Takes the screen away, as the next one does. */
export async function leave(): Promise<void> {
  if (shown) await unmount(shown);
  shown = null;
}

export function control<T extends HTMLElement>(selector: string): T {
  const found = document.body.querySelector<T>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}

/** What a button says to whoever hears it. */
function spoken(one: HTMLElement): string {
  const said = one.cloneNode(true) as HTMLElement;
  for (const silent of said.querySelectorAll("[aria-hidden=true]")) silent.remove();
  return said.textContent.trim();
}

export function button(text: string): HTMLButtonElement {
  const all = [...document.body.querySelectorAll("button")];
  const found = all.find((one) => one.getAttribute("aria-label") === text || spoken(one) === text);
  if (!found) throw new Error(`no button says “${text}”: ${all.map((one) => one.textContent.trim()).join(", ")}`);
  return found;
}

export const settle = async (): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve));
  flushSync();
};

export function type(name: string, value: string): void {
  const input = control<HTMLInputElement>(`[name="${name}"]`);
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

/** Picks an option. The DOM of the tests knows no `:checked` option, so that Svelte takes the first that is not disabled. */
export function pick(name: string, value: string): void {
  const select = control<HTMLSelectElement>(`select[name="${name}"]`);
  for (const option of select.options) option.disabled = option.value !== value;
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  for (const option of select.options) option.disabled = false;
  flushSync();
}

export function choose(value: string): void {
  const radio = control<HTMLInputElement>(`[type=radio][value="${value}"]`);
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  flushSync();
}

export function submit(): void {
  control("form").dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
}

export function field(name: string, kind: FieldKind, change: Partial<FieldView> = {}): FieldView {
  return { name, kind, required: true, value: null, rule: null, ...change };
}

export function problem(change: Partial<Problem> = {}): Problem {
  return {
    code: "refusedByService",
    title: "Not allowed",
    detail: "The service says no.",
    hint: null,
    field: null,
    retry: "edit",
    until: null,
    said: null,
    request: null,
    reference: null,
    ...change,
  };
}
