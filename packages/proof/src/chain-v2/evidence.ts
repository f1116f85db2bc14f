import { z } from "zod";
import { createSignatureCheck, type SignatureCheck } from "../chain/signature-check.ts";
import { hashBytes } from "../encoding/bytes.ts";
import { canonicalBytes, checkFormat } from "../encoding/canonical-json.ts";
import { DOMAIN } from "../encoding/domains.ts";
import { hashObject } from "../encoding/hash.ts";
import { Count, Hash, Signature } from "../formats/primitives.ts";
import { verifyInclusion } from "../merkle/verify.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { Header } from "./block.ts";
import { Certificate, checkCertificate } from "./certificate.ts";
import type { Network } from "./genesis.ts";
import { checkHeader } from "./header.ts";
import { Item, Transaction } from "./transaction.ts";

/** Why one item of a list transaction is final (consensus 7.1). Its size does not depend on how long finality took. */
export const Evidence = z.strictObject({
  transaction: Transaction,
  signature: Signature,
  tx_index: Count,
  tx_path: z.array(Hash).max(20),
  item: Item,
  item_index: Count,
  item_path: z.array(Hash).max(10),
  /** Of the transaction's block; null if that is the certified one. */
  header: Header.nullable(),
  /** Of that block in the `history_root` of the certified one; empty if it is the same. */
  history_path: z.array(Hash).max(40),
  final: Certificate,
});
export type Evidence = z.infer<typeof Evidence>;

export interface EvidenceFacts {
  readonly transactionId: string;
  readonly sender: string;
  readonly item: Item;
  readonly height: number;
  readonly time: number;
  readonly finalHeight: number;
  readonly finalTime: number;
  readonly voters: number;
}

/**
 * Checks evidence against a network that is still at version 0 of its membership: the genesis is the root of trust.
 * What the item says is the caller's to compare.
 */
export function verifyEvidence(document: unknown, network: Network): Outcome<EvidenceFacts> {
  const parsed = checkFormat(Evidence, document);
  return parsed.ok ? checkEvidence(parsed.value, network, createSignatureCheck()) : parsed;
}

/** The same for evidence whose form has been checked, sharing signatures already seen. */
export function checkEvidence(evidence: Evidence, network: Network, isSigned: SignatureCheck): Outcome<EvidenceFacts> {
  const { transaction, signature, item, final } = evidence;
  const { sender, data } = transaction;
  if (isHead(item) !== (transaction.type === "node_checkpoint")) return failed("format-invalid", { detail: "item" });
  if (transaction.network !== network.hash) return failed("network-mismatch", { detail: "transaction" });
  if (!isSigned(DOMAIN.transactionV2, transaction, signature, sender)) return failed("transaction-signature");
  const isItem = verifyInclusion({
    ...{ leaf: canonicalBytes(item), index: evidence.item_index, size: data.count },
    ...{ path: evidence.item_path, root: data.items_root },
  });
  if (!isItem) return failed("path-invalid", { detail: "item" });

  const block = evidence.header ?? final.header;
  const hash = checkHeader(block, network);
  if (!hash.ok) return hash;
  const isInBlock = verifyInclusion({
    ...{ leaf: canonicalBytes({ transaction, signature }), index: evidence.tx_index, size: block.tx_count },
    ...{ path: evidence.tx_path, root: block.tx_root },
  });
  if (!isInBlock) return failed("transaction-not-in-block", { detail: `height ${block.height}` });
  if (transaction.expires_at < block.timestamp) return failed("transaction-expired", { detail: `height ${block.height}` });
  if (!isBelow(evidence, hash.value)) return failed("header-chain", { detail: `height ${block.height}` });

  const certified = checkCertificate(final, network, isSigned);
  if (!certified.ok) return certified;
  if (final.header.members !== network.membersHash) return failed("attester-unknown", { detail: "the lists are not version 0" });
  const { height: finalHeight, time: finalTime, voters } = certified.value;
  const place = { height: block.height, time: block.timestamp };
  return passed({ transactionId: hashObject(transaction), sender, item, ...place, finalHeight, finalTime, voters });
}

const isHead = (item: Item): boolean => "size" in item;

/** Whether the transaction's block is the certified one or an ancestor of it. */
function isBelow({ header, history_path, final }: Evidence, hash: string): boolean {
  if (header === null) return history_path.length === 0;
  const leaf = hashBytes(hash);
  const { height, history_root } = final.header;
  return (
    leaf !== undefined &&
    verifyInclusion({ leaf, index: header.height - 1, size: height - 1, path: history_path, root: history_root })
  );
}
