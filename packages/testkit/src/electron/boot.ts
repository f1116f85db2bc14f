import { readFileSync, statSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { readEdits } from "./edits.ts";

/** Runs an application as Electron does: `electron [switches] <folder> [arguments]`. */

const ELECTRON = new URL("./electron.ts", import.meta.url).href;
const program = join(import.meta.dirname, "program/electron");

const edits = readEdits();
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    return url.startsWith("file:") && edits.touches(url)
      ? { ...loaded, source: edits.apply(url, Buffer.from(loaded.source as Uint8Array).toString()) }
      : loaded;
  },
  resolve: (specifier, context, next) =>
    specifier === "electron" || specifier === "electron/main" ? { url: ELECTRON, shortCircuit: true } : next(specifier, context),
});
Object.defineProperties(process.versions, {
  electron: { value: "45.3.4-standin", enumerable: true },
  chrome: { value: "0.0.0-standin", enumerable: true },
});
Object.assign(process, { type: "browser" });

const given = process.argv.slice(2);
const loaders: string[] = [];
for (let at = given.indexOf("-r"); at >= 0; at = given.indexOf("-r")) loaders.push(...given.splice(at, 2).slice(1));
process.argv = [program, ...given];
const require = createRequire(import.meta.url);
for (const loader of loaders) require(loader);

const { app } = await import("./app.ts");
await import("./electron.ts");
const switches = given.filter((argument) => argument.startsWith("--"));
const path = given.find((argument) => !argument.startsWith("-"));
if (path === undefined) throw new Error("No application was named");
const folder = resolve(path);
const isFolder = statSync(folder).isDirectory();
const manifest = isFolder ? (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { main?: string }) : {};
const userData = switches.find((argument) => argument.startsWith("--user-data-dir="))?.slice("--user-data-dir=".length);
app.begin(folder, manifest, userData);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  // An application may listen in place of the default.
  process.on(signal, () => process.listenerCount(signal) === 1 && app.quit());
}

await import(pathToFileURL(isFolder ? join(folder, manifest.main ?? "index.js") : folder).href);
await app.becomeReady();
