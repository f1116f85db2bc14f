import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { defineConfig } from "electron-vite";
import { mergeConfig, type Plugin } from "vite";
import preload from "./preload/vite.config.ts";
import { listContents } from "./renderer/bundling/list-contents.ts";
import renderer from "./renderer/vite.config.ts";

const here = import.meta.dirname;
const root = join(here, "../..");
/** Packaging builds into a folder of its own, so that it can be done twice at once. */
const out = process.env["LUCID_BUNDLE_FOLDER"] ?? join(root, "build/app");
/** Of which packages each part is made. */
const contentsOf = (part: string) => listContents(join(out, "contents"), part);

/** What is no JavaScript of ours lies beside it: the manifest, the templates, and SQLite with its native part. */
const shipFiles = (): Plugin => ({
  name: "lucid-ship-files",
  apply: "build",
  async closeBundle(error) {
    if (error) return;
    const { name, version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
    const manifest = { name, version, private: true, type: "module", main: "main/main.js" };
    await writeFile(join(out, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    for (const folder of ["resources", "node_modules"]) await rm(join(out, folder), { recursive: true, force: true });
    await cp(join(root, "resources/templates"), join(out, "resources/templates"), { recursive: true });
    await cp(join(root, "resources/icons"), join(out, "resources/icons"), { recursive: true });
    const sqlite = dirname(createRequire(join(root, "packages/foundation/src/")).resolve("better-sqlite3/package.json"));
    for (const part of ["package.json", "LICENSE", "lib", "prebuilds"])
      await cp(join(sqlite, part), join(out, "node_modules/better-sqlite3", part), { recursive: true });
  },
});

/** electron-vite asks for relative paths, for pages from a file; ours has paths of its own and a scheme to be served by. */
const servedFromRoot = (): Plugin => ({ name: "lucid-served-from-root", config: () => ({ base: "/" }) });

export default defineConfig({
  main: {
    root: here,
    plugins: [shipFiles(), contentsOf("main")],
    build: {
      outDir: join(out, "main"),
      emptyOutDir: true,
      externalizeDeps: false,
      rolldownOptions: {
        external: ["better-sqlite3"],
        // One file a program; main/program-files.ts knows them by these names.
        input: {
          main: join(here, "main/bundle/main.ts"),
          lucid: join(here, "main/bundle/lucid.ts"),
          "sealer.worker": join(root, "packages/pipeline/src/sealer/sealer.worker.ts"),
          "capture.worker": join(root, "packages/pipeline/src/screen/capture.worker.ts"),
          "audit.worker": join(root, "packages/core/src/audit/store/store.worker.ts"),
          "log.worker": join(root, "packages/core/src/node-log/store/log.worker.ts"),
          "backup.worker": join(root, "packages/core/src/backups/job/job.worker.ts"),
          "payments.process": join(root, "packages/payments/src/process/payments.process.ts"),
        },
      },
    },
  },
  preload: mergeConfig(preload, { build: { outDir: join(out, "preload"), externalizeDeps: false } }),
  renderer: mergeConfig(renderer, {
    plugins: [servedFromRoot(), contentsOf("page")],
    worker: { plugins: () => [contentsOf("page")] },
    build: {
      outDir: join(out, "renderer"),
      emptyOutDir: true,
      minify: true,
      rolldownOptions: { input: join(here, "renderer/index.html") },
    },
  }),
});
