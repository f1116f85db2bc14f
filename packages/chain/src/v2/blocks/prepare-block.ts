import { canonicalJson, DOMAIN, hashObject, merkle, parseFormat, sha256Hex, utf8, v2 } from "@lucid/proof";
import type { CheckSignature } from "../../signing/signature-checker.ts";

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
  const { max_transactions } = network.genesis.parameters;
  const parsed = parseFormat(v2.Block, bytes, MAX_BLOCK_BYTES);
  if (!parsed.ok) return refused(parsed.failure.code === "too-large" ? "too_large" : "malformed");
  const block = parsed.value;
  const { header, transactions } = block;
  if (header.network !== network.hash) return refused("wrong_network");
  if (header.tx_count !== transactions.length || transactions.length > max_transactions) return refused("wrong_tx_count");
  const encoded = transactions.map(encode);
  if (header.tx_root !== merkle.rootOf(encoded.map(({ leaf }) => leaf))) return refused("wrong_tx_root");
  if (header.attestation_root !== v2.attestationRoot(block.attestations)) return refused("wrong_attestation_root");
  const wrongPlace = v2.placeProblem(header, network.genesis);
  if (wrongPlace !== undefined) return refused("wrong_place");
  if (!checkSignature(DOMAIN.blockV2, header, block.signature, header.producer)) return refused("bad_signature");
  const prepared: PreparedTransaction[] = [];
  for (const one of encoded) {
    const outcome = prepareEncoded(one, { network, checkSignature });
    if (!outcome.ok) return refused(outcome.reason);
    prepared.push(outcome.value);
  }
  return { ok: true, value: { block, hash: hashObject(header), bytes, transactions: prepared } };
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
export const prepareTransaction = (sent: v2.SentTransaction, deps: PrepareDeps): Prepared<PreparedTransaction> =>
  prepareEncoded(encode(sent), deps);

function prepareEncoded(encoded: Encoded, { network, checkSignature }: PrepareDeps): Prepared<PreparedTransaction> {
  const { sent } = encoded;
  const { transaction, signature } = sent;
  if (transaction.network !== network.hash) return refused("wrong_network");
  const size = sizeOf(encoded);
  if (size > MAX_TRANSACTION_BYTES) return refused("transaction_too_large");
  const wrong = "items" in sent ? itemsProblem(sent, merkle.rootOf(encoded.items)) : undefined;
  if (wrong !== undefined) return refused(wrong);
  if (!checkSignature(DOMAIN.transactionV2, transaction, signature, transaction.sender))
    return refused("bad_transaction_signature");
  return { ok: true, value: { id: sha256Hex(encoded.transaction), size, sent } };
}

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
