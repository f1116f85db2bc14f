import type { Session } from "@lucid/contract";
import { Evidence, Genesis } from "@lucid/proof";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { neverChanges } from "../../shared/api/never-changes.ts";

/** What the chain says about a session's anchor. */
export interface AnchorFacts {
  readonly networkName: string;
  /** Key that signed the manifest and sent the anchor. */
  readonly node: string | undefined;
  /** Unix ms of the block that holds the anchor. */
  readonly blockTimeMs: number | undefined;
  readonly attesters: number | undefined;
  readonly producers: number | undefined;
  /** Share of the weight that made it final, from 0 to 1. */
  readonly weight: number | undefined;
}

export function useAnchorFacts({ anchor }: Pick<Session, "anchor">): AnchorFacts {
  const { queries } = useApi();
  const isFinal = anchor.status === "final" && anchor.transaction_id !== null;
  const info = useQuery(queries.chain.info.queryOptions()).data;
  const genesisAnswer = useQuery({ ...queries.chain.genesis.queryOptions(), staleTime: Number.POSITIVE_INFINITY }).data;
  const evidenceAnswer = useQuery({
    ...queries.chain.evidence.queryOptions({ input: { transaction_id: anchor.transaction_id ?? "" } }),
    enabled: isFinal,
    staleTime: neverChanges,
  }).data;
  const genesis = Genesis.safeParse(genesisAnswer).data;
  const evidence = Evidence.safeParse(evidenceAnswer).data;
  const voters = new Set(evidence?.finality[0].signatures.map((vote) => vote.attester));
  const weightOf = (wanted: (key: string) => boolean): number =>
    (genesis?.producers ?? []).reduce((sum, producer) => sum + (wanted(producer.public_key) ? producer.weight : 0), 0);
  const time = evidence?.headers[0]?.header.timestamp;
  return {
    networkName: info?.network_name ?? "",
    node: evidence?.transaction.transaction.sender,
    blockTimeMs: time === undefined ? undefined : time * 1_000,
    attesters: evidence && voters.size,
    producers: genesis?.producers.length,
    weight: evidence && genesis ? weightOf((key) => voters.has(key)) / weightOf(() => true) : undefined,
  };
}
