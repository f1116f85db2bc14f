import { checkEvidence } from "../chain/evidence.ts";
import { type Network, openNetwork } from "../chain/network.ts";
import { createSignatureCheck, type SignatureCheck } from "../chain/signature-check.ts";
import { DOMAIN } from "../encoding/domains.ts";
import { hashObject } from "../encoding/hash.ts";
import { verifyObject } from "../encoding/signature.ts";
import type { Evidence } from "../formats/evidence.ts";
import { checkOneChain } from "../verify/check-relations.ts";
import { networkFacts } from "../verify/network-facts.ts";
import type { ChainFacts } from "../verify/verdict.ts";
import { type AuditDoubt, auditDoubts, timeOf } from "./audit-doubts.ts";
import { parseCanonicalLine } from "./audit-line.ts";
import { AuditAnchorLine, AuditEndLine, type AuditExportEnd, type AuditExportHead, AuditHeadLine } from "./audit-log.ts";

export interface ProvenAnchor {
  /** The chain holds the hash of this entry. */
  readonly size: number;
  readonly transactionId: string;
  readonly height: number;
  /** Unix seconds of the block. */
  readonly blockTime: number;
}

export interface AuditLogFacts {
  /** Id of the log. */
  readonly log: string;
  readonly node: string;
  /** Hash of the genesis document of the network that the anchors are on. */
  readonly network: string;
  /** Fewest of its keys that decide which blocks are final, and so what their times are. */
  readonly decidingKeys: number;
  readonly first: number;
  readonly size: number;
  readonly head: string;
  readonly exportedAtMs: number;
  /** Ascending by size. */
  readonly anchors: readonly ProvenAnchor[];
  /** Where times do not fit together. */
  readonly doubts: readonly AuditDoubt[];
}

export type AuditLogFault =
  | "not-an-export"
  | "selection"
  | "altered"
  | "removed"
  | "reordered"
  | "truncated"
  | "anchor-invalid"
  | "anchor-mismatch"
  | "end-mismatch"
  | "end-signature";

export interface AuditLogRefusal {
  readonly fault: AuditLogFault;
  /** Line of the file, counted from 1. */
  readonly line: number;
  /** Number of the entry at fault, where it is about one. */
  readonly entry?: number;
  readonly detail: string;
}

export type AuditLogVerdict =
  | { readonly verified: true; readonly facts: AuditLogFacts }
  | { readonly verified: false; readonly refusal: AuditLogRefusal };

/** Takes an export line by line. */
export interface AuditLogCheck {
  /** A line without its line feed, as `auditLine` reads it. */
  push(line: string | undefined): void;
  /** Entries that were checked so far. */
  readonly checked: number;
  end(): AuditLogVerdict;
}

