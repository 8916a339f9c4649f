import { beforeEach, describe, expect, test, vi } from "vitest";
import { app } from "../src/lib/app.svelte";
import { layout } from "../src/lib/layout.svelte";
import type { ScreenView } from "../src/lib/bindings";
import Strips from "../src/pieces/Strips.svelte";
import Browser from "../src/screens/Browser.svelte";
import SignIn from "../src/screens/SignIn.svelte";
import { button, control, pick, problem, settle, show, submit, type } from "./page";
import { core } from "./setup";

type Screen<Name> = Extract<ScreenView, { name: Name }>;

const signIn = (change: Partial<Screen<"signIn">> = {}): Screen<"signIn"> => ({
  name: "signIn",
  username: "",
  usernameKind: "username",
  canSignUp: true,
  methods: [{ id: "USER_SRP_AUTH", needsPassword: true }],
  method: "USER_SRP_AUTH",
  browser: [
    { name: "Google", label: "Google", kind: "google" },
    { name: "", label: "", kind: "hostedUi" },
    { name: "https://id.example.com", label: "Elsewhere", kind: "direct" },
  ],
  tokenProviders: [],
  guests: false,
  ...change,
});
const TOKENS: Screen<"signIn">["tokenProviders"] = [
  { name: "AcmeOIDC", kind: "oidc" },
  { name: "AcmeSAML", kind: "saml" },
  { name: "login.acme.example", kind: "developer" },
];
const visit: Screen<"browser"> = { name: "browser", provider: null, canCopyLink: true };
const sent = (command: string): unknown[] =>
  core.asked.filter((asked) => asked.command === command).map(({ args }) => args);

beforeEach(() => {
  app.auth = { screen: signIn(), busy: false, problem: null, outcome: null, aliveUntil: null };
  app.accounts = [];
  app.remember = true;
  layout.inspector = false;
});

describe("the sign-in", () => {
  test("opens the browser at the provider that was chosen, or at the service's own page", async () => {
    show(SignIn, { screen: signIn() });
    control<HTMLInputElement>("[name=remember]").click();
    button("Continue with Google").click();
    await settle();
    button("Continue in your browser").click();
    await settle();
    button("Continue with Elsewhere directly").click();
    await settle();
    expect(sent("sign_in_with_browser")).toEqual([
      { provider: "Google", remember: false },
      { provider: null, remember: false },
      { provider: "https://id.example.com", remember: false },
    ]);
  });

  test("offers neither the browser nor a look around where the connection has none", () => {
    const page = show(SignIn, { screen: signIn({ browser: [] }) });
    expect(page.textContent).not.toContain("Continue");
  });

  test("lets guests in where they are wanted", async () => {
    show(SignIn, { screen: signIn({ guests: true }) });
    button("Continue as guest").click();
    await settle();
    expect(sent("continue_as_guest")).toHaveLength(1);
  });

  test("takes a token from testers only, and keeps it nowhere once it is accepted", async () => {
    show(SignIn, { screen: signIn({ tokenProviders: TOKENS }) });
    expect(() => button("Other ways to sign in")).toThrow();
    layout.inspector = true;
    await settle();
    button("Other ways to sign in").click();
    await settle();
    control<HTMLButtonElement>(".others li button").click();
    await settle();
    expect(document.body.querySelector("[name=identityId]")).toBeNull();
    submit();
    await settle();
    expect(document.activeElement).toBe(control("[name=token]"));
    type("token", " eyJ.a-b_c ");
    submit();
    await settle();
    expect(sent("present_token")).toEqual([
      { form: { provider: "AcmeOIDC", token: "eyJ.a-b_c", identityId: null } },
    ]);
    expect(control<HTMLTextAreaElement>("[name=token]").value).toBe("");
    expect(JSON.stringify(app.drafts)).not.toContain("eyJ");
  });
});

describe("a token from elsewhere", () => {
  async function presenting(): Promise<void> {
    layout.inspector = true;
    show(SignIn, { screen: signIn({ tokenProviders: TOKENS }) });
    button("Other ways to sign in").click();
    await settle();
    control<HTMLButtonElement>(".others li button").click();
    await settle();
  }

  test("is one of a provider of the connection, and only a backend’s goes with an identity", async () => {
    await presenting();
    const offered = [...control<HTMLSelectElement>("select[name=provider]").options].map((option) => option.textContent);
    expect(offered).toEqual(["AcmeOIDC (ID token)", "AcmeSAML (SAML assertion)", "login.acme.example (your own backend)"]);
    pick("provider", "login.acme.example");
    type("token", "eyJ");
    type("identityId", " eu-west-1:1 ");
    submit();
    await settle();
    expect(sent("present_token")).toEqual([
      { form: { provider: "login.acme.example", token: "eyJ", identityId: "eu-west-1:1" } },
    ]);
  });

  test("is not asked for where the identity pool trusts nobody", async () => {
    layout.inspector = true;
    show(SignIn, { screen: signIn() });
    await settle();
    expect(() => button("Other ways to sign in")).toThrow();
  });
});

describe("the visit to the browser", () => {
  test("offers the link only after a while, and never shows it", async () => {
    vi.useFakeTimers();
    try {
      show(Browser, { screen: visit });
      expect(() => button("Copy link")).toThrow();
      await vi.advanceTimersByTimeAsync(2100);
      button("Copy link").click();
      await vi.advanceTimersByTimeAsync(1);
      expect(sent("copy_browser_link")).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  test("offers the link at once where the browser did not open", () => {
    app.auth = { ...app.auth, problem: problem({ code: "browserNotOpened", title: "Your browser did not open" }) };
    const page = show(Browser, { screen: visit });
    expect(page.textContent).toContain("did not open");
    expect(() => button("Copy link")).not.toThrow();
  });

  test("takes a pasted address, and says at the field why another one is refused", async () => {
    core.commands["answer_browser"] = () => Promise.reject(problem({ detail: "Not of this sign-in." }));
    const page = show(Browser, { screen: visit });
    button("Paste the address instead").click();
    await settle();
    expect(document.activeElement).toBe(control("[name=address]"));
    submit();
    await settle();
    expect(sent("answer_browser")).toEqual([]);
    type("address", " http://localhost:17643/callback?code=1 ");
    submit();
    await settle();
    expect(sent("answer_browser")).toEqual([{ text: "http://localhost:17643/callback?code=1" }]);
    expect(page.textContent).toContain("Not of this sign-in.");
    expect(app.auth.problem).toBeNull();
  });
});

test("a guest is told so, and can sign in from there", async () => {
  app.take({ type: "auth", value: { ...app.auth, screen: { name: "guest" } } });
  expect([app.inside, app.guest]).toEqual([true, true]);
  show(Strips, {});
  button("Sign in").click();
  await settle();
  expect(sent("show_sign_in")).toHaveLength(1);
});
