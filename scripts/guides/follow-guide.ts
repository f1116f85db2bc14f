import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** One step of a guide: a new file, or places of a file that change. */
export type GuideStep =
  | { readonly kind: "file"; readonly path: string; readonly text: string }
  | { readonly kind: "edit"; readonly path: string; readonly places: readonly EditPlace[] };

export interface EditPlace {
  readonly before: string;
  readonly after: string;
}

const FENCE = /^```(?<language>\w+) (?<path>[\w./-]+)\n(?<body>[\s\S]*?)^```$/gm;

/**
 * The steps of a guide in its order: fences whose first line names a path. ```` ```ts packages/a.ts ```` is a new file;
 * ```` ```diff packages/b.ts ```` changes one, with lines that stay (one space), go (`-`) and come (`+`), and a line `@@`
 * between two places. Other fences are for reading.
 */
export function stepsOf(guide: string): GuideStep[] {
  return [...guide.matchAll(FENCE)].map(({ groups }): GuideStep => {
    const { language = "", path = "", body = "" } = groups ?? {};
    if (language !== "diff") return { kind: "file", path, text: body };
    return { kind: "edit", path, places: body.split(/^@@\n/m).map(placeOf) };
  });
}

function placeOf(hunk: string): EditPlace {
  const lines = hunk.split("\n").slice(0, -1);
  const strange = lines.find((line) => !/^[ +-]/.test(line));
  if (strange !== undefined) throw new Error(`A line of an edit begins with a space, + or -: ${JSON.stringify(strange)}`);
  const keep = (marks: string): string =>
    lines
      .filter((line) => marks.includes(line.charAt(0)))
      .map((line) => line.slice(1))
      .join("\n");
  return { before: keep(" -"), after: keep(" +") };
}

/** Does what a guide says in the tree at `root`. @throws when a file that is new exists, or a place of an edit is not there once. */
export async function followGuide(root: string, guide: string): Promise<void> {
  for (const step of stepsOf(guide)) {
    const path = join(root, step.path);
    if (step.kind === "file") {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, step.text, { flag: "wx" });
      continue;
    }
    let text = await readFile(path, "utf8");
    for (const { before, after } of step.places) {
      const found = text.split(before).length - 1;
      if (found !== 1) throw new Error(`${step.path} holds this ${found} times instead of once:\n${before}`);
      text = text.replace(before, () => after);
    }
    await writeFile(path, text);
  }
}
