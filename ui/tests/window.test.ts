import { describe, expect, test } from "vitest";
import { Trail } from "../src/lib/trail.svelte";
import { moved, movedAmongTiles, rowAt, scrollTo, spanOf, visibleRows } from "../src/parts/window";

const list = (total: number): { total: number; row: number; viewport: number } => ({ total, row: 32, viewport: 320 });

describe("a list of equal rows", () => {
  test("draws what is seen and a few more on either side", () => {
    expect(visibleRows(list(1000), 3200, 8)).toEqual({ first: 92, count: 26, top: 92 * 32 });
  });

  test("draws nothing past its ends", () => {
    expect(visibleRows(list(5), 0, 8)).toEqual({ first: 0, count: 5, top: 0 });
    expect(visibleRows(list(0), 0, 8).count).toBe(0);
  });

  test("of a million rows reaches the last one, below the height at which engines cut off", () => {
    const long = list(1_000_000);
    const span = spanOf(long);
    expect(span).toBeLessThan(16_000_000);
    const { first, count, top } = visibleRows(long, span - long.viewport, 0);
    expect(first + count).toBe(1_000_000);
    expect(top + count * long.row).toBeCloseTo(span, 3);
  });

  test("scrolls only as far as it takes to see a row whole", () => {
    expect(scrollTo(list(1000), 320, 12)).toBe(320);
    expect(scrollTo(list(1000), 320, 3)).toBe(96);
    expect(scrollTo(list(1000), 320, 20)).toBe(21 * 32 - 320);
  });

  test("moves by row, by page and to the ends, and never past them", () => {
    expect(moved("ArrowDown", 0, 3, 10)).toBe(1);
    expect(moved("ArrowUp", 0, 3, 10)).toBe(0);
    expect(moved("PageDown", 5, 100, 10)).toBe(14);
    expect(moved("PageUp", 5, 100, 10)).toBe(0);
    expect(moved("End", 0, 100, 10)).toBe(99);
    expect(moved("Home", 50, 100, 10)).toBe(0);
    expect(moved("x", 0, 100, 10)).toBeNull();
    expect(moved("ArrowDown", 0, 0, 10)).toBeNull();
  });
});

describe("a box over a list", () => {
  test("begins and ends at rows, even of a million, and past the ends at the last", () => {
    expect(rowAt(list(1000), 3200, 33)).toBe(101);
    expect(rowAt(list(5), 0, 9999)).toBe(4);
    const long = list(1_000_000);
    expect(rowAt(long, spanOf(long) - long.viewport, 319)).toBe(999_999);
  });
});

describe("tiles", () => {
  test("are gone through across and down, and not past the ends", () => {
    expect(movedAmongTiles("ArrowDown", 1, 10, 4, 2)).toBe(5);
    expect(movedAmongTiles("ArrowUp", 1, 10, 4, 2)).toBe(1);
    expect(movedAmongTiles("ArrowDown", 8, 10, 4, 2)).toBe(9);
    expect(movedAmongTiles("ArrowRight", 9, 10, 4, 2)).toBe(9);
    expect(movedAmongTiles("End", 0, 10, 4, 2)).toBe(9);
    expect(movedAmongTiles("a", 0, 10, 4, 2)).toBeNull();
  });
});

describe("the trail", () => {
  const location = { id: "a", kind: "plain", name: null, bucket: "b", prefix: "", canWrite: true } as const;
  const stop = (folder: string) => ({ location, folder });

  test("leads back and forward again, and ends ahead where another way is taken", () => {
    const trail = new Trail();
    trail.leave(stop(""));
    trail.leave(stop("a/"));
    expect(trail.back(stop("a/b/"))?.folder).toBe("a/");
    expect(trail.back(stop("a/"))?.folder).toBe("");
    expect(trail.canGoBack).toBe(false);
    expect(trail.forward(stop(""))?.folder).toBe("a/");
    trail.leave(stop("a/"));
    expect(trail.canGoForward).toBe(false);
  });
});
