import { resolve } from "node:path";
import {
  type Acceptance,
  describeIdentity,
  describeNode,
  describeVideo,
  type ExplainedBeside,
  type Explanation,
  explainFacts,
  explainReceipt,
  foreignText,
  isPartName,
  type ReceiptAcceptance,
  type Rejection,
  timeInWords,
} from "@lucid/proof";
import type { Command } from "commander";
import { CommandError, EXIT } from "./exit-codes.ts";
import { helpNotes } from "./help-notes.ts";
import { type CheckedFile, judgeFile } from "./judge-file.ts";
import { readBook } from "./known/book-file.ts";
import { type PinOptions, pinsOf } from "./known/pin-options.ts";
import { describeProof, proofInJson } from "./network-proof.ts";
import { spareMemory } from "./spare-memory.ts";
import { terminalJson, terminalLines, terminalName, terminalSentence } from "./terminal-text.ts";
import { describeTimes, readAuthorities, timesInJson } from "./time/time-proof.ts";
import { describeWitnesses, readWitnesses, witnessesInJson } from "./witness/witness-proof.ts";

interface VerifyOptions extends PinOptions {
  readonly networkProof?: string;
  readonly timeProof?: string;
  readonly timeAuthority?: readonly string[];
  readonly witnessProof?: string;
  readonly witness?: readonly string[];
  readonly explain?: boolean;
  readonly json?: boolean;
  readonly recording?: string;
}

/** `lucid verify FILE`: needs no node, no account and no network. */
export function addVerifyCommand(program: Command): void {
  program
    .command("verify")
    .description("Check a .lucid bundle, a video that was exported with its proof, or a deletion receipt, offline")
    .argument("<file>", "the bundle, video or receipt; - is standard input")
    .option("--node <key...>", "accept only recordings of these nodes")
    .option("--owner <address...>", "accept only recordings that these owners allowed")
    .option(
      "--network <hash...>",
      "accept only these networks (hash of the genesis document): that of the recording, or of its network proof",
    )
    .option("--session <id...>", "accept only these sessions")
    .option("--link <link>", "accept only what this link says: lucid://verify?…, or the address of a page, …/verify.html#…")
    .option("--recording <file>", "with a deletion receipt: the bundle or video that it must be about")
    .option("--network-proof <file>", "also check why a network of nodes made the recording final (lucid network proof)")
    .option("--time-proof <file>", "also check what authorities outside say of the recording's time (lucid time proof)")
    .option(
      "--time-authority <file...>",
      "with --time-proof: accept only stamps of these authorities, by a name of your address book or a file of certificates (PEM, DER): an authority's own, or one above it",
    )
    .option(
      "--witness-proof <file>",
      "with --network-proof: also check which witnesses saw that network's history (lucid witness proof)",
    )
    .option(
      "--witness <key...>",
      "with --witness-proof: accept only what one of these witnesses signed, by a name of your address book or a verifier key",
    )
    .option("--explain", "also print each check with its inputs and the commands that repeat it")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      helpNotes(`
A bundle that verifies is consistent in itself. Anybody can make one, with keys of their own: say whom you expect, by key
or by a name of your address book (lucid known). A name of the book is shown beside its key. Whoever made a file can make a
link to go with it: use one that you have from somebody you know, on another way than the file came.
A stamp of --time-proof says that the recording existed at a time, on the word of whoever holds a key: keep the certificates of
authorities that you trust in your address book, or say by --time-authority whose word you take. Certificates are judged at the time of the stamp; whether one was revoked is not asked.
A signature of --witness-proof says that whoever runs the network showed a witness one history and no other. Whose word that is, your address book says:
lucid known add witness VERIFIER_KEY NAME. Signatures of others count for nothing.`),
    )
    .action(async (file: string, options: VerifyOptions) => {
      needOneInput([file, options.recording, options.networkProof, options.timeProof, options.witnessProof]);
      const book = await readBook();
      const authorities = await readAuthorities(options, book);
      spareMemory();
      const { judgement, name, network, time, witnesses, ...checked } = await judgeFile(file, {
        ...{ pins: pinsOf(options, book), book, recording: options.recording, networkProof: options.networkProof },
        ...{ timeProof: options.timeProof, authorities, witnessProof: options.witnessProof },
        expectedWitnesses: readWitnesses(options, book),
        isHashed: options.json ?? false,
      });
      const times = time?.verified ? { facts: time.facts, file: pathOf(options.timeProof ?? "-") } : undefined;
      const proven = network?.verified ? { facts: network.facts, file: pathOf(options.networkProof ?? "-") } : undefined;
      const seen = witnesses?.verified ? { ...witnesses, file: pathOf(options.witnessProof ?? "-") } : undefined;
      const explanation =
        options.explain && judgement.verified
          ? explain(judgement, pathOf(file), { network: proven, times, witnesses: seen })
          : undefined;
      const beside = [
        ...(network ? [{ verified: network.verified, text: describeProof(network) }] : []),
        ...(witnesses ? [{ verified: witnesses.verified, text: describeWitnesses(witnesses) }] : []),
        ...(time ? [{ verified: time.verified, text: describeTimes(time) }] : []),
      ];
      process.stdout.write(
        options.json
          ? `${terminalJson({ ...judgement, ...checked, ...(network && { network_proof: proofInJson(network) }), ...(time && { time_proof: timesInJson(time) }), ...(witnesses && { witness_proof: witnessesInJson(witnesses) }), ...(explanation && { explanation }) }, 2)}\n`
          : `${inOrder(describe(name, judgement), beside)}${explanation ? describeExplanation(explanation) : ""}`,
      );
      process.exitCode = judgement.verified && beside.every(({ verified }) => verified) ? EXIT.ok : EXIT.failed;
    });
}

