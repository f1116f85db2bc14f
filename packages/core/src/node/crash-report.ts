import { release } from "node:os";
import { basename } from "node:path";
import { coverPrivate } from "./cover-private.ts";

export interface CrashFacts {
  readonly version: string;
  /** When it happened, ISO 8601. */
  readonly at: string;
  readonly error: unknown;
}

/** What the program ended of, to be read before it is passed on: the code's own places, and nothing of people or recordings. */
export function writeCrashReport({ version, at, error }: CrashFacts): string {
  return [
    "Lucid crash report",
    "It was written because crash_reports is on, and is sent nowhere. Read it before you pass it on.",
    "",
    `version   ${version}`,
    `at        ${at}`,
    `system    ${process.platform} ${release()}, ${process.arch}, Node.js ${process.versions.node}`,
    "",
    ...describe(error),
    "",
  ].join("\n");
}

const MAX_CAUSES = 5;

function describe(error: unknown, depth = 0): readonly string[] {
  if (!(error instanceof Error)) return [`something else than an error was thrown: ${typeof error}`];
  const frames = (error.stack ?? "").split("\n").flatMap((line) => frameOf(line) ?? []);
  const own = [`${coverPrivate(error.name)}: ${coverPrivate(error.message)}`, ...frames];
  if (error.cause === undefined || depth === MAX_CAUSES) return own;
  return [...own, "because of", ...describe(error.cause, depth + 1)];
}

/** A line of a stack without the folders that lead to the file. */
function frameOf(line: string): string | undefined {
  const [, place = "", position] = /^\s+at (?:.*\()?(\S+?):(\d+:\d+)\)?$/.exec(line) ?? [];
  if (position === undefined) return undefined;
  const [, called] = /^\s+at (?:async )?([\w.<>#$ [\]]+) \(/.exec(line) ?? [];
  return `  at ${called === undefined ? "" : `${called}, `}${basename(place)}:${position}`;
}
