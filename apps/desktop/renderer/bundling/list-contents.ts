import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "vite";

/** What a file of a build loads, and the folders of the packages whose code is in it. */
export interface FileContents {
  readonly loads: readonly string[];
  readonly packages: readonly string[];
}

/** Writes what each file of a build is made of into `folder`, as `{ [file]: FileContents }`. Each worker of a page is a build. */
export const listContents = (folder: string, part: string): Plugin => ({
  name: "lucid-list-contents",
  apply: "build",
  async generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
    const contents = chunks.map(({ fileName, imports, dynamicImports, moduleIds }): [string, FileContents] => [
      fileName,
      { loads: [...imports, ...dynamicImports], packages: [...new Set(moduleIds.flatMap(packageOf))].toSorted() },
    ]);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${part}.${chunks[0]?.name}.json`), JSON.stringify(Object.fromEntries(contents)));
  },
});

/** The innermost package below a node_modules that a module is in. */
const packageOf = (module: string): string[] => /^\0?(\/.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(module)?.slice(1) ?? [];
