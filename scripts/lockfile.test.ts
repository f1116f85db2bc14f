import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const text = readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8");
interface Entry {
  readonly link?: true;
  readonly optional?: true;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly integrity?: string;
  readonly optionalDependencies?: Record<string, string>;
}
const { packages } = JSON.parse(text) as { packages: Record<string, Entry> };

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

// A registry that does not hold a platform's part cannot tell its hash. Such parts are optional, and no other package may lack one.
it("has the hash of every package but the native parts of platforms that were not at hand", () => {
  const bare = Object.entries(packages).filter(
    ([folder, { integrity, link }]) => folder.includes("node_modules/") && link !== true && integrity === undefined,
  );
  const isHere = ({ os, cpu, libc }: Entry): boolean =>
    (os?.includes("linux") ?? true) && (cpu?.includes("x64") ?? true) && (libc?.includes("glibc") ?? true);
  expect(bare.filter(([, entry]) => entry.optional !== true || isHere(entry)).map(([folder]) => folder)).toEqual([]);
});

/** The folders whose node_modules Node searches for a package, nearest first. */
function lookupFolders(folder: string): string[] {
  const above = folder.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, "");
  return above === folder ? [`${folder}/`, ""] : [`${folder}/`, ...lookupFolders(above)];
}