/** What is refused comes first: whoever reads one line reads that. */
function inOrder(judged: string, beside: readonly { readonly verified: boolean; readonly text: string }[]): string {
  const textOf = (verified: boolean): string => beside.flatMap((one) => (one.verified === verified ? [one.text] : [])).join("");
  return textOf(false) + judged + textOf(true);
}

/** @throws CommandError when several files are to come by standard input, which is one. */
function needOneInput(files: readonly (string | undefined)[]): void {
  if (files.filter((file) => file !== undefined && pathOf(file) === undefined).length > 1)
    throw new CommandError(EXIT.usage, "Standard input is one file: name the others");
}

/** The names of the file and of its parts are a stranger's: each line is written out before it is printed. */
function describe(file: string, judgement: CheckedFile["judgement"]): string {
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

type Accepted = Acceptance | ReceiptAcceptance;

const explain = (accepted: Accepted, path: string | undefined, beside: ExplainedBeside): Explanation =>
  "receipt" in accepted ? explainReceipt(accepted.receipt, path) : explainFacts(accepted.facts, path, accepted.video, beside);

const layersOf = (accepted: Accepted): string[] => [
  "receipt" in accepted ? describeNode(accepted.identity.node) : describeIdentity(accepted.identity),
  accepted.headline,
  "Proven:",
  ...accepted.proven.map((line) => `  ${line}`),
  "Not proven:",
  ...accepted.notProven.map((line) => `  ${line}`),
];

const LISTED = 20;

function describeRejection({ code, reason, part, chunk, expected, found, session, video }: Rejection): string[] {
  const place = [part && partInWords(part), chunk === undefined ? undefined : `chunk ${chunk + 1}`].filter(Boolean).join(", ");
  const lines = [reason];
  if (expected !== undefined) lines.push(`Expected: ${expected.join(", ")}`, `Found:    ${found}`);
  if (session !== undefined) {
    lines.push(`The file says that it is of session ${session.id}.`);
    for (const { index, fromMs, toMs } of session.chunks.slice(0, LISTED))
      lines.push(`Concerned: chunk ${index + 1}, ${timeInWords(fromMs)} to ${timeInWords(toMs)}`);
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
