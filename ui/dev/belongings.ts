/** Bookmarks and recent places of the pretended core. */
import type { BelongingsView, BookmarkView, Update } from "../src/lib/bindings";

type Arguments = Record<string, unknown>;

export class Kept {
  all: BelongingsView = {
    bookmarks: [
      { id: "1", location: "private", folder: "Photos/", name: null },
      { id: "2", location: "public", folder: "Plans/2026/", name: "This year" },
    ],
    recents: [{ id: "3", location: "private", folder: "Reports/", at: Date.now() }],
    theme: null,
    sync: { shared: true, busy: false, pending: 0, at: Date.now(), setAside: false, problem: null },
  };
  readonly #push: (update: Update) => void;

  constructor(push: (update: Update) => void) {
    this.#push = push;
  }

  tell(): void {
    this.#push({ type: "belongings", value: this.all });
  }

  #mark(change: (all: BookmarkView[]) => BookmarkView[]): null {
    this.all = { ...this.all, bookmarks: change(this.all.bookmarks) };
    this.tell();
    return null;
  }

  readonly commands: Record<string, (args: Arguments) => unknown> = {
    add_bookmark: ({ location, folder }) =>
      this.#mark((all) => [
        ...all,
        { id: String(all.length + 10), location: String(location), folder: String(folder), name: null },
      ]),
    rename_bookmark: ({ id, name }) =>
      this.#mark((all) => all.map((one) => (one.id === id ? { ...one, name: name === null ? null : String(name) } : one))),
    remove_bookmark: ({ id }) => this.#mark((all) => all.filter((one) => one.id !== id)),
    move_bookmark: ({ id, to }) =>
      this.#mark((all) => {
        const moved = all.filter((one) => one.id === id);
        const others = all.filter((one) => one.id !== id);
        return [...others.slice(0, Number(to)), ...moved, ...others.slice(Number(to))];
      }),
    remove_recent: ({ id }) => {
      this.all = { ...this.all, recents: this.all.recents.filter((one) => one.id !== id) };
      this.tell();
      return null;
    },
    sync_belongings: () => null,
    look_around: () => null,
  };
}
