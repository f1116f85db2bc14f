import {
  canonicalBytes,
  canonicalJson,
  checkFormat,
  createCanonicalCheck,
  DOMAIN,
  fromUtf8,
  hashObject,
  merkle,
  sha256Hex,
  utf8,
  v2,
} from "@lucid/proof";
import { z } from "zod";
import type { CheckSignature, SignatureClaim } from "../../signing/signature-checker.ts";

/** A transaction whose form, items and signature hold. */
export interface PreparedTransaction {
  readonly id: string;
  /** Bytes of its canonical form with items. */
  readonly size: number;
  readonly sent: v2.SentTransaction;
}

/** A block of which everything holds that can be checked without a state. */
export interface PreparedBlock {
  readonly block: v2.Block;
  readonly hash: string;
  /** Its canonical form, as it travels. */
  readonly bytes: Uint8Array;
  readonly transactions: readonly PreparedTransaction[];
}

export type Prepared<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string };

export interface PrepareDeps {
  readonly network: v2.Network;
  readonly checkSignature: CheckSignature;
}

/** Largest canonical form of a signed transaction with its items, in bytes (consensus 6.4). */
export const MAX_TRANSACTION_BYTES = 65_536;

/** Largest canonical form of a block that any parameters allow, in bytes (consensus 1). */
export const MAX_BLOCK_BYTES = 4_194_304;

const refused = (reason: string) => ({ ok: false, reason }) as const;

/** The first step of an import (consensus 14.2): size, form, roots and signatures. Needs no state. */
export function prepareBlock(bytes: Uint8Array, { network, checkSignature }: PrepareDeps): Prepared<PreparedBlock> {
  const steps = prepareInSteps(bytes, network);
  const demands: PrepareStep[] = [];
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done !== true) demands.push(step.value);
    else if (!step.value.ok) return step.value;
    else {
      const missed = demands.find(({ claims }) => !claims.every((claim) => isHeld(claim, checkSignature)));
      return missed === undefined ? step.value : refused(missed.refusal);
    }
  }
}

const isHeld = ({ domain, value, signature, publicKey }: SignatureClaim, check: CheckSignature): boolean =>
  check(domain, value, signature, publicKey);

/** After so much of a block others may have their turn: signatures that must hold, and why the block is refused when one does not. */
export interface PrepareStep {
  readonly claims: readonly SignatureClaim[];
  readonly refusal: string;
}

const PAUSE: PrepareStep = { claims: [], refusal: "" };
/** Transactions that are looked at without a pause (consensus 14.2). */
const SLICE = 64;
/** Bytes that are looked at without one. */
const PIECE_BYTES = 65_536;

/**
 * The same in steps: whoever goes through them checks the claims, when and where it likes, and refuses the block by the first one that
 * does not hold, where the steps themselves do not refuse it. `onNamed` is told its hash as soon as that is known.
 */
export function* prepareInSteps(
  bytes: Uint8Array,
  network: v2.Network,
  onNamed: (hash: string) => void = () => undefined,
): Generator<PrepareStep, Prepared<PreparedBlock>, void> {
  const { max_transactions } = network.genesis.parameters;
  const parsed = yield* parseInSteps(bytes);
  if (!parsed.ok) return parsed;
  const block = parsed.value;
  const { header, transactions } = block;
  if (header.network !== network.hash) return refused("wrong_network");
  if (header.tx_count !== transactions.length || transactions.length > max_transactions) return refused("wrong_tx_count");
  const canonicalHeader = canonicalBytes(header);
  const hash = sha256Hex(canonicalHeader);
  onNamed(hash);
  yield {
    claims: [claimOf(DOMAIN.blockV2, { value: header, canonical: canonicalHeader, by: header.producer }, block.signature)],
    refusal: "bad_signature",
  };
  const tree = merkle.createTree();
  const prepared: PreparedTransaction[] = [];
  let wrongTransaction: string | undefined;
  for (const some of inSlices(transactions)) {
    const encoded = some.map(encode);
    for (const { leaf } of encoded) tree.append(leaf);
    const outcomes = encoded.map((one) => prepareEncoded(one, network));
    for (const outcome of outcomes)
      if (outcome.ok) prepared.push(outcome.value);
      else wrongTransaction ??= outcome.reason;
    yield { claims: wrongTransaction === undefined ? encoded.map(claimIn) : [], refusal: "bad_transaction_signature" };
  }
  if (header.tx_root !== tree.root()) return refused("wrong_tx_root");
  if (header.attestation_root !== v2.attestationRoot(block.attestations)) return refused("wrong_attestation_root");
  const wrong = v2.placeProblem(header, network.genesis) === undefined ? wrongTransaction : "wrong_place";
  if (wrong !== undefined) return refused(wrong);
  return { ok: true, value: { block, hash, bytes, transactions: prepared } };
}

function* inSlices<Thing>(things: readonly Thing[]): Generator<readonly Thing[]> {
  for (let at = 0; at < things.length; at += SLICE) yield things.slice(at, at + SLICE);
}

