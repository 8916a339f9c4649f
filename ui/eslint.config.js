import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

const tauri = { group: ["@tauri-apps/*"], message: "Only src/lib/ipc.ts talks to Tauri." };
const screens = { group: ["**/screens/*"], message: "Screens never import screens; App puts them together." };
const ours = { group: ["**/lib/*", "**/pieces/*", "**/screens/*"], message: "Parts know nothing of ours." };

const imports = (...patterns) => ({ "no-restricted-imports": ["error", { patterns }] });

export default ts.config(
  { ignores: ["dist", "node_modules", "src/lib/bindings.ts"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      "@typescript-eslint/consistent-type-definitions": ["error", "interface"],
      "@typescript-eslint/switch-exhaustiveness-check": "off",
      "no-console": "error",
      "no-undef": "off",
      eqeqeq: "error",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig } },
    rules: {
      "svelte/no-at-html-tags": "error",
      "svelte/no-inline-styles": ["error", { allowTransitions: false }],
      "svelte/require-each-key": "error",
      "svelte/button-has-type": "error",
      "svelte/no-target-blank": "error",
      // Plain maps and sets serve where nothing is shown from them.
      "svelte/prefer-svelte-reactivity": "off",
    },
  },
  { files: ["src/**"], ignores: ["src/lib/ipc.ts"], rules: imports(tauri) },
  { files: ["src/screens/**"], rules: imports(tauri, screens) },
  { files: ["src/pieces/**"], rules: imports(tauri, screens) },
  { files: ["src/parts/**"], rules: imports(tauri, ours) },
);
