import {
  type AuditDoubt,
  type AuditLogFacts,
  type AuditLogVerdict,
  READER_TOLERANCE_MS,
  spanInWords,
  timeInWords,
} from "@lucid/proof";
import type { Command } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import { readBook } from "../known/book-file.ts";
import { keyOf } from "../known/pin-options.ts";
import { createProgressLine, inWords } from "../progress-line.ts";
import { logIn } from "../rest/node-client.ts";
import { nodeUrl } from "../rest/node-url.ts";
import { openWallet, readCode } from "../rest/open-wallet.ts";
import { requireFolder, save } from "../rest/save-download.ts";
import { stopOnInterrupt } from "../stop-on-interrupt.ts";
import { terminalJson, terminalName, terminalText } from "../terminal-text.ts";
import { checkExport } from "./check-export.ts";

interface ExportOptions {
  readonly wallet: string;
  readonly url: string;
  readonly out?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
}

interface VerifyOptions {
  readonly node?: string;
  readonly network?: string;
  readonly json?: boolean;
}

/** `lucid audit export` and `lucid audit verify`: the audit log of a node as a file, and whether such a file is whole and unaltered. */
export function addAuditCommand(program: Command): void {
  const audit = program.command("audit").description("The audit log of a node: save it, and check a saved one offline");
  audit
    .command("export")
    .description("Save the audit log from a running node; asks for the wallet's passphrase")
    .requiredOption("--wallet <file>", "wallet file, as the page saves it, of an account that may see the log")
    .option("--url <url>", "the node", "http://127.0.0.1:8080")
    .option("--out <file>", "where to save it (default: lucid-audit.jsonl, or .csv)")
    .option("--csv", "as a table, which cannot be checked")
    .option("--json", "print one JSON object")
    .action(saveExport);
  audit
    .command("verify")
    .description(
      "Check an exported audit log offline: that no entry was altered, removed or moved, and up to which the chain vouches for it",
    )
    .argument("<file>", "the export; - is standard input")
    .option("--node <key>", "accept only the log of this node")
    .option("--network <hash>", "accept only anchors on this network (hash of the genesis document)")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      helpNotes(`
A log that verifies is consistent in itself. Whoever has a node's key can make one up to the first anchor, and anybody can with keys
of their own: say whose log you expect.`),
    )
    .action(verifyExport);
}

async function saveExport({ wallet: file, url, out, csv, json }: ExportOptions): Promise<void> {
  const path = out ?? `lucid-audit.${csv ? "csv" : "jsonl"}`;
  requireFolder(path);
  const node = nodeUrl(url);
  const wallet = await openWallet(file);
  try {
    const login = await logIn(node, wallet, undefined, readCode);
    const size_bytes = await save(await login.download(`/audit/export?format=${csv ? "csv" : "jsonl"}`), path);
    const check = csv ? "" : ` Check it with: lucid audit verify ${terminalText(path)}`;
    process.stdout.write(
      json ? `${terminalJson({ path, size_bytes })}\n` : `${terminalText(path)}: ${inWords(size_bytes)}.${check}\n`,
    );
  } catch (error) {
    throw new CommandError(EXIT.failed, (error as Error).message, { cause: error });
  }
}

async function verifyExport(path: string, options: VerifyOptions): Promise<void> {
  const book = await readBook();
  const expected = {
    node: options.node === undefined ? undefined : keyOf("node", options.node, book),
    network: options.network === undefined ? undefined : keyOf("network", options.network, book),
  };
  const verdict = await judge(path);
  const wrong = verdict.verified ? unexpected(verdict.facts, expected) : undefined;
  const isAccepted = verdict.verified && wrong === undefined;
  const report = { ...verdict, ...(wrong !== undefined && { verified: false, unexpected: wrong }) };
  const lines = wrong === undefined ? describe(verdict) : [wrong];
  const said = [`${isAccepted ? "VERIFIED" : "NOT VERIFIED"} ${terminalName(path)}`, ...lines.map((line) => `  ${line}`)];
  process.stdout.write(options.json ? `${terminalJson(report, 2)}\n` : said.map((line) => `${terminalText(line)}\n`).join(""));
  process.exitCode = isAccepted ? EXIT.ok : EXIT.failed;
}

async function judge(path: string): Promise<AuditLogVerdict> {
  using interrupt = stopOnInterrupt();
  using line = createProgressLine(process.stderr);
  try {
    return await checkExport(path, { signal: interrupt.signal, onProgress: line.showBytes });
  } catch (error) {
    if (interrupt.signal.aborted)
      throw new CommandError(EXIT.interrupted, `stopped: whether ${path} verifies is not known`, { cause: error });
    throw new CommandError(EXIT.usage, `${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

interface Expected {
  readonly node: string | undefined;
  readonly network: string | undefined;
}

function unexpected({ node, network }: AuditLogFacts, expected: Expected): string | undefined {
  if (expected.node !== undefined && expected.node !== node) return `this is the log of another node: ${node}`;
  if (expected.network !== undefined && expected.network !== network) return `its anchors are on another network: ${network}`;
  return undefined;
}

const doubtful: Record<AuditDoubt["code"], (span: string) => string> = {
  "entry-after-block": (span) => `an entry is dated ${span} after the block that holds it`,
  "exported-before-entry": (span) => `it is stated to have been exported ${span} before an entry that is in it`,
  "exported-before-block": (span) => `it is stated to have been exported ${span} before a block that is in it`,
};

function describe(verdict: AuditLogVerdict, nowMs = Date.now()): string[] {
  if (!verdict.verified) {
    const { fault, line, detail } = verdict.refusal;
    return [`${fault} (line ${line}): ${detail}.`];
  }
  const { log, node, network, decidingKeys, first, size, exportedAtMs, anchors, doubts } = verdict.facts;
  const last = anchors.at(-1);
  return [
    `Log ${log}`,
    `of the node ${node}, exported ${timeInWords(exportedAtMs)}: that time is the node's word alone.`,
    size < first ? "It has no entries." : `Entries ${first} to ${size}: each goes on from the one before, and none is missing.`,
    ...(first > 1 ? [`Entries 1 to ${first - 1} were removed by the node's retention, which the log tells.`] : []),
    ...(last
      ? [
          `The chain vouches for the entries up to ${last.size}: block ${last.height} of ${timeInWords(last.blockTime * 1_000)}`,
          `on the network ${network}.`,
          `That time is the word of whoever holds ${decidingKeys === 1 ? "one of its keys" : `${decidingKeys} of its keys`}.`,
        ]
      : ["No anchor goes with it: that it is unaltered is the node's word alone."]),
    ...(last && last.size < size
      ? [`Entries ${last.size + 1} to ${size} are the node's word alone: no block holds them yet.`]
      : []),
    ...doubts.map(({ code, ms }) => `A time that does not fit: ${doubtful[code](spanInWords(ms))}.`),
    ...(exportedAtMs - nowMs > READER_TOLERANCE_MS
      ? [
          `A time that does not fit: it is stated to have been exported ${spanInWords(exportedAtMs - nowMs)} after your own clock.`,
        ]
      : []),
  ];
}
