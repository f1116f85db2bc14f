import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Runtime } from "./runtime.ts";

const root = join(import.meta.dirname, "../..");

/** A part of a package that somebody else made. */
export interface Component {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly licence: string;
  /** Its licence as its authors wrote it. */
  readonly text: string;
  /** Where its source is, as its authors say; undefined where they do not. */
  readonly source: string | undefined;
  /** As npm writes it, `sha512-` and base64. */
  readonly integrity: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
  readonly repository?: string | { readonly url?: string };
}

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
}

/** Names of files in which authors say under which terms they give their work. */
const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

/** Licences under which whoever gets the program must be told where the source of that part is (MPL-2.0, 3.2). */
const NEEDS_SOURCE = /\b(?:MPL|LGPL|EPL|CDDL)-/;

/**
 * Reads name, version, licence and hash of each package folder, by name.
 * @throws when one of them has no licence, or one under which its source must be named and is not known.
 */
export async function readComponents(folders: readonly string[], runtime: Runtime): Promise<Component[]> {
  const lock: Lockfile = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
  const components = await Promise.all(folders.map((folder) => readComponent(folder, lock)));
  const node: Component = {
    ...{ name: runtime.name, version: runtime.version, integrity: runtime.integrity, licence: "MIT" },
    source: undefined,
    text: await readFile(join(runtime.folder, "LICENSE"), "utf8"),
  };
  // One version may lie in several places.
  const byKey = new Map([...components, node].map((component) => [keyOf(component), component]));
  return [...byKey.values()].toSorted((one, other) => keyOf(one).localeCompare(keyOf(other), "en"));
}

const keyOf = ({ name, version }: Component): string => `${name} ${version}`;

async function readComponent(folder: string, { packages }: Lockfile): Promise<Component> {
  const { name, version, license, repository }: Manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  if (typeof license !== "string") throw new Error(`${name} does not say what its licence is`);
  const source = sourceOf(repository);
  if (NEEDS_SOURCE.test(license) && source === undefined)
    throw new Error(`${name} (${license}) does not say where its source is`);
  const integrity = packages[relative(root, folder)]?.integrity;
  if (integrity === undefined) throw new Error(`package-lock.json has no hash of ${relative(root, folder)}`);
  const files = (await readdir(folder)).filter((file) => LICENCE_FILE.test(file)).toSorted();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return { name, version, licence: license, source, integrity, text: texts.map((text) => text.trim()).join("\n\n") };
}

/** The address of a repository as a browser takes it; undefined for what is no https address, such as npm's short forms. */
function sourceOf(repository: Manifest["repository"]): string | undefined {
  const url = (typeof repository === "string" ? repository : repository?.url)
    ?.replace(/^git\+/, "")
    .replace(/^git:\/\//, "https://");
  return url !== undefined && URL.canParse(url) && new URL(url).protocol === "https:" ? url : undefined;
}
