import {
  type Attestation,
  attestationRoot,
  type Block,
  type BlockEvidence,
  type BlockRef,
  blockHash,
  canonicalBytes,
  DOMAIN,
  type Evidence,
  type FinalityLink,
  type Header,
  hashObject,
  merkle,
  type SignedAttestation,
  type SignedTransaction,
  signObject,
  type Transaction,
  transactionRoot,
} from "@lucid/proof";
import type { TestNetwork, TestSigner } from "./test-network.ts";

/** What a test says of a transaction; the envelope is filled in. */
export type TestTransaction = Pick<Transaction, "type" | "data">;

/** A chain that is always right: one block when it is told to, every block attested by everybody. */
export interface TestChain {
  readonly blocks: readonly Block[];
  sign(transaction: TestTransaction, sender: TestSigner, timeS: number): SignedTransaction;
  /** Adds a block at the first place of the schedule at or after this time (Unix seconds). */
  addBlock(timeS: number, transactions?: readonly SignedTransaction[]): Block;
  /**
   * Why a transaction is final. `final` counts blocks from the transaction's own to the final one (default 0);
   * a block after that must exist.
   */
  evidence(transaction: SignedTransaction, options?: { readonly final?: number; readonly voters?: number }): Evidence;
  /** The same for a block. */
  blockEvidence(height: number, options?: { readonly final?: number; readonly voters?: number }): BlockEvidence;
}

export function createTestChain({ genesis, hash: network, producers }: TestNetwork): TestChain {
  const blocks: Block[] = [];
  const anchors: Uint8Array[] = [];
  const sequences = new Map<string, number>();
  const { slot_duration, block_interval, epoch_slots } = genesis.parameters;
  const positions = slot_duration / block_interval;

  const refAt = (height: number): BlockRef => ({ height, hash: height === 0 ? network : blockHash(blockAt(height).header) });

  function blockAt(height: number): Block {
    const block = blocks[height - 1];
    if (block === undefined) throw new RangeError(`test chain: no block ${height}`);
    return block;
  }

  /** Everybody's vote for a block, with its parent as the source. */
  function votesFor(height: number, voters: number): SignedAttestation[] {
    return producers.slice(0, voters).map(({ publicKey, secretKey }) => {
      const attestation: Attestation = {
        network,
        epoch: blockAt(height).header.epoch,
        source: refAt(height - 1),
        target: refAt(height),
        attester: publicKey,
      };
      return { attestation, signature: signObject(DOMAIN.attestation, attestation, secretKey) };
    });
  }

  function linkTo(height: number, voters: number): FinalityLink {
    const votes = votesFor(height, voters);
    return {
      epoch: blockAt(height).header.epoch,
      source: refAt(height - 1),
      target: refAt(height),
      signatures: votes.map(({ attestation, signature }) => ({ attester: attestation.attester, signature })),
    };
  }

  function commit(transactions: readonly SignedTransaction[]): string {
    for (const { transaction } of transactions) {
      if (transaction.type !== "session_anchor" && transaction.type !== "session_anchor_v2") continue;
      const { session_id, manifest_hash, merkle_root, chunk_count } = transaction.data;
      anchors.push(canonicalBytes({ session_id, manifest_hash, merkle_root, chunk_count }));
    }
    return hashObject({ anchors: merkle.rootOf(anchors), anchor_count: anchors.length, tally: merkle.EMPTY_ROOT });
  }

  function blockEvidence(height: number, { final = 0, voters = producers.length } = {}): BlockEvidence {
    return {
      headers: blocks.slice(height - 1, height + final).map(({ header, signature }) => ({ header, signature })),
      finality: [linkTo(height + final, voters), linkTo(height + final + 1, voters)],
    };
  }

  return {
    blocks,
    blockEvidence,
    sign(transaction, sender, timeS) {
      const sequence = sequences.get(sender.publicKey) ?? 0;
      sequences.set(sender.publicKey, sequence + 1);
      const body = {
        version: 1,
        network,
        sender: sender.publicKey,
        sequence,
        expires_at: timeS + 3_600,
        ...transaction,
      } as Transaction;
      return { transaction: body, signature: signObject(DOMAIN.transaction, body, sender.secretKey) };
    },
    addBlock(timeS, transactions = []) {
      const parent = blocks.at(-1)?.header;
      const after = parent === undefined ? 0 : parent.slot * positions + parent.position + 1;
      const place = Math.max(after, Math.ceil((timeS - genesis.genesis_time) / block_interval));
      const slot = Math.floor(place / positions);
      const producer = producers[slot % producers.length] as TestSigner;
      const attestations = blocks.length === 0 ? [] : votesFor(blocks.length, producers.length);
      const header: Header = {
        version: 1,
        network,
        height: blocks.length + 1,
        slot,
        position: place % positions,
        rank: 0,
        epoch: Math.floor(slot / epoch_slots),
        producer: producer.publicKey,
        timestamp: genesis.genesis_time + place * block_interval,
        previous_hash: refAt(blocks.length).hash,
        tx_root: transactionRoot(transactions),
        attestation_root: attestationRoot(attestations),
        state_root: commit(transactions),
        tx_count: transactions.length,
      };
      const block = {
        header,
        signature: signObject(DOMAIN.block, header, producer.secretKey),
        transactions: [...transactions],
        attestations,
      };
      blocks.push(block);
      return block;
    },
    evidence(transaction, options) {
      const block = blocks.find(({ transactions }) => transactions.includes(transaction));
      if (block === undefined) throw new RangeError("test chain: the transaction is in no block");
      const { height } = block.header;
      const tree = merkle.createTree();
      for (const other of block.transactions) tree.append(canonicalBytes(other));
      const index = block.transactions.indexOf(transaction);
      return {
        transaction,
        tx_index: index,
        tx_path: tree.inclusionPath(index, tree.size),
        ...blockEvidence(height, options),
      };
    },
  };
}
