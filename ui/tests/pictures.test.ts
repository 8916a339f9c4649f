import { expect, test } from "vitest";
import { SmallPictures } from "../src/lib/small.svelte";
import { settle } from "./page";
import { core } from "./setup";

const row = (key: string, modified = 1): { key: string; size: number; modified: number } => ({ key, size: 10, modified });
const asked = (command: string): unknown[] =>
  core.asked.filter((each) => each.command === command).map(({ args }) => args["key"] ?? args["keys"]);

test("small pictures are asked for once, and only of what is in view", async () => {
  core.commands["thumbnail"] = ({ key }) => `data:${String(key)}`;
  const pictures = new SmallPictures();
  pictures.show("private", 1, [row("a"), row("b")]);
  pictures.show("private", 1, [row("a"), row("b")]);
  expect(pictures.of(row("a"))).toBeUndefined();
  await settle();
  expect(pictures.of(row("a"))).toBe("data:a");
  pictures.show("private", 2, [row("a"), row("b", 2)]);
  await settle();
  expect(asked("thumbnail")).toEqual(["a", "b", "b"]);
});

test("what goes out of view is given up, and asked for again when it is back", async () => {
  const waiting: ((address: string | null) => void)[] = [];
  core.commands["thumbnail"] = () => new Promise((resolve) => waiting.push(resolve));
  const pictures = new SmallPictures();
  pictures.show("private", 1, [row("a"), row("b")]);
  pictures.show("private", 1, [row("b")]);
  expect(asked("drop_thumbnails")).toEqual([["a"]]);
  await settle();
  waiting[0]?.(null);
  await settle();
  expect(pictures.of(row("a"))).toBeUndefined();
  pictures.show("private", 1, [row("a"), row("b")]);
  expect(asked("thumbnail")).toEqual(["a", "b", "a"]);
});

test("another person sees none of them", async () => {
  core.commands["thumbnail"] = ({ key }) => `data:${String(key)}`;
  const pictures = new SmallPictures();
  pictures.show("private", 1, [row("a")]);
  await settle();
  pictures.show("private", 1, [row("a"), row("b")]);
  pictures.clear();
  await settle();
  expect(pictures.of(row("a"))).toBeUndefined();
  expect(pictures.of(row("b"))).toBeUndefined();
});

test("a file without a small picture keeps its icon until the folder is listed anew", async () => {
  core.commands["thumbnail"] = () => Promise.reject(new Error("no"));
  const pictures = new SmallPictures();
  pictures.show("private", 1, [row("a")]);
  await settle();
  expect(pictures.of(row("a"))).toBeNull();
  pictures.show("private", 1, [row("a")]);
  expect(asked("thumbnail")).toEqual(["a"]);
  pictures.show("private", 2, [row("a")]);
  expect(asked("thumbnail")).toEqual(["a", "a"]);
});
