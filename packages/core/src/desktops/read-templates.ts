import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { DesktopTemplate } from "./template.ts";

/** Reads every `*.json` of a folder. Throws with the file's name when one does not fit, or is named unlike its file. */
export async function readTemplates(directory: string): Promise<ReadonlyMap<string, DesktopTemplate>> {
  const files = (await readdir(directory)).filter((file) => file.endsWith(".json")).toSorted();
  const templates = new Map<string, DesktopTemplate>();
  for (const file of files) {
    const parsed = DesktopTemplate.safeParse(JSON.parse(await readFile(join(directory, file), "utf8")));
    if (!parsed.success) throw new Error(`${join(directory, file)} is not a desktop template`, { cause: parsed.error });
    if (`${parsed.data.name}.json` !== file) throw new Error(`${join(directory, file)} is named ${parsed.data.name} inside`);
    templates.set(parsed.data.name, parsed.data);
  }
  return templates;
}
