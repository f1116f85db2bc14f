import { glob, readFile } from "node:fs/promises";
import { basename, join } from "node:path";

export const CHECKOUT = join(import.meta.dirname, "../../../../..");

/** A line of a shell fence: what a guide says to type. */
export interface GuideCommand {
  readonly guide: string;
  readonly command: string;
}

/** Guides by their names, in the order of the alphabet. */
export async function guideNames(): Promise<string[]> {
  const files = await Array.fromAsync(glob("docs/guides/*.md", { cwd: CHECKOUT }));
  return files.map((file) => basename(file, ".md")).toSorted();
}

export const readGuide = (guide: string): Promise<string> => readFile(join(CHECKOUT, `docs/guides/${guide}.md`), "utf8");

/** What stands in the shell fences of a guide, a command each; one that goes on after `\` is one. */
export async function commandsOf(guide: string): Promise<GuideCommand[]> {
  const fences = [...(await readGuide(guide)).matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].map(([, body = ""]) => body);
  const lines = fences.flatMap((body) => body.replaceAll("\\\n", " ").trimEnd().split("\n"));
  return lines.map((command) => ({ guide, command: command.trim() }));
}
