import { describe, expect, test, vi } from "vitest";
import { bytes, date, day, duration, rate, skewWords, wait } from "../src/lib/format";

vi.spyOn(navigator, "languages", "get").mockReturnValue(["en-GB"]);

describe("sizes", () => {
  test.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [1000, "1 kB"],
    [1_204_311, "1.2 MB"],
    [999_950, "1 MB"],
    [41_943_040, "41.9 MB"],
    [250_000_000_000, "250 GB"],
  ])("%i bytes read as %s", (count, text) => {
    expect(bytes(count).replaceAll("\u00a0", " ").replace(/(\d)(kB|MB|GB)/u, "$1 $2")).toBe(text);
  });

  test("a rate names the second", () => {
    expect(rate(38_200_000)).toMatch(/^38\s?MB\/s$/u);
  });
});

describe("times", () => {
  test("what is left is never shorter than promised", () => {
    expect([0, 12.2, 60, 61, 3600, 3601].map(duration)).toEqual(["1 s", "13 s", "1 min", "2 min", "1 h", "2 h"]);
  });

  test("today's dates are times, this year's have no year, older ones do", () => {
    const now = new Date(2026, 10, 21, 15, 0).getTime();
    expect(date(new Date(2026, 10, 21, 9, 5).getTime(), now)).toBe("09:05");
    expect(date(new Date(2026, 10, 12).getTime(), now)).toBe("12 Nov");
    expect(date(new Date(2024, 10, 12).getTime(), now)).toBe("12 Nov 2024");
  });
});

describe("waits and clocks", () => {
  test("a wait is exact while one watches it", () => {
    expect([1, 59, 60, 128, 3599].map(wait)).toEqual(["1 s", "59 s", "1:00 min", "2:08 min", "59:59 min"]);
  });

  test.each([
    [3600, "This computer’s clock is 1 hour behind."],
    [-90, "This computer’s clock is 2 minutes ahead."],
    [5400, "This computer’s clock is 1.5 hours behind."],
    [-259_200, "This computer’s clock is 3 days ahead."],
  ])("a clock that is off by %i seconds is told in words", (seconds, words) => {
    expect(skewWords(seconds)).toBe(words);
  });

  test("a day is the same day everywhere, and what is no day stays as it is", () => {
    expect(day("1815-12-10")).toBe("10 December 1815");
    expect(day("soon")).toBe("soon");
  });
});
