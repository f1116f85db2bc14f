import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// A sandboxed preload is one CommonJS file that requires nothing but electron.
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  build: {
    outDir: "dist",
    emptyOutDir: true,
    lib: { entry: "preload.ts", formats: ["cjs"], fileName: () => "preload.cjs" },
    rolldownOptions: { external: ["electron"] },
  },
});
