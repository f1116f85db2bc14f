import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { createSignatureChecker } from "@lucid/chain/signing";
import {
  type Acceptance,
  type CheckProgress,
  describeIdentity,
  describeVideo,
  type Explanation,
  explainFacts,
  foreignText,
  isPartName,
  type JudgeBundleOptions,
  type Judgement,
  judgeBundle,
  type Rejection,
} from "@lucid/proof";
import type { Command } from "commander";
import { openBundle } from "./bundle-source.ts";
import { CommandError, EXIT } from "./exit-codes.ts";
import { helpNotes } from "./help-notes.ts";
import { readBook } from "./known/book-file.ts";
import { type PinOptions, pinsOf } from "./known/pin-options.ts";
import { createProgressLine, inWords } from "./progress-line.ts";
import { spareMemory } from "./spare-memory.ts";
import { stopOnInterrupt } from "./stop-on-interrupt.ts";
import { terminalJson, terminalLines, terminalName, terminalSentence } from "./terminal-text.ts";

interface VerifyOptions extends PinOptions {
  readonly explain?: boolean;
  readonly json?: boolean;
}

/** `lucid verify FILE`: needs no node, no account and no network. */
export function addVerifyCommand(program: Command): void {
  program
    .command("verify")
    .description("Check a .lucid bundle, or a video that was exported with its proof, offline")
    .argument("<file>", "the bundle or video; - is standard input")
    .option("--node <key...>", "accept only recordings of these nodes")
    .option("--owner <address...>", "accept only recordings that these owners allowed")
    .option("--network <hash...>", "accept only these networks (hash of the genesis document)")
    .option("--session <id...>", "accept only these sessions")
    .option("--link <link>", "accept only what this link says: lucid://verify?…, or the address of a page, …/verify.html#…")
    .option("--explain", "also print each check with its inputs and the commands that repeat it")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      helpNotes(`
A bundle that verifies is consistent in itself. Anybody can make one, with keys of their own: say whom you expect, by key
or by a name of your address book (lucid known). A name of the book is shown beside its key. Whoever made a file can make a
link to go with it: use one that you have from somebody you know, on another way than the file came.`),
    )
    .action(async (file: string, options: VerifyOptions) => {
      spareMemory();
      const book = await readBook();
      const { judgement, ...checked } = await judgeFile(file, { pins: pinsOf(options, book), book }, options.json ?? false);
      const explanation =
        options.explain && judgement.verified ? explainFacts(judgement.facts, pathOf(file), judgement.video) : undefined;
      process.stdout.write(
        options.json
          ? `${terminalJson({ ...judgement, ...checked, ...(explanation && { explanation }) }, 2)}\n`
          : `${describe(file, judgement)}${explanation ? describeExplanation(explanation) : ""}`,
      );
      process.exitCode = judgement.verified ? EXIT.ok : EXIT.failed;
    });
}

interface CheckedFile {
  readonly judgement: Judgement;
  /** Which file it was: its length, and SHA-256 of all its bytes in hex. */
  readonly file?: { readonly size: number; readonly sha256: string };
}

/** Says how far it is on the terminal, and stops when it is interrupted: then nothing is said of the file. */
async function judgeFile(file: string, options: JudgeBundleOptions, isHashed: boolean): Promise<CheckedFile> {
  using interrupt = stopOnInterrupt();
  using line = createProgressLine(process.stderr);
  const { signal } = interrupt;
  let checked = 0;
  try {
    await using source = await openBundle(file, signal);
    const judgement = await judgeBundle(source, {
      digest: source.digest,
      createSha256: () => createHash("sha256"),
      checkSignature: createSignatureChecker(),
      signal,
      nowMs: Date.now(),
      onProgress: (progress) => {
        checked = progress.checkedBytes;
        line.show(doing(progress), progress.share);
      },
      ...options,
    });
    if (!isHashed) return { judgement };
    let hashed = 0;
    const sha256 = await source.digest(0, source.size, (count) => {
      hashed += count;
      line.show(`Hashing the whole file: ${inWords(hashed)} of ${inWords(source.size)}`, hashed / source.size);
    });
    return { judgement, file: { size: source.size, sha256: Buffer.from(sha256).toString("hex") } };
  } catch (error) {
    if (!signal.aborted) throw error;
    const message = `stopped after ${inWords(checked)}: whether ${terminalName(file)} verifies is not known`;
    throw new CommandError(EXIT.interrupted, message, { cause: error });
  }
}

