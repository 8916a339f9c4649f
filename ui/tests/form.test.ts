import { describe, expect, test } from "vitest";
import { labelOf, tidy } from "../src/lib/fields";
import { passwordRules } from "../src/lib/password";

const RULES = { minLength: 8, lowercase: true, uppercase: true, number: true, symbol: true };
const met = (password: string): string[] =>
  passwordRules(RULES, password)
    .filter((rule) => rule.met)
    .map((rule) => rule.id);

describe("password rules", () => {
  test("count as Cognito counts them", () => {
    expect(met("")).toEqual([]);
    expect(met("abc")).toEqual(["lowercase"]);
    expect(met("Gatehouse-1")).toEqual(["length", "lowercase", "uppercase", "number", "symbol"]);
    expect(met("ÄÖÜäöüß€")).toEqual(["length"]);
  });

  test("take a blank inside for a symbol, and refuse one at an end", () => {
    expect(met("two words")).toContain("symbol");
    expect(passwordRules(RULES, " Gatehouse-1").find((rule) => rule.id === "edges")?.met).toBe(false);
  });
});

describe("what was typed", () => {
  test("loses the blanks and dashes a code was pasted with", () => {
    expect(tidy("code", " 123 456 ")).toBe("123456");
    expect(tidy("code", "123-456")).toBe("123456");
    expect(tidy("code", "123\u2013456\u00a0")).toBe("123456");
  });

  test("stays as it is when it is a password", () => {
    expect(tidy("password", " a-b ")).toBe(" a-b ");
    expect(tidy("newPassword", "a b ")).toBe("a b ");
  });

  test("becomes a number in international form", () => {
    expect(tidy("phone", "+44 (20) 7946-0000")).toBe("+442079460000");
  });
});

test("attributes are labelled in words, custom ones from their names", () => {
  expect(labelOf({ name: "given_name", kind: "text" })).toBe("First name");
  expect(labelOf({ name: "custom:team_lead", kind: "text" })).toBe("Team lead");
  expect(labelOf({ name: "username", kind: "email" })).toBe("Email");
});
