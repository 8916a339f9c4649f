import { describe, expect, it } from "vitest";
import { hexLine, PAGE, ROW } from "../src/lib/hex";
import { unfolded } from "../src/lib/json";
import { linesOf, shownLine } from "../src/lib/text";

describe("a text", () => {
  it("has the lines that every system would see", () => {
    expect(linesOf("a\nb\r\nc\rd\n")).toEqual(["a", "b", "c", "d"]);
    expect(linesOf("")).toEqual([""]);
    expect(linesOf("\n\n")).toEqual(["", ""]);
  });

  it("shows what would hide or turn it", () => {
    expect(shownLine("photo\u202egpj.exe\u0000\u001b[2J\u007f")).toBe("photo⟨U+202E⟩gpj.exe␀␛[2J␡");
    expect(shownLine("\ttab stays")).toBe("\ttab stays");
    expect(shownLine("<img onerror=x>")).toBe("<img onerror=x>");
  });

  it("cuts a line that nobody could draw", () => {
    expect(shownLine("x".repeat(1_000_000)).length).toBeLessThan(2100);
  });
});

describe("a tree", () => {
  const lines = [{ inside: 4 }, { inside: 0 }, { inside: 2 }, { inside: 0 }, { inside: 0 }];

  it("hides what is inside of a folded value, and nothing else", () => {
    expect(unfolded(lines, new Set())).toEqual([0, 1, 2, 3, 4]);
    expect(unfolded(lines, new Set([2]))).toEqual([0, 1, 2]);
    expect(unfolded(lines, new Set([0, 2]))).toEqual([0]);
  });
});

describe("bytes", () => {
  it("stand in lines of sixteen, with their letters beside them", () => {
    const page = Uint8Array.from({ length: 20 }, (_, at) => at + 0x3c);
    const line = hexLine(new Map([[0, page]]), 1);
    expect(line.bytes.trim()).toBe("4c 4d 4e 4f");
    expect(line.text).toBe("LMNO");
    expect(hexLine(new Map(), PAGE / ROW).bytes.trim()).toBe("");
  });
});
