import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte()],
  clearScreen: false,
  // Bundled icons and styles stay files of their own: the page's CSP allows no inlined ones but images.
  build: { target: "safari16", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { host: "127.0.0.1", port: 5173, strictPort: true },
  resolve: process.env["VITEST"] ? { conditions: ["browser"] } : {},
  test: { environment: "happy-dom", include: ["tests/*.test.ts"], setupFiles: ["tests/setup.ts"] },
});
