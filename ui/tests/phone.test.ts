import { describe, expect, test } from "vitest";
import { countries, split, whole } from "../src/lib/phone";

describe("a number with its country", () => {
  test.each([
    ["GB", "020 7946 0000", "+442079460000"],
    ["GB", "2079460000", "+442079460000"],
    ["IT", "06 6982", "+39066982"],
    ["US", "(555) 010-0100", "+15550100100"],
    ["GB", "+1 555 0100", "+15550100"],
    ["GB", "0033 1 23 45", "+3312345"],
    ["GB", "", ""],
  ])("in %s, %s is %s", (region, typed, number) => {
    expect(whole(region, typed)).toBe(number);
  });

  test.each([
    ["+442079460000", "GB", { region: "GB", rest: "2079460000" }],
    ["+442079460000", "JE", { region: "JE", rest: "2079460000" }],
    ["+442079460000", "US", { region: "GB", rest: "2079460000" }],
    ["+12425550100", "US", { region: "BS", rest: "5550100" }],
    ["+77012345678", "US", { region: "RU", rest: "7012345678" }],
    ["2079460000", "GB", null],
    ["+0123", "GB", null],
  ])("%s, typed near %s, is taken apart", (number, near, parts) => {
    expect(split(number, near)).toEqual(parts);
  });

  test("put together again is the same, for every country", () => {
    for (const { region, code } of countries()) {
      const number = `+${code}5550100`;
      const parts = split(number, region);
      expect(parts && whole(parts.region, parts.rest), number).toBe(number);
    }
  });

  test("names every country once", () => {
    const names = countries().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(230);
    expect(names).toContain("United Kingdom");
  });
});
