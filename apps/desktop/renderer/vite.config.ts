import { fileURLToPath } from "node:url";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  root: here,
  // Absolute, because /sessions/<id> is a path of its own: the node answers every unknown path with this page.
  base: "/",
  plugins: [
    react(),
    // A message without a translation stops the build.
    lingui({ configPath: `${here}lingui.config.ts`, failOnMissing: false, failOnCompileError: true }),
  ],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "chrome130",
    // Fonts and pictures stay files: the content security policy names no data: source for fonts.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  worker: { format: "es" },
});
