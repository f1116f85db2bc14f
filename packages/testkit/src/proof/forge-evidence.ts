import {
  attestationOf,
  type BlockRef,
  blockHash,
  DOMAIN,
  type Evidence,
  type FinalityLink,
  type Header,
  signObject,
  type Transaction,
  transactionRoot,
} from "@lucid/proof";
import type { TestNetwork, TestSigner } from "./test-network.ts";

export interface ForgedEvidence {
  readonly header?: Partial<Header>;
  readonly transaction?: Partial<Pick<Transaction, "sequence" | "expires_at">>;
  /** Block that the votes for the final one start at; its parent by default. */
  readonly source?: BlockRef;
  /** Hash that the votes give the child of the final block. */
  readonly child?: string;
}

/**
 * Evidence of one block as all keys of a network together could make it, against every rule that spans more than this
 * block: signed and voted for anew, so that it holds by itself.
 */
export function forgeEvidence(network: TestNetwork, sender: TestSigner, evidence: Evidence, changes: ForgedEvidence): Evidence {
  const body = { ...evidence.transaction.transaction, ...changes.transaction };
  const transaction = { transaction: body, signature: signObject(DOMAIN.transaction, body, sender.secretKey) };
  const [first] = evidence.headers;
  if (first === undefined) throw new RangeError("forgeEvidence: evidence without headers");
  const header: Header = { ...first.header, tx_root: transactionRoot([transaction]), tx_count: 1, ...changes.header };
  const producer = network.producers.find(({ publicKey }) => publicKey === header.producer);
  if (producer === undefined) throw new RangeError("forgeEvidence: the block's producer is none of the network");
  const { height, epoch } = header;
  const final = { height, hash: blockHash(header) };
  const before = changes.source ?? { height: height - 1, hash: height === 1 ? network.hash : header.previous_hash };
  const child = { height: height + 1, hash: changes.child ?? evidence.finality[1].target.hash };

  function voted(link: Omit<FinalityLink, "signatures">): FinalityLink {
    const signatures = network.producers.map(({ publicKey, secretKey }) => ({
      attester: publicKey,
      signature: signObject(DOMAIN.attestation, attestationOf({ ...link, signatures: [] }, network.hash, publicKey), secretKey),
    }));
    return { ...link, signatures };
  }

  return {
    transaction,
    tx_index: 0,
    tx_path: [],
    headers: [{ header, signature: signObject(DOMAIN.block, header, producer.secretKey) }],
    finality: [voted({ epoch, source: before, target: final }), voted({ epoch, source: final, target: child })],
  };
}
