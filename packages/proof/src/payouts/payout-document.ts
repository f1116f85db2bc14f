import { z } from "zod";
import { fromBase64url, toBase64url } from "../encoding/base64url.ts";
import { bytesToHex, concatBytes, hexToBytes } from "../encoding/bytes.ts";
import { hashObject } from "../encoding/hash.ts";
import { Evidence } from "../formats/evidence.ts";
import { Genesis } from "../formats/genesis.ts";
import { Count, Hash, TronAddress, UnixMs, Uuid } from "../formats/primitives.ts";

const TRON_NETWORKS = ["devnet", "nile", "shasta", "mainnet"] as const;
/** Micro-USDT in digits: below a thousand million USDT. */
const Amount = z.string().regex(/^(0|[1-9][0-9]{0,14})$/, "micro-USDT in digits");

/** One payout that was paid. Its RFC 8785 form is a leaf of the node's log of payouts. */
export const StatedPayout = z.strictObject({
  /** 16 random bytes: who knows the rest cannot try out whether it is in the log. */
  salt: z.string().regex(/^[0-9a-f]{32}$/, "32 lower-case hex digits"),
  payout_id: Uuid,
  payee: Uuid,
  address: TronAddress,
  /** What was taken from what was owed; `fee` stayed at the node, the rest was sent. */
  amount: Amount,
  fee: Amount,
  transaction_id: Hash,
  /** Numbers of its entries in the node's ledger: set aside, paid, and the fee where there was one. */
  entries: z.array(Count).min(2).max(3),
  settled_at_ms: UnixMs,
});
export type StatedPayout = z.infer<typeof StatedPayout>;

const anchored = { version: z.literal(1), genesis: Genesis, tron_network: z.enum(TRON_NETWORKS), evidence: Evidence };

/** One payout, proven without the others. */
export const PayoutProof = z.strictObject({
  ...anchored,
  format: z.literal("lucid-payout-proof"),
  payout: StatedPayout,
  index: Count,
  /** RFC 9162 inclusion path, 32 bytes a step, the deepest first, in base64url: hex would not leave room within 4 KiB. */
  path: z.string().regex(/^[A-Za-z0-9_-]{0,1366}$/, "base64url of at most 32 digests"),
});
export type PayoutProof = z.infer<typeof PayoutProof>;

/** The payouts of one period, all of them. */
export const PayoutStatement = z.strictObject({
  ...anchored,
  format: z.literal("lucid-payout-statement"),
  /** Payouts that stood in the log before, and the hashes of the complete subtrees that they are, the largest first. */
  from: Count,
  before: z.array(Hash).max(53),
  payouts: z.array(StatedPayout).min(1),
});
export type PayoutStatement = z.infer<typeof PayoutStatement>;

export const PayoutDocument = z.discriminatedUnion("format", [PayoutProof, PayoutStatement]);
export type PayoutDocument = z.infer<typeof PayoutDocument>;

/** Largest document about payouts that a reader accepts: a statement of some 100 000. */
export const MAX_PAYOUT_DOCUMENT_BYTES = 67_108_864;

/** Id of a node's log of payouts on a TRON network: there is one, and who knows the node can name it. */
export const payoutLogId = (node: string, tronNetwork: string): string =>
  hashObject({ format: "lucid-payout-log", version: 1, node, tron_network: tronNetwork });

const DIGEST_BYTES = 32;

export const writePath = (path: readonly string[]): string => toBase64url(concatBytes(...path.map((hex) => hexToBytes(hex))));

/** The steps of a path; undefined where the text is not one of whole digests in its one form. */
export function readPath(text: string): readonly string[] | undefined {
  const bytes = fromBase64url(text);
  if (bytes === undefined || bytes.length % DIGEST_BYTES !== 0) return undefined;
  return Array.from({ length: bytes.length / DIGEST_BYTES }, (_, step) =>
    bytesToHex(bytes.subarray(step * DIGEST_BYTES, (step + 1) * DIGEST_BYTES)),
  );
}
