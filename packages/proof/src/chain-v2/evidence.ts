import { z } from "zod";
import { createSignatureCheck, type SignatureCheck } from "../chain/signature-check.ts";
import { hashBytes } from "../encoding/bytes.ts";
import { canonicalBytes, checkFormat } from "../encoding/canonical-json.ts";
import { DOMAIN } from "../encoding/domains.ts";
import { hashObject } from "../encoding/hash.ts";
import { Count, Hash, Signature } from "../formats/primitives.ts";
import { verifyInclusion } from "../merkle/verify.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { Certificate, checkCertificate } from "./certificate.ts";
import type { Network } from "./genesis.ts";
import { checkHeader, hasRoomBetween } from "./header.ts";
import { Header } from "./header-format.ts";
import { followHandovers, genesisLists, genesisRoot, isBelieved, type KnownLists, RootOfTrust } from "./known-lists.ts";
import { Item, ListTransaction } from "./transaction.ts";

/** Why one item of a list transaction is final (consensus 7.1). Its size does not depend on how long finality took. */
export const Evidence = z.strictObject({
  transaction: ListTransaction,
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
  readonly blockHash: string;
  readonly time: number;
  readonly finalHeight: number;
  readonly finalTime: number;
  readonly voters: number;
}

/** What a verifier has beside the evidence; without it, the genesis is the root of trust. */
export interface TrustDocuments {
  readonly root?: unknown;
  /** Handover certificates from the root on, in order of height. */
  readonly handovers?: readonly unknown[] | undefined;
  /** A faster check of signatures that accepts exactly what `verifyObject` accepts. */
  readonly checkSignature?: SignatureCheck | undefined;
}

/** Checks evidence against a network. What the item says is the caller's to compare. */
export function verifyEvidence(document: unknown, network: Network, trust: TrustDocuments = {}): Outcome<EvidenceFacts> {
  const parsed = checkFormat(Evidence, document);
  if (!parsed.ok) return parsed;
  const root = trust.root === undefined ? passed(genesisRoot(network)) : checkFormat(RootOfTrust, trust.root);
  if (!root.ok) return root;
  const handovers = checkFormat(z.array(Certificate), trust.handovers ?? []);
  if (!handovers.ok) return handovers;
  const isSigned = createSignatureCheck(trust.checkSignature);
  const known = followHandovers(root.value, handovers.value, network, isSigned);
  return known.ok ? checkEvidence(parsed.value, network, isSigned, known.value) : known;
}

/** The same for evidence whose form has been checked, with the lists learned so far, sharing signatures already seen. */
export function checkEvidence(
  evidence: Evidence,
  network: Network,
  isSigned: SignatureCheck,
  known: KnownLists = genesisLists(network),
): Outcome<EvidenceFacts> {
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
  if (!isBelow(evidence, hash.value) || !hasRoomBetween(block, final.header, network.genesis))
    return failed("header-chain", { detail: `height ${block.height}` });

  const certified = checkCertificate(final, network, isSigned);
  if (!certified.ok) return certified;
  if (!isBelieved(known, final.header.height, final.members))
    return failed("attester-unknown", { detail: `the lists at height ${final.header.height} are not known` });
  const { height: finalHeight, time: finalTime, voters } = certified.value;
  const place = { height: block.height, blockHash: hash.value, time: block.timestamp };
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