const Envelope = v2.Block.extend({ transactions: z.array(z.unknown()) });

/** What `parseFormat` does with a block, with pauses. */
function* parseInSteps(bytes: Uint8Array): Generator<PrepareStep, Prepared<v2.Block>, void> {
  if (bytes.length > MAX_BLOCK_BYTES) return refused("too_large");
  const check = createCanonicalCheck();
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    check.push(bytes.subarray(at, at + PIECE_BYTES));
    yield PAUSE;
  }
  if (!check.end().ok) return refused("malformed");
  const envelope = checkFormat(Envelope, JSON.parse(fromUtf8(bytes) ?? ""));
  if (!envelope.ok) return refused("malformed");
  const transactions: v2.SentTransaction[] = [];
  for (const some of inSlices(envelope.value.transactions)) {
    yield PAUSE;
    for (const one of some) {
      const sent = checkFormat(v2.SentTransaction, one);
      if (!sent.ok) return refused("malformed");
      transactions.push(sent.value);
    }
  }
  return { ok: true, value: { ...envelope.value, transactions } };
}

/** A block of the own hand: its transactions were prepared before, and nobody else signed it. */
export function prepareBuilt(block: v2.Block, transactions: readonly PreparedTransaction[]): PreparedBlock {
  return { block, hash: hashObject(block.header), bytes: canonicalBytes(block), transactions };
}

/** What a transaction counts against the limit of items (consensus 1). */
export const itemCount = (sent: v2.SentTransaction): number => Math.max(1, v2.itemsOf(sent).length);

/** The canonical forms of a transaction and its parts: each part is written once, for all that is made of it. */
interface Encoded {
  readonly sent: v2.SentTransaction;
  /** Of what is signed, whose hash is the id. */
  readonly transaction: Uint8Array;
  /** What `tx_root` is over. */
  readonly leaf: Uint8Array;
  /** Of each item. */
  readonly items: readonly Uint8Array[];
}

function encode(sent: v2.SentTransaction): Encoded {
  const transaction = canonicalJson(sent.transaction);
  const leaf = `{"signature":${canonicalJson(sent.signature)},"transaction":${transaction}}`;
  const items = v2.itemsOf(sent).map((item) => utf8(canonicalJson(item)));
  return { sent, transaction: utf8(transaction), leaf: utf8(leaf), items };
}

/** Bytes of the canonical form with items: `"items":[,],` stands before what the leaf has. */
const sizeOf = ({ leaf, items }: Encoded): number =>
  items.length === 0 ? leaf.length : leaf.length + items.reduce((sum, { length }) => sum + length + 1, '"items":[],'.length - 1);

/** The rules for a transaction that need no state. */
export function prepareTransaction(
  sent: v2.SentTransaction,
  { network, checkSignature }: PrepareDeps,
): Prepared<PreparedTransaction> {
  const encoded = encode(sent);
  const prepared = prepareEncoded(encoded, network);
  return !prepared.ok || isHeld(claimIn(encoded), checkSignature) ? prepared : refused("bad_transaction_signature");
}

/** All of them but its signature. */
function prepareEncoded(encoded: Encoded, network: v2.Network): Prepared<PreparedTransaction> {
  const { sent } = encoded;
  if (sent.transaction.network !== network.hash) return refused("wrong_network");
  const size = sizeOf(encoded);
  if (size > MAX_TRANSACTION_BYTES) return refused("transaction_too_large");
  const wrong = "items" in sent ? itemsProblem(sent, merkle.rootOf(encoded.items)) : undefined;
  return wrong === undefined ? { ok: true, value: { id: sha256Hex(encoded.transaction), size, sent } } : refused(wrong);
}

interface Covered {
  readonly value: unknown;
  readonly canonical: Uint8Array;
  readonly by: string;
}

const claimOf = (domain: SignatureClaim["domain"], { value, canonical, by }: Covered, signature: string): SignatureClaim => ({
  ...{ domain, value, canonical, signature, publicKey: by },
});

const claimIn = ({ sent: { transaction, signature }, transaction: canonical }: Encoded): SignatureClaim =>
  claimOf(DOMAIN.transactionV2, { value: transaction, canonical, by: transaction.sender }, signature);

function itemsProblem({ transaction: { data }, items }: v2.Sent<v2.ListType>, root: string): string | undefined {
  if (data.count !== items.length || data.items_root !== root) return "wrong_items";
  return new Set(items.map(({ tag }) => tag)).size === items.length ? undefined : "tag_twice";
}

/** Furthest that a transaction may expire after a block's time, in seconds. */
export const MAX_LIFETIME = 86_400;

/** Whether a transaction may be in a block of this time (unix seconds). */
export function expiryProblem({ transaction }: Pick<v2.SentTransaction, "transaction">, time: number): string | undefined {
  if (transaction.expires_at < time) return "expired";
  return transaction.expires_at > time + MAX_LIFETIME ? "expiry_too_far" : undefined;
}
