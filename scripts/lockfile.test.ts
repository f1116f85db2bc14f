import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const text = readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8");
const { packages } = JSON.parse(text) as { packages: Record<string, { optionalDependencies?: Record<string, string> }> };

it("names no registry: `npm ci` takes the one of the machine", () => {
  expect(text.match(/"resolved": "(https?|git)[^"]*"/g) ?? []).toEqual([]);
});

// A registry that holds only some platforms makes `npm install` forget the others, and then `npm ci` refuses the file.
it("has an entry for the native part of every tool on every platform", () => {
  const wanted = Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ name, folders: lookupFolders(folder) })),
  );
  const absent = wanted.filter(({ name, folders }) => !folders.some((folder) => join(folder, "node_modules", name) in packages));
  expect(absent.map(({ name }) => name)).toEqual([]);
});

/** The folders whose node_modules Node searches for a package, nearest first. */
function lookupFolders(folder: string): string[] {
  const above = folder.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, "");
  return above === folder ? [`${folder}/`, ""] : [`${folder}/`, ...lookupFolders(above)];
}
