import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

/** What Electron offers and nothing here may use; each is a line of its security checklist. */
const NEVER = [
  "openExternal",
  "openPath",
  "allowRunningInsecureContent",
  "experimentalFeatures",
  "enableBlinkFeatures",
  "webSecurity",
  "nodeIntegrationInWorker",
  "nodeIntegrationInSubFrames",
  "disableBlinkFeatures",
  "ipcMain.handle",
  "executeJavaScript",
  "sendSync",
];

it.each(NEVER)("uses %s nowhere", (name) => {
  const folders = ["main", "preload"].map((folder) => join(import.meta.dirname, "..", folder));
  const files = folders.flatMap((folder) => globSync(`${folder}/**/*.ts`)).filter((file) => !file.endsWith(".test.ts"));
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => readFileSync(file, "utf8").includes(name))).toEqual([]);
});
