import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PROBLEMS } from "../src/lib/problems";
import { KEYS, say } from "../src/lib/words";

/** The words themselves and the generated types aside, every source of the page. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /words\.ts$|lib\/words\/|bindings\.ts$/u.test(path) ? [] : [readFileSync(path, "utf8")];
  });
}

const code = sources("src").join("\n");
const members = (type: string): string[] => {
  const bindings = readFileSync("src/lib/bindings.ts", "utf8");
  const [, body = ""] = new RegExp(`export type ${type} = ([^;]+);`, "u").exec(bindings) ?? [];
  return [...body.matchAll(/"(\w+)"/gu)].map(([, name = ""]) => name);
};

describe("the catalogue of words", () => {
  test("has a text for every kind of question, outcome, notice, place, row and mistake", () => {
    const wanted = [
      ...members("AnswerKind").flatMap((kind) => ["title", "lead", "submit"].map((part) => `answer.${kind}.${part}`)),
      ...members("OutcomeView").map((name) => `outcome.${name}`),
      ...members("NoticeView").flatMap((name) => [`notice.${name}.title`, `notice.${name}.detail`]),
      ...members("LocationKind").flatMap((kind) => [`place.${kind}`, `place.${kind}.hint`]),
      ...members("RowKind").map((kind) => `kind.${kind}`),
      ...members("FieldMessage").map((message) => `connection.wrong.${message}`),
      ...members("PlaceView").map((place) => `connection.where.${place}`),
      ...members("CheckState").map((state) => `check.state.${state}`),
      ...members("HostedProviderKindForm").map((kind) => `provider.kind.${kind}`),
    ];
    expect(wanted.length).toBeGreaterThan(50);
    expect(wanted.filter((key) => !KEYS.some((known) => known === key))).toEqual([]);
  });

  test("holds no text that nobody says", () => {
    const templates = [...code.matchAll(/`([a-zA-Z]+\.(?:[\w.]|\$\{[\w.]+\})+)`/gu)].map(
      ([, text = ""]) => new RegExp(`^${text.replace(/\$\{[^}]*\}/gu, "•").replaceAll(".", "\\.").replaceAll("•", ".+")}$`, "u"),
    );
    expect(templates.length).toBeGreaterThan(10);
    const idle = KEYS.filter((key) => {
      return !code.includes(`"${key}"`) && !code.includes(`'${key}'`) && !templates.some((one) => one.test(key));
    });
    expect(idle).toEqual([]);
  });

  test("never begs, exclaims or blames", () => {
    const texts = KEYS.map((key) => say(key, { count: 2 }));
    expect(texts.filter((text) => /\b(please|oops|sorry|invalid)\b|!$/iu.test(text))).toEqual([]);
  });

  test("chooses the plural form and groups digits", () => {
    expect(say("files.items", { count: 1 })).toBe("1 item");
    expect(say("files.items", { count: 1204 })).toBe("1,204 items");
  });
});

test("every problem code has a row, and every row a code", () => {
  expect(Object.keys(PROBLEMS).sort()).toEqual(members("ProblemCode").sort());
});
