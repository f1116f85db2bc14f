import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

export default defineConfig({
  rootDir: import.meta.dirname,
  sourceLocale: "en",
  locales: ["en", "de", "es", "fr", "pt", "zh"],
  catalogs: [
    {
      path: "<rootDir>/shared/text/locales/{locale}",
      include: ["<rootDir>/features", "<rootDir>/shared", "<rootDir>/windows", "<rootDir>/verify"],
      exclude: ["**/*.test.*"],
    },
  ],
  format: formatter({ lineNumbers: false, origins: false, printPlaceholdersInComments: false }),
});