function doing({ phase, checkedBytes, totalBytes }: CheckProgress): string {
  switch (phase) {
    case "reading":
      return "Reading the list of chunks";
    case "hashing":
    case "list":
      return "Checking the list of chunks";
    case "votes":
      return "Checking blocks and votes";
    case "parts":
      return `${inWords(checkedBytes)} of ${inWords(totalBytes)}`;
  }
}

/** The names of the file and of its parts are a stranger's: each line is written out before it is printed. */
function describe(file: string, judgement: Judgement): string {
  const lines = judgement.verified
    ? [`VERIFIED ${terminalName(file)}`, ...layersOf(judgement).map((line) => `  ${line}`)]
    : [`NOT VERIFIED ${terminalName(file)}`, ...describeRejection(judgement).map((line) => `  ${line}`)];
  return lines.map((line) => `${terminalSentence(line)}\n`).join("");
}

/** What comes through a pipe has no name to be opened by. */
const pathOf = (file: string): string | undefined => (file === "-" || file === "/dev/stdin" ? undefined : resolve(file));

/** A script that can be run as it stands: what is not a command is a comment. */
function describeExplanation({ needs, prepare, checks }: Explanation): string {
  const said = checks.map(({ title, inputs, commands, prints }) =>
    [
      `# ${title}`,
      ...inputs.map(([name, value]) => `#   ${name}: ${value}`),
      ...(commands === "" ? [] : [commands, ...prints.split("\n").map((line) => `# prints: ${line}`)]),
    ].join("\n"),
  );
  return terminalLines(`\n# The same by hand. Needs ${needs}.\n${[prepare, ...said].join("\n\n")}\n`);
}

const layersOf = ({ identity, headline, proven, notProven }: Acceptance): string[] => [
  describeIdentity(identity),
  headline,
  "Proven:",
  ...proven.map((line) => `  ${line}`),
  "Not proven:",
  ...notProven.map((line) => `  ${line}`),
];

const LISTED = 20;

function describeRejection({ code, reason, part, chunk, expected, found, session, video }: Rejection): string[] {
  const place = [part && partInWords(part), chunk === undefined ? undefined : `chunk ${chunk + 1}`].filter(Boolean).join(", ");
  const lines = [reason];
  if (expected !== undefined) lines.push(`Expected: ${expected.join(", ")}`, `Found:    ${found}`);
  if (session !== undefined) {
    lines.push(`The file says that it is of session ${session.id}.`);
    for (const { index, fromMs, toMs } of session.chunks.slice(0, LISTED))
      lines.push(`Concerned: chunk ${index + 1}, ${timeOf(fromMs)} to ${timeOf(toMs)}`);
    if (session.chunks.length > LISTED) lines.push(`and ${session.chunks.length - LISTED} more chunks`);
    if (video !== undefined)
      lines.push(
        "The proof in this video is consistent in itself. Beside it:",
        ...describeVideo(video).map((line) => `  ${line}`),
      );
  }
  return [...lines, `${code}${place ? ` (${place})` : ""}`];
}

/** The name of a part that has no place in a bundle is whatever its maker wanted to have said. */
const partInWords = (part: string): string => (isPartName(part) ? part : `a part that is called ${foreignText(part)}`);

/** What is not proven may hold any number: past the year 275760 there is no date. */
function timeOf(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? `${ms} ms after 1970` : date.toISOString();
}
