import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

/** What is said outside of the page: e-mail of the node, menus and notes of the desktop application. */
export default defineConfig({
  rootDir: import.meta.dirname,
  sourceLocale: "en",
  locales: ["en", "de", "es", "fr", "pt", "zh"],
  fallbackLocales: { default: "en" },
  catalogs: [
    {
      path: "<rootDir>/src/texts/locales/{locale}",
      include: ["<rootDir>/src/mail", "<rootDir>/src/notifications", "<rootDir>/../../apps/desktop/main/shell"],
      exclude: ["**/*.test.*"],
    },
  ],
  format: formatter({ lineNumbers: false, origins: false, printPlaceholdersInComments: false }),
  compileNamespace: "json",
});
