/** Gives every test a core that answers from `core.commands` and remembers what it was asked. */
import { beforeEach } from "vitest";

export interface Asked {
  command: string;
  args: Record<string, unknown>;
}

export const core: { commands: Record<string, (args: Record<string, unknown>) => unknown>; asked: Asked[] } = {
  commands: {},
  asked: [],
};

beforeEach(() => {
  core.commands = {};
  core.asked = [];
});

Object.assign(window, {
  __TAURI_INTERNALS__: {
    invoke: async (command: string, args: Record<string, unknown>): Promise<unknown> => {
      core.asked.push({ command, args });
      return Promise.resolve(core.commands[command]?.(args) ?? null);
    },
    transformCallback: () => 1,
    unregisterCallback: () => undefined,
  },
});