interface Entry {
  readonly sequence: unknown;
  readonly previous: unknown;
  readonly timestamp?: unknown;
  readonly action?: unknown;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An export has no more of them: they are kept until the file has been read. */
const MAX_ANCHORS = 16;

const BEFORE_ENTRY = '{"entry":';
const BEFORE_HASH = ',"hash":"';
const BEHIND_ENTRY = BEFORE_HASH.length + 64 + '"}'.length;

/**
 * Checks an export of a whole audit log, offline: each entry has the hash that the next one names, the anchors are final on
 * the network of the export and name hashes of entries, and the node signed where the log ended.
 * `sha256` gives the digest of a text's UTF-8 in hex.
 */
export function createAuditLogCheck(sha256: (text: string) => string): AuditLogCheck {
  let line = 0;
  let head: { readonly said: AuditExportHead; readonly network: Network; readonly log: string } | undefined;
  let expected = 1;
  let previous = "";
  let refusal: AuditLogRefusal | undefined;
  let ended: AuditExportEnd | undefined;
  /** An entry is missing: whether it comes later is only known at the end of the file. */
  let missing: { readonly sequence: number; readonly line: number } | undefined;
  let hasEntries = false;
  /** Of the entries that an anchor names, and of the one before the first. */
  const rootsOf = new Map<number, string>();
  /** The latest time of an entry so far, and up to entries that an anchor names. */
  let latestMs = 0;
  const latestOf = new Map<number, number>();
  const anchored = new Set<number>();
  const anchors: ReadAnchor[] = [];
  const tombstones: { readonly last: unknown; readonly lastHash: unknown }[] = [];
  const isSigned: SignatureCheck = createSignatureCheck();

  function refuse(fault: AuditLogFault, detail: string, entry?: number): void {
    refusal ??= { fault, line, detail, ...(entry !== undefined && { entry }) };
  }

  function begin(text: string): void {
    const parsed = AuditHeadLine.safeParse(parseCanonicalLine(text));
    if (!parsed.success) return refuse("not-an-export", "the first line is not that of an audit export");
    const said = parsed.data.audit_log;
    if (said.filter !== null)
      return refuse("selection", "this is what a filter found: only an export of the whole log can be checked");
    const network = openNetwork(said.genesis);
    if (!network.ok) return refuse("not-an-export", "its genesis document is not valid");
    const log = hashObject(said.beginning);
    head = { said, network: network.value, log };
    expected = said.first;
  }

  function takeEntry(text: string): void {
    const content = text.slice(BEFORE_ENTRY.length, -BEHIND_ENTRY);
    const hash = text.slice(-66, -2);
    const isHashed = text.endsWith('"}') && text.slice(-BEHIND_ENTRY, -66) === BEFORE_HASH && sha256(content) === hash;
    if (missing !== undefined) return isHashed ? lookFor(content) : undefined;
    if (!isHashed) return refuse("altered", `entry ${expected} has not the hash that stands behind it`, expected);
    const entry = parseCanonicalLine(content);
    if (!isEntry(entry)) return refuse("altered", `entry ${expected} is not in its canonical form`, expected);
    if (entry.sequence !== expected) return misplaced(entry.sequence);
    if (previous === "") {
      previous = expected === 1 ? (head?.log ?? "") : String(entry.previous);
      rootsOf.set(expected - 1, previous);
    }
    if (entry.previous !== previous)
      return refuse(
        "altered",
        `entry ${expected} does not go on from entry ${expected - 1}: one of them is another one`,
        expected,
      );
    if (entry.action === "audit.cleaned_up")
      tombstones.push({ last: entry.details?.["last"], lastHash: entry.details?.["last_hash"] });
    latestMs = Math.max(latestMs, timeOf(entry.timestamp) ?? 0);
    if (anchored.has(expected)) {
      rootsOf.set(expected, hash);
      latestOf.set(expected, latestMs);
    }
    previous = hash;
    expected += 1;
  }

  function misplaced(sequence: unknown): void {
    if (typeof sequence === "number" && sequence > expected) missing = { sequence: expected, line };
    else refuse("reordered", `${named(sequence)} stands where entry ${expected} belongs`, expected);
  }

  function lookFor(content: string): void {
    const entry = parseCanonicalLine(content);
    if (missing && isEntry(entry) && entry.sequence === missing.sequence)
      refusal ??= {
        fault: "reordered",
        line: missing.line,
        entry: missing.sequence,
        detail: `entry ${missing.sequence} stands in line ${line} and not where it belongs`,
      };
  }

  function takeAnchor(text: string): void {
    const parsed = AuditAnchorLine.safeParse(parseCanonicalLine(text));
    if (!parsed.success || !head) return refuse("anchor-invalid", "an anchor has not its form");
    const evidence = parsed.data.anchor;
    const { transaction } = evidence.transaction;
    const checked = checkEvidence(evidence, head.network, isSigned);
    if (!checked.ok) return refuse("anchor-invalid", `an anchor does not prove its place on the chain (${checked.failure.code})`);
    if (
      transaction.type !== "audit_checkpoint" ||
      transaction.data.log !== head.log ||
      checked.value.sender !== head.said.beginning.node
    )
      return refuse("anchor-invalid", "an anchor is that of another log or of another node");
    const { transactionId, height, blockTime } = checked.value;
    const { size, root } = transaction.data;
    if (anchors.length === MAX_ANCHORS) return refuse("not-an-export", `there are more than ${MAX_ANCHORS} anchors`);
    const anchor = { size, root, line, transactionId, height, blockTime, evidence, chain: checked.value };
    if (!canFollow(anchors, anchor, head.network))
      return refuse("anchor-invalid", "an anchor is none that one chain can hold with those before it");
    anchored.add(size);
    anchors.push(anchor);
  }

  function takeEnd(text: string): void {
    const parsed = AuditEndLine.safeParse(parseCanonicalLine(text));
    if (!parsed.success || !head) return refuse("not-an-export", "the last line has not its form");
    const { end, signature } = parsed.data;
    if (!verifyObject(DOMAIN.auditLog, end, signature, head.said.beginning.node))
      return refuse("end-signature", "the last line is not signed by the log's node");
    ended = end;
  }

  /** What only the whole file shows. */
  function finish(): void {
    if (refusal || !head) return;
    if (missing) {
      ({ line } = missing);
      return refuse("removed", `entry ${missing.sequence} is missing`, missing.sequence);
    }
    if (!ended) return refuse("truncated", `the file ends behind entry ${expected - 1} without the signed last line`, expected);
    const { log, first, size } = ended;
    const last = size < first ? head.log : previous;
    if (log !== head.log || first !== head.said.first)
      return refuse("end-mismatch", "first and last line are those of different exports");
    if (size > expected - 1)
      return refuse("truncated", `the log has ${size} entries, and the file ends with entry ${expected - 1}`, expected);
    if (size < expected - 1) return refuse("end-mismatch", `the log had ${size} entries when it was exported`, size + 1);
    if (ended.head !== last) return refuse("end-mismatch", `entry ${size} is not the one that the node signed`, size);
    checkCleanup(first);
    for (const anchor of anchors) checkAnchor(anchor, first);
  }

  /** A log that does not begin with its first entry has one that says why. */
  function checkCleanup(first: number): void {
    if (first === 1) return;
    const known = tombstones.some(({ last, lastHash }) => last === first - 1 && lastHash === rootsOf.get(first - 1));
    if (!known) refuse("removed", `entries 1 to ${first - 1} are missing, and no entry tells of their removal`, first - 1);
  }

  function checkAnchor(anchor: (typeof anchors)[number], first: number): void {
    const root = rootsOf.get(anchor.size);
    if (root === undefined && anchor.size < first - 1) return;
    if (root === anchor.root) return;
    ({ line } = anchor);
    refuse(
      "anchor-mismatch",
      `block ${anchor.height} holds another hash of entry ${anchor.size}: an entry up to there was changed`,
      anchor.size,
    );
  }

  return {
    push(text) {
      line += 1;
      if (refusal) return;
      if (text === undefined) return refuse("not-an-export", "a line is no text in UTF-8, or longer than any is");
      if (line === 1) return begin(text);
      if (ended) return refuse("not-an-export", "there are lines behind the last one");
      if (text.startsWith(BEFORE_ENTRY)) {
        hasEntries = true;
        return takeEntry(text);
      }
      if (text.startsWith('{"anchor":') && !hasEntries) return takeAnchor(text);
      if (text.startsWith('{"end":')) return takeEnd(text);
      refuse("not-an-export", "a line is none of an audit export");
    },
    get checked() {
      return expected - 1;
    },
    end() {
      if (line === 0) refuse("not-an-export", "the file is empty");
      finish();
      if (refusal) return { verified: false, refusal };
      if (!head || !ended) throw new TypeError("createAuditLogCheck: neither refused nor read");
      const { first, size, head: last, exported_at_ms: exportedAtMs } = ended;
      const headers = anchors.flatMap(({ evidence }) => evidence.headers);
      // Of those from before its first entry, the file has nothing that they could be compared with.
      const proven = anchors.filter(({ size: of }) => of >= first - 1);
      return {
        verified: true,
        facts: {
          log: head.log,
          node: head.said.beginning.node,
          network: head.network.hash,
          decidingKeys: networkFacts(head.network, undefined).decidingKeys,
          first,
          size,
          head: last,
          exportedAtMs,
          anchors: proven.map(({ size: of, transactionId, height, blockTime }) => ({
            size: of,
            transactionId,
            height,
            blockTime,
          })),
          doubts: auditDoubts({
            latestMs,
            exportedAtMs,
            anchors: proven.map(({ size: of, blockTime }) => ({ latestMs: latestOf.get(of) ?? 0, blockTime })),
            latestBlock: headers.reduce((most, { header }) => Math.max(most, header.timestamp), 0),
          }),
        },
      };
    },
  };
}

interface ReadAnchor extends ProvenAnchor {
  readonly root: string;
  readonly line: number;
  readonly evidence: Evidence;
  readonly chain: ChainFacts;
}

/** A node's heads of one log rise, as do its transactions and the blocks that hold them; and two blocks of one height are no chain. */
function canFollow(before: readonly ReadAnchor[], anchor: ReadAnchor, network: Network): boolean {
  const last = before.at(-1);
  const sequenceOf = ({ evidence }: ReadAnchor): number => evidence.transaction.transaction.sequence;
  if (last && (last.size >= anchor.size || sequenceOf(last) >= sequenceOf(anchor) || last.height > anchor.height)) return false;
  const pieces = [...before, anchor].map(({ evidence, chain }) => ({ evidence, chain, part: undefined }));
  return checkOneChain(pieces, network, { blocks: [], part: undefined }).ok;
}

/** Of which its fields are looked at one by one. */
const isEntry = (value: unknown): value is Entry => typeof value === "object" && value !== null && !Array.isArray(value);

/** A number that is none is whatever the file's maker wanted to have said. */
const named = (sequence: unknown): string => (typeof sequence === "number" ? `entry ${sequence}` : "an entry without a number");
