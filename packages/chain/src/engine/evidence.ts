import {
  type BlockEvidence,
  type BlockRef,
  canonicalBytes,
  type Evidence,
  type FinalityLink,
  merkle,
  type SignedTransaction,
} from "@lucid/proof";
import { type AttestersOf, isSupermajority } from "../consensus/attesters.ts";
import type { AttestationRow } from "../store/attestation-store.ts";
import { type BlockRow, parseSigned, signedHeaderOf } from "../store/block-store.ts";
import type { ChainStore } from "../store/create-chain-store.ts";

export interface EvidenceDeps {
  readonly store: Pick<ChainStore, "blocks" | "attestations">;
  readonly networkId: string;
  readonly attestersOf: AttestersOf;
}

/**
 * Why a transaction is final, as short as it can be: the headers end at the first block that two links make
 * final, and each link carries just the signatures it needs. Undefined if no final block at or below
 * `finalHeight` covers it.
 */
export function evidenceOf(deps: EvidenceDeps, id: string, finalHeight: number): Evidence | undefined {
  const { blocks } = deps.store;
  const placed = blocks.placed(id);
  if (placed === undefined || placed.height > finalHeight) return undefined;
  const tree = merkle.createTree();
  for (const { content } of blocks.transactionsOf(placed.block_hash)) tree.append(canonicalBytes(parseSigned(content)));
  const final = finalFrom(deps, placed.height, finalHeight);
  if (final === undefined) return undefined;
  return {
    transaction: JSON.parse(placed.content) as SignedTransaction,
    tx_index: placed.tx_index,
    tx_path: tree.inclusionPath(placed.tx_index, tree.size),
    ...final,
  };
}

/** The same for a block above the genesis; undefined for one that is not the chain's, too. */
export const blockEvidenceOf = (
  deps: EvidenceDeps,
  { height, hash }: BlockRef,
  finalHeight: number,
): BlockEvidence | undefined =>
  deps.store.blocks.canonicalAt(height)?.hash === hash ? finalFrom(deps, height, finalHeight) : undefined;

function finalFrom(deps: EvidenceDeps, from: number, finalHeight: number): BlockEvidence | undefined {
  const { blocks } = deps.store;
  const headers: BlockEvidence["headers"] = [];
  for (let height = from; height <= finalHeight; height += 1) {
    const row = blocks.canonicalAt(height);
    const child = blocks.canonicalAt(height + 1);
    if (row === undefined) return undefined;
    headers.push(signedHeaderOf(row));
    const justification = linkTo(deps, row);
    const confirmation = child === undefined ? undefined : linkTo(deps, child, row.hash);
    if (justification === undefined || confirmation === undefined) continue;
    return { headers, finality: [justification, confirmation] };
  }
  return undefined;
}

/** The link that justifies a block, from `source` or from any canonical block. */
function linkTo({ store, attestersOf, networkId }: EvidenceDeps, target: BlockRow, source?: string): FinalityLink | undefined {
  const sources = Map.groupBy(store.attestations.forTarget(target.height, target.hash), (row) => row.source);
  for (const [hash, rows] of sources) {
    const first = rows[0];
    if (first === undefined || (source !== undefined && hash !== source)) continue;
    const isCanonical = first.source_height === 0 ? hash === networkId : store.blocks.byHash(hash)?.canonical === 1;
    const signatures = isCanonical ? enough(rows, target, attestersOf) : undefined;
    if (signatures === undefined) continue;
    return {
      epoch: first.epoch,
      source: { height: first.source_height, hash },
      target: { height: target.height, hash: target.hash },
      signatures,
    };
  }
  return undefined;
}

/** The heaviest votes until they carry more than two thirds; undefined if all of them do not. */
function enough(
  rows: readonly AttestationRow[],
  target: BlockRow,
  attestersOf: AttestersOf,
): FinalityLink["signatures"] | undefined {
  const set = attestersOf(target.epoch);
  const heaviest = rows.toSorted((left, right) => Number((set.get(right.attester) ?? 0n) - (set.get(left.attester) ?? 0n)));
  const signatures: FinalityLink["signatures"] = [];
  for (const { attester, signature } of heaviest) {
    signatures.push({ attester, signature });
    if (
      isSupermajority(
        signatures.map((vote) => vote.attester),
        set,
      )
    )
      return signatures;
  }
  return undefined;
}
