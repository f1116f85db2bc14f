import { readFile, stat } from "node:fs/promises";
import { createSignatureChecker } from "@lucid/chain/signing";
import {
  foreignText,
  MAX_PAYOUT_DOCUMENT_BYTES,
  type PayoutFacts,
  type PayoutVerdict,
  timeInWords,
  verifyPayoutDocument,
} from "@lucid/proof";
import type { Command } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import { readBook } from "../known/book-file.ts";
import { keyOf } from "../known/pin-options.ts";
import { terminalJson, terminalName, terminalSentence } from "../terminal-text.ts";
import { showUsdt } from "../usdt.ts";
import { addClaims } from "./add-claims.ts";
import { addDifferences } from "./add-differences.ts";
import { addSchedules } from "./add-schedules.ts";

interface VerifyOptions {
  readonly node?: string;
  readonly network?: string;
  readonly address?: string;
  readonly json?: boolean;
}

/** `lucid payouts`: whether a node stated that it paid, offline; and whether a running one's books agree with the chain. */
export function addPayoutsCommand(program: Command): void {
  const payouts = program
    .command("payouts")
    .description("What a node has paid: check proofs offline, and a running node's books with the chain");
  addClaims(payouts);
  addDifferences(payouts);
  addSchedules(payouts);
  payouts
    .command("verify")
    .description("Check the proof of a payout, or the statement of a period, offline: needs no node, no account and no network")
    .argument("<file>", "the proof or statement, as the page saves it; - is standard input")
    .option("--node <key>", "accept only what this node stated")
    .option("--network <hash>", "accept only this network (hash of the genesis document)")
    .option("--address <address>", "accept only payouts to this TRON address")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      helpNotes(`
A file that verifies is consistent in itself: the node whose key is named stated exactly this, and a final block holds the fingerprint.
Anybody can make one with keys of their own: say whose you expect, by key or by a name of your address book (lucid known).
Whether the money arrived is what the TRON network says: look its transaction up there.`),
    )
    .action(verifyFile);
}

async function verifyFile(path: string, options: VerifyOptions): Promise<void> {
  const book = await readBook();
  const expected = {
    node: options.node === undefined ? undefined : keyOf("node", options.node, book),
    network: options.network === undefined ? undefined : keyOf("network", options.network, book),
    address: options.address,
  };
  const verdict = verifyPayoutDocument(await read(path), createSignatureChecker());
  const unexpected = verdict.verified ? unexpectedIn(verdict.facts, expected) : undefined;
  const isAccepted = verdict.verified && unexpected === undefined;
  const lines = unexpected === undefined ? describe(verdict) : [unexpected];
  const said = [`${isAccepted ? "VERIFIED" : "NOT VERIFIED"} ${terminalName(path)}`, ...lines.map((line) => `  ${line}`)];
  process.stdout.write(
    options.json
      ? `${terminalJson(reportOf(verdict, unexpected), 2)}\n`
      : said.map((line) => `${terminalSentence(line)}\n`).join(""),
  );
  process.exitCode = isAccepted ? EXIT.ok : EXIT.failed;
}

async function read(path: string): Promise<Uint8Array> {
  try {
    if (path !== "-") {
      const { size } = await stat(path);
      // What is longer is refused for its length: its bytes need not be read for that.
      return size > MAX_PAYOUT_DOCUMENT_BYTES ? new Uint8Array(size) : await readFile(path);
    }
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of process.stdin as AsyncIterable<Buffer>) {
      pieces.push(piece);
      length += piece.length;
      if (length > MAX_PAYOUT_DOCUMENT_BYTES) break;
    }
    return Buffer.concat(pieces);
  } catch (error) {
    throw new CommandError(EXIT.usage, `${terminalName(path)} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

interface Expected {
  readonly node: string | undefined;
  readonly network: string | undefined;
  readonly address: string | undefined;
}

function unexpectedIn({ node, network, payouts }: PayoutFacts, expected: Expected): string | undefined {
  if (expected.node !== undefined && expected.node !== node) return `Another node stated this: ${node}.`;
  if (expected.network !== undefined && expected.network !== network) return `It stands on another network: ${network}.`;
  const other = payouts.find(({ address }) => expected.address !== undefined && address !== expected.address);
  return other && `A payout went to another address: ${other.address}.`;
}

function reportOf(verdict: PayoutVerdict, unexpected: string | undefined): object {
  if (!verdict.verified) return verdict;
  const { sent, fees, ...facts } = verdict.facts;
  return {
    verified: unexpected === undefined,
    ...(unexpected !== undefined && { unexpected }),
    facts: { ...facts, sent: sent.toString(), fees: fees.toString() },
  };
}

const usdt = (micro: bigint): string => `${showUsdt(micro)} USDT`;

function describe(verdict: PayoutVerdict): string[] {
  if (!verdict.verified) {
    const { code, reason, detail } = verdict.refusal;
    // A detail may quote the file: names of its fields are whatever its maker wanted to have said.
    return [reason, `${code}${detail === undefined ? "" : ` (${foreignText(detail)})`}`];
  }
  const { node, network, decidingKeys, chain } = verdict.facts;
  return [
    ...whatOf(verdict.facts),
    "Proven:",
    `  The node ${node} stated this,`,
    `  and block ${chain.height} of ${timeInWords(chain.blockTime * 1_000)} holds its fingerprint, which is final`,
    `  on the network ${network}.`,
    "Not proven:",
    ...lateIn(verdict.facts),
    "  That the money arrived: the TRON network says that, for each transaction.",
    `  The time of the block: it is the word of whoever holds ${decidingKeys} of the ${chain.producers} keys of the network.`,
    "  That node and network are those you mean: compare their keys, or name them (--node, --network).",
  ];
}

/** By so much two clocks may differ without a word. */
const TOLERANCE_MS = 60_000;

/** What was not over when the block was made cannot have been stated in it as settled: one of the two clocks was wrong. */
function lateIn({ payouts, chain }: PayoutFacts): string[] {
  const latest = payouts.reduce((last, { settled_at_ms }) => Math.max(last, settled_at_ms), 0);
  if (latest <= chain.blockTime * 1_000 + TOLERANCE_MS) return [];
  return [`  When they were settled: one is stated to have been at ${timeInWords(latest)}, after the block that holds it.`];
}

function whatOf({ kind, tronNetwork, payouts, sent, fees, from, logSize }: PayoutFacts): string[] {
  const [first] = payouts;
  if (kind === "statement" || first === undefined)
    return [
      `Payouts ${from + 1} to ${logSize} of the node, on ${networkWords(tronNetwork)}:`,
      `${usdt(sent)} were sent, ${usdt(fees)} stayed with the node as fees. None of them is missing or stands there twice.`,
    ];
  return [
    `${usdt(sent)} to ${first.address} on ${networkWords(tronNetwork)}`,
    `by the transaction ${first.transaction_id},`,
    `settled at ${timeInWords(first.settled_at_ms)}. ${usdt(BigInt(first.amount))} were owed; the node kept ${usdt(fees)} as its fee.`,
    `Payout ${first.payout_id}, payee ${first.payee}, entries ${first.entries.join(", ")} of the ledger.`,
  ];
}

const networkWords = (network: PayoutFacts["tronNetwork"]): string =>
  network === "mainnet" ? "TRON's main network" : `${network}, whose coins are worth nothing`;
