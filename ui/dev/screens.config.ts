import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["dev/screens.test.ts"], environment: "node", testTimeout: 240_000, hookTimeout: 120_000 },
});
